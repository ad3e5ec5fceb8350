import type { CorsPolicy } from '../../model/policy.ts';
import type { CodeFramework } from '../framework.ts';
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
    return { policies: handlersOf(file, reading).flatMap((it): readonly CorsPolicy[] => policiesOf(it)) };
  },
  write: () => undefined,
};
