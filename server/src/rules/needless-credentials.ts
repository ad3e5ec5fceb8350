import { known } from '../model/policy.ts';
import { sendsCredentials } from './clients.ts';
import { stopCredentials } from './remedies.ts';
import type { Rule } from './rule.ts';

export const needlessCredentials: Rule = {
  id: 'needless-credentials',
  title: 'Credentials are allowed, but nothing uses cookies',
  severity: 'hint',
  profile: 'strict',
  why: 'Credentials in the sense of CORS are cookies, HTTP authentication and client certificates. A token in an Authorization header that a script sets needs no Access-Control-Allow-Credentials. Without it a mistake in the list of origins costs far less.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', credentials: true }));\napp.use(requireBearerToken);",
    good: "app.use(cors({ origin: 'https://app.example.com' }));\napp.use(requireBearerToken);",
  },
  cwe: [1188],
  spec: 'https://fetch.spec.whatwg.org/#credentials',
  kind: 'hygiene',

  *check(policy, context) {
    const { credentials } = policy;
    if (known(credentials) !== true || credentials.kind !== 'written') return;
    if (sendsCredentials(policy, context) !== false) return;
    yield {
      at: credentials.at,
      message: 'Browsers may send cookies here, and nothing in this workspace uses them.',
      fixes: [{ ...stopCredentials(policy, context), safety: 'review' }],
    };
  },
};
