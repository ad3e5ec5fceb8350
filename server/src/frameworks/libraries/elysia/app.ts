import type { CallValue, Value } from '../../../syntax/value.ts';
import type { AppKind } from '../express/registrations.ts';

/** Applications of Elysia, whose routes are chained to `new Elysia()`; an instance that is used in another is its router. */
export const ELYSIA: AppKind = {
  framework: 'elysia-cors',
  server: 'elysia',
  newest: '1.4.30',
  words: /\belysia\b/i,
  application: rootOf,
  isRouter: value => value.kind === 'call' && rootOf(value) !== undefined,
  paths: 'any',
  uncalled: 'not-found',
};

function rootOf(value: CallValue): CallValue | undefined {
  for (let at: Value = value; at.kind === 'call'; ) {
    const { callee }: CallValue = at;
    if (at.construct) return callee.kind === 'external' && callee.module === 'elysia' ? at : undefined;
    if (callee.kind !== 'member') return undefined;
    at = callee.object;
  }
  return undefined;
}
