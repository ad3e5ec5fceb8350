import {
  type Behaviour,
  everywhere,
  type OriginMatch,
  onActual,
  onPreflight,
  TAKEN,
} from '../../../model/behaviour.ts';
import type { Library } from '../../../model/policy.ts';
import { property, type RecordValue, textOf } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';
import { isAtLeast } from '../../options/version.ts';

const ALL: readonly OriginMatch[] = [...TAKEN, 'off'];

/** How @koa/cors 3.1 to 5.0, kcors 2.2.2 and koa2-cors 2.0.6 turn options into headers. */
export function koaBehaviour(
  record: RecordValue | undefined,
  table: OptionTable,
  library: Library,
): Behaviour | undefined {
  return library.name === 'koa2-cors' ? koa2Behaviour(record, table, library) : koa(record, table, library);
}

function koa(record: RecordValue | undefined, table: OptionTable, library: Library): Behaviour | undefined {
  const keeps = record && property(record, 'keepHeadersOnError')?.value;
  if (keeps && keeps.kind !== 'literal') return undefined;
  const needsOrigin = !isAtLeast(library, '4.0.0');
  return {
    source: `${library.name} ${library.version}: index.js`,
    preflight: {
      when: needsOrigin ? 'origin-and-request-method' : 'request-method',
      status: 204,
      unanswered: 404,
    },
    allowOrigin: {
      on: ['preflight', 'actual'],
      starWithCredentials:
        !reflectsStar(library) || entryOf(record, table, 'origins')?.value.kind === 'list' ? 'sent' : 'reflected',
      denied: 'off',
      ...(needsOrigin ? { withoutOrigin: 'off' as const } : { absent: '' }),
    },
    credentials: { ...everywhere(), options: [] },
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: { ...onActual(), options: [] },
    maxAge: onPreflight(),
    vary: { origin: everywhere(ALL), requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, table, ',') },
    zeroMaxAgeOmitted: true,
    kept: {
      notFound: true,
      error: keeps === undefined || keeps.value ? TAKEN : false,
      errorWithoutVary: library.name === 'kcors',
    },
  };
}

/** From 3.4.1 on, `*` and credentials are answered with the request's origin; kcors, as it was called before, never did. */
export function reflectsStar(library: Library): boolean {
  return library.name === '@koa/cors' && isAtLeast(library, '3.4.1');
}

function koa2Behaviour(record: RecordValue | undefined, table: OptionTable, library: Library): Behaviour {
  const isText = (field: 'methods' | 'allowedHeaders' | 'exposedHeaders') =>
    Boolean(textOf(entryOf(record, table, field)?.value));
  const isList = entryOf(record, table, 'origins')?.value.kind === 'list';
  const fails = [
    ...(isText('methods') || isText('allowedHeaders') ? (['preflight'] as const) : []),
    ...(isText('exposedHeaders') ? (['actual'] as const) : []),
  ];
  return {
    source: `koa2-cors ${library.version}: dist/index.js`,
    preflight: { when: 'request-method', status: 204, unanswered: 404 },
    allowOrigin: { starWithCredentials: 'sent', denied: 'off', absent: '*' },
    credentials: { preflight: TAKEN, actual: isList ? TAKEN : ['fixed', 'matched'], options: [] },
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: entryOf(record, table, 'exposedHeaders') ? { ...onActual(), options: [] } : {},
    maxAge: onPreflight(),
    vary: { origin: everywhere(ALL), requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'sent', nothingAsked: '', texts: listTexts(record, table, ',') },
    zeroMaxAgeOmitted: true,
    kept: { notFound: true, error: false },
    ...(fails.length > 0 ? { fails: { on: fails, status: 500, why: 'a list is given as one text' } } : {}),
  };
}
