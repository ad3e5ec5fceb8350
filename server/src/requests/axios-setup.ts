import type { CodeFile } from '../syntax/code.ts';
import { TRUE } from '../syntax/test.ts';
import {
  type CallValue,
  type Entry,
  type FunctionValue,
  property,
  type RecordValue,
  unknown,
  type Value,
} from '../syntax/value.ts';
import { writesBehind } from '../syntax/writes.ts';
import { Search } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import type { Reading } from './client.ts';

/** Files of a package that run before all others, in which `axios` itself is often set up. */
const ENTRIES = [
  'main',
  'index',
  'app',
  'App',
  'axios',
  'bootstrap',
  'plugins/axios',
  'boot/axios',
  'lib/axios',
  'utils/axios',
];
const FOLDERS = ['src', 'resources/js', 'app', '.'];
const EXTENSIONS = ['ts', 'tsx', 'js', 'jsx', 'mjs'];

/** Configurations that go before that of a call, and those that interceptors lay over it. */
interface Setup {
  readonly defaults: readonly Value[];
  readonly intercepted: readonly Value[];
}

/**
 * What is laid over an instance after it was made: `defaults`, and interceptors of requests, each as a configuration. Those of
 * an instance are looked for in the file that makes it; those of `axios` itself in this file, in the entries of the package, and in
 * what these import for nothing but its effects (`import './axios-config'`).
 */
export function setupOf(made: Span | undefined, reading: Reading): Setup {
  const known = setups.get(reading) ?? new Map<string, Setup>();
  setups.set(reading, known);
  const key = made ? `${made.path} ${made.start}` : '';
  const before = known.get(key);
  if (before) return before;
  // What an interceptor asks for itself is not set up by it.
  known.set(key, { defaults: [], intercepted: [] });
  const isIt = (it: Value) =>
    made
      ? it.kind === 'call' && it.span.path === made.path && it.span.start === made.start && it.span.end === made.end
      : it.kind === 'external' && (it.module === 'axios' || (it.module === '' && it.name === 'axios'));
  const files = filesOf(made, reading);
  const found: Setup = {
    defaults: files.flatMap(it => defaultsIn(it, isIt)),
    intercepted: files.flatMap(it => interceptorsIn(it, isIt)),
  };
  known.set(key, found);
  return found;
}

/** A reading is of one file at one time. */
const setups = new WeakMap<Reading, Map<string, Setup>>();

function filesOf(made: Span | undefined, { path, project }: Reading): readonly CodeFile[] {
  const run = [path, ...entriesAbove(path, project)];
  const paths = made ? [made.path] : [...run.flatMap(it => importedForEffects(it, project)), ...run];
  const setsUp = (it: string) =>
    project.ask(`sets axios up: ${it}`, () => SETTING_UP.test(project.host.read(it) ?? ''));
  return [...new Set(paths)].flatMap(it => (setsUp(it) ? (project.code(it) ?? []) : []));
}

const SETTING_UP = new Search(/\bdefaults\b|\binterceptors\b/);
const FOR_EFFECTS = new Search(/^[ \t]*(?:import|require\s*\()\s*(['"])(\.[^'"\n]*)\1/m);

function importedForEffects(path: string, project: Reading['project']): readonly string[] {
  const named = project.ask(`imports for effects: ${path}`, () =>
    FOR_EFFECTS.all(project.host.read(path) ?? '').map(it => it[2] ?? ''),
  );
  return named.flatMap(it => project.resolve(path, it) ?? []).filter(it => /\.[cm]?[jt]sx?$/.test(it));
}

function entriesAbove(path: string, project: Reading['project']): readonly string[] {
  const folder = project.packages.nearest(path)?.folder;
  if (folder === undefined) return [];
  return project.ask(`entries of ${folder}`, () => {
    const all = FOLDERS.flatMap(it =>
      ENTRIES.flatMap(name => EXTENSIONS.map(extension => `${folder}/${it}/${name}.${extension}`)),
    );
    return all.map(it => it.replace('/./', '/')).filter(it => project.host.exists(it));
  });
}

function defaultsIn(file: CodeFile, isIt: (value: Value) => boolean): readonly Value[] {
  return writesBehind(file, 'defaults').flatMap(({ object, names, value, at, statement }) => {
    if (!isIt(object)) return [];
    const [first = '', second, third] = names;
    if (first !== 'headers') return names.length === 1 ? [configuration(first, value, at, statement)] : [];
    const name = third ?? second;
    if (name === undefined || (third === undefined && /^(common|get|post|put|patch|delete|head)$/.test(name)))
      return [];
    return [configuration('headers', configuration(name, value, at, statement), at, statement)];
  });
}

function configuration(key: string, value: Value, keySpan: Span, span: Span): RecordValue {
  return { kind: 'record', container: 'object', entries: [{ key, value, keySpan, span }], span };
}

function interceptorsIn(file: CodeFile, isIt: (value: Value) => boolean): readonly Value[] {
  return file
    .calls(it => it === 'use')
    .flatMap(({ callee, args }) => {
      const [action] = args;
      const requests = callee.kind === 'member' ? callee.object : undefined;
      const all = requests?.kind === 'member' && requests.name === 'request' ? requests.object : undefined;
      const instance = all?.kind === 'member' && all.name === 'interceptors' ? all.object : undefined;
      return instance && isIt(instance) && action?.kind === 'function' ? [interceptedBy(action)] : [];
    });
}

/** A header that is set after a branch has set another: then the headers are one of several. */
function lateHeader({ callee, args }: CallValue): readonly Entry[] {
  const [key, value] = args;
  const headers =
    callee.kind === 'member' && callee.name === '[]=' && callee.object.kind === 'choice' ? callee.object : undefined;
  const isHeaders = headers?.branches.every(it => it.value.kind === 'record' && it.value.container === 'headers');
  if (!isHeaders || key?.kind !== 'literal' || !value || callee.kind !== 'member') return [];
  return [{ key: String(key.value), value, keySpan: key.span, span: callee.span }];
}

function withLater(headers: Value, later: readonly Entry[]): Value {
  return headers.kind === 'record' ? { ...headers, entries: [...headers.entries, ...later] } : headers;
}

/** The configuration that an interceptor makes of an empty one; unknown where it is not followed. */
function interceptedBy(action: FunctionValue): Value {
  const { span } = action;
  const record = (container: RecordValue['container'], entries: readonly Entry[]): RecordValue => ({
    kind: 'record',
    container,
    entries,
    span,
  });
  const headers = record('headers', []);
  const { paths, cut } = action.run([record('object', [{ key: 'headers', value: headers, keySpan: span, span }])]);
  const results = paths
    .filter(it => it.end === 'return')
    .flatMap(({ result }) => (result?.kind === 'choice' ? result.branches.map(it => it.value) : [result]));
  if (cut || results.length === 0 || !results.every(it => it?.kind === 'record'))
    return configuration('headers', unknown(span, 'an interceptor may set some'), span, span);
  const later = paths.flatMap(it => it.effects.flatMap(effect => lateHeader(effect.call)));
  const [first, ...more] = results;
  if (!first || (more.length === 0 && later.length === 0)) return first ?? record('object', []);
  const branches = results.map(it => ({
    when: TRUE,
    value: withLater(property(it, 'headers')?.value ?? headers, later),
  }));
  const others = first.entries.filter(
    own => own.key !== 'headers' && more.every(it => property(it, own.key)?.value.span.start === own.value.span.start),
  );
  return record('object', [
    { key: 'headers', value: { kind: 'choice', branches, span }, keySpan: span, span },
    ...others,
  ]);
}
