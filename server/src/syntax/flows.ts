import ts from 'typescript';
import { changesFirst } from './changing-packages.ts';
import { CHANGING, isAssignment, isMerge } from './contents.ts';
import { changedFields } from './fields.ts';
import {
  classAround,
  firstKey,
  isBorrowed,
  isCounting,
  isMergeCall,
  isObjectOf,
  isTakenFromBuiltIn,
  leavesAlone,
  outer,
  takenBy,
} from './flow-places.ts';
import type { Frame } from './frame.ts';
import { bare } from './parse.ts';
import { declaredBy, referencesTo } from './references.ts';

/** The names of a file under which nothing is changed that deep, for as long as the file stays as it is. */
const unchanged = new WeakMap<Frame['source'], Map<ts.Identifier, number>>();

/** The names under which something is changed that deep, likewise. */
const changed = new WeakMap<Frame['source'], Map<ts.Identifier, Set<number>>>();

/** How many places are looked at for one name; beyond, it is taken to be changed. */
const MOST = 2_000;

/** Methods that hand on what they are called on, one of its items, or another list of its items. */
const ITSELF = new Set('reverse sort fill copyWithin add set'.split(' '));
const ITEM = new Set('find findLast at get pop shift'.split(' '));
const COPY = new Set(
  'slice filter concat flat map flatMap toSorted toReversed toSpliced with splice values entries toArray'.split(' '),
);
/** Methods that call what they are given with each of the items. */
const EACH = new Set('forEach some every map filter find findIndex findLast findLastIndex flatMap'.split(' '));
/** Functions of the language that give another thing with the same parts. */
const COPYING = new Set('values entries fromEntries from of'.split(' '));
const SAME = new Set('freeze seal preventExtensions'.split(' '));
const REFLECTING = /^(apply|set|deleteProperty|defineProperty|setPrototypeOf)$/;

/**
 * Follows a thing to where it goes on under other names: what is done there is done to it. `levels` tells how many properties deep
 * it is in what stands at a place; copies of it, which share its parts and nothing else, are one level too deep.
 */
export class Flow {
  #changed = false;
  readonly #frame: Frame;
  readonly #reached = new Map<ts.Identifier, number>();
  readonly #pending: { readonly name: ts.Identifier; readonly levels: number }[] = [];
  readonly #results = new Set<ts.Node>();
  #left = MOST;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  /** What is done under another name. */
  name(name: ts.Identifier, levels: number): undefined {
    const { source } = this.#frame;
    const before = this.#reached.get(name) ?? unchanged.get(source)?.get(name);
    if (before !== undefined && before <= levels) return;
    if (changed.get(source)?.get(name)?.has(levels)) {
      this.#changed = true;
      return;
    }
    this.#reached.set(name, levels);
    this.#pending.push({ name, levels });
  }

