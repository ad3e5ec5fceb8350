import { set } from '../model/edit.ts';
import type { Link } from '../model/link.ts';
import { known } from '../model/policy.ts';
import { byPolicy, callsOf, nameOf, witnessOf } from './calls.ts';
import { few } from './few.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const tracingHeaderBlocked: Rule = {
  id: 'tracing-header-blocked',
  title: 'The monitoring of a page adds headers that the server does not allow',
  severity: 'warning',
  profile: 'recommended',
  why: 'To follow a request from the page through the servers, monitoring puts headers on it: `sentry-trace` and `baggage`, `traceparent`, `x-datadog-…`. To the browser they are headers like any other: each has to stand in Access-Control-Allow-Headers, or the request is blocked that worked before monitoring came in. The options of the SDK say which addresses get them.',
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *checkLinks(links) {
    for (const { policy, links: traceable } of byPolicy(links, it => it.traced !== undefined)) {
      const [first] = traceable;
      const { traced } = first;
      if (!traced) continue;
      // What another one adds is allowed by the same fix.
      const own = traceable.filter(it => it.traced?.tracer.name === traced.tracer.name);
      const all = namesIn(traceable);
      const names = namesIn(own);
      const shown = few(names);
      const list = known(policy.allowedHeaders);
      const texts = list && list.kind !== 'reflect' ? list.names.map(it => it.text) : [];
      const { name, at } = traced.tracer;
      const witness = witnessOf({ ...first, refusal: traced.refusal });
      yield {
        at: policy.allowedHeaders.at,
        message: `Browsers block \`${nameOf(first)}\`: ${name} adds ${shown}, which the policy does not allow.`,
        severity: breakage(policy, 'warning'),
        related: [
          ...callsOf(
            own,
            it => `Browsers block \`${nameOf(it)}\`: ${name} adds headers that the server does not allow.`,
          ),
          { at, message: `${name} is told here where to add them.` },
        ],
        ...(witness ? { witness } : {}),
        policy,
        fixes: [
          {
            title: `Allow ${few(all)}, too`,
            edits: [set('allowedHeaders', { kind: 'texts', texts: [...texts, ...all] })],
            safety: 'review',
          },
        ],
      };
    }
  },
};

function namesIn(links: readonly Link[]): readonly string[] {
  return [...new Set(links.flatMap(it => (it.traced?.refusal.kind === 'headers' ? it.traced.refusal.names : [])))];
}
