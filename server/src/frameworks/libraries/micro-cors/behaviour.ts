import { type Answered, type Behaviour, everywhere, onPreflight } from '../../../model/behaviour.ts';
import type { Library } from '../../../model/policy.ts';
import type { RecordValue } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';

/**
 * How micro-cors turns options into headers (lib/index.js of 0.1.1): it only writes them, and the handler answers every
 * request, `OPTIONS` too. Each list is joined, which a text cannot be.
 */
export function microCorsBehaviour(record: RecordValue | undefined, table: OptionTable, library: Library): Behaviour {
  const unjoined = (field: 'methods' | 'allowedHeaders' | 'exposedHeaders') => {
    const value = entryOf(record, table, field)?.value;
    return value?.kind === 'literal' && !(field === 'exposedHeaders' && value.value === '');
  };
  const exposes = unjoined('exposedHeaders');
  const methods = unjoined('methods');
  const fails: readonly Answered[] = exposes
    ? ['preflight', 'options', 'actual']
    : methods || unjoined('allowedHeaders')
      ? ['preflight']
      : [];
  return {
    source: `micro-cors ${library.version}: lib/index.js`,
    preflight: { when: 'options', status: 200, continues: true, unanswered: 200 },
    allowOrigin: { starWithCredentials: 'sent', denied: 'refused' },
    credentials: everywhere(),
    methods: exposes || methods ? {} : onPreflight(),
    allowedHeaders: fails.length > 0 ? {} : onPreflight(),
    exposedHeaders: exposes ? {} : everywhere(),
    maxAge: fails.length > 0 ? {} : onPreflight(),
    vary: { origin: {}, requestHeaders: 'never' },
    lists: {
      joiner: ',',
      empty: ['methods', 'allowedHeaders'],
      texts: listTexts(record, table, ','),
    },
    kept: { notFound: true, error: true },
    ...(fails.length > 0 ? { fails: { on: fails, status: 500, why: 'a list is given as one text', kept: true } } : {}),
  };
}
