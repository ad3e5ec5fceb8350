import type { Directive } from '../../../syntax/directives.ts';
import { readNginx } from '../../../syntax/nginx.ts';
import { folderOf, foldersUp, join } from '../../../syntax/paths.ts';
import type { Project } from '../../../syntax/project.ts';
import type { Test } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { corsHeader, type HeaderLine } from '../../headers/lines.ts';
import { type Known, valueIn } from './variables.ts';

/** A block in which `add_header` may stand, with what its `include`s bring. */
export interface Scope {
  readonly kind: 'file' | 'http' | 'server' | 'location' | 'if';
  readonly directives: readonly Directive[];
  readonly parent?: Scope;
  /** As written behind `location`. */
  readonly path?: string;
  readonly head: Span;
}

const DEPTH = 12;
const BLOCKS = new Set(['http', 'server', 'location']);

/** The blocks of a file, outermost first. */
export function scopesIn(directives: readonly Directive[], project: Project, path: string): readonly Scope[] {
  const head: Span = { path, start: 0, end: 0 };
  return below({ kind: 'file', directives: expanded(directives, project, path, 0), head }, project, 0);
}

function below(scope: Scope, project: Project, depth: number): readonly Scope[] {
  if (depth > DEPTH) return [scope];
  const inner = scope.directives.flatMap((it): readonly Scope[] => {
    if (!it.block || !BLOCKS.has(it.name)) return [];
    const directives = expanded(it.block, project, it.span.path, 0);
    const path = it.args.map(word => word.text).join(' ');
    const kind = it.name as Scope['kind'];
    const within: Scope = { kind, directives, parent: scope, ...(kind === 'location' ? { path } : {}), head: it.head };
    return below(within, project, depth + 1);
  });
  return [scope, ...inner];
}

/** The directives with those of included files in their places; patterns of names are left to their own. */
export function expanded(
  directives: readonly Directive[],
  project: Project,
  from: string,
  depth: number,
): readonly Directive[] {
  return directives.flatMap(it => {
    const [name] = it.args;
    if (it.name !== 'include' || !name || depth > 4 || /[*?[]|\$/.test(name.text)) return [it];
    const path = included(name.text, project, from);
    const text = path === undefined || path === from ? undefined : project.host.read(path);
    return path === undefined || text === undefined ? [it] : expanded(readNginx(path, text), project, path, depth + 1);
  });
}

/** The file that an `include` means: relative to `nginx.conf`, which stands here or above; an absolute one by its last folders. */
function included(name: string, project: Project, from: string): string | undefined {
  const parts = name.split('/').filter(Boolean);
  const tails = name.startsWith('/') ? [parts.slice(-2).join('/'), parts.at(-1) ?? ''] : [name, parts.at(-1) ?? ''];
  const folders = [folderOf(from), ...foldersUp(folderOf(from)).slice(0, 2)];
  return folders.flatMap(folder => tails.map(it => join(folder, it))).find(it => project.host.read(it) !== undefined);
}

/** `add_header name value [always]`, as `ngx_http_headers_module` takes it. */
export interface Added {
  readonly directive: Directive;
  readonly always: boolean;
}

/** The `add_header`s that count in a block: its own, or, where it has none, those of the block around it. */
export function addedIn(scope: Scope): readonly Added[] {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const own = ownAdded(at);
    if (own.length > 0) return own;
  }
  return [];
}

export function ownAdded({ directives }: Scope): readonly Added[] {
  return directives
    .filter(it => it.name === 'add_header' && it.args.length >= 2)
    .map(directive => ({ directive, always: directive.args[2]?.text === 'always' }));
}

/** Whether one of these names a header of CORS. */
export function concerns(added: readonly Added[]): boolean {
  return added.some(({ directive }) => /^access-control-/i.test(directive.args[0]?.text ?? ''));
}

/** The lines of CORS that these put on a response; nginx adds a line each, and none for an empty value. */
export function linesOf(added: readonly Added[], known: Known, when: Test): readonly HeaderLine[] {
  return added.flatMap(({ directive }): readonly HeaderLine[] => {
    const [name, value] = directive.args;
    const header = corsHeader(name?.text);
    if (!name || !value || header === undefined) return [];
    return [
      {
        name: header,
        value: valueIn(value, known),
        nameSpan: name.span,
        entry: directive.span,
        when,
        appended: true,
      },
    ];
  });
}
