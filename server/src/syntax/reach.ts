import ts from 'typescript';
import type { Sieve } from '../text/search.ts';
import { extended } from './class.ts';
import { calleeName, type NamedCall } from './contents.ts';
import { handsOver } from './handed.ts';
import { firstOf, givesModule, isRequire, MOST_CHOICES, unawaited } from './module-names.ts';
import { bare } from './parse.ts';
import { classAround } from './roots.ts';
import type { Declaration } from './scope.ts';
import type { Source } from './source.ts';
import type { Statements } from './statements.ts';

/** What calls are looked for: texts without which no such call can be there, and the last names of what is called. */
export interface Sought {
  readonly words: Sieve;
  readonly names: RegExp;
}

/** Whatever it is. */
export const ANY: Sieve = { test: () => true };

/** A file with its names, of which nothing is worked out. */
interface NamedFile extends Pick<Source, 'path' | 'text' | 'scopes' | 'project'> {
  readonly statements: Statements;
}

/** Where what a file calls may lead, judged by names and texts alone. */
export class Reach {
  readonly #file: NamedFile;
  readonly #held = new Map<ts.Node, boolean>();
  /** By packages and declaration, whether it may be what is looked for among what is handed over. */
  readonly #standing = new Map<Sieve, Map<ts.Node, boolean>>();

  constructor(file: NamedFile) {
    this.#file = file;
  }

  /** Forgets what rests on other files. */
  forget(): void {
    this.#held.clear();
    this.#standing.clear();
  }

