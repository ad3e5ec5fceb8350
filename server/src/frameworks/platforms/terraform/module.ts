import { readHcl } from '../../../syntax/hcl.ts';
import { folderOf } from '../../../syntax/paths.ts';
import type { Entry, RecordValue, Value } from '../../../syntax/value.ts';
import type { Reading } from '../../framework.ts';

/** A resource, or a call of another module, with its settings. */
export interface Resource {
  readonly type: string;
  readonly body: RecordValue;
}

/** One file of a module: its resources, and what it gives `var` and `local`. */
interface Piece {
  readonly resources: readonly Resource[];
  readonly variables: readonly Entry[];
  readonly locals: readonly Entry[];
}

/** What the variables of a module hold, and which file says so where that is one of several. */
export interface Scenario {
  readonly file?: string;
  readonly variables: ReadonlyMap<string, Value>;
}

export interface Module {
  readonly locals: ReadonlyMap<string, Value>;
  /** The first is what holds without a file that is named on the command line. */
  readonly scenarios: readonly Scenario[];
}

/** How many files of a folder are looked at. */
const MOST = 60;

/** The resources of a file. */
export function resourcesIn(path: string, text: string, json: Value | undefined): readonly Resource[] {
  return pieceOf(path, text, json).resources;
}

/** What the files of a folder say together. https://developer.hashicorp.com/terraform/language/values/variables#assigning-values-to-root-module-variables */
export function moduleOf(path: string, { project }: Reading): Module {
  const folder = folderOf(path);
  const names = (project.host.list?.(folder) ?? []).slice(0, 10 * MOST);
  const paths = [...new Set([...names.map(it => `${folder === '/' ? '' : folder}/${it}`), path])];
  const pieces = paths
    .filter(isSource)
    .slice(0, MOST)
    .map(it => pieceOf(it, textAt(it), project.json(it)?.value));
  const defaults = new Map(pieces.flatMap(it => it.variables).map(it => [it.key, it.value]));
  const given = paths
    .filter(it => /\.tfvars$/.test(it))
    .slice(0, MOST)
    .map(it => ({ path: it, entries: readHcl(it, textAt(it)).body.entries }));
  const loaded = given.filter(it => /(^|\/)terraform\.tfvars$|\.auto\.tfvars$/.test(it.path));
  const always = new Map([...defaults, ...loaded.flatMap(it => it.entries).map(pairOf)]);
  const named = given.filter(it => !loaded.includes(it));
  return {
    locals: new Map(pieces.flatMap(it => it.locals).map(pairOf)),
    scenarios: [
      { variables: always },
      ...named.map(it => ({
        file: it.path.slice(it.path.lastIndexOf('/') + 1),
        variables: new Map([...always, ...it.entries.map(pairOf)]),
      })),
    ],
  };

  function textAt(file: string): string {
    return project.host.read(file) ?? '';
  }
}

function pairOf({ key, value }: Entry): readonly [string, Value] {
  return [key, value];
}

export function isSource(path: string): boolean {
  return /\.(tf|tofu)(\.json)?$/i.test(path);
}

function pieceOf(path: string, text: string, json: Value | undefined): Piece {
  return /\.json$/i.test(path) ? fromJson(json) : fromText(path, text);
}

function fromText(path: string, text: string): Piece {
  const { blocks } = readHcl(path, text);
  const of = (type: string) => blocks.filter(it => it.type === type);
  return {
    resources: [
      ...of('resource').map(it => ({ type: it.labels[0] ?? '', body: it.body })),
      ...of('module').map(it => ({ type: 'module', body: it.body })),
    ],
    variables: of('variable').flatMap(it =>
      it.body.entries.filter(entry => entry.key === 'default').map(entry => ({ ...entry, key: it.labels[0] ?? '' })),
    ),
    locals: of('locals').flatMap(it => it.body.entries),
  };
}

/** The same in JSON: https://developer.hashicorp.com/terraform/language/syntax/json */
function fromJson(root: Value | undefined): Piece {
  const under = (key: string) =>
    root?.kind === 'record' ? root.entries.filter(it => it.key === key).flatMap(it => entriesOf(it.value)) : [];
  return {
    resources: [
      ...under('resource').flatMap(kind =>
        entriesOf(kind.value).flatMap(it => recordsOf(it.value).map(body => ({ type: kind.key, body }))),
      ),
      ...under('module').flatMap(it => recordsOf(it.value).map(body => ({ type: 'module', body }))),
    ],
    variables: under('variable').flatMap(it =>
      entriesOf(it.value)
        .filter(entry => entry.key === 'default')
        .map(entry => ({ ...entry, key: it.key })),
    ),
    locals: under('locals'),
  };
}

/** A record, or each of a list of them. */
export function recordsOf(value: Value | undefined): readonly RecordValue[] {
  if (value?.kind === 'record') return [value];
  return value?.kind === 'list' ? value.items.flatMap(it => (it.kind === 'record' ? [it] : [])) : [];
}

function entriesOf(value: Value): readonly Entry[] {
  return recordsOf(value).flatMap(it => it.entries);
}