  /** Whether a change is found, once nothing is left to look at. */
  isChanged(): boolean {
    const { source } = this.#frame;
    const [first, second] = this.#pending;
    for (let next = this.#pending.pop(); next && !this.#changed; next = this.#pending.pop()) {
      for (const it of referencesTo(next.name, source.tree, source.scopes)) {
        if (this.#changed) break;
        this.expression(it, next.levels);
      }
      // What is too much to look at says nothing of the name that it ended with, only of the one that it all began with.
      const of = this.#left > 0 ? next : second ? undefined : first;
      if (this.#changed && of) this.#keep(of.name, of.levels);
    }
    const known = unchanged.get(source) ?? new Map<ts.Identifier, number>();
    unchanged.set(source, known);
    // Whatever is reached from here reaches no more than this.
    if (!this.#changed)
      for (const [name, levels] of this.#reached) known.set(name, Math.min(levels, known.get(name) ?? levels));
    return this.#changed;
  }

  #keep(name: ts.Identifier, levels: number): void {
    const all = changed.get(this.#frame.source) ?? new Map<ts.Identifier, Set<number>>();
    changed.set(this.#frame.source, all);
    all.set(name, (all.get(name) ?? new Set()).add(levels));
  }

  /**
   * A place where the thing stands under its own name, or a part of it as `at`: changes that are written there are known, and only
   * where it goes on is asked.
   */
  own(it: ts.Identifier, at: ts.Expression, levels = 0): undefined {
    const { parent } = at;
    const call = isObjectOf(parent, at) && ts.isPropertyAccessExpression(parent) ? parent.parent : undefined;
    if (call && ts.isCallExpression(call) && ts.isPropertyAccessExpression(parent)) {
      if (CHANGING.has(parent.name.text)) return this.#given(call, parent.name.text, levels);
      if (/^(call|apply)$/.test(parent.name.text) && at !== it) return;
    }
    if (ts.isBinaryExpression(parent) && parent.left === at && isAssignment(parent.operatorToken.kind)) return;
    if (ts.isDeleteExpression(parent) || isCounting(parent)) return;
    if (ts.isCallExpression(parent) && parent.arguments[0] === at && isMergeCall(parent)) {
      this.expression(parent, levels);
      return;
    }
    this.expression(it, levels);
  }

  /** What becomes of the thing that is `levels` deep in an expression. */
  expression(expression: ts.Expression, levels: number): undefined {
    if (this.#changed) return;
    if (this.#left-- <= 0) {
      this.#changed = true;
      return;
    }
    const at = outer(expression);
    const { parent } = at;
    if (isObjectOf(parent, at)) return this.#part(parent, levels);
    if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent))
      return this.#bound(parent.name, levels);
    if (ts.isBinaryExpression(parent)) return this.#operand(parent, at, levels);
    if (ts.isConditionalExpression(parent))
      return parent.condition === at ? undefined : this.expression(parent, levels);
    if (ts.isAwaitExpression(parent)) return this.expression(parent, levels);
    if (ts.isArrayLiteralExpression(parent)) return this.expression(parent, levels + 1);
    if (ts.isPropertyAssignment(parent)) return this.expression(parent.parent, levels + 1);
    if (ts.isShorthandPropertyAssignment(parent)) return this.expression(parent.parent, levels + 1);
    if (ts.isSpreadAssignment(parent)) return this.expression(parent.parent, Math.max(1, levels));
    if (ts.isSpreadElement(parent)) {
      const { parent: around } = parent;
      if (ts.isArrayLiteralExpression(around)) return this.expression(around, Math.max(1, levels));
      return this.#argument(around as ts.CallExpression | ts.NewExpression, parent, Math.max(0, levels - 1));
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return parent.expression === at ? undefined : this.#argument(parent, at, levels);
    if (ts.isForOfStatement(parent) && parent.expression === at) return this.#turned(parent, Math.max(0, levels - 1));
    if (ts.isReturnStatement(parent)) return this.#back(parent, levels);
    if (ts.isArrowFunction(parent)) return this.#back(parent, levels);
    if (ts.isPropertyDeclaration(parent)) return this.#field(parent.parent, parent.name);
    if (!leavesAlone(parent)) this.#changed = true;
  }

  /** A part of what holds the thing. */
  #part(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, levels: number): undefined {
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
    const at = outer(node);
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.expression === at)
      return name === undefined ? undefined : this.#method(parent, name, levels);
    const written =
      (ts.isBinaryExpression(parent) && parent.left === at && isAssignment(parent.operatorToken.kind)) ||
      ts.isDeleteExpression(parent) ||
      isCounting(parent);
    // A method that is taken from it, to be called elsewhere: `l.push.bind(l)`.
    if (levels === 0 && (written || (name !== undefined && CHANGING.has(name)))) this.#changed = true;
    else if (!written) this.expression(node, Math.max(0, levels - 1));
  }

  #method(call: ts.CallExpression, name: string, levels: number): undefined {
    if (CHANGING.has(name) && levels === 0) this.#changed = true;
    else this.#given(call, name, levels);
  }

  /** What a method gives of what it is called on, and what it hands to a function. */
  #given(call: ts.CallExpression, name: string, levels: number): undefined {
    const deeper = Math.max(0, levels - 1);
    const [action] = call.arguments;
    if (ITSELF.has(name)) this.expression(call, levels);
    else if (ITEM.has(name)) this.expression(call, deeper);
    else if (COPY.has(name)) this.expression(call, Math.max(1, levels));
    if (action && EACH.has(name)) this.#handed(action, [deeper, undefined, levels]);
    else if (action && /^(reduce|reduceRight|sort|toSorted)$/.test(name)) this.#handed(action, [deeper, deeper]);
  }

  /** A function is called with the thing in these parameters. */
  #handed(action: ts.Expression, levels: readonly (number | undefined)[]): undefined {
    const code = this.#functionOf(bare(action));
    code?.parameters.forEach((it, index) => {
      const deep = levels[index];
      if (deep !== undefined) this.#bound(it.name, deep);
    });
  }

