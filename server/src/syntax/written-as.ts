import ts from 'typescript';
import { extended } from './class.ts';
import { type ExportPlace, exportPlaces } from './export-places.ts';
import { takenBy } from './flow-places.ts';
import { isRequire } from './module-names.ts';
import { bare } from './parse.ts';
import { classAround } from './roots.ts';
import type { Source } from './source.ts';

/**
 * What an expression stands for, told by names alone: where it is written in its file (`isInstance`: what `new` makes of that class),
 * or the steps that lead to it in another file of the workspace.
 */
export type Written =
  | { readonly node: ts.Node; readonly isInstance?: boolean }
  | { readonly path: string; readonly steps: readonly string[] };

/** The step to what `new` makes; the others are names. */
const NEW = 'new ';

/** How many names of names are gone through. */
const DEEPEST = 12;

/** What it stands for; undefined where names do not tell. */
export function writtenAs(expression: ts.Expression, source: Source, depth = 0): Written | undefined {
  const at = bare(expression);
  if (depth > DEEPEST) return undefined;
  if (ts.isFunctionLike(at) || ts.isClassLike(at) || ts.isObjectLiteralExpression(at)) return { node: at };
  if (ts.isAwaitExpression(at)) return writtenAs(at.expression, source, depth + 1);
  if (ts.isIdentifier(at)) return named(at, source, depth);
  if (at.kind === ts.SyntaxKind.ThisKeyword) {
    const around = classAround(at);
    return around && { node: around, isInstance: true };
  }
  if (ts.isPropertyAccessExpression(at)) {
    const object = writtenAs(at.expression, source, depth + 1);
    return object && memberOf(object, at.name.text, source, depth + 1);
  }
  if (ts.isNewExpression(at)) {
    const made = writtenAs(at.expression, source, depth + 1);
    return made && instanceOf(made);
  }
  if (!ts.isCallExpression(at)) return undefined;
  const [module] = at.arguments;
  if (!module || !ts.isStringLiteralLike(module)) return undefined;
  if (isRequire(at)) return inModule(module.text, '=', source);
  return at.expression.kind === ts.SyntaxKind.ImportKeyword ? inModule(module.text, '*', source) : undefined;
}

/** What the steps from a file's exports lead to. */
export function followed(steps: readonly string[], source: Source): Written | undefined {
  return steps.reduce<Written | undefined>(
    (at, step) => at && (step === NEW ? instanceOf(at) : memberOf(at, step, source, 0)),
    { node: source.tree },
  );
}

/** The function, or the constructor where it is a class, that is called; a class without one has that of its base. */
export function codeOf(written: Written | undefined, source: Source, depth = 0): CalledCode | undefined {
  if (!written || 'path' in written) return written;
  const { node, isInstance } = written;
  if (isInstance) return undefined;
  if (ts.isClassLike(node)) {
    const own = node.members.find(ts.isConstructorDeclaration);
    const base = own ? undefined : extended(node);
    return own
      ? { code: own }
      : base && depth < DEEPEST
        ? codeOf(writtenAs(base, source), source, depth + 1)
        : undefined;
  }
  return ts.isFunctionDeclaration(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node)
    ? { code: node }
    : undefined;
}

export type CalledCode =
  | { readonly code: ts.FunctionLikeDeclaration }
  | { readonly path: string; readonly steps: readonly string[] };

function named(name: ts.Identifier, source: Source, depth: number): Written | undefined {
  const found = ts.isShorthandPropertyAssignment(name.parent)
    ? source.scopes.lookup(name.text, name.parent)
    : source.scopes.resolve(name);
  switch (found?.kind) {
    case 'function':
    case 'class':
      return { node: found.node };
    case 'import':
      return inModule(found.module, found.imported, source);
    case 'parameter':
      return ts.isIdentifier(found.node.name) ? typed(found.node.type, source, depth) : undefined;
    case 'variable': {
      const { initializer, name: pattern, type } = found.node;
      if (!initializer) return typed(type, source, depth);
      if (!found.constant && source.scopes.changes(found.name).some(it => it.kind === 'assign')) return undefined;
      const whole = writtenAs(initializer, source, depth + 1);
      if (ts.isIdentifier(pattern) || !whole) return whole;
      const { parent } = found.name;
      if (!ts.isBindingElement(parent) || parent.parent !== pattern || !ts.isObjectBindingPattern(pattern))
        return undefined;
      return memberOf(whole, takenBy(parent), source, depth + 1);
    }
    default:
      return undefined;
  }
}

