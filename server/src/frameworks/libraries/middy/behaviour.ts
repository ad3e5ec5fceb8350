import {
  type Behaviour,
  everywhere,
  type OriginMatch,
  TAKEN,
  type VaryBehaviour,
  type Writes,
} from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { credentialsText, entryOf, type OptionTable } from '../../options/table.ts';
import { isAtLeast } from '../../options/version.ts';

const ALL: readonly OriginMatch[] = [...TAKEN, 'off'];
const EVERY = ['preflight', 'options', 'actual'] as const;

/**
 * How @middy/http-cors turns options into headers (index.js of 6.4.5 and 7.9.2): everything that is given goes on every
 * response. The handler answers `OPTIONS` itself, unless `disableBeforePreflightResponse` is off.
 */
export function middyBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour {
  const text = credentialsText(record, table);
  const why = whyUntold(record, origins, table);
  const list = record && property(record, 'origins')?.value;
  const repeats = list?.kind === 'list';
  return {
    source: `${library.name} ${library.version}: index.js`,
    preflight: { when: 'options', status: 204, evenOff: true, continues: !answers(record), unanswered: 200 },
    allowOrigin: {
      starWithCredentials: 'sent',
      denied: 'refused',
      listedFirst: true,
      ...(repeats ? {} : { absent: '*' }),
    },
    credentials: everywhere(ALL),
    methods: everywhere(ALL),
    allowedHeaders: everywhere(ALL),
    exposedHeaders: everywhere(ALL),
    maxAge: everywhere(ALL),
    vary: varyOf(record, origins, library, text !== undefined),
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, table, ',') },
    zeroMaxAgeOmitted: true,
    kept: { notFound: false, error: false },
    ...(text === undefined ? {} : { credentialsText: text }),
    untold: {
      on: why === undefined ? [] : EVERY,
      reaching: ['nothing', 'error'],
      why: why ?? 'the gateway answers where no handler does',
    },
  };
}

/** Whether preflights are answered before the handler. */
export function answers(record: RecordValue | undefined): boolean {
  const given = record && property(record, 'disableBeforePreflightResponse');
  return given?.value.kind === 'literal' && !given.value.value;
}

function whyUntold(
  record: RecordValue | undefined,
  { acceptor, mode }: Origins,
  table: OptionTable,
): string | undefined {
  if (mode === 'none' && acceptor.kind === 'none' && crashes(record)) return 'the program ends at the start';
  const lists = (['methods', 'allowedHeaders', 'exposedHeaders'] as const).some(
    it => entryOf(record, table, it)?.value.kind === 'list',
  );
  if (lists) return 'what the gateway makes of a header whose value is a list is not known';
  const asks = ['requestHeaders', 'requestMethods'].some(it => record && property(record, it));
  return asks && answers(record) ? 'which preflights are turned down is not known' : undefined;
}

function crashes(record: RecordValue | undefined): boolean {
  const value = record && (property(record, 'origins') ?? property(record, 'origin'))?.value;
  return value !== undefined && !(value.kind === 'literal' && !value.value);
}

function varyOf(
  record: RecordValue | undefined,
  { mode, acceptor }: Origins,
  library: Library,
  credentials: boolean,
): VaryBehaviour {
  const list = record && property(record, 'origins')?.value;
  const origin = record && property(record, 'origin')?.value;
  const own = list?.kind === 'list' ? list.items.length - (textOf(origin) ? 1 : 0) : 0;
  const many = list?.kind === 'list' && (own > 1 || list.items.some(it => it.kind === 'pattern'));
  const glob = origin?.kind === 'pattern' || (textOf(origin)?.includes('*') && textOf(origin) !== '*');
  const said = /(^|,)\s*origin\s*(,|$)/i.test(textOf(record && property(record, 'vary')?.value) ?? '');
  const any = mode === 'any' || (mode === 'echo-any' && acceptor.kind === 'all');
  const always = many || glob || said || (any && credentials);
  const seven = isAtLeast(library, '7.0.0') && list?.kind === 'list' && list.items.length > 0;
  const matched: Writes = seven || mode === 'any' ? everywhere(['matched']) : {};
  return { origin: always ? everywhere(ALL) : matched, requestHeaders: 'never' };
}

/** A list as the library compares it; the texts of @middy/http-cors 7 are brought into the form in which browsers send origins. */
export function comparedOrigin(value: Value, library: Library): Value {
  const text = textOf(value);
  if (text === undefined || text === '*') return value;
  const written = isAtLeast(library, '7.0.0') ? canonical(text) : text;
  if (!written.includes('*')) return written === text ? value : { kind: 'literal', value: written, span: value.span };
  const escaped = isAtLeast(library, '7.0.0')
    ? written.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    : written.replaceAll('.', '\\.');
  const source = `^${escaped.replaceAll('*', '[^.]*').replaceAll('/', '\\/')}$`;
  return { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}

/** `originToPunycode` of 7.9.2: lower case, the host alone, without the port of `https:`. */
function canonical(text: string): string {
  if (/^https?:\/\/[a-z0-9.-]+(?::\d+)?$/i.test(text)) return text.toLowerCase();
  const [, scheme = '', host = ''] = /^(https?:\/\/)(.+)$/.exec(text) ?? [];
  if (scheme === '') return text;
  const any = '-_any_-';
  try {
    return scheme + new URL(`https://${host.replaceAll('*', any)}`).host.replaceAll(any, '*');
  } catch {
    return text;
  }
}
