import ts from 'typescript';
import { calleeName } from './contents.ts';
import { bare, rootOf, walk } from './parse.ts';
import { LOOKING } from './perform.ts';
import type { Scopes } from './scope.ts';
import type { Source } from './source.ts';

/** What reads a response, puts data together or writes to a log; it calls nothing. */
const READING = new Set(
  'json text blob arrayBuffer formData bytes push pop shift unshift concat splice reverse log info warn error debug'.split(
    ' ',
  ),
);
/** Methods that call what they are handed. */
const CALLING = new Set(
  'then catch finally map filter find findIndex findLast flatMap forEach some every reduce sort'.split(' '),
);
/** Of the language and of browsers, what calls nothing that it is handed and sends nothing. */
const GLOBAL = new Set(
  'JSON Object Math Number String Array Boolean Date RegExp Error TypeError RangeError URL URLSearchParams Map Set Headers FormData Blob console localStorage sessionStorage document parseInt parseFloat isNaN encodeURIComponent decodeURIComponent structuredClone Symbol CustomEvent Event'.split(
    ' ',
  ),
);
/** What holds names and values, and no client is called. */
const HOLDING = new Set('headers searchParams cookies classList dataset'.split(' '));
const MADE = new Set('Map Set WeakMap WeakSet Headers FormData URLSearchParams'.split(' '));

/** Functions that call one another are looked into this deep. */
const MOST = 6;

/** Judged of each place once, for as long as the file stays as it is. */
const known = new WeakMap<Scopes, Map<ts.Node, boolean>>();

/**
 * Whether nothing in a statement calls anything by which a call of these names may be reached, judged by the names alone: what follows a
 * function's last request reads the answer, and whoever looks for requests need not follow it.
 */
export function isSilent(statement: ts.Node, names: RegExp, { scopes }: Pick<Source, 'scopes'>): boolean {
  const judged = known.get(scopes) ?? new Map<ts.Node, boolean>();
  known.set(scopes, judged);
  return new Listener(names, scopes, judged).isSilent(statement);
}

class Listener {
  readonly #names: RegExp;
  readonly #scopes: Scopes;
  readonly #judged: Map<ts.Node, boolean>;
  /** The functions that are looked into. */
  readonly #within: ts.Node[] = [];

  constructor(names: RegExp, scopes: Scopes, judged: Map<ts.Node, boolean>) {
    this.#names = names;
    this.#scopes = scopes;
    this.#judged = judged;
  }

  isSilent(node: ts.Node): boolean {
    const before = this.#judged.get(node);
    if (before !== undefined) return before;
    let silent = true;
    walk(node, it => {
      if (!silent) return false;
      if (ts.isTaggedTemplateExpression(it)) silent = false;
      if (ts.isCallExpression(it) || ts.isNewExpression(it)) silent = this.#callsNothing(it);
      return undefined;
    });
    // Of functions that call one another the first is judged when all of them are.
    if (!silent || this.#within.length === 0) this.#judged.set(node, silent);
    return silent;
  }

  #callsNothing(node: ts.CallExpression | ts.NewExpression): boolean {
    const callee = bare(node.expression);
    const name = calleeName(callee);
    if (ts.isPropertyAccessExpression(callee) && this.#holds(bare(callee.expression))) return true;
    if (this.#names.test(name)) return false;
    const root = rootOf(callee);
    if (ts.isIdentifier(root) && GLOBAL.has(root.text) && !this.#scopes.resolve(root)) return true;
    if (callee.kind === ts.SyntaxKind.SuperKeyword) return this.#isPlainBase(callee);
    if (ts.isIdentifier(callee)) return this.#isOwn(callee);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (CALLING.has(name))
      return (node.arguments ?? []).every(it => ts.isFunctionLike(it) || ts.isLiteralExpression(it));
    return LOOKING.has(name) || READING.has(name);
  }

  /** `response.headers.get(…)`, and methods of what is made by `new URLSearchParams()` here. */
  #holds(object: ts.Expression): boolean {
    if (ts.isPropertyAccessExpression(object)) return HOLDING.has(object.name.text);
    const found = ts.isIdentifier(object) ? this.#scopes.resolve(object) : undefined;
    if (found?.kind !== 'variable' || !found.constant) return false;
    const made = found.node.initializer && bare(found.node.initializer);
    return (
      made !== undefined &&
      ts.isNewExpression(made) &&
      ts.isIdentifier(made.expression) &&
      this.#isMade(made.expression)
    );
  }

  #isMade(name: ts.Identifier): boolean {
    return MADE.has(name.text) && !this.#scopes.resolve(name);
  }

  /** `super(…)` where the class extends `Error`, or a class in which nothing is called either. */
  #isPlainBase(at: ts.Node): boolean {
    const { heritageClauses } = ts.findAncestor(at, ts.isClassLike) ?? {};
    const base = heritageClauses?.find(it => it.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    if (!base || !ts.isIdentifier(base)) return false;
    return this.#scopes.resolve(base) ? this.#isOwn(base) : GLOBAL.has(base.text);
  }

  /** A function or a class of this file in which nothing is called either. */
  #isOwn(name: ts.Identifier): boolean {
    const found = this.#scopes.resolve(name);
    const made = found?.kind === 'variable' && found.constant ? found.node.initializer : undefined;
    const body =
      found?.kind === 'function' || found?.kind === 'class'
        ? found.node
        : made && ts.isFunctionLike(bare(made))
          ? bare(made)
          : undefined;
    if (!body || this.#within.includes(body) || this.#within.length >= MOST) return false;
    this.#within.push(body);
    const silent = this.isSilent(body);
    this.#within.pop();
    return silent;
  }
}