  /** Whether a function or method that stands in the file is called without being handed anything that is written. */
  isPlainOwn({ expression, arguments: given }: NamedCall['node']): boolean {
    const args = given ?? [];
    const callee = bare(expression);
    if (ts.isIdentifier(callee)) {
      const found = this.#file.scopes.resolve(callee);
      const initial = found?.kind === 'variable' && found.constant ? found.node.initializer : undefined;
      const own =
        found?.kind === 'function' || (initial && (ts.isArrowFunction(initial) || ts.isFunctionExpression(initial)));
      return !!own && !handsOver(args, this.#file.scopes);
    }
    const method = isOwn(callee) && methodOf(callee.name.text, classAround(callee));
    return !!method && !handsOver(args, this.#file.scopes);
  }

  /** Whether what is called makes one of these calls or leads to one. `open`: whether what nothing is known of counts, too. */
  reaches(expression: ts.Expression, sought: Sought, { open = false, depth = 0 } = {}): boolean {
    const { words } = sought;
    let at = unawaited(expression);
    let first = '';
    while (
      ts.isPropertyAccessExpression(at) ||
      ts.isNonNullExpression(at) ||
      ts.isCallExpression(at) ||
      ts.isNewExpression(at)
    ) {
      if (ts.isPropertyAccessExpression(at)) first = at.name.text;
      at = unawaited(at.expression);
    }
    if (at.kind === ts.SyntaxKind.ThisKeyword) {
      const method = methodOf(first, classAround(at));
      return !method || this.holds(method, sought, depth);
    }
    if (!ts.isIdentifier(at) || depth > MOST_CHOICES) return open;
    const declaration = this.#file.scopes.resolve(at);
    switch (declaration?.kind) {
      case 'import': {
        const path = this.#file.project.resolve(this.#file.path, declaration.module);
        if (path === undefined) return open || words.test(`'${declaration.module}'`);
        return !path.endsWith('.json') && this.#file.project.leads(path, words);
      }
      case 'variable': {
        const { initializer } = declaration.node;
        if (!initializer || (open && !declaration.constant)) return open;
        if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
          return this.holds(initializer, sought, depth);
        return (
          (open && words.test(this.#file.text.slice(initializer.pos, initializer.end))) ||
          this.reaches(initializer, sought, { open, depth: depth + 1 })
        );
      }
      case 'function':
      case 'class':
        return this.holds(declaration.node, sought, depth);
      case 'parameter':
        return open && words.test(this.#file.text.slice(declaration.node.pos, declaration.node.end));
      default:
        return open;
    }
  }

  /** Whether a function or class makes one of these calls, or calls what leads to one. */
  holds(node: ts.Node, sought: Sought, depth = 0): boolean {
    const known = this.#held.get(node);
    if (known !== undefined) return known;
    this.#held.set(node, false);
    let said: boolean | undefined;
    const says = () => {
      said ??= sought.words.test(this.#file.text.slice(node.pos, node.end));
      return said;
    };
    const inherits = ts.isClassLike(node) ? extended(node) : undefined;
    const found =
      (inherits !== undefined && this.reaches(inherits, sought, { depth: depth + 1 })) ||
      this.#file.statements
        .callsWithin(node)
        .some(it =>
          this.reaches(it.node.expression, sought, { open: sought.names.test(it.name) && says(), depth: depth + 1 }),
        );
    this.#held.set(node, found);
    return found;
  }

  /** Whether the first name of a chain is imported, required or an alias of something that is. */
  comesFromModule(expression: ts.Expression, packages: Sieve, depth = 0): boolean {
    const at = firstOf(expression);
    if (ts.isCallExpression(at)) return givesModule(at);
    if (depth > MOST_CHOICES) return false;
    const inner = (it: ts.Expression) => this.comesFromModule(it, packages, depth + 1);
    if (ts.isConditionalExpression(at)) return inner(at.whenTrue) || inner(at.whenFalse);
    if (ts.isBinaryExpression(at)) return inner(at.left) || inner(at.right);
    if (!ts.isIdentifier(at)) return false;
    const declaration = this.#file.scopes.resolve(at);
    if (declaration?.kind === 'import') return this.moduleLeads(declaration.module, this.#file.project.words, packages);
    if (declaration?.kind !== 'variable' || !declaration.node.initializer) return false;
    return this.comesFromModule(declaration.node.initializer, declaration.constant ? packages : ANY, depth + 1);
  }

  /** Whether something plain may be what one of these packages makes: it is handed in, or comes from there, or is assigned later. */
  mayStandFor(plain: ts.Expression, packages: Sieve): boolean {
    const at = firstOf(plain);
    if (!ts.isIdentifier(at)) return true;
    const found = ts.isShorthandPropertyAssignment(at.parent)
      ? this.#file.scopes.lookup(at.text, at.parent)
      : this.#file.scopes.resolve(at);
    if (!found || found.kind === 'parameter') return !!found;
    const standing = this.#standing.get(packages) ?? new Map<ts.Node, boolean>();
    const known = standing.get(found.name) ?? this.#mayBeMade(found, packages);
    this.#standing.set(packages, standing.set(found.name, known));
    return known;
  }

  #mayBeMade(found: Declaration, packages: Sieve): boolean {
    if (found.kind === 'import') return this.moduleLeads(found.module, this.#file.project.words, packages);
    if (found.kind !== 'variable') return false;
    const made = (it: ts.Expression) => {
      const maker = makerOf(it);
      return this.comesFromModule(maker, packages) || this.#isMadeHere(maker, packages);
    };
    const { initializer } = found.node;
    if (initializer && made(initializer)) return true;
    const changes = this.#file.scopes.changes(found.name);
    return changes.some(it => it.kind === 'assign' && ts.isBinaryExpression(it.node) && made(it.node.right));
  }

  /** Whether it is a function or class of this file whose text has such a word. */
  #isMadeHere(maker: ts.Expression, words: Sieve): boolean {
    const found = ts.isIdentifier(maker) ? this.#file.scopes.resolve(maker) : undefined;
    const initial = found?.kind === 'variable' ? found.node.initializer : undefined;
    const node = found?.kind === 'function' || found?.kind === 'class' ? found.node : initial;
    return !!node && (ts.isFunctionLike(node) || ts.isClassLike(node)) && words.test(node.getText());
  }

  /**
   * Whether the first name of a chain can stand for something made by a package of which `words` speaks, or for something handed in.
   * What a variable holds that is assigned later may come from any package.
   */
  leads(expression: ts.Expression, words: Sieve, packages = words, depth = 0): boolean {
    let at = unawaited(expression);
    while (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at) || ts.isNewExpression(at))
      at = unawaited(at.expression);
    const declaration = ts.isIdentifier(at) && depth < 5 ? this.#file.scopes.resolve(at) : undefined;
    if (declaration?.kind === 'import') return this.moduleLeads(declaration.module, words, packages);
    if (declaration?.kind !== 'variable' || !declaration.node.initializer) return true;
    return this.leads(declaration.node.initializer, words, declaration.constant ? packages : ANY, depth + 1);
  }

  /** The same of what is written or imported here: neither what the language has itself nor what is handed in. */
  leadsToOwn(expression: ts.Expression, words: Sieve, packages: Sieve): boolean {
    const at = firstOf(expression);
    if (ts.isIdentifier(at)) {
      const found = this.#file.scopes.resolve(at);
      if (!found || found.kind === 'parameter') return false;
    }
    return this.leads(expression, words, packages);
  }

  /** Whether a module of the workspace leads to `words`; of packages, whether the name is one of these. */
  moduleLeads(module: string, words: Sieve, packages: Sieve): boolean {
    const path = this.#file.project.resolve(this.#file.path, module);
    if (path === undefined) return packages.test(`'${module}'`);
    return path.endsWith('.json') || this.#file.project.leads(path, words);
  }
}

/** What makes a thing: `express` of `express()`, `App` of `new App().server`, `require('x')` of `require('x')()`. */
function makerOf(expression: ts.Expression): ts.Expression {
  let at = unawaited(expression);
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isNewExpression(at) ||
    (ts.isCallExpression(at) && !isRequire(at) && at.expression.kind !== ts.SyntaxKind.ImportKeyword)
  )
    at = unawaited(at.expression);
  return at;
}

/** `this.name`. */
export function isOwn(node: ts.Expression): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

function methodOf(name: string, owner: ts.ClassLikeDeclaration | undefined): ts.MethodDeclaration | undefined {
  return owner?.members.find(
    (it): it is ts.MethodDeclaration => ts.isMethodDeclaration(it) && ts.isIdentifier(it.name) && it.name.text === name,
  );
}

function isPlain(expression: ts.Expression): boolean {
  let at = bare(expression);
  while (ts.isPropertyAccessExpression(at)) at = bare(at.expression);
  return ts.isIdentifier(at) || at.kind === ts.SyntaxKind.ThisKeyword || (ts.isCallExpression(at) && isRequire(at));
}

/** `app`, `this.app`, and those in an object. */
export function namedIn(expression: ts.Expression): readonly ts.Expression[] {
  const at = bare(expression);
  if (!ts.isObjectLiteralExpression(at)) return isPlain(at) && !ts.isCallExpression(at) ? [at] : [];
  return at.properties.flatMap(it =>
    ts.isShorthandPropertyAssignment(it) ? [it.name] : ts.isPropertyAssignment(it) ? namedIn(it.initializer) : [],
  );
}

/** A property of something plain, of `express()`, or of a chain of the same methods. */
export function isChain(expression: ts.Expression, names: ReadonlySet<string>): boolean {
  const at = bare(expression);
  if (!ts.isPropertyAccessExpression(at)) return false;
  const object = bare(at.expression);
  if (ts.isNewExpression(object)) return isPlain(object.expression);
  if (!ts.isCallExpression(object)) return isPlain(object);
  const name = calleeName(object.expression);
  if (!names.has(name) && name !== 'route') return isPlain(object.expression);
  // Of a long chain each link is asked.
  const known = CHAINS.get(names) ?? new WeakMap<ts.Node, boolean>();
  CHAINS.set(names, known);
  const chained = known.get(object) ?? isChain(object.expression, names);
  known.set(object, chained);
  return chained;
}

const CHAINS = new WeakMap<ReadonlySet<string>, WeakMap<ts.Node, boolean>>();
