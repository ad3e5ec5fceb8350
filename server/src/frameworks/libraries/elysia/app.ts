import type { CallSite } from '../../../syntax/code.ts';
import { type CallValue, property, type Value } from '../../../syntax/value.ts';
import type { AppKind } from '../express/registrations.ts';

/** Applications of Elysia, whose routes are chained to `new Elysia()`; an instance that is used in another is its router. */
export const ELYSIA: AppKind = {
  framework: 'elysia-cors',
  server: 'elysia',
  newest: '1.4.30',
  words: /\belysia\b/i,
  application: rootOf,
  isRouter: value => value.kind === 'call' && rootOf(value) !== undefined,
  // What is used are plugins.
  handingOn: 0,
  paths: 'any',
  prefixes: prefixOf,
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

/** `new Elysia({ prefix: '/api' })`; plugins such as CORS hold for the whole server all the same (run with elysia 1.4.30). */
function prefixOf(on: Value, { name, args: [used] }: CallSite): readonly Value[] {
  if (name === 'use' && !(used?.kind === 'call' && rootOf(used))) return [];
  const made = on.kind === 'call' ? rootOf(on) : undefined;
  const [options] = made?.args ?? [];
  const prefix = options?.kind === 'record' ? property(options, 'prefix')?.value : undefined;
  return prefix ? [prefix] : [];
}
