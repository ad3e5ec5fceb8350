import ts from 'typescript';
import { differenceOf } from '../text/difference.ts';
import type { Sieve } from '../text/search.ts';
import { contains, type Span } from '../text/span.ts';
import { argumentValues } from './call.ts';
import { someInstance } from './class.ts';
import { calleeName, type NamedCall } from './contents.ts';
import { evaluate } from './evaluate.ts';
import { type Allowance, spendingFrom, topFrame } from './frame.ts';
import { type FunctionNode, functionValue } from './function.ts';
import { handsOver } from './handed.ts';
import { Kept, type Moved } from './kept.ts';
import { callsOfModules, firstOf, givesModule, isRequire, MOST_CHOICES, unawaited } from './module-names.ts';
import { type ParameterUse, parameterUses } from './parameters.ts';
import { bare, parse, parseAgain, spanOf, statementOf, walk } from './parse.ts';
import { listeningFor } from './perform.ts';
import type { Project } from './project.ts';
import { note, type Reads, watching } from './reads.ts';
import { Scopes } from './scope.ts';
import { shallowly } from './shallow.ts';
import type { Source } from './source.ts';
import { Statements } from './statements.ts';
import { and, not, or, truthy } from './test.ts';
import { type Uses, usesOf } from './uses.ts';
import { type CallValue, type FunctionValue, type Test, textOf, type Value } from './value.ts';

/** A call in a file, as frameworks see it: values and places, no nodes. */
export interface CallSite {
  /** The last name of what is called: `use` of `app.use(…)`. */
  readonly name: string;
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly argSpans: readonly Span[];
  readonly construct: boolean;
  readonly span: Span;
  readonly nameSpan: Span;
  /** The whole statement; `alone` tells that the call is all of it. */
  readonly statement: Span;
  readonly alone: boolean;
  /** Whether it stands in a branch: an `if`, a `case`, one side of a condition. */
  readonly conditional: boolean;
  /** The innermost function around it. */
  readonly inside: Span | undefined;
  /** False where the result goes into a variable that nothing refers to. */
  readonly used: boolean;
  /** Under which conditions it is reached, within the function that holds it. */
  readonly when: Test;
  /** What is done with its result. */
  readonly uses: Uses;
}

/** A function that is looked at by itself, such as a request handler. */
export interface Root {
  readonly value: FunctionValue;
  readonly span: Span;
  readonly name: string | undefined;
  readonly exported: boolean;
  /** The statement that holds it. */
  readonly statement: Span;
  /** The functions around it, innermost first. */
  readonly around: readonly Span[];
}

/** A call as far as it counts for what it sends. */
export interface SendingCall extends Pick<CallSite, 'callee' | 'args'> {
  /** Whether it hands over something that is written in the code. */
  readonly handsOver: boolean;
  /** Whether an instance calls a method of its own. */
  readonly ofItself: boolean;
}

/** What calls are looked for: texts without which no such call can be there, and the last names of what is called. */
export interface Sought {
  readonly words: Sieve;
  readonly names: RegExp;
}

/** What one file may cost: some half a second at the worst. */
const STEPS = 400_000;
/** What is called is mostly plain; what is not found by then is not what a framework looks for. */
const CALLEE_STEPS = 4_000;

const ANY: Sieve = { test: () => true };

/** Finds something once; whoever asks rests on what was looked at for it. */
function watched<T>(find: () => T): () => T {
  let known: { readonly value: T; readonly reads: Reads } | undefined;
  return () => {
    if (known) note(known.reads);
    known ??= watching(find);
    return known.value;
  };
}

