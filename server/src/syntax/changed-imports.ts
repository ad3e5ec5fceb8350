import ts from 'typescript';
import { handedOn } from './aliases.ts';
import { type Keys, keysOf } from './changed.ts';
import type { CodeFile } from './code.ts';
import { CHANGING } from './contents.ts';
import { topFrame } from './frame.ts';
import type { Project } from './project.ts';
import type { Source } from './source.ts';

/**
 * What the modules that a file imports beside it change of what it imports under a name: `import { allowed } from './list'` in one of
 * them, and `allowed.push(…)`. Only the modules that it names itself are looked at, and those by their text first.
 */
export function changedBySiblings(source: Source, module: string, imported: string): readonly Keys[] {
  const { project, path } = source;
  const target = project.resolve(path, module);
  if (target === undefined) return [];
  return project.ask(`changed by what ${path} imports: ${imported} of ${target}`, () =>
    siblingsOf(path, project)
      .filter(it => it !== target && mayChange(project.host.read(it) ?? '', target, imported))
      .flatMap(it => changesIn(project.code(it), target, imported)),
  );
}

function siblingsOf(path: string, project: Project): readonly string[] {
  const named = [...(project.host.read(path) ?? '').matchAll(IMPORTS)].map(it => it[1] ?? it[2] ?? '');
  return [...new Set(named.flatMap(it => project.resolve(path, it) ?? []))];
}

const IMPORTS = /\b(?:import|from)\s*['"](\.[^'"\n]+)['"]|\brequire\(\s*['"](\.[^'"\n]+)['"]/g;

/** Whether a module may change what another exports under a name, by its text. */
function mayChange(text: string, target: string, imported: string): boolean {
  const name = /([^/]+?)(?:\/index)?\.\w+$/.exec(target)?.[1];
  const named =
    /^\w+$/.test(imported) && imported !== 'default' ? text.includes(imported) || /\*\s*as\b/.test(text) : true;
  return name !== undefined && named && text.includes(name) && /\bimport\b/.test(text) && CHANGES.test(text);
}

const CHANGES = new RegExp(
  `\\.(?:${[...CHANGING].join('|')})\\s*\\(|[\\w$\\]]\\s*[^=!<>]?=(?!=)|\\b(?:Object|Reflect)\\.`,
);

function changesIn(file: CodeFile | undefined, target: string, imported: string): readonly Keys[] {
  if (!file) return [];
  const frame = topFrame(file);
  return namesIn(file).flatMap(name => {
    const declaration = file.scopes.lookup(name.text, file.tree);
    if (declaration?.kind !== 'import' || file.project.resolve(file.path, declaration.module) !== target) return [];
    const written = file.scopes.changes(name).filter(it => it.kind !== 'alias' && it.kind !== 'passed');
    const places = [...written.map(it => it.at), ...handedOn(name, frame)].map(it => keysOf(it, frame));
    return places.flatMap(it => seenAs(imported, declaration.imported, it));
  });
}

/** The keys as seen by who imports the same module in another way: by the name of the export, or as a whole. */
function seenAs(imported: string, theirs: string, keys: Keys): readonly Keys[] {
  if (imported === theirs) return [keys];
  if (imported === '*') return [[theirs, ...keys]];
  const [first, ...rest] = keys;
  return theirs === '*' && (first === undefined || first === imported) ? [rest] : [];
}

function namesIn({ tree }: CodeFile): readonly ts.Identifier[] {
  return tree.statements.flatMap(it => {
    const clause = ts.isImportDeclaration(it) ? it.importClause : undefined;
    const named = clause?.namedBindings;
    const others = named ? (ts.isNamespaceImport(named) ? [named] : named.elements) : [];
    return [...(clause?.name ? [clause.name] : []), ...others.map(other => other.name)];
  });
}
