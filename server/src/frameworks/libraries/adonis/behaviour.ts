import { type Behaviour, LET_IN, type ListField } from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { entryOf, namesOf, type OptionTable } from '../../options/table.ts';

const EVERY = ['preflight', 'options', 'actual'] as const;

/** Headers that every script may read; a list of nothing else is not sent (cors_middleware.js). */
const SAFELISTED = ['cache-control', 'content-language', 'content-type', 'expires', 'last-modified', 'pragma'];

/**
 * How @adonisjs/cors 3.0 turns options into headers (build/src/cors_middleware.js, behind @adonisjs/http-server 8): without
 * an `Origin` it does nothing; a preflight that asks for what is not listed gets status 204 and no header.
 */
export function adonisBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour | undefined {
  const given = (field: ListField) => entryOf(record, table, field)?.value;
  const names = (field: ListField) => {
    const value = given(field);
    return value && namesOf(value, () => '')?.map(it => it.text);
  };
  // What is no list of methods, or of headers to expose, has no `join` or `map`.
  if (textOf(given('methods')) !== undefined || textOf(given('exposedHeaders')) !== undefined) return undefined;
  // The blanks of a text count when names are compared, which the list that is read does not keep.
  if (/\s/.test(textOf(given('allowedHeaders')) ?? '')) return undefined;
  const exposed = names('exposedHeaders')?.map(it => it.toLowerCase());
  const written = { preflight: LET_IN, actual: LET_IN, options: [] };
  const allowed = allowedText(given('allowedHeaders'), names('allowedHeaders'));
  return {
    source: `${library.name} ${library.version}: build/src/cors_middleware.js`,
    preflight: {
      when: 'origin',
      status: 204,
      evenOff: true,
      unanswered: 404,
      refuses: { when: ['origin', 'no-method', 'method', 'headers'], status: 204, literally: true },
    },
    allowOrigin: {
      on: ['preflight', 'actual'],
      starWithCredentials: 'reflected',
      denied: 'refused',
      withoutOrigin: 'off',
    },
    credentials: written,
    methods: { preflight: LET_IN },
    allowedHeaders: { preflight: LET_IN },
    exposedHeaders: exposed?.some(it => !SAFELISTED.includes(it)) ? written : {},
    maxAge: { preflight: LET_IN },
    vary: { origin: {}, requestHeaders: 'never' },
    lists: {
      joiner: ',',
      empty: 'sent',
      reflected: 'lower-case',
      nothingAsked: '',
      texts: {
        ...(exposed ? { exposedHeaders: exposed.join(',') } : {}),
        ...(allowed === undefined ? {} : { allowedHeaders: allowed }),
      },
    },
    zeroMaxAgeOmitted: true,
    kept: { notFound: true, error: true },
    ...(origins.mode === 'none' && !isFalse(entryOf(record, table, 'origins')?.value)
      ? { fails: { on: EVERY, status: 500, why: 'the origin option has no `split`', withOrigin: true } }
      : {}),
  };
}

/** The names in lower case; a text keeps the blanks between them. */
function allowedText(value: Value | undefined, names: readonly string[] | undefined): string | undefined {
  const text = textOf(value);
  return (text ?? names?.join(','))?.toLowerCase();
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === 'literal' && value.value === false;
}