/** `a && b` and `a || b`. */
function isShort({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

/** Whether a statement certainly leaves the function: `return`, `throw`, or a block that ends so. */
function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

/** `a + b`, `${a}b`, `[a, b].join('')`, `a.concat(b)`, and a function that is given texts. */
function isComposed(node: ts.Node): node is ts.Expression {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
    return node.arguments.length > 0 && node.arguments.every(ts.isStringLiteralLike);
  if (ts.isCallExpression(node))
    return ts.isPropertyAccessExpression(node.expression) && /^(join|concat)$/.test(node.expression.name.text);
  return (
    ts.isTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
  );
}

/** What a file leaves to the one that takes its place after an edit. */
interface Former {
  readonly tree: ts.SourceFile;
  readonly statements: Statements | undefined;
  /** What was found in the text of these statements. */
  readonly kept: Kept;
  readonly text: string;
}

/** One file of code. Nothing is parsed before it is asked for. */
export class CodeFile implements Source {
  readonly path: string;
  readonly text: string;
  readonly project: Project;
  readonly values: Source['values'] = new Map();
  readonly budget = { left: STEPS };
  #tree: ts.SourceFile | undefined;
  #statements: Statements | undefined;
  #scopes: Scopes | undefined;
  /** By the packages of which they may be. */
  readonly #plain = new Map<string, readonly NamedCall[]>();
  readonly #sites = new Map<ts.Node, CallSite>();
  readonly #nodes = new WeakMap<CallSite, ts.CallExpression | ts.NewExpression>();
  readonly #held = new Map<ts.Node, boolean>();
  readonly #kept = new Kept();
  readonly #remembered = new Map<object, { readonly value: unknown; readonly reads: Reads }>();

  #before: Former | undefined;

  /** With the file as it was before an edit, its tree is reused, and the earlier file is of no more use. */
  constructor(path: string, text: string, project: Project, before?: CodeFile) {
    this.#before = before?.surrender();
    this.path = path;
    this.text = text;
    this.project = project;
  }

  get tree(): ts.SourceFile {
    if (!this.#tree) {
      const before = this.#before;
      if (before && !before.kept.isEmpty) before.statements?.lookAtMentions();
      this.#tree = before ? parseAgain(this.path, this.text, before.tree) : parse(this.path, this.text);
      if (before) this.#before = { ...before, tree: this.#tree };
    }
    return this.#tree;
  }

  /** What stands in its statements, by name. */
  get statements(): Statements {
    if (this.#statements) return this.#statements;
    const { tree } = this;
    const before = this.#before;
    const statements = new Statements(tree, before?.statements);
    this.#before = undefined;
    this.#statements = statements;
    if (before?.statements)
      this.#kept.takeOver(before.kept, before.statements, statements, differenceOf(before.text, this.text));
    return statements;
  }

  /** What is found in this file, once for each key, until what was evaluated is forgotten. */
  remembered<T>(key: object, find: () => T): T {
    const known = this.#remembered.get(key) as { value: T; reads: Reads } | undefined;
    if (known) {
      note(known.reads);
      return known.value;
    }
    const found = watching(find);
    this.#remembered.set(key, found);
    return found.value;
  }

  /**
   * What is found of a call, until something changes that it may rest on: also in the file that takes this one's place after an edit.
   * `moved` gives what was found with its places as they are after an edit; what does not `hold` is found anew.
   */
  kept<T>(
    site: CallSite,
    key: string,
    find: () => T,
    moved: Moved<T> = it => it,
    holds: (found: T) => boolean = () => true,
  ): T {
    const node = this.#nodes.get(site);
    if (!node) return find();
    // What was kept by the file before is taken over with its statements.
    const known = this.statements && this.#kept.get(node, key);
    if (known && holds(known.value as T)) {
      note(known.reads);
      return known.value as T;
    }
    const { value, reads } = watching(find);
    if (this.budget.left > 0 && holds(value) && !reads.includes(this.path))
      this.#kept.put(node, key, { value, reads, moved: moved as Moved<unknown> });
    return value;
  }

  /** Forgets what is kept that rests on files that have changed, or on questions that have another answer. */
  forgetKept(changed: ReadonlySet<string>): void {
    this.#kept.forget(changed);
    this.#before?.kept.forget(changed);
  }

  /** Forgets what was evaluated, which may rest on another file; the tree stays. */
  forgetValues(): void {
    this.#kept.clear();
    this.#before?.kept.clear();
    this.values.clear();
    this.#remembered.clear();
    this.#sites.clear();
    this.#held.clear();
    this.#plain.clear();
    this.budget.left = STEPS;
  }

  /** Gives the tree and what was found in it away, if there is one. */
  surrender(): Former | undefined {
    const before = this.#before;
    const tree = this.#tree ?? before?.tree;
    const statements = this.#statements ?? before?.statements;
    const kept = before ?? { kept: this.#kept, text: this.text };
    this.#tree = undefined;
    this.#statements = undefined;
    this.#before = undefined;
    return tree && { tree, statements, kept: kept.kept, text: kept.text };
  }

  get scopes(): Scopes {
    this.#scopes ??= new Scopes(this.statements);
    return this.#scopes;
  }

  /** Whether the text imports or requires one of these packages. */
  imports(packages: readonly string[]): boolean {
    return packages.some(
      it =>
        this.text.includes(`'${it}'`) ||
        this.text.includes(`"${it}"`) ||
        this.text.includes(`\`${it}\``) ||
        this.text.includes(`npm:${it}`),
    );
  }

  /** The texts in quotes that pass, in order of place, without their quotes. */
  texts(wanted: (text: string) => boolean): readonly { readonly text: string; readonly span: Span }[] {
    const found: { text: string; span: Span }[] = [];
    walk(this.tree, node => {
      if (!ts.isStringLiteralLike(node) || !wanted(node.text)) return;
      const { path, start, end } = spanOf(node);
      found.push({ text: node.text, span: { path, start: start + 1, end: end - 1 } });
    });
    return found;
  }

  /** The calls whose last name passes, in order of place. */
  calls(wanted: (name: string) => boolean): readonly CallSite[] {
    return this.statements.calls(wanted).map(it => this.#site(it.node, it.name));
  }

  /**
   * The calls of what a module gives, under whatever name: `cors(…)`, `lib.cors(…)`, `require('cors')(…)`. Of what comes from packages,
   * only what comes from those with such names; what a variable holds that is assigned later may come from any.
   */
  plainCalls(packages: RegExp): readonly CallSite[] {
    const known = this.#plain.get(packages.source);
    const found =
      known ??
      callsOfModules(this.statements, it => it === '' || this.#moduleLeads(it, this.project.words, packages)).filter(
        it => this.#comesFromModule(it.node.expression, packages),
      );
    if (!known) this.#plain.set(packages.source, found);
    return found.map(it => this.#site(it.node, it.name));
  }

  /**
   * The calls of methods with these names on something that is itself named or made in place: `app.get(…)`, not
   * `a().b().get(…)`. What comes from a file that has nothing to do with `words` is left out.
   */
  methodCalls(names: ReadonlySet<string>, words: Sieve = ANY): readonly CallSite[] {
    return this.statements
      .calls(it => names.has(it))
      .filter(it => isChain(it.node.expression, names) && this.#leads(it.node.expression, words))
      .map(it => this.#site(it.node, it.name));
  }

  /**
   * The calls of what may bring one of `words` along from elsewhere: of what is imported from files of the workspace that lead to
   * it, and of functions, classes and objects of this file. Judged by names and texts; nothing is evaluated.
   */
  leadingCalls(sought: Sought): readonly CallSite[] {
    return this.statements.everyCall
      .filter(it => it.name !== 'require' && this.#reaches(it.node.expression, sought) && !this.#isPlainOwn(it.node))
      .map(it => this.#site(it.node, it.name));
  }

  /** The calls of these names that a function of the workspace makes where it is called so. */
  madeBy(callee: FunctionValue, args: readonly Value[], names: RegExp, allowance: Allowance): readonly CallValue[] {
    if (callee.construct || allowance.left <= 0) return [];
    const { paths } = spendingFrom(allowance, () => listeningFor(names, () => callee.run(args)));
    const made = new Set(paths.flatMap(it => it.effects.map(effect => effect.call)));
    return [...made];
  }

  /** Whether a call has a parameter of a function around it among its arguments; nothing is evaluated. */
  handsOn(site: CallSite): boolean {
    const given = this.#nodes.get(site)?.arguments ?? [];
    return given.map(bare).some(it => ts.isIdentifier(it) && this.scopes.resolve(it)?.kind === 'parameter');
  }

  /**
   * Under which conditions the function that a call gives is called itself: `(ok ? open : shut)(req)` where `const open = make()`,
   * or `make()(req)`. Undefined where it is handed on, and nobody knows.
   */
  calledUnder(site: CallSite): Test | undefined {
    const made = this.#nodes.get(site);
    const declared = made && bare(made).parent;
    if (!made || !declared || !ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return site.when;
    const { name } = declared;
    const isIt = (node: ts.Node) =>
      ts.isIdentifier(node) && node.text === name.text && this.scopes.resolve(node)?.name === name;
    const tests: Test[] = [];
    for (const { node } of this.statements.everyCall) {
      if (node.arguments?.some(isIt)) return undefined;
      const callee = bare(node.expression);
      const found = ts.isConditionalExpression(callee)
        ? [callee.whenTrue, callee.whenFalse].map(bare).find(isIt)
        : isIt(callee)
          ? callee
          : undefined;
      if (found) tests.push(this.#when(found));
    }
    return tests.length > 0 ? or(...tests) : undefined;
  }

  /**
   * The call for what it sends: in a class as an instance makes it of which only what the class says is known, and with no more of
   * its arguments worked out than is asked for (`shallowly`).
   */
  sending(site: CallSite): SendingCall {
    const node = this.#nodes.get(site);
    if (!node) return { callee: site.callee, args: site.args, handsOver: true, ofItself: false };
    const owner = this.text.slice(node.pos, node.end).includes('this.') ? classAround(node) : undefined;
    const callee = bare(node.expression);
    const around = { source: this, self: owner && this.remembered(owner, () => someInstance(owner, topFrame(this))) };
    const lazily = { args: undefined as readonly Value[] | undefined };
    return {
      callee: owner ? evaluate(callee, { ...topFrame(this), ...around }) : site.callee,
      get args() {
        lazily.args ??= argumentValues(node.arguments ?? [], topFrame(around.source), it => shallowly(it, around));
        return lazily.args;
      },
      handsOver: handsOver(node.arguments ?? [], this.scopes),
      ofItself: isOwn(callee),
    };
  }

  /**
   * What the function that begins at a place does with its parameters (`parameterUses`): let through is what stands at this place in
   * calls of these names, of nothing that stands in the workspace.
   */
  parametersAt(start: number, names: RegExp, place: number): readonly ParameterUse[] | undefined {
    const node = this.#functionAt(start);
    if (!node) return undefined;
    return parameterUses(node, this.scopes, (call, index) => {
      if (index !== place || !names.test(calleeName(call.expression))) return false;
      return evaluate(bare(call.expression), topFrame(this, CALLEE_STEPS)).kind !== 'function';
    });
  }

  /** The first argument of a call, of which no more is worked out than is asked for, and of lists nothing that is called. */
  outlineOf(site: CallSite): Value | undefined {
    const [first] = this.#nodes.get(site)?.arguments ?? [];
    return first && shallowly(first, { source: this, self: undefined, uncalled: true });
  }

  /**
   * The calls whose last name passes, of what may have to do with `words`: of what the file does not declare, of what packages give,
   * and of what leads to them. Judged as in `leadingCalls`.
   */
  callsFor(wanted: (name: string) => boolean, sought: Sought): readonly CallSite[] {
    return this.statements
      .calls(wanted)
      .filter(it => this.#reaches(it.node.expression, sought, { open: true }) && !this.#isPlainOwn(it.node))
      .map(it => this.#site(it.node, it.name));
  }

  /** Whether a function or method that stands in the file is called without being handed anything that is written. */
  #isPlainOwn({ expression, arguments: given }: NamedCall['node']): boolean {
    const args = given ?? [];
    const callee = bare(expression);
    if (ts.isIdentifier(callee)) {
      const found = this.scopes.resolve(callee);
      const initial = found?.kind === 'variable' && found.constant ? found.node.initializer : undefined;
      const own =
        found?.kind === 'function' || (initial && (ts.isArrowFunction(initial) || ts.isFunctionExpression(initial)));
      return !!own && !handsOver(args, this.scopes);
    }
    const method = isOwn(callee) && methodOf(callee.name.text, classAround(callee));
    return !!method && !handsOver(args, this.scopes);
  }

  /** `open`: whether what nothing is known of counts, too. */
  #reaches(expression: ts.Expression, sought: Sought, { open = false, depth = 0 } = {}): boolean {
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
      return !method || this.#holds(method, sought, depth);
    }
    if (!ts.isIdentifier(at) || depth > MOST_CHOICES) return open;
    const declaration = this.scopes.resolve(at);
    switch (declaration?.kind) {
      case 'import': {
        const path = this.project.resolve(this.path, declaration.module);
        if (path === undefined) return open || words.test(`'${declaration.module}'`);
        return !path.endsWith('.json') && this.project.leads(path, words);
      }
      case 'variable': {
        const { initializer } = declaration.node;
        if (!initializer || (open && !declaration.constant)) return open;
        if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
          return this.#holds(initializer, sought, depth);
        return (
          (open && words.test(this.text.slice(initializer.pos, initializer.end))) ||
          this.#reaches(initializer, sought, { open, depth: depth + 1 })
        );
      }
      case 'function':
      case 'class':
        return this.#holds(declaration.node, sought, depth);
      case 'parameter':
        return open && words.test(this.text.slice(declaration.node.pos, declaration.node.end));
      default:
        return open;
    }
  }

  /** Whether the function that begins at a place makes one of these calls, or calls what leads to them. */
  leads(start: number, sought: Sought): boolean {
    const node = this.#functionAt(start);
    return !node || this.#holds(node, sought, 0);
  }

  /** Whether a function or class makes one of these calls, or calls what leads to one. */
  #holds(node: ts.Node, sought: Sought, depth: number): boolean {
    const known = this.#held.get(node);
    if (known !== undefined) return known;
    this.#held.set(node, false);
    let said: boolean | undefined;
    const says = () => {
      said ??= sought.words.test(this.text.slice(node.pos, node.end));
      return said;
    };
    const found = this.statements
      .callsWithin(node)
      .some(it =>
        this.#reaches(it.node.expression, sought, { open: sought.names.test(it.name) && says(), depth: depth + 1 }),
      );
    this.#held.set(node, found);
    return found;
  }

  /** The local names under which a package (or one of its exports) is known, `require`d ones too. */
  localNames(isModule: (module: string) => boolean): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { moduleSpecifier, importClause: clause } of this.tree.statements.filter(ts.isImportDeclaration)) {
      if (!ts.isStringLiteralLike(moduleSpecifier) || !isModule(moduleSpecifier.text)) continue;
      if (clause?.name) names.add(clause.name.text);
      const named = clause?.namedBindings;
      if (named && ts.isNamespaceImport(named)) names.add(named.name.text);
      else if (named) for (const it of named.elements) names.add(it.name.text);
    }
    return names;
  }

  /** The innermost functions that hold one of the places, each once. */
  rootsAround(offsets: readonly number[]): readonly Root[] {
    const roots = new Map<ts.Node, Root>();
    for (const offset of offsets) {
      const node = this.#functionAt(offset);
      if (node && !roots.has(node)) roots.set(node, this.#root(node));
    }
    return [...roots.values()];
  }

  /** The value of the expression that starts and ends at a place. */
  valueAt(span: Span): Value | undefined {
    let found: ts.Expression | undefined;
    walk(this.tree, node => {
      if (node.getEnd() < span.start || node.pos > span.end) return false;
      if (node.getStart(this.tree) === span.start && node.getEnd() === span.end && ts.isExpression(node))
        found ??= node;
      return undefined;
    });
    return found && evaluate(found, topFrame(this));
  }

  /**
   * The expressions that put a text together of pieces, which comes out as one that is wanted: `'Access-Control-' + name`. Looked
   * at are those in which one of the `words` stands.
   */
  composed(words: RegExp, wanted: RegExp): readonly Span[] {
    const found: Span[] = [];
    walk(this.tree, node => {
      if (!isComposed(node) || !words.test(this.text.slice(node.pos, node.end))) return undefined;
      const text = textOf(evaluate(node, topFrame(this, CALLEE_STEPS)));
      if (text === undefined || !wanted.test(text)) return undefined;
      found.push(spanOf(node));
      return false;
    });
    return found;
  }

  /** The calls of a function of this file by its name, with their arguments. */
  callsOf(name: string): readonly CallSite[] {
    return this.statements.callsNamed(name).map(it => this.#site(it.node, it.name));
  }

  #site(node: ts.CallExpression | ts.NewExpression, name: string): CallSite {
    const known = this.#sites.get(node);
    if (known) return known;
    const file = this;
    const callee = bare(node.expression);
    // Most calls are asked for nothing but what they call.
    const calleeOf = watched(() => evaluate(callee, topFrame(file, CALLEE_STEPS)));
    const argsOf = watched(() => argumentValues(node.arguments ?? [], topFrame(file)));
    const site: CallSite = {
      name,
      construct: ts.isNewExpression(node),
      get callee() {
        return calleeOf();
      },
      get args() {
        return argsOf();
      },
      get argSpans() {
        return (node.arguments ?? []).map(it => spanOf(it));
      },
      get span() {
        return spanOf(node);
      },
      get nameSpan() {
        return spanOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
      },
      get statement() {
        return spanOf(statementOf(node));
      },
      get alone() {
        const statement = statementOf(node);
        return ts.isExpressionStatement(statement) && unawaited(statement.expression) === node;
      },
      get conditional() {
        return inBranch(node);
      },
      get inside() {
        const around = enclosing(node)[0];
        return around && spanOf(around);
      },
      get used() {
        return file.#isUsed(node);
      },
      get when() {
        return file.#when(node);
      },
      get uses() {
        return usesOf(node, file.scopes);
      },
    };
    this.#sites.set(node, site);
    this.#nodes.set(site, node);
    return site;
  }

  /** Whether the first name of a chain is imported, required or an alias of something that is. */
  #comesFromModule(expression: ts.Expression, packages: Sieve, depth = 0): boolean {
    const at = firstOf(expression);
    if (ts.isCallExpression(at)) return givesModule(at);
    if (depth > MOST_CHOICES) return false;
    const inner = (it: ts.Expression) => this.#comesFromModule(it, packages, depth + 1);
    if (ts.isConditionalExpression(at)) return inner(at.whenTrue) || inner(at.whenFalse);
    if (ts.isBinaryExpression(at)) return inner(at.left) || inner(at.right);
    if (!ts.isIdentifier(at)) return false;
    const declaration = this.scopes.resolve(at);
    if (declaration?.kind === 'import') return this.#moduleLeads(declaration.module, this.project.words, packages);
    if (declaration?.kind !== 'variable' || !declaration.node.initializer) return false;
    return this.#comesFromModule(declaration.node.initializer, declaration.constant ? packages : ANY, depth + 1);
  }

  /**
   * Whether the first name of a chain can stand for something made by a package of which `words` speaks, or for something handed in.
   * What a variable holds that is assigned later may come from any package.
   */
  #leads(expression: ts.Expression, words: Sieve, packages = words, depth = 0): boolean {
    let at = unawaited(expression);
    while (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at) || ts.isNewExpression(at))
      at = unawaited(at.expression);
    const declaration = ts.isIdentifier(at) && depth < 5 ? this.scopes.resolve(at) : undefined;
    if (declaration?.kind === 'import') return this.#moduleLeads(declaration.module, words, packages);
    if (declaration?.kind !== 'variable' || !declaration.node.initializer) return true;
    return this.#leads(declaration.node.initializer, words, declaration.constant ? packages : ANY, depth + 1);
  }

  /** Whether a module of the workspace leads to `words`; of packages, whether the name is one of these. */
  #moduleLeads(module: string, words: Sieve, packages: Sieve): boolean {
    const path = this.project.resolve(this.path, module);
    if (path === undefined) return packages.test(`'${module}'`);
    return path.endsWith('.json') || this.project.leads(path, words);
  }

  #when(node: ts.Node): Test {
    const tests: Test[] = [];
    const holds = (condition: ts.Expression, yes: boolean) => {
      const test = truthy(evaluate(condition, topFrame(this, CALLEE_STEPS)));
      tests.push(yes ? test : not(test));
    };
    for (let at = node; at.parent && !isFunction(at.parent); at = at.parent) {
      const { parent } = at;
      if (ts.isIfStatement(parent) && at !== parent.expression) holds(parent.expression, at === parent.thenStatement);
      else if (ts.isConditionalExpression(parent) && at !== parent.condition)
        holds(parent.condition, at === parent.whenTrue);
      else if (ts.isBinaryExpression(parent) && at === parent.right && isShort(parent))
        holds(parent.left, parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken);
      else if (ts.isBlock(parent) && isFunction(parent.parent))
        for (const it of parent.statements.slice(0, parent.statements.indexOf(at as ts.Statement)))
          if (ts.isIfStatement(it) && !it.elseStatement && leaves(it.thenStatement)) holds(it.expression, false);
    }
    return and(...tests);
  }

  #isUsed(node: ts.Node): boolean {
    const parent = node.parent;
    if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
    const statement = parent.parent.parent;
    if (ts.isVariableStatement(statement) && statement.modifiers?.length) return true;
    const name = parent.name;
    let used = false;
    walk(this.tree, it => {
      if (
        !used &&
        ts.isIdentifier(it) &&
        it !== name &&
        it.text === name.text &&
        this.scopes.lookup(it.text, it)?.name === name
      )
        used = true;
      return !used;
    });
    return used;
  }

  #functionAt(offset: number): FunctionNode | undefined {
    let found: FunctionNode | undefined;
    walk(this.tree, node => {
      if (offset < node.pos || offset >= node.getEnd()) return false;
      if (isFunction(node)) found = node;
      return undefined;
    });
    return found;
  }

  #root(node: FunctionNode): Root {
    const around = enclosing(node);
    const frame = topFrame(this);
    const owner = classAround(node);
    const self = owner && someInstance(owner, frame);
    const value = functionValue(node, { ...frame, self }, self);
    const statement = statementOf(node);
    const exported = /^\s*(export\b|module\.exports|exports\.)/.test(
      this.text.slice(statement.getStart(this.tree), statement.getStart(this.tree) + 40),
    );
    return {
      value,
      span: spanOf(node),
      name: value.name,
      exported,
      statement: spanOf(statement),
      around: around.map(spanOf),
    };
  }
}

function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** The class whose instance `this` is in a function: through arrow functions up to a method, a constructor or a field. */
function classAround(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (ts.isClassLike(at.parent))
      return ts.canHaveModifiers(at) && ts.getModifiers(at)?.some(it => it.kind === ts.SyntaxKind.StaticKeyword)
        ? undefined
        : at.parent;
    if (
      ts.isFunctionDeclaration(at) ||
      ts.isFunctionExpression(at) ||
      (ts.isMethodDeclaration(at) && ts.isObjectLiteralExpression(at.parent))
    )
      return undefined;
  }
  return undefined;
}

