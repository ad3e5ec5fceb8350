import { type Behaviour, everywhere, onPreflight, VARYING } from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import type { RecordValue, Value } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';

const EVERY = ['preflight', 'options', 'actual'] as const;

/**
 * What cors 2.8.6 sends (lib/index.js; Express 4.22 and 5.3 behind it): every `OPTIONS` request is a preflight; a list or
 * pattern that refuses keeps the other headers, a callback's no and a false `origin` leave the request to the application.
 */
export function expressBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour {
  const origin = entryOf(record, table, 'origins')?.value;
  const methods = entryOf(record, table, 'methods')?.value;
  const why = 'the origin function never calls its callback: the request waits for ever';
  return {
    source: `cors ${library.version}: lib/index.js`,
    preflight: { when: 'options', status: 204, continues: isSet(record, 'preflightContinue'), unanswered: 200 },
    allowOrigin: { starWithCredentials: 'sent', denied: origin?.kind === 'function' ? 'off' : 'refused' },
    credentials: everywhere(),
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: everywhere(),
    maxAge: onPreflight(),
    vary: { origin: everywhere(VARYING), requestHeaders: 'reflecting' },
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, table, ',') },
    kept: { notFound: true, error: true },
    ...(origins.mode !== 'none' && isNothing(methods)
      ? { fails: { on: ['preflight'], status: 500, why: '`methods` is read without being there' } }
      : {}),
    ...(origin?.kind === 'function' && origin.parameters.length < 2 && !origin.takesMore
      ? { hangs: { on: EVERY, why } }
      : {}),
  };
}

function isNothing(value: Value | undefined): boolean {
  return value?.kind === 'literal' && (value.value === undefined || value.value === null);
}

function isSet(record: RecordValue | undefined, name: string): boolean {
  const value = record?.entries.find(it => it.key === name)?.value;
  return value?.kind === 'literal' && Boolean(value.value);
}
