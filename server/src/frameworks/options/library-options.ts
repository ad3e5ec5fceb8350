import type { Behaviour } from '../../model/behaviour.ts';
import type { PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy, Library, NameList, Origins, Preflight, VaryMode } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { isUndefined, type Outcome, type RecordValue, type Value } from '../../syntax/value.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import type { Made } from '../middleware/middleware.ts';
import { readDelegate } from '../origin/delegate.ts';
import { gated } from '../origin/gated.ts';
import type { OriginSemantics } from '../origin/option.ts';
import { type Read, writeOptions } from './edits.ts';
import { type OptionsInput, policiesOf } from './policy.ts';
import type { OptionTable } from './table.ts';
import { libraryOf } from './version.ts';

/** A library whose policies are one options object each, wherever that stands. */
export interface LibraryOptions {
  readonly id: string;
  readonly package: string;
  readonly newest: string;
  readonly table: OptionTable;
  readonly semantics: OriginSemantics;
  /** The options in terms that the shared readers have: globs as patterns, further names of a field. */
  prepare?(record: RecordValue, library: Library): RecordValue;
  /** What the library makes of a policy in the end: other defaults, a wildcard that is reflected. */
  finish?(policy: CorsPolicy): CorsPolicy;
  /** A function in the place of the options gives them for each request. */
  readonly delegates?: boolean;
  preflight(record: RecordValue | undefined): Preflight;
  vary(origins: Origins): VaryMode;
  behaviour?(record: RecordValue | undefined, origins: Origins, library: Library): Behaviour | undefined;
}

/** The policies of one options object. */
export function readLibrary(of: LibraryOptions, made: Made, reading: Reading): readonly CorsPolicy[] {
  const library = libraryOf(reading.project, made.span.path, of.package, of.newest);
  const { behaviour } = of;
  const input: OptionsInput = {
    framework: of.id,
    library,
    table: of.table,
    semantics: of.semantics,
    at: made.span,
    options: made.options && prepared(made.options, of, library),
    used: made.used,
    ...(made.scope ? { scope: made.scope } : {}),
    preflight: of.preflight,
    vary: of.vary,
    reading,
    ...(behaviour ? { behaviour: (record, origins) => behaviour(record, origins, library) } : {}),
  };
  const finished = (it: CorsPolicy) => of.finish?.(it) ?? it;
  if (input.options?.kind !== 'function' || !of.delegates) {
    const policies = policiesOf(input).map(finished);
    return made.when ? gated(policies, made.when, reading.lookup) : policies;
  }
  return readDelegate(input.options, input, 'value').map(it => {
    const policy = finished(it);
    return policy.ways
      ? { ...policy, ways: policy.ways.map(way => ({ ...way, policy: finished(way.policy) })) }
      : policy;
  });
}

function prepared(value: Value, of: LibraryOptions, library: Library): Value {
  if (value.kind === 'record') return of.prepare?.(value, library) ?? value;
  if (value.kind === 'function' && of.delegates)
    return { ...value, run: args => preparedWays(value.run(args), of, library) };
  if (value.kind !== 'choice') return value;
  return { ...value, branches: value.branches.map(it => ({ ...it, value: prepared(it.value, of, library) })) };
}

function preparedWays(outcome: Outcome, of: LibraryOptions, library: Library): Outcome {
  const paths = outcome.paths.map(it => (it.result ? { ...it, result: prepared(it.result, of, library) } : it));
  return { ...outcome, paths };
}

/** A framework for a library whose options are the first argument of a function it exports. */
export function calledLibrary(
  of: LibraryOptions,
  about: Pick<CodeFramework, 'title' | 'docs' | 'mentions'>,
  isCors: (callee: Value) => boolean,
): CodeFramework {
  return {
    kind: 'code',
    id: of.id,
    ...about,
    dialect: { table: of.table, semantics: of.semantics },
    recognise: (file, reading) => ({ policies: calledWith(file, isCors).flatMap(it => readLibrary(of, it, reading)) }),
    write: (policy, edit, read) => writeLibrary(policy, edit, read, of),
  };
}

/** Writes what the library can read; a pattern, or a list that would be sent as it is, is declined. */
export function writeLibrary(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Read,
  { table, semantics }: Pick<LibraryOptions, 'table' | 'semantics'>,
): readonly TextEdit[] | undefined {
  const value = 'value' in edit ? edit.value : undefined;
  const origins = edit.kind === 'replace' || (edit.kind === 'set' && edit.field === 'origins');
  const tests = semantics.pattern === 'tested' || semantics.pattern === 'tested-reset';
  if (origins && value?.kind === 'pattern' && !tests) return undefined;
  if (origins && value?.kind === 'texts' && value.texts.length > 1 && semantics.list === 'sent') return undefined;
  return writeOptions(policy, edit, read, table);
}

/** The calls of a package's function, with their first argument. */
export function calledWith(file: CodeFile, isCallee: (callee: Value) => boolean): readonly Made[] {
  return file
    .plainCalls(/(?:)/)
    .filter(it => !it.construct && isCallee(it.callee))
    .map(({ span, args, used, alone, when }) => ({ span, options: args[0], used: used && !alone, when }));
}

/** Whether a value is a package's export; `default` stands for the module itself, too. */
export function exportedBy(module: string | RegExp, ...names: readonly string[]): (value: Value) => boolean {
  const known = names.includes('default') ? [...names, '*', '='] : names;
  return value =>
    value.kind === 'external' &&
    (typeof module === 'string' ? value.module === module : module.test(value.module)) &&
    known.includes(value.name);
}

/** Without the entries that are given as `undefined`: destructuring fills its defaults in for them. */
export function withoutUndefined(record: RecordValue): RecordValue {
  return { ...record, entries: record.entries.filter(it => !isUndefined(it.value)) };
}

/** Another value in the place of each value of an entry, in choices and lists too. */
export function mapEntry(record: RecordValue, key: string, map: (value: Value) => Value): RecordValue {
  return {
    ...record,
    entries: record.entries.map(it => (it.key === key ? { ...it, value: mapValue(it.value, map) } : it)),
  };
}

function mapValue(value: Value, map: (value: Value) => Value): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map(it => mapValue(it, map)) };
  if (value.kind !== 'choice') return map(value);
  return { ...value, branches: value.branches.map(it => ({ ...it, value: mapValue(it.value, map) })) };
}

/** A policy with a list that the library fills in where none is given. */
export function withDefault(
  policy: CorsPolicy,
  field: 'methods' | 'allowedHeaders' | 'exposedHeaders',
  value: NameList,
): CorsPolicy {
  const setting = policy[field];
  return setting.kind === 'default' ? { ...policy, [field]: { ...setting, value } } : policy;
}

/** A policy with the time that the library fills in where none is given. */
export function withMaxAge(policy: CorsPolicy, seconds: number): CorsPolicy {
  const { maxAge } = policy;
  return maxAge.kind === 'default' ? { ...policy, maxAge: { ...maxAge, value: seconds } } : policy;
}
