import { type Behaviour, everywhere, type ListField, type OriginMatch } from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import type { RecordValue } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';

const ASKING: readonly OriginMatch[] = ['any', 'fixed', 'matched', 'refused'];
const EVERY = ['preflight', 'options', 'actual'] as const;
const LISTS: readonly ListField[] = ['methods', 'allowedHeaders', 'exposedHeaders'];

/**
 * How `useCORS` turns options into headers (esm/plugins/useCors.js of @whatwg-node/server 0.11.0 behind graphql-yoga 5.24.1):
 * nothing for requests without `Origin`, `null` for origins that a list does not hold, and every `OPTIONS` is answered.
 */
export function yogaBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour {
  const unread = origins.mode === 'none' || LISTS.some(it => isText(entryOf(record, table, it)?.value));
  // A function may give the request's own origin as if it were a fixed text.
  const given = entryOf(record, table, 'origins')?.value.kind === 'request';
  const asked: Pick<Behaviour, 'methods' | 'allowedHeaders'> = {
    methods: isList(record, table, 'methods') ? everywhere(ASKING) : { preflight: ASKING },
    allowedHeaders: isList(record, table, 'allowedHeaders') ? everywhere(ASKING) : { preflight: ASKING },
  };
  return {
    source: `${library.name} ${library.version}: esm/plugins/useCors.js of @whatwg-node/server 0.11`,
    preflight: { when: 'options', status: 204, evenOff: true },
    allowOrigin: { starWithCredentials: 'reflected', denied: 'refused', refused: 'null', withoutOrigin: 'off' },
    credentials: everywhere(ASKING),
    ...asked,
    exposedHeaders: everywhere(ASKING),
    maxAge: everywhere(ASKING),
    vary: { origin: given ? {} : everywhere(['matched']), requestHeaders: 'reflected' },
    lists: {
      joiner: ', ',
      empty: entryOf(record, table, 'exposedHeaders') ? ['exposedHeaders'] : 'omitted',
      texts: listTexts(record, table, ', '),
    },
    zeroMaxAgeOmitted: true,
    kept: { notFound: true, error: true },
    ...(unread
      ? { fails: { on: EVERY, status: 500, why: 'an option is of a kind that is not read', withOrigin: true } }
      : {}),
  };
}

function isText(value: RecordValue['entries'][number]['value'] | undefined): boolean {
  return value?.kind === 'literal' && Boolean(value.value);
}

function isList(record: RecordValue | undefined, table: OptionTable, field: ListField): boolean {
  const value = entryOf(record, table, field)?.value;
  return value?.kind === 'list' && value.items.length > 0;
}
