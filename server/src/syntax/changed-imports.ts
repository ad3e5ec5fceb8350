import ts from 'typescript';
import { handedOn } from './aliases.ts';
import { type Keys, keysOf, type Loosening } from './changed.ts';
import type { CodeFile } from './code.ts';
import { CHANGING, type Change } from './contents.ts';
import { outer } from './flow-places.ts';
import { type Frame, topFrame } from './frame.ts';
import { importedBy, importersNear, MOST } from './near-imports.ts';
import { bare } from './parse.ts';
import type { Project } from './project.ts';
import type { Source } from './source.ts';

/**
 * What other modules change of what a file imports under a name: `import { allowed } from './list'` in one of them, and
 * `allowed.push(…)`. Only the modules that it names, those that they name, and importers near by are looked at, by their text first.
 */
export function changedBySiblings(source: Source, module: string, imported: string): readonly Loosening[] {
  const { project, path } = source;
  const target = project.resolve(path, module);
  if (target === undefined) return [];
  return project.ask(`changed by what ${path} imports: ${imported} of ${target}`, () =>
    [...new Set([...siblingsOf(path, project), ...importersNear(path, target, project)])]
      .filter(it => it !== target && it !== path && mayChange(project.host.read(it) ?? '', target, imported))
      .flatMap(it => changesIn(project.code(it), target, imported)),
  );
}

/** What a module imports, and what that imports in turn. */
function siblingsOf(path: string, project: Project): readonly string[] {
  const near = importedBy(path, project);
  if (near.length > MOST) return near;
  return [...new Set([...near, ...near.flatMap(it => importedBy(it, project))])]
    .filter(it => it !== path)
    .slice(0, MOST);
}

/** Whether a module may change what another exports under a name, by its text. */
function mayChange(text: string, target: string, imported: string): boolean {
  const name = /([^/]+?)(?:\/index)?\.\w+$/.exec(target)?.[1];
  if (name === undefined || !text.includes(name) || !/\b(?:import|require)\b/.test(text)) return false;
  const own = /^\w+$/.test(imported) && imported !== 'default' && !/\*\s*as\b/.test(text);
  if (own && !text.includes(imported)) return false;
  return CHANGES.test(text) || (own ? new RegExp(`[(,.]\\s*${imported}\\b|${imported}\\s+as\\b`) : HANDS_ON).test(text);
}

const CHANGES = new RegExp(
  `\\.(?:${[...CHANGING].join('|')})\\s*\\(|[\\w$\\]]\\s*[^=!<>]?=(?!=)|\\b(?:Object|Reflect)\\.`,
);
/** Something with a name is handed to a function. */
const HANDS_ON = /[(,]\s*[A-Za-z_$][\w$.]*\s*[,)]/;

function changesIn(file: CodeFile | undefined, target: string, imported: string): readonly Loosening[] {
  if (!file) return [];
  const frame = topFrame(file);
  const isTarget = (module: string) => file.project.resolve(file.path, module) === target;
  const changesOf = (name: ts.Identifier, theirs: string) => {
    const written = file.scopes.changes(name).filter(it => it.kind !== 'alias' && it.kind !== 'passed');
    const given = written.flatMap(it => [givenIn(it, frame) ?? { keys: keysOf(it.at, frame) }]);
    const all = [...given, ...handedOn(name, frame).map(it => ({ keys: keysOf(it, frame) }))];
    return all.flatMap(it => asSeen(imported, theirs, it));
  };
  const own = namesIn(file).flatMap(name => {
    const declaration = file.scopes.lookup(name.text, file.tree);
    return declaration?.kind === 'import' && isTarget(declaration.module) ? changesOf(name, declaration.imported) : [];
  });
  const given = requiredIn(file).flatMap(({ node, module }) => {
    if (!isTarget(module)) return [];
    const { parent } = ts.isAwaitExpression(node.parent) ? outer(node.parent) : node;
    // `require('./list').allowed.push(…)`: whatever it is of which something is changed at once.
    if (!ts.isVariableDeclaration(parent)) return ts.isPropertyAccessExpression(parent) ? [{ keys: [] }] : [];
    if (ts.isIdentifier(parent.name)) return changesOf(parent.name, '=');
    return parent.name.elements.flatMap(it => {
      if (!ts.isBindingElement(it) || !ts.isIdentifier(it.name)) return [];
      const key = it.propertyName && ts.isIdentifier(it.propertyName) ? it.propertyName.text : it.name.text;
      return changesOf(it.name, key);
    });
  });
  return [...own, ...given];
}

/** The calls of `require` and `import()` with a module that is named. */
function requiredIn(file: CodeFile): readonly { readonly node: ts.CallExpression; readonly module: string }[] {
  return [...file.statements.callsNamed('require'), ...file.statements.callsNamed('import')].flatMap(({ node }) => {
    const [first] = node.arguments ?? [];
    return ts.isCallExpression(node) && first && ts.isStringLiteralLike(first) ? [{ node, module: first.text }] : [];
  });
}

/** `config.port = 3000`: which property is given a value, and in what. */
function givenIn({ kind, node, at }: Change, frame: Frame): Loosening | undefined {
  if (kind !== 'element' || !ts.isBinaryExpression(node)) return undefined;
  const left = bare(node.left);
  const given =
    ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left) ? keysOf(left, frame).at(-1) : undefined;
  return given === undefined ? undefined : { keys: keysOf(at, frame), given };
}

function asSeen(imported: string, theirs: string, { keys, given }: Loosening): readonly Loosening[] {
  if (given === undefined) return seenAs(imported, theirs, keys).map(it => ({ keys: it }));
  return seenAs(imported, theirs, [...keys, given]).map(it => {
    const last = it.at(-1);
    return last === undefined ? { keys: it } : { keys: it.slice(0, -1), given: last };
  });
}

/** The keys as seen by who imports the same module in another way: by the name of the export, or as a whole. */
function seenAs(imported: string, theirs: string, keys: Keys): readonly Keys[] {
  if (imported === theirs) return [keys];
  // What `require` gives is the module as a whole.
  if (theirs === '=') return seenAs(imported, '*', keys);
  if (imported === '*' || imported === '=') return [[theirs, ...keys]];
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
