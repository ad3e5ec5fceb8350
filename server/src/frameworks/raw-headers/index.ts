import type { CorsPolicy } from '../../model/policy.ts';
import type { CodeFramework } from '../framework.ts';
import { samePlace } from '../header-lines.ts';
import { handlersOf } from './handlers.ts';
import { policiesOf } from './policies.ts';

/** CORS headers that code writes by hand: on node's responses, Express, Fastify, Koa, Hono, on a `Response`, in what a function returns. */
export const rawHeaders: CodeFramework = {
  kind: 'code',
  id: 'raw-headers',
  title: 'Headers written by hand',
  docs: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
  mentions: ['access-control-allow-origin', 'cors'],
  recognise(file, reading) {
    return { policies: settled(handlersOf(file, reading).flatMap(policiesOf)) };
  },
  write: () => undefined,
};

/** A helper whose callers tell what it is given says nothing by itself. */
function settled(policies: readonly CorsPolicy[]): readonly CorsPolicy[] {
  const known = policies.filter(it => it.origins.mode !== 'dynamic');
  return policies.filter(it => it.origins.mode !== 'dynamic' || !known.some(other => samePlace(other.origins.at, it.origins.at)));
}
