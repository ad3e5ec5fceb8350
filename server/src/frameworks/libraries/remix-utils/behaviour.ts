import {
  type Answered,
  type Behaviour,
  everywhere,
  type ListField,
  type OriginMatch,
  onPreflight,
  TAKEN,
} from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import type { RecordValue, Value } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';

const ALL: readonly OriginMatch[] = [...TAKEN, 'off'];
const EVERY: readonly Answered[] = ['preflight', 'options', 'actual'];

/**
 * How remix-utils turns options into headers (build/server/cors.js of 10.0.0): on the response of the loader that calls it,
 * which answers `OPTIONS`, too. Without `Origin` no origin is sent, whatever the options say.
 */
export function remixUtilsBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour {
  const value = (field: ListField | 'maxAge') => entryOf(record, table, field)?.value;
  const fails = isUnjoined(value('exposedHeaders'))
    ? EVERY
    : isUnjoined(value('methods')) || isUnjoined(value('allowedHeaders'))
      ? EVERY.slice(0, 1)
      : [];
  const methods = value('methods');
  const maxAge = value('maxAge');
  return {
    source: `${library.name} ${library.version}: build/server/cors.js`,
    preflight: { when: 'options', status: 200, continues: true, unanswered: 200 },
    allowOrigin: {
      starWithCredentials: 'sent',
      denied: 'off',
      ...(origins.withoutOrigin?.gives === 'failed' ? {} : { withoutOrigin: 'off' }),
    },
    credentials: everywhere(ALL),
    methods: isNothing(methods) ? {} : onPreflight(ALL),
    allowedHeaders: onPreflight(ALL),
    exposedHeaders: everywhere(ALL),
    maxAge: maxAge?.kind === 'literal' && typeof maxAge.value !== 'number' ? {} : onPreflight(ALL),
    vary: {
      origin: everywhere(['fixed', 'matched']),
      requestHeaders: value('allowedHeaders') === undefined ? 'always' : 'never',
    },
    lists: { joiner: ',', empty: ['methods'], texts: listTexts(record, table, ',') },
    kept: { notFound: false, error: false },
    ...(fails.length > 0 ? { fails: { on: fails, status: 500, why: 'a list is given as one text' } } : {}),
  };
}

/** A text where a list is joined. */
function isUnjoined(value: Value | undefined): boolean {
  return value?.kind === 'literal' && !isNothing(value);
}

function isNothing(value: Value | undefined): boolean {
  return value?.kind === 'literal' && (value.value === undefined || value.value === null);
}
