import { ALL } from '../../model/acceptor.ts';
import type { Behaviour } from '../../model/behaviour.ts';
import { type CorsPolicy, known, type NameList, type Origins, type Setting } from '../../model/policy.ts';
import type { Upstream } from '../../model/upstream.ts';
import { type Entry, literal, property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { policiesOf } from '../options/policy.ts';
import type { OptionTable } from '../options/table.ts';
import { reflectingWildcard } from '../options/wildcard.ts';
import { AWS_ORIGINS } from './aws-options.ts';

/** What a gateway is told of CORS, put in the terms of an options object. */
export interface GatewayOptions {
  readonly framework: string;
  /** What people call it. */
  readonly title: string;
  readonly table: OptionTable;
  readonly options: RecordValue;
  /** Those whom the gateway lets in: texts, patterns, `*`. */
  readonly origins: Value;
  readonly at: Span;
  readonly path?: string | undefined;
  /** `*` for methods and headers repeats what the preflight asks for. */
  readonly echoes?: boolean;
  /** How it turns all this into headers, where that is known. */
  readonly behaviour?: (origins: Origins) => Behaviour | undefined;
  /** The servers behind, whose headers it replaces. */
  readonly upstream?: Upstream | undefined;
  readonly reading: Reading;
}

/** The policy of a gateway that answers preflights itself and repeats the origin where cookies are allowed. */
export function readGateway(input: GatewayOptions): readonly CorsPolicy[] {
  const { table, options, origins, at, path, reading } = input;
  const key = table.names.origins ?? '';
  const given = options.entries.find(it => it.key === key);
  const entry: Entry = { key, keySpan: given?.keySpan ?? at, span: given?.span ?? at, value: origins };
  const record = { ...options, entries: [...options.entries.filter(it => it.key !== key).map(seconds), entry] };
  return policiesOf({
    framework: input.framework,
    table,
    semantics: AWS_ORIGINS,
    at,
    options: record,
    scope: path === undefined ? {} : { path },
    preflight: () => ({ by: 'platform', status: 200 }),
    vary: () => 'never',
    reading,
  }).map(it => {
    const behaviour = input.behaviour?.(it.origins);
    const policy = reflecting(input.title, {
      ...it,
      ...(behaviour ? { behaviour } : {}),
      ...(input.upstream ? { upstream: input.upstream } : {}),
      oddities: it.oddities.filter(odd => odd.kind !== 'unknown-option'),
      vary: { kind: 'dynamic', why: 'what the gateway sends of `Vary` is not told by the file', at: it.at },
    });
    return input.echoes
      ? { ...policy, methods: echoed(policy.methods), allowedHeaders: echoed(policy.allowedHeaders) }
      : policy;
  });

  function seconds(it: Entry): Entry {
    const text = it.key === table.names.maxAge ? textOf(it.value) : undefined;
    const parsed = text === undefined ? undefined : secondsIn(text);
    return parsed === undefined ? it : { ...it, value: literal(it.value.span, parsed) };
  }
}

/** A `*` that stands in the list is everybody, too. */
function reflecting(title: string, policy: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  if (origins.mode !== 'any' || known(policy.credentials) !== true) return policy;
  const told = reflectingWildcard({ ...policy, origins: { ...origins, listed: [] } });
  const oddities = told.oddities.map(it => (it.kind === 'wildcard-reflected' ? { ...it, library: title } : it));
  return { ...told, oddities, origins: { ...told.origins, acceptor: { ...ALL, at: origins.at } } };
}

function echoed(setting: Setting<NameList>): Setting<NameList> {
  return setting.kind === 'written' && setting.value.kind === 'any'
    ? { ...setting, value: { kind: 'reflect' } }
    : setting;
}

/** `24h`, `1h30m`, `86400s`, `86400`; undefined for everything else. */
function secondsIn(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?(h|m|s))+$/.test(text)) return undefined;
  const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1),
    0,
  );
}

/** Every record within a value for which something holds, outermost first. */
export function recordsWith(value: Value, key: string, depth = 0): readonly RecordValue[] {
  if (depth > 40) return [];
  if (value.kind === 'list') return value.items.flatMap(it => recordsWith(it, key, depth + 1));
  if (value.kind !== 'record') return [];
  const inner = value.entries.flatMap(it => recordsWith(it.value, key, depth + 1));
  return property(value, key) ? [value, ...inner] : inner;
}

export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

/** A pattern that a matcher of texts stands for: `exact`, `prefix`, `suffix`, `contains`, or a whole `regex` of RE2. */
export function matcher(kind: string, value: Value): Value {
  const text = textOf(value);
  if (text === undefined)
    return { kind: 'unknown', why: 'an origin that is not known', onOrigin: true, span: value.span };
  const plain = text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const sources: Readonly<Record<string, string>> = {
    prefix: `^${plain}`,
    suffix: `${plain}$`,
    contains: plain,
    regex: `^(?:${text})$`,
  };
  const source = sources[kind];
  return source === undefined ? value : { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}
