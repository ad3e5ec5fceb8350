import ts from 'typescript';
import { changesFirst, mayChange } from './changing-packages.ts';
import { CHANGING, isAssignment, isMerge } from './contents.ts';
import { changedFields } from './fields.ts';
import {
  classAround,
  firstKey,
  isBorrowed,
  isCounting,
  isForItself,
  isMergeCall,
  isObjectOf,
  isTakenFromBuiltIn,
  isTarget,
  leavesAlone,
  outer,
  takenBy,
} from './flow-places.ts';
import { type Frame, topFrame } from './frame.ts';
import { bare } from './parse.ts';
import { note, type Reads, watching } from './reads.ts';
import { declaredBy, referencesTo } from './references.ts';
import type { Source } from './source.ts';
import { type CalledCode, codeOf, followed, writtenAs } from './written-as.ts';

/** How many places are looked at for one name; beyond, it is taken to be changed. */
const MOST = 2_000;

/** How many items a function is handed by `apply`, at the most. */
const MOST_ITEMS = 8;

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
  /** What was looked at in other files. */
  readonly #reads = new Set<string>();
  /** The function that is asked about, and how deep the thing is in what it gives back. */
  #root: ts.FunctionLikeDeclaration | undefined;
  #givenBack: number | undefined;
  /** The calls of this file that hand it to a function. */
  readonly #calls = new Map<ts.Node, readonly (ts.CallExpression | ts.NewExpression)[]>();
  #left = MOST;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  /** What becomes of what a function is handed at one place. */
  handed(code: ts.FunctionLikeDeclaration, index: number, levels: number): Handed {
    this.#root = code;
    this.#parameter(code, index, levels);
    return { changed: this.isChanged(), back: this.#givenBack };
  }

  /** What is done under another name. */
  name(name: ts.Identifier, levels: number): undefined {
    const { unchanged, changed } = this.#frame.source.flows;
    const before = this.#reached.get(name);
    if (before !== undefined && before <= levels) return;
    const alike = unchanged.get(name);
    const found = changed.get(name)?.get(levels);
    if (found && !this.#root) this.#changed = true;
    const known = found ?? (alike && alike.value <= levels ? alike.reads : undefined);
    // What comes back of what a function is handed is asked for anew.
    if (known && !this.#root) {
      note(known);
      for (const it of known) this.#reads.add(it);
      return;
    }
    this.#reached.set(name, levels);
    this.#pending.push({ name, levels });
  }

  /** Whether a change is found, once nothing is left to look at. */
  isChanged(): boolean {
    const { source } = this.#frame;
    const { unchanged } = source.flows;
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
    // Whatever is reached from here reaches no more than this.
    if (!this.#changed && !this.#root)
      for (const [name, levels] of this.#reached) {
        const before = unchanged.get(name)?.value ?? levels;
        if (before >= levels) unchanged.set(name, { value: levels, reads: [...this.#reads] });
      }
    return this.#changed;
  }

  #keep(name: ts.Identifier, levels: number): void {
    const { changed } = this.#frame.source.flows;
    changed.set(name, (changed.get(name) ?? new Map<number, Reads>()).set(levels, [...this.#reads]));
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
    if (isTarget(at) || ts.isDeleteExpression(parent) || isCounting(parent)) return;
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
    const written = isTarget(at) || ts.isDeleteExpression(parent) || isCounting(parent);
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
    const code = this.#codeOf(action);
    levels.forEach((deep, index) => {
      if (code && deep !== undefined) this.#into(code, index, deep);
    });
  }

  /** What is called is handed the thing at this place, by a call whose result is looked at where one is named. */
  #into(code: CalledCode, index: number, levels: number, call?: ts.CallExpression | ts.NewExpression): undefined {
    if ('path' in code) {
      const { changed, back } = this.#noting(() => handedTo(code, index, levels, this.#frame.source));
      this.#changed ||= changed;
      if (call && back !== undefined) this.expression(call, back);
      return;
    }
    if (call) this.#calls.set(code.code, [...(this.#calls.get(code.code) ?? []), call]);
    this.#parameter(code.code, index, levels);
  }

  #parameter(code: ts.FunctionLikeDeclaration, index: number, levels: number): undefined {
    const parameter = code.parameters[index] ?? code.parameters.findLast(it => it.dotDotDotToken);
    if (!parameter) {
      if (takesArguments(code)) this.#changed = true;
      return;
    }
    this.#bound(parameter.name, parameter.dotDotDotToken ? levels + 1 : levels);
    if (ts.isConstructorDeclaration(code) && parameter.modifiers?.length && ts.isIdentifier(parameter.name)) {
      this.#field(code.parent, parameter.name);
      this.#kept(code.parent, levels + 1);
    }
  }

  /** An instance keeps the thing: whoever has the instance has it, too. */
  #kept(around: ts.ClassLikeDeclaration, levels: number): undefined {
    if (this.#root && ts.isConstructorDeclaration(this.#root) && this.#root.parent === around)
      this.#givenBack = Math.min(levels, this.#givenBack ?? levels);
    if (this.#results.has(around) || !around.name) return;
    this.#results.add(around);
    const { tree, scopes } = this.#frame.source;
    for (const it of referencesTo(around.name, tree, scopes)) {
      const at = outer(it);
      if (ts.isNewExpression(at.parent) && at.parent.expression === at) this.expression(at.parent, levels);
    }
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
      else if (around) this.#kept(around, deep);
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
    const changes = () => isTakenFromBuiltIn(callee, scopes) || changesFirst(callee, scopes);
    if (index === 0 && levels === 0 && (changes() || (isForItself(call) && mayChange(callee, this.#frame.source)))) {
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
      if (CHANGING.has(name)) this.#target(on, levels + 1);
    }
    const written = ts.isIdentifier(callee) ? callee.text : '';
    if (ts.isNewExpression(call) && /^(Map|WeakMap)$/.test(written))
      return this.expression(call, Math.max(1, levels - 1));
    if (ts.isNewExpression(call) && /^(Set|WeakSet|Array)$/.test(written))
      return this.expression(call, Math.max(1, levels));
    const code = this.#codeOf(callee);
    if (code) this.#into(code, index, levels, call);
  }

  /** A function is called with the thing as the parameter at this place, or with a list that holds it. */
  #passed(called: ts.Expression, place: number | undefined, levels: number): undefined {
    const code = this.#codeOf(called);
    if (!code) return;
    if (place !== undefined) this.#into(code, place, levels);
    // Which of its parameters is an item is not known.
    else for (let index = 0; index < MOST_ITEMS; index++) this.#into(code, index, Math.max(0, levels - 1));
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
    if (code === this.#root) this.#givenBack = Math.min(levels, this.#givenBack ?? levels);
    // What is half typed may give something back outside of any function.
    if (code === this.#root || this.#results.has(code) || !code.parent) return;
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
    if (!name) {
      for (const it of this.#calls.get(code) ?? []) this.expression(it, levels);
      return;
    }
    const { tree, scopes } = this.#frame.source;
    for (const it of referencesTo(name, tree, scopes)) {
      const at = outer(it);
      if (ts.isCallExpression(at.parent) && at.parent.expression === at) this.expression(at.parent, levels);
    }
  }

  #declared(name: ts.Identifier): ts.Identifier | undefined {
    return declaredBy(name, this.#frame.source.scopes);
  }

  /** The function or constructor that an expression stands for. */
  #codeOf(callee: ts.Expression): CalledCode | undefined {
    const { source } = this.#frame;
    return this.#noting(() => codeOf(writtenAs(callee, source), source));
  }

  #noting<T>(work: () => T): T {
    const { value, reads } = watching(work);
    for (const it of reads.flat()) this.#reads.add(it);
    return value;
  }
}

/** Whether a function may look at what it is handed beyond its parameters. */
function takesArguments(code: ts.FunctionLikeDeclaration): boolean {
  return !ts.isArrowFunction(code) && (code.body?.getText().includes('arguments') ?? false);
}

/** What becomes of what a function is handed: whether it is changed, and how deep it is in what the function gives back. */
interface Handed {
  readonly changed: boolean;
  readonly back?: number | undefined;
}

/** Of what a function of another file is handed at one place, that deep in what stands there. */
function handedTo(
  { path, steps }: { readonly path: string; readonly steps: readonly string[] },
  index: number,
  levels: number,
  { project }: Pick<Source, 'project'>,
): Handed {
  return project.ask(
    `handed ${path} ${steps.join('.')} ${index} ${levels}`,
    () => {
      const file = project.code(path);
      const code = file && codeOf(followed(steps, file), file);
      if (!code) return { changed: false };
      return 'path' in code
        ? handedTo(code, index, levels, file)
        : new Flow(topFrame(file)).handed(code.code, index, levels);
    },
    // Files that hand it to one another.
    { changed: true },
  );
}
