import { ATTACKER } from './attacker.ts';
import { isIdle } from './preflights-alone.ts';
import { nameOrigins } from './remedies.ts';
import type { Rule } from './rule.ts';
import { exposure } from './severity.ts';

export const untrustedSourceForAllowOrigin: Rule = {
  id: 'untrusted-source-for-allow-origin',
  title: 'Whoever sends the request chooses the allowed origin',
  severity: 'error',
  severityNote: 'error with credentials, else warning',
  profile: 'recommended',
  why: 'Access-Control-Allow-Origin is taken from a part of the request that its sender fills in freely: a query parameter, the body, the Referer, a forwarding header. A hostile page simply sends its own origin there, and is let in.',
  example: {
    language: 'ts',
    bad: "app.use((req, res, next) => {\n  res.setHeader('Access-Control-Allow-Origin', req.query.origin);\n  next();\n});",
    good: "const allowed = ['https://app.example.com'];\napp.use((req, res, next) => {\n  res.vary('Origin');\n  if (allowed.includes(req.headers.origin)) {\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\n  }\n  next();\n});",
  },
  cwe: [346, 113],
  spec: 'https://fetch.spec.whatwg.org/#http-access-control-allow-origin',
  kind: 'security',
  supersedes: ['reflect-any-origin', 'missing-vary-origin', 'origin-not-serialized'],

  *check(policy, context) {
    if (isIdle(policy)) return;
    for (const oddity of policy.oddities) {
      if (oddity.kind !== 'untrusted-source') continue;
      yield {
        at: oddity.at,
        message: `Any site can let itself in: the allowed origin is read from ${oddity.what}.`,
        severity: exposure(policy),
        witness: { kind: 'origin', origin: ATTACKER },
        fixes: nameOrigins(policy, context),
      };
    }
  },
};
