import type { Acceptor } from '../../model/acceptor.ts';
import type { Behaviour } from '../../model/behaviour.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy, Guard, Library, Origins, Preflight, Scope, Setting, VaryMode } from '../../model/policy.ts';
import { weightOf } from '../../syntax/bounds.ts';
import { asksPut } from '../../syntax/put.ts';
import { testsOrigin, truthy } from '../../syntax/test.ts';
import {
  type FunctionValue,
  isUndefined,
  type RecordValue,
  type Test,
  unknown,
  type Value,
} from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { notExported } from '../middleware/not-exported.ts';
import { acceptorOf } from '../origin/acceptor.ts';
import { alternatives, conditionsOf, decide, type EnvironmentCase, environments } from '../origin/alternatives.ts';
import { calledBack } from '../origin/called-back.ts';
import { decide as whenDecided, whereAnybody } from '../origin/fixed.ts';
import { gated } from '../origin/gated.ts';
import { type OriginInput, type OriginSemantics, readOrigin } from '../origin/option.ts';
import { takenUnder } from '../origin/taken.ts';
import { entryOf, type OptionTable, readCredentials, readMaxAge, readNames, unknownOptions } from './table.ts';

/** What a framework knows of one call beside its options. */
export interface OptionsInput {
  readonly framework: string;
  readonly library?: Library;
  readonly table: OptionTable;
  readonly semantics: OriginSemantics;
  /** The call or entry to point at. */
  readonly at: Span;
  readonly options: Value | undefined;
  readonly scope?: Scope;
  readonly used?: boolean;
  readonly guards?: readonly Guard[];
  readonly preflight: (record: RecordValue | undefined) => Preflight;
  readonly vary: (origins: Origins) => VaryMode;
  readonly reading: Reading;
  readonly extra?: (record: RecordValue | undefined, origins: Origins) => readonly Oddity[];
  readonly details?: CorsPolicy['details'];
  /** How the library turns these options into headers, for the simulator. */
  readonly behaviour?: (record: RecordValue | undefined, origins: Origins) => Behaviour | undefined;
}

/** The policies of one options object: one for each environment that it tells apart. */
export function policiesOf(input: OptionsInput): readonly CorsPolicy[] {
  const options: Value = input.options ?? { kind: 'literal', value: undefined, span: input.at };
  return alternatives(options).flatMap(({ value, guards }) =>
    perCondition(value, [...(input.guards ?? []), ...guards], input),
  );
}

/** A choice that nothing decides gives one policy for each of its branches. */
function perCondition(value: Value, guards: readonly Guard[], input: OptionsInput): readonly CorsPolicy[] {
  if (value.kind === 'choice' && value.branches.length <= 6) {
    const { lookup } = input.reading;
    const under: readonly Guard[] = [...guards, { kind: 'condition', text: 'under a condition' }];
    return value.branches.flatMap(it => {
      const policies = perCondition(it.value, under, input);
      return testsOrigin(it.when) || asksPut(it.when)
        ? gated(policies, it.when, lookup)
        : takenUnder(policies, it.when, lookup);
    });
  }
  const record = value.kind === 'record' ? value : undefined;
  const origin = record && entryOf(record, input.table, 'origins')?.value;
  if (origin?.kind === 'function')
    return perEnvironment(origin, it => [
      build(value, it.guards.length ? [...guards, ...it.guards] : guards, input, it.assumed),
    ]);
  return [build(value, guards, input, new Map())];
}

/** The environments that the conditions within an origin function tell apart. */
function perEnvironment<T>(
  fn: FunctionValue,
  make: (it: { assumed: ReadonlyMap<string, boolean>; guards: readonly Guard[] }) => readonly T[],
): readonly T[] {
  const known = environmentsOf.get(fn) ?? environmentsWithin(fn);
  environmentsOf.set(fn, known);
  return known.flatMap(make);
}

const environmentsOf = new WeakMap<FunctionValue, readonly EnvironmentCase[]>();

function environmentsWithin(fn: FunctionValue): readonly EnvironmentCase[] {
  const { paths } = calledBack(fn).outcome;
  const answers = paths.flatMap(it => [it.result, ...it.effects.flatMap(effect => effect.call.args)]);
  const tests = [...paths.map(it => it.when), ...answers.flatMap(it => (it ? [truthy(it)] : []))];
  return environments(conditionsOf(tests));
}

