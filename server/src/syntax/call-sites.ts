import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { argumentValues } from './call.ts';
import { chainAround } from './chains.ts';
import type { NamedCall } from './contents.ts';
import { evaluate } from './evaluate.ts';
import { topFrame } from './frame.ts';
import { unawaited } from './module-names.ts';
import { bare, outermost, spanOf, statementOf, walk } from './parse.ts';
import { note, type Reads, watching } from './reads.ts';
import { enclosing, isFunction } from './roots.ts';
import type { Source } from './source.ts';
import type { Statements } from './statements.ts';
import { and, not, or, truthy } from './test.ts';
import { type Uses, usesOf } from './uses.ts';
import type { Test, Value } from './value.ts';

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

/** A call as far as it counts for what it sends. */
export interface SendingCall extends Pick<CallSite, 'callee' | 'args'> {
  /** Whether it hands over something that is written in the code. */
  readonly handsOver: boolean;
  /** Whether an instance calls a method of its own. */
  readonly ofItself: boolean;
}

/** What is called is mostly plain; what is not found by then is not what a framework looks for. */
export const CALLEE_STEPS = 4_000;

/** A file with its calls. */
interface CallingFile extends Source {
  readonly statements: Statements;
}

/** The calls of a file as they are seen from outside, each once. */
export class CallSites {
  readonly #file: CallingFile;
  readonly #sites = new Map<ts.Node, CallSite>();
  readonly #nodes = new WeakMap<CallSite, NamedCall['node']>();

  constructor(file: CallingFile) {
    this.#file = file;
  }

  of({ node, name }: NamedCall): CallSite {
    const known = this.#sites.get(node);
    if (known) return known;
    const site = siteOf(node, name, this.#file);
    this.#sites.set(node, site);
    this.#nodes.set(site, node);
    return site;
  }

  /** The call that a site stands for; none where the site is of another file. */
  nodeOf(site: CallSite): NamedCall['node'] | undefined {
    return this.#nodes.get(site);
  }

  /** Forgets what was evaluated; sites that are held elsewhere stay as they are. */
  forget(): void {
    this.#sites.clear();
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
    const { tree, scopes } = this.#file;
    const tests: Test[] = [];
    for (const it of identifiersOf(tree, name.text)) {
      if (it === name || scopes.resolve(it)?.name !== name) continue;
      if (isCalling(it.parent) && it.parent.arguments?.includes(it)) return undefined;
      if (isCalled(it)) tests.push(whenReached(it, this.#file));
    }
    return tests.length > 0 ? or(...tests) : undefined;
  }
}

function isCalling(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

/** Whether a name is what is called, or one of two of which one is. */
function isCalled(name: ts.Identifier): boolean {
  const whole = outermost(name);
  const { parent } = whole;
  if (isCalling(parent)) return parent.expression === whole;
  if (!ts.isConditionalExpression(parent) || parent.condition === whole) return false;
  const either = outermost(parent);
  return isCalling(either.parent) && either.parent.expression === either;
}

function siteOf(node: NamedCall['node'], name: string, file: Source): CallSite {
  const callee = bare(node.expression);
  // Most calls are asked for nothing but what they call.
  const calleeOf = watched(() => evaluate(callee, topFrame(file, CALLEE_STEPS)));
  const argsOf = watched(() => argumentValues(node.arguments ?? [], topFrame(file)));
  return {
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
      return isUsed(node, file);
    },
    get when() {
      return whenReached(node, file);
    },
    get uses() {
      return usesOf(node, file.scopes);
    },
  };
}

/** Under which conditions a node is reached, within the function that holds it. */
function whenReached(node: ts.Node, source: Source): Test {
  const tests: Test[] = [];
  const holds = (condition: ts.Expression, yes: boolean) => {
    const test = truthy(evaluate(condition, topFrame(source, CALLEE_STEPS)));
    tests.push(yes ? test : not(test));
  };
  for (let at = chainAround(node); at.parent && !isFunction(at.parent); at = chainAround(at.parent)) {
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

/** False where a node is what a variable begins as that nothing refers to. */
function isUsed(node: ts.Node, source: Source): boolean {
  const parent = node.parent;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
  const statement = parent.parent.parent;
  if (ts.isVariableStatement(statement) && statement.modifiers?.length) return true;
  const name = parent.name;
  return identifiersOf(source.tree, name.text).some(
    it => it !== name && source.scopes.lookup(it.text, it)?.name === name,
  );
}

/** Each of the many variables of a file may ask who refers to it. */
const IDENTIFIERS = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();

function identifiersOf(tree: ts.SourceFile, name: string): readonly ts.Identifier[] {
  const known = IDENTIFIERS.get(tree) ?? identifiersIn(tree);
  IDENTIFIERS.set(tree, known);
  return known.get(name) ?? [];
}

function identifiersIn(tree: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const found = new Map<string, ts.Identifier[]>();
  walk(tree, it => {
    if (!ts.isIdentifier(it)) return undefined;
    const own = found.get(it.text);
    if (own) own.push(it);
    else found.set(it.text, [it]);
    return undefined;
  });
  return found;
}

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

/** Whether something decides if a node is reached, within the function that it stands in. */
function inBranch(node: ts.Node): boolean {
  for (let at = chainAround(node); at.parent && !isFunction(at.parent); at = chainAround(at.parent)) {
    const { parent } = at;
    if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent) || ts.isCaseOrDefaultClause(parent)) return true;
    if (ts.isBinaryExpression(parent) && /^(&&|\|\||\?\?)$/.test(parent.operatorToken.getText())) return true;
    if (ts.isCatchClause(parent)) return true;
  }
  return false;
}
