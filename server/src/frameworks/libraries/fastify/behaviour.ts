import {
  type Behaviour,
  everywhere,
  type ListField,
  type OriginMatch,
  onPreflight,
  TAKEN,
} from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { property, type RecordValue, textOf } from '../../../syntax/value.ts';

const LISTS: readonly ListField[] = ['methods', 'allowedHeaders', 'exposedHeaders'];

/**
 * How @fastify/cors turns options into headers (index.js of 11.4.3, the same in 9 and 10 but for the methods). What a
 * delegator hands over is `delegated`: it varies with the origin whatever it holds.
 */
export function fastifyBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  library: Library,
  delegated = false,
): Behaviour | undefined {
  if (delegated && !record) return undefined;
  const literal = (key: string): unknown => {
    const value = record && property(record, key)?.value;
    return value?.kind === 'literal' ? value.value : undefined;
  };
  const hook = literal('hook');
  if (record?.rest || (hook !== undefined && hook !== 'onRequest')) return undefined;
  const origin = record && property(record, 'origin')?.value;
  const decides = origin?.kind === 'function';
  const fails = origins.mode === 'none' && !decides && literal('origin') !== false;
  const varies: readonly OriginMatch[] =
    decides || delegated ? [...TAKEN, 'off', 'failed'] : constant(origins) ? [] : TAKEN;
  const strict = literal('strictPreflight') !== false;
  const answers = literal('preflight') !== false;
  return {
    source: `${library.name} ${library.version}: index.js`,
    preflight: {
      when: !answers ? 'never' : strict ? 'origin-and-request-method' : 'options',
      status: 204,
      ...(answers && strict ? { otherStatus: 400 } : {}),
      unanswered: 404,
    },
    allowOrigin: {
      starWithCredentials: 'sent',
      denied: decides ? 'off' : 'refused',
    },
    credentials: everywhere(),
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders:
      literal('exposedHeaders') === null || !record || !property(record, 'exposedHeaders') ? {} : everywhere(),
    maxAge: onPreflight(),
    vary: { origin: everywhere(varies), requestHeaders: 'reflecting' },
    lists: { joiner: ', ', empty: 'sent', reflected: 'verbatim', texts: texts(record, library) },
    kept: { notFound: true, error: true },
    ...(decides && !origin.async && origin.parameters.length < 2 && !origin.takesMore
      ? {
          hangs: {
            on: ['preflight', 'options', 'actual'],
            why: 'the origin function never calls its callback: the request waits for ever',
          },
        }
      : {}),
    ...(fails
      ? {
          fails: {
            on: ['preflight', 'options', 'actual'],
            status: 500,
            why: 'Invalid CORS origin option',
            vary: delegated || literal('origin') !== '',
          },
        }
      : {}),
  };
}

function constant({ mode }: Origins): boolean {
  return mode === 'any' || mode === 'fixed' || mode === 'none';
}

/** Lists given as a text are sent as they are; the default methods are one. */
function texts(record: RecordValue | undefined, library: Library): Readonly<Partial<Record<ListField, string>>> {
  const defaults = Number.parseInt(library.version, 10) >= 11 ? 'GET,HEAD,POST' : 'GET,HEAD,PUT,PATCH,POST,DELETE';
  const given = LISTS.flatMap(key => {
    const text = record && textOf(property(record, key)?.value);
    return text === undefined ? [] : [[key, text] as const];
  });
  const methods = record && property(record, 'methods') ? {} : { methods: defaults };
  return { ...methods, ...Object.fromEntries(given) };
}