/** `this.name`. */
function isOwn(node: ts.Expression): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

function methodOf(name: string, owner: ts.ClassLikeDeclaration | undefined): ts.MethodDeclaration | undefined {
  return owner?.members.find(
    (it): it is ts.MethodDeclaration => ts.isMethodDeclaration(it) && ts.isIdentifier(it.name) && it.name.text === name,
  );
}

function enclosing(node: ts.Node): readonly ts.Node[] {
  const around: ts.Node[] = [];
  for (let at = node.parent; at; at = at.parent) if (isFunction(at) || ts.isConstructorDeclaration(at)) around.push(at);
  return around;
}

/** Whether something decides if a node is reached, within the function that it stands in. */
function inBranch(node: ts.Node): boolean {
  for (let at = node; at.parent && !isFunction(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent) || ts.isCaseOrDefaultClause(parent)) return true;
    if (ts.isBinaryExpression(parent) && /^(&&|\|\||\?\?)$/.test(parent.operatorToken.getText())) return true;
    if (ts.isCatchClause(parent)) return true;
  }
  return false;
}

function isPlain(expression: ts.Expression): boolean {
  let at = bare(expression);
  while (ts.isPropertyAccessExpression(at)) at = bare(at.expression);
  return ts.isIdentifier(at) || at.kind === ts.SyntaxKind.ThisKeyword || (ts.isCallExpression(at) && isRequire(at));
}

/** A property of something plain, of `express()`, or of a chain of the same methods. */
function isChain(expression: ts.Expression, names: ReadonlySet<string>): boolean {
  const at = bare(expression);
  if (!ts.isPropertyAccessExpression(at)) return false;
  const object = bare(at.expression);
  if (ts.isNewExpression(object)) return isPlain(object.expression);
  if (!ts.isCallExpression(object)) return isPlain(object);
  const name = calleeName(object.expression);
  return names.has(name) || name === 'route' ? isChain(object.expression, names) : isPlain(object.expression);
}

/** Whether `inner` lies within one of `outer`. */
export function within(inner: Span, outer: readonly Span[]): boolean {
  return outer.some(it => contains(it, inner));
}
