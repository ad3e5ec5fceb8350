import { isForPreflights, known } from '../model/policy.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const missingVaryOrigin: Rule = {
  id: 'missing-vary-origin',
  title: 'Caches are not told that the answer depends on the origin',
  severity: 'warning',
  severityNote:
    'hint where only the answers to origins that are not allowed lack the header; info where something caches them',
  profile: 'recommended',
  why: 'When Access-Control-Allow-Origin repeats the origin of whoever asks, a cache must keep one answer for each of them. Without `Vary: Origin` the browser’s own cache, a proxy or a CDN hands the answer that was made for one site to another one, which then gets blocked; and a hostile site can fill the cache with answers that nobody else can use.',
  example: {
    language: 'ts',
    bad: "const allowed = ['https://app.example.com'];\napp.use((req, res, next) => {\n  if (allowed.includes(req.headers.origin)) {\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\n  }\n  next();\n});",
    good: "const allowed = ['https://app.example.com'];\napp.use((req, res, next) => {\n  res.vary('Origin');\n  if (allowed.includes(req.headers.origin)) {\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\n  }\n  next();\n});",
  },
  cwe: [524, 349],
  spec: 'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
  kind: 'breakage',

  *check(policy, { server }) {
    const { origins, vary } = policy;
    const depends = origins.mode === 'echo-match' || origins.mode === 'echo-any' || origins.mode === 'fallback';
    const when = known(vary);
    if (!depends || policy.unmixed || (when !== 'never' && when !== 'when-matched')) return;
    // Where nobody is let in, one answer is as good as another.
    if (origins.acceptor.kind === 'none') return;
    // No cache keeps an answer to `OPTIONS` (RFC 9110, 9.3.7).
    if (isForPreflights(policy)) return;
    // Without a lifetime a browser may keep an answer by guesswork, hardly ever across sites; a platform in front has a cache for all.
    const cached = policy.details?.cached === true || server.outside.length > 0;
    yield {
      at: origins.at,
      message:
        when === 'never'
          ? 'A cache can hand one site’s answer to another: `Vary: Origin` is missing.'
          : 'A cache can keep the answer for a refused site: it lacks `Vary: Origin`.',
      severity: breakage(policy, when === 'never' ? 'warning' : cached ? 'info' : 'hint'),
      fixes: [{ title: 'Send `Vary: Origin` always', edits: [{ kind: 'vary' }], safety: 'safe' }],
    };
  },
};
