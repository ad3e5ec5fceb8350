import { isForPreflights, known } from '../model/policy.ts';
import type { Rule } from './rule.ts';

export const wildcardOrigin: Rule = {
  id: 'wildcard-origin',
  title: 'Any website can read these responses',
  severity: 'info',
  profile: 'audit',
  why: 'With Access-Control-Allow-Origin: * every website may read what this server answers to requests without cookies. That is right for public data, fonts and open APIs, and the safest way to be open. It is worth a look where the server is reached from a private network only, or where it trusts anything else than cookies, such as an IP address.',
  example: { language: 'ts', bad: 'app.use(cors());', good: "app.use(cors({ origin: 'https://app.example.com' }));" },
  cwe: [942],
  spec: 'https://fetch.spec.whatwg.org/#basic-safe-cors-protocol-setup',
  kind: 'hygiene',

  *check(policy) {
    const { origins, credentials } = policy;
    if (origins.mode !== 'any' || known(credentials) === true) return;
    const does = isForPreflights(policy) ? 'send requests that need a preflight' : 'read these responses';
    yield { at: origins.at, message: `Any site can ${does}, without cookies.` };
  },
};
