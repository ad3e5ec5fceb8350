import {
  type Behaviour,
  everywhere,
  type ListField,
  type OriginMatch,
  onPreflight,
  TAKEN,
  type VaryBehaviour,
} from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, isFalseOrNull, type OptionTable } from '../../options/table.ts';

const HEADERS: readonly ListField[] = ['allowedHeaders', 'exposedHeaders'];
const ALL: readonly OriginMatch[] = [...TAKEN, 'off'];

/** How @elysiajs/cors turns options into headers (dist/index.mjs of 1.4.2, on Node: the names of headers come sorted). */
export function elysiaBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour {
  const origin = record && property(record, 'origin')?.value;
  // What throws is answered with its message, in status 200 (elysia 1.4.30 on Node), and with the headers that are set beforehand.
  const beforehand = (field: ListField) =>
    everywhere(
      isFalseOrNull(entryOf(record, table, field)?.value) || !entryOf(record, table, field) ? ALL : [...ALL, 'failed'],
    );
  const answers = isOn(record && property(record, 'preflight')?.value);
  return {
    source: `${library.name} ${library.version}: dist/index.mjs`,
    preflight: { when: answers ? 'options' : 'never', status: 204, evenOff: true, unanswered: 404 },
    allowOrigin: {
      starWithCredentials: 'sent',
      denied: 'refused',
      absent: '*',
      failedStatus: 200,
      ...(origins.mode === 'echo-match' ? withoutOrigin(origin) : {}),
    },
    credentials: everywhere([...ALL, 'failed']),
    methods: everywhere(ALL),
    allowedHeaders: beforehand('allowedHeaders'),
    exposedHeaders: beforehand('exposedHeaders'),
    maxAge: onPreflight(ALL),
    vary: varyOf(origin, origins),
    lists: {
      joiner: ', ',
      empty: HEADERS.filter(it => !isFalseOrNull(entryOf(record, table, it)?.value)),
      nothingAsked: 'undefined',
      requestNames: { preflight: ',', actual: ', ' },
      methodsWhenAsked: true,
      texts: listTexts(record, table, ', '),
    },
    zeroMaxAgeOmitted: true,
    kept: { notFound: true, error: true },
  };
}

function isOn(value: Value | undefined): boolean {
  return value?.kind !== 'literal' || value.value === undefined || Boolean(value.value);
}

/** Without `Origin` the empty text is compared, and `*` sent where it is let in. */
function withoutOrigin(origin: Value | undefined) {
  if (textOf(origin) === '') return {};
  if (origin?.kind === 'function') return origin.async ? { withoutOrigin: 'refused' as const } : {};
  const calls = origin?.kind === 'list' && origin.items.some(it => it.kind === 'function');
  return calls ? {} : { withoutOrigin: 'compared' as const };
}

function varyOf(origin: Value | undefined, { mode }: Origins): VaryBehaviour {
  const empty = origin?.kind === 'list' && origin.items.length === 0 && !origin.rest;
  if (textOf(origin) === '')
    return { origin: everywhere(['refused']), star: everywhere(['absent']), requestHeaders: 'never' };
  if (mode === 'none' || empty) return { origin: {}, requestHeaders: 'never' };
  const reflects = mode === 'any' || (mode === 'echo-any' && origin?.kind !== 'function' && origin?.kind !== 'list');
  return { origin: everywhere(), ...(reflects ? { star: everywhere() } : {}), requestHeaders: 'never' };
}