/** An instance of the class that a type names. */
function typed(type: ts.TypeNode | undefined, source: Source, depth: number): Written | undefined {
  if (!type || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const made = writtenAs(type.typeName, source, depth + 1);
  return made && instanceOf(made);
}

function instanceOf(made: Written): Written | undefined {
  if ('path' in made) return { ...made, steps: [...made.steps, NEW] };
  return ts.isClassLike(made.node) ? { node: made.node, isInstance: true } : undefined;
}

function memberOf(of: Written, key: string, source: Source, depth: number): Written | undefined {
  if ('path' in of) return { ...of, steps: [...of.steps, key] };
  if (depth > DEEPEST) return undefined;
  const { node, isInstance = false } = of;
  if (ts.isSourceFile(node)) return exportedAs(key, source, depth);
  if (ts.isClassLike(node)) return memberOfClass(node, key, isInstance, source, depth);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const found = node.properties.findLast(it => it.name && nameOf(it.name) === key);
  if (!found || ts.isSpreadAssignment(found) || ts.isAccessor(found)) return undefined;
  if (ts.isMethodDeclaration(found)) return { node: found };
  return writtenAs(ts.isPropertyAssignment(found) ? found.initializer : found.name, source, depth + 1);
}

function memberOfClass(
  node: ts.ClassLikeDeclaration,
  key: string,
  isInstance: boolean,
  source: Source,
  depth: number,
): Written | undefined {
  const found = node.members.find(it => it.name && nameOf(it.name) === key && isStatic(it) !== isInstance);
  if (found && ts.isMethodDeclaration(found)) return { node: found };
  if (found && ts.isPropertyDeclaration(found) && found.initializer) return writtenAs(found.initializer, source, depth);
  const builder = isInstance ? node.members.find(ts.isConstructorDeclaration) : undefined;
  const given = builder?.body?.statements.map(it => assignedTo(key, it)).find(it => it);
  if (given) return writtenAs(given, source, depth + 1);
  const handed = builder?.parameters.find(it => it.modifiers?.length && nameOf(it.name) === key);
  const type = handed?.type ?? (found && ts.isPropertyDeclaration(found) ? found.type : undefined);
  if (type) return typed(type, source, depth);
  const base = found ? undefined : extended(node);
  const of = base && writtenAs(base, source, depth + 1);
  const from = of && isInstance ? instanceOf(of) : of;
  return from && memberOf(from, key, source, depth + 1);
}

/** `this.key = value;` */
function assignedTo(key: string, statement: ts.Statement): ts.Expression | undefined {
  const at = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  return at &&
    ts.isBinaryExpression(at) &&
    at.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(at.left) &&
    at.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
    at.left.name.text === key
    ? at.right
    : undefined;
}

function isStatic(node: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(it => it.kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}

function nameOf(name: ts.PropertyName | ts.BindingName): string | undefined {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

function inModule(module: string, imported: string, { project, path: from }: Source): Written | undefined {
  const path = project.resolve(from, module);
  return path === undefined || path.endsWith('.json') ? undefined : { path, steps: [imported] };
}

/** What a file exports under a name: `default`, `*` for the namespace, `=` for what `require` gives. */
function exportedAs(key: string, source: Source, depth: number): Written | undefined {
  const { names, stars, assigned } = exportPlaces(source);
  const whole = assigned && (() => writtenAs(assigned, source, depth + 1));
  if (key === '*' || key === '=') return whole ? whole() : { node: source.tree };
  const place = names.get(key);
  if (place) return placed(place, source, depth);
  if (whole && key === 'default') return whole();
  const of = whole?.();
  if (of) return memberOf(of, key, source, depth + 1);
  return key === 'default' ? undefined : handedOnAs(key, stars, source);
}

/** Of the modules of which everything is handed on, the one that has a name: where there are several, by its text. */
function handedOnAs(key: string, stars: readonly string[], source: Source): Written | undefined {
  const { project, path } = source;
  const textOf = (module: string) => project.host.read(project.resolve(path, module) ?? '') ?? '';
  const module = stars.length > 1 ? stars.find(it => textOf(it).includes(key)) : stars[0];
  return module === undefined ? undefined : inModule(module, key, source);
}

function placed(place: ExportPlace, source: Source, depth: number): Written | undefined {
  switch (place.kind) {
    case 'expression':
      return writtenAs(place.node, source, depth + 1);
    case 'declaration':
      return { node: place.node };
    case 'import':
      return inModule(place.module, place.imported, source);
    case 'name': {
      const found = place.declares ? place.name : source.scopes.lookup(place.name.text, source.tree)?.name;
      return found && named(found, source, depth + 1);
    }
    case 'text':
      return undefined;
  }
}