function textAt(reading: Reading): (span: Span) => string {
  return span =>
    (reading.project.code(span.path)?.text ?? reading.project.config(span.path)?.text ?? '').slice(
      span.start,
      span.end,
    );
}

/** The value, while there is room for it among all that the policies of the file hold. */
function inRoom(value: Value | undefined, { room }: Reading): Value | undefined {
  if (!value || !room) return value;
  room.left -= weightOf(value);
  return room.left < 0 ? unknown(value.span, 'more origins than are followed in one file', true) : value;
}

function build(
  given: Value,
  guards: readonly Guard[],
  input: OptionsInput,
  assumed: ReadonlyMap<string, boolean>,
): CorsPolicy {
  const { table, at, reading } = input;
  const absent = notExported(given, at, table);
  // What another file does not export is no value of that file.
  const value: Value = absent && !absent.instead ? { kind: 'literal', value: undefined, span: at } : given;
  const text = textAt(reading);
  const record = value.kind === 'record' ? value : undefined;
  const accept = (test: Test): Acceptor => acceptorOf(decide(test, assumed), reading.lookup);
  const opaque = !record && !isUndefined(value);
  const entry = entryOf(record, table, 'origins');
  const originInput: OriginInput = {
    call: record?.span ?? at,
    ...(entry ? { entry: entry.span } : {}),
    text,
    lookup: reading.lookup,
    accept,
  };
  const whole = opaque
    ? unreadable(value, at)
    : readWhereAnybody(inRoom(entry ? entry.value : record?.rest, reading), input.semantics, originInput);
  const origins: Origins = entry || !record?.rest ? whole.origins : { ...whole.origins, at: record.span };
  const credentials = readCredentials(record, table, at, text);
  const hidden = (why: string): Setting<never> => ({ kind: 'dynamic', why, at });
  const dynamic = opaque ? 'the options are not known' : undefined;
  const behaviour = dynamic === undefined ? input.behaviour?.(record, origins) : undefined;
  return {
    framework: input.framework,
    ...(input.library ? { library: input.library } : {}),
    at,
    whole: record ? record.span : at,
    origins,
    credentials: dynamic ? hidden(dynamic) : credentials.setting,
    methods: dynamic ? hidden(dynamic) : readNames(record, table, 'methods', at, text),
    allowedHeaders: dynamic ? hidden(dynamic) : readNames(record, table, 'allowedHeaders', at, text),
    exposedHeaders: dynamic ? hidden(dynamic) : readNames(record, table, 'exposedHeaders', at, text),
    maxAge: dynamic ? hidden(dynamic) : readMaxAge(record, table, at),
    vary: { kind: 'default', value: input.vary(origins), at },
    preflight: input.preflight(record),
    scope: input.scope ?? {},
    guards,
    used: input.used ?? true,
    oddities: dynamic
      ? []
      : [
          ...whole.oddities,
          ...credentials.oddities,
          ...(absent ? [absent] : unknownOptions(record, table)),
          ...(input.extra?.(record, origins) ?? []),
        ],
    ...(record ? { container: record.span } : {}),
    notation: 'options',
    ...(behaviour ? { behaviour } : {}),
    ...(input.details ? { details: input.details } : {}),
  };
}

/**
 * What an option lets in where what is the same for all requests lets in anybody; what it answers to one origin is told of the
 * option as it stands.
 */
function readWhereAnybody(value: Value | undefined, semantics: OriginSemantics, input: OriginInput) {
  const read = readOrigin(value, semantics, input);
  const decided = whereAnybody(read.origins.acceptor);
  if (decided.size === 0) return read;
  const there = readOrigin(value, semantics, { ...input, accept: it => whenDecided(input.accept(it), decided) });
  const { answers, withoutOrigin, acceptor } = read.origins;
  const exact = {
    ...(withoutOrigin ? { withoutOrigin } : {}),
    answers: answers ?? [{ when: acceptor, gives: 'unknown' }],
  };
  return { ...there, origins: { ...there.origins, ...exact } };
}

function unreadable(value: Value, at: Span): { readonly origins: Origins; readonly oddities: readonly Oddity[] } {
  const why = value.kind === 'unknown' ? value.why : 'the options come from elsewhere';
  return {
    origins: { mode: 'dynamic', acceptor: { kind: 'unknown', why, at }, listed: [], at, from: 'written' },
    oddities: [],
  };
}