  #bound(name: ts.BindingName, levels: number): undefined {
    if (ts.isIdentifier(name)) this.name(name, levels);
    // A method that is taken from it, to be called elsewhere: `const { push } = list`.
    else
      for (const it of name.elements)
        if (ts.isBindingElement(it) && levels === 0 && CHANGING.has(takenBy(it))) this.#changed = true;
        else if (ts.isBindingElement(it))
          this.#bound(it.name, it.dotDotDotToken ? Math.max(1, levels) : Math.max(0, levels - 1));
  }

  #operand(node: ts.BinaryExpression, at: ts.Expression, levels: number): undefined {
    const operator = node.operatorToken.kind;
    if (isAssignment(operator)) {
      if (node.right !== at) return;
      this.#target(node.left, levels);
      this.expression(node, levels);
    } else if (
      operator === ts.SyntaxKind.BarBarToken ||
      operator === ts.SyntaxKind.QuestionQuestionToken ||
      (node.right === at &&
        (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.CommaToken))
    )
      this.expression(node, levels);
  }

  /** What an assignment gives it to. */
  #target(left: ts.Expression, levels: number): undefined {
    const target = bare(left);
    if (ts.isArrayLiteralExpression(target)) {
      for (const it of target.elements)
        this.#target(ts.isSpreadElement(it) ? it.expression : it, Math.max(0, levels - 1));
      return;
    }
    if (ts.isObjectLiteralExpression(target)) {
      for (const it of target.properties)
        if (ts.isPropertyAssignment(it)) this.#target(it.initializer, Math.max(0, levels - 1));
        else if (ts.isShorthandPropertyAssignment(it)) this.#target(it.name, Math.max(0, levels - 1));
      return;
    }
    if (ts.isBinaryExpression(target)) return this.#target(target.left, levels);
    let deep = levels;
    let root: ts.Expression = target;
    for (; ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root); root = bare(root.expression))
      deep++;
    const name = ts.isIdentifier(root) ? this.#declared(root) : undefined;
    if (name) this.name(name, deep);
    else if (root.kind === ts.SyntaxKind.ThisKeyword && deep > levels) {
      const around = classAround(root);
      if (around && changedFields(around).has(firstKey(target))) this.#changed = true;
    }
  }

  /** A field of a class, or the parameter of a constructor that is one. */
  #field(around: ts.ClassLikeDeclaration, name: ts.PropertyName): undefined {
    if ((ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) && changedFields(around).has(name.text))
      this.#changed = true;
  }

  #turned({ initializer }: ts.ForOfStatement, levels: number): undefined {
    if (!ts.isVariableDeclarationList(initializer)) return this.#target(initializer, levels);
    for (const it of initializer.declarations) this.#bound(it.name, levels);
  }

  #argument(
    call: ts.CallExpression | ts.NewExpression,
    at: ts.Expression | ts.SpreadElement,
    levels: number,
  ): undefined {
    const callee = bare(call.expression);
    const { scopes } = this.#frame.source;
    const index = call.arguments?.indexOf(at as ts.Expression) ?? -1;
    if (index === 0 && levels === 0 && (isTakenFromBuiltIn(callee, scopes) || changesFirst(callee, scopes))) {
      this.#changed = true;
      return;
    }
    if (ts.isPropertyAccessExpression(callee)) {
      const on = callee.expression;
      const name = callee.name.text;
      if (ts.isIdentifier(on) && /^(Object|Array|Reflect)$/.test(on.text) && !this.#declared(on))
        return this.#builtIn(call, on.text, name, index, levels);
      if (/^(apply|call)$/.test(name) && isBorrowed(on)) {
        if (index === 0) this.#changed ||= levels === 0;
        else this.#passed(on, name === 'call' ? index - 1 : undefined, levels);
        return;
      }
      if (CHANGING.has(name)) return this.#target(on, levels + 1);
      return;
    }
    const written = ts.isIdentifier(callee) ? callee.text : '';
    if (ts.isNewExpression(call) && /^(Map|WeakMap)$/.test(written))
      return this.expression(call, Math.max(1, levels - 1));
    if (ts.isNewExpression(call) && /^(Set|WeakSet|Array)$/.test(written))
      return this.expression(call, Math.max(1, levels));
    const code = this.#functionOf(callee);
    const parameter = code?.parameters[index] ?? code?.parameters.at(-1);
    if (!code || !parameter || (index >= code.parameters.length && !parameter.dotDotDotToken)) return;
    this.#bound(parameter.name, parameter.dotDotDotToken ? levels + 1 : levels);
    if (ts.isConstructorDeclaration(code) && parameter.modifiers?.length && ts.isIdentifier(parameter.name))
      this.#field(code.parent, parameter.name);
  }

  /** A function is called with the thing as the parameter at this place, or with a list that holds it. */
  #passed(called: ts.Expression, place: number | undefined, levels: number): undefined {
    this.#functionOf(called)?.parameters.forEach((it, index) => {
      if (place === undefined) this.#bound(it.name, Math.max(0, levels - 1));
      else if (index === place) this.#bound(it.name, levels);
    });
  }

  /** What the language's own functions do with an argument. */
  #builtIn(
    call: ts.CallExpression | ts.NewExpression,
    on: string,
    name: string,
    index: number,
    levels: number,
  ): undefined {
    if (on === 'Reflect') {
      const place = name === 'apply' ? 1 : 0;
      if (index === place && levels === 0 && REFLECTING.test(name)) this.#changed = true;
      return;
    }
    const merge = ts.isPropertyAccessExpression(call.expression) && isMerge(call.expression);
    if (merge && index === 0) {
      if (levels === 0) this.#changed = true;
      else this.expression(call, levels);
      return;
    }
    const [first] = call.arguments ?? [];
    if (merge && first) this.#target(first, Math.max(1, levels));
    if (SAME.has(name)) this.expression(call, levels);
    else if (merge || COPYING.has(name))
      this.expression(call, Math.max(1, name === 'fromEntries' ? levels - 1 : levels));
  }

  /** What a function gives back goes to those who call it by its name. */
  #back(from: ts.Node, levels: number): undefined {
    let code: ts.Node = from;
    while (code.parent && !ts.isFunctionLike(code)) code = code.parent;
    if (this.#results.has(code)) return;
    this.#results.add(code);
    const { parent } = code;
    if (ts.isParenthesizedExpression(parent) || (ts.isCallExpression(parent) && parent.expression === code)) {
      const call = outer(code as ts.Expression).parent;
      if (ts.isCallExpression(call)) this.expression(call, levels);
      return;
    }
    const name = ts.isFunctionDeclaration(code)
      ? code.name
      : ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
        ? parent.name
        : undefined;
    if (!name) return;
    const { tree, scopes } = this.#frame.source;
    for (const it of referencesTo(name, tree, scopes)) {
      const at = outer(it);
      if (ts.isCallExpression(at.parent) && at.parent.expression === at) this.expression(at.parent, levels);
    }
  }

  #declared(name: ts.Identifier): ts.Identifier | undefined {
    return declaredBy(name, this.#frame.source.scopes);
  }

  /** The function of this file, or the constructor of a class of it, that an expression stands for. */
  #functionOf(callee: ts.Expression): ts.FunctionLikeDeclaration | undefined {
    const found = ts.isIdentifier(callee) ? this.#frame.source.scopes.resolve(callee) : undefined;
    const made = found?.kind === 'variable' ? found.node.initializer : undefined;
    const code = found?.kind === 'function' || found?.kind === 'class' ? found.node : bare(made ?? callee);
    if (ts.isClassLike(code)) return code.members.find(ts.isConstructorDeclaration);
    return ts.isFunctionDeclaration(code) || ts.isArrowFunction(code) || ts.isFunctionExpression(code)
      ? code
      : undefined;
  }
}
