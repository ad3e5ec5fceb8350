import type { Oddity } from '../model/oddity.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { mismatch, missing, notTrue } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Report, Rule } from './rule.ts';
import { servedMethod } from './served.ts';
import { breakage } from './severity.ts';

export const gatewayCorsGap: Rule = {
  id: 'gateway-cors-gap',
  title: 'The gateway’s CORS settings do not reach these responses',
  severity: 'error',
  severityNote:
    'warning for the gateway’s own errors, which the recommended profile leaves out, and for headers that functions do not get',
  profile: 'recommended',
  why: 'The CORS switch of a REST API makes the gateway answer preflights, and nothing else: what the function behind returns is sent as it is, and errors of the gateway itself, a 401 of the authorizer say, come without any header. The headers of a static host stand on its files and not on what its functions answer. The preflight then succeeds, and the page still reads nothing.',
  example: {
    language: 'yaml',
    bad: 'Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      Cors: "\'https://app.example.com\'"\n      Auth:\n        DefaultAuthorizer: Pool\n        AddDefaultAuthorizerToCorsPreflight: false',
    good: 'Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      Cors: "\'https://app.example.com\'"\n      Auth:\n        DefaultAuthorizer: Pool\n        AddDefaultAuthorizerToCorsPreflight: false\n      GatewayResponses:\n        DEFAULT_4XX:\n          ResponseParameters:\n            Headers:\n              Access-Control-Allow-Origin: "\'https://app.example.com\'"',
  },
  cwe: [],
  spec: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html#apigateway-enable-cors-proxy',
  kind: 'breakage',
  supersedes: ['error-path-without-cors', 'allow-origin-missing'],

  *check(policy, { profile }) {
    for (const oddity of policy.oddities) {
      if (oddity.kind === 'preflight-disagrees' && policy.preflightsOnly && !policy.byHand)
        yield behind(policy, oddity);
      if (oddity.kind === 'not-for-functions') yield ofFiles(policy, oddity);
    }
    if (profile !== 'recommended') yield* ofLogin(policy);
  },
};

/** What the function returns, which has not what the preflight has. */
function behind(
  policy: CorsPolicy,
  { on, given, at, other }: Extract<Oddity, { kind: 'preflight-disagrees' }>,
): Report {
  const page = somePage(policy);
  const message =
    on === 'missing'
      ? 'Browsers hide this response: it lacks the `Access-Control-Allow-Origin` that the preflight has.'
      : on === 'origin'
        ? `Browsers block preflighted requests: this allows \`${given}\`, the gateway’s preflight another site.`
        : 'Browsers hide this response to requests with cookies: only the gateway’s preflight allows credentials.';
  const witness = on === 'missing' ? missing(page) : on === 'origin' ? mismatch(page, given) : notTrue(page, '');
  return {
    at,
    message,
    severity: breakage(policy),
    related: [{ at: other, message: 'The preflight has it from here.' }],
    witness: { ...witness, method: 'POST' },
  };
}

/** Headers of a static host that stand for addresses of functions. */
function ofFiles(policy: CorsPolicy, { platform, path, at }: Extract<Oddity, { kind: 'not-for-functions' }>): Report {
  return {
    at,
    message: `Browsers hide what \`${path}\` answers: ${platform} puts headers on files, and on no function’s response.`,
    severity: breakage(policy, 'warning'),
    witness: missing(somePage(policy), { method: servedMethod(policy) }),
  };
}

/** What the platform answers to those who have no login; another file of the workspace may give that the headers. */
function* ofLogin(policy: CorsPolicy): Iterable<Report> {
  const { login, origins } = policy;
  if (login?.refusal === undefined || origins.mode === 'none') return;
  yield {
    at: origins.at,
    message: `Browsers hide the ${login.refusal} of ${login.by} from pages: nothing gives its own errors CORS headers.`,
    severity: breakage(policy, 'warning'),
    related: [{ at: login.at, message: 'The login is asked for here.' }],
    witness: missing(somePage(policy), { method: servedMethod(policy) }),
  };
}
