import type { JsonFile } from './json.ts';
import { property, type RecordValue, textOf, type Value } from './value.ts';

/** What of a `package.json` anything depends on, as plain data. */
export interface Manifest {
  readonly name: string | undefined;
  /** The declared range of each dependency. */
  readonly ranges: Readonly<Record<string, string>>;
  /** Everything it depends on, whatever the range. */
  readonly dependencies: readonly string[];
  /** The commands of `scripts`. */
  readonly scripts: readonly string[];
  /** The aliases of `imports`, with where they lead. */
  readonly imports: readonly { readonly key: string; readonly target: string }[];
  /** What an import of the package's name may lead to, the likeliest first. */
  readonly entries: readonly string[];
  /** The patterns of `workspaces`; undefined where there are none. */
  readonly workspaces: readonly string[] | undefined;
}

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

export function manifestOf(file: JsonFile | undefined): Manifest | undefined {
  const root = file?.value;
  if (root?.kind !== 'record') return undefined;
  const records = SECTIONS.flatMap(it => recordAt(root, it) ?? []);
  const ranges: Record<string, string> = {};
  for (const { entries } of records.toReversed())
    for (const { key, value } of entries) {
      const range = textOf(value);
      if (range !== undefined) ranges[key] = range;
    }
  return {
    name: textOf(property(root, 'name')?.value),
    ranges,
    dependencies: records.flatMap(it => it.entries.map(entry => entry.key)),
    scripts: (recordAt(root, 'scripts')?.entries ?? []).flatMap(it => textOf(it.value) ?? []),
    imports: (recordAt(root, 'imports')?.entries ?? []).flatMap(({ key, value }) => {
      const target = condition(value);
      return target === undefined ? [] : [{ key, target }];
    }),
    entries: entriesOf(root),
    workspaces: workspacesOf(root),
  };
}

function entriesOf(root: RecordValue): readonly string[] {
  const exported = property(root, 'exports')?.value;
  const dot = exported?.kind === 'record' ? (property(exported, '.')?.value ?? exported) : exported;
  const named = ['source', 'types', 'module', 'main'].map(key => textOf(property(root, key)?.value));
  return [dot && condition(dot), ...named].filter(it => it !== undefined);
}

function workspacesOf(root: RecordValue): readonly string[] | undefined {
  const workspaces = property(root, 'workspaces')?.value;
  const list: Value | undefined = workspaces?.kind === 'record' ? property(workspaces, 'packages')?.value : workspaces;
  return list?.kind === 'list' ? list.items.flatMap(it => textOf(it) ?? []) : undefined;
}

/** Where a target with conditions leads, of those that are the workspace's own source. */
function condition(value: Value): string | undefined {
  if (value.kind === 'list') return value.items.map(condition).find(it => it !== undefined);
  if (value.kind !== 'record') return textOf(value);
  for (const key of ['source', 'development', 'import', 'node', 'default', 'require', 'types']) {
    const inner = property(value, key);
    const found = inner && condition(inner.value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function recordAt(record: RecordValue, key: string): RecordValue | undefined {
  const value = property(record, key)?.value;
  return value?.kind === 'record' ? value : undefined;
}
