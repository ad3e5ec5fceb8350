import { known } from '../model/policy.ts';
import { leavesOrigin } from '../model/writers.ts';
import { missing, preflightMissing } from './blocked.ts';
import { sends } from './combined.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage, milder } from './severity.ts';

export const allowOriginMissing: Rule = {
  id: 'allow-origin-missing',
  title: 'Headers of CORS are sent without the one that lets a page in',
  severity: 'warning',
  profile: 'recommended',
  why: 'Access-Control-Allow-Credentials, -Methods and -Headers only say more about pages that Access-Control-Allow-Origin has let in. Here they are sent, and nothing in the workspace sends that header: browsers give the response to no page of another origin.',
  example: {
    language: 'ts',
    bad: "app.use((req, res, next) => {\n  res.set('Access-Control-Allow-Methods', 'GET, PUT');\n  res.set('Access-Control-Allow-Credentials', 'true');\n  next();\n});",
    good: "app.use((req, res, next) => {\n  res.set('Access-Control-Allow-Origin', 'https://app.example.com');\n  res.set('Access-Control-Allow-Methods', 'GET, PUT');\n  res.set('Access-Control-Allow-Credentials', 'true');\n  next();\n});",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-access-control-allow-origin',
  kind: 'breakage',

  *check(policy, { policies }) {
    if (!leavesOrigin(policy) || !policies.every(leavesOrigin)) return;
    const name = NAMES.find(it => sends(policy, it));
    if (!name) return;
    const page = somePage(policy);
    const cookies = known(policy.credentials) === true;
    const method =
      policy.methods.kind === 'written' && policy.methods.value.kind === 'names' ? policy.methods.value : undefined;
    const asked = method?.names.find(it => !/^(GET|HEAD|POST|OPTIONS)$/.test(it.text))?.text;
    yield {
      at: policy.at,
      message: 'Browsers let no page read this: no `Access-Control-Allow-Origin` is sent.',
      severity: breakage(policy, 'warning'),
      witness: asked ? preflightMissing(page, asked) : missing(page, { credentials: cookies }),
    };
  },

  *checkApp({ unchangeable = [], inTests }) {
    for (const { name, at } of unchangeable)
      yield {
        at,
        message: `This throws, and \`${name}\` is not sent: nobody can change the headers of what \`fetch\` gives back.`,
        severity: milder('warning', inTests ? 1 : 0),
      };
  },
};

const NAMES = ['access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers'];
