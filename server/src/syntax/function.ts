import ts from 'typescript';
import { assignedIn } from './assigned.ts';
import { waitedFor } from './choice.ts';
import { evaluate } from './evaluate.ts';
import { execute } from './execute.ts';
import { askedAnew, bind, type Frame, isIdle, isLimited, MAX_DEPTH, traceOf } from './frame.ts';
import { isListening } from './listening.ts';
import { nameValue } from './name.ts';
import { isInside, spanOf, walk } from './parse.ts';
import { bindPattern } from './patterns.ts';
import { note, watching } from './reads.ts';
import { begunAsNothing } from './scope.ts';
import { onOrigin, TRUE } from './test.ts';
import {
  type FunctionValue,
  isUndefined,
  literal,
  type Outcome,
  type Path,
  type RecordValue,
  unknown,
  type Value,
  type Variables,
} from './value.ts';

export type FunctionNode =
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration;

/** A function with the variables around it; only an arrow has the `this` around it, too. */
export function functionValue(
  node: FunctionNode,
  frame: Frame,
  self: RecordValue | undefined = ts.isArrowFunction(node) ? frame.self : undefined,
): FunctionValue {
  const named = node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
  return {
    kind: 'function',
    name: named ?? assignedName(node),
    parameters: node.parameters.map(it => (ts.isIdentifier(it.name) ? it.name.text : '')),
    length: lengthOf(node),
    async: isAsync(node),
    ...(takesMore(node) ? { takesMore: true } : {}),
    ...(node.asteriskToken ? { generator: true } : {}),
    run: (args, around) => run(node, args, { ...frame, self }, around),
    assigns: () => (node.body ? assignedIn(node, frame) : new Set()),
    sees: () => seesOrigin(node, frame, self),
    ...(ts.isArrowFunction(node) ? {} : { on: it => functionValue(node, frame, it) }),
    ...(self || frame.bindings.size > 0 ? { enclosed: true } : {}),
    ...(node.body ? { body: spanOf(node.body) } : {}),
    span: spanOf(node),
  };
}

function lengthOf({ parameters }: FunctionNode): number {
  const end = parameters.findIndex(it => it.initializer || it.dotDotDotToken);
  return end < 0 ? parameters.length : end;
}

/** Whether a function may read more arguments than it names. */
function takesMore(node: FunctionNode): boolean {
  if (node.parameters.some(it => it.dotDotDotToken)) return true;
  if (!node.body || ts.isArrowFunction(node)) return false;
  let found = false;
  walk(node.body, at => {
    found ||= ts.isIdentifier(at) && at.text === 'arguments';
    return !found;
  });
  return found;
}

function isAsync(node: FunctionNode): boolean {
  return node.modifiers?.some(it => it.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

function assignedName(node: ts.Node): string | undefined {
  const parent = node.parent;
  return parent && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && ts.isIdentifier(parent.name)
    ? parent.name.text
    : undefined;
}

const looking = new Set<ts.Node>();

/** Whether a function reads the origin from around it: as a variable of the functions that it stands in, or through `this`. */
function seesOrigin(node: FunctionNode, frame: Frame, self: RecordValue | undefined): boolean {
  if (!node.body || looking.has(node)) return false;
  looking.add(node);
  try {
    let sees = false;
    walk(node.body, at => {
      if (sees) return false;
      if (at.kind === ts.SyntaxKind.ThisKeyword) sees = self !== undefined && onOrigin(self);
      else if (ts.isIdentifier(at)) sees = readsOrigin(at, node, frame);
      return undefined;
    });
    return sees;
  } finally {
    looking.delete(node);
  }
}

function readsOrigin(at: ts.Identifier, node: FunctionNode, frame: Frame): boolean {
  const declaration = frame.source.scopes.resolve(at);
  if (!declaration || isInside(declaration.name, node)) return false;
  const bound = frame.bindings.get(declaration.name);
  if (bound) return onOrigin(bound);
  if (declaration.kind === 'parameter') return true;
  return declaration.kind === 'variable' && !isTopLevel(declaration.name) && onOrigin(nameValue(at, frame));
}

function isTopLevel(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return false;
  return true;
}

const running = new Set<ts.Node>();

/** What it costs the file that asks to enter a function, in steps beside those within. */
const ENTERED = 16;

function run(node: FunctionNode, args: readonly Value[], frame: Frame, around?: Variables): Outcome {
  const span = spanOf(node);
  const cut: Outcome = {
    paths: [
      {
        when: TRUE,
        effects: [],
        end: 'return',
        result: unknown(span, 'a function that is not followed further', true),
        at: span,
      },
    ],
    cut: true,
  };
  if (isIdle()) return foundOnce(node, args, frame, () => askedAnew(frame, () => run(node, args, frame, around)));
  const trace = traceOf(frame);
  if (!node.body || trace.depth >= MAX_DEPTH || running.has(node) || trace.steps <= 0 || trace.budget.left <= 0)
    return cut;
  trace.budget.left -= ENTERED;
  running.add(node);
  trace.depth++;
  try {
    const bindings = present(node, frame.bindings, around);
    let inner: Frame = { ...frame, bindings, depth: frame.depth + 1, entered: { home: node, around: bindings } };
    node.parameters.forEach((parameter, index) => {
      inner = parameterValue(parameter, index, args, around !== undefined, inner);
    });
    for (const name of begunAsNothing(node)) inner = bind(inner, name, literal(spanOf(name), undefined));
    const outcome = ts.isBlock(node.body)
      ? execute(node.body.statements, inner, undefined, node.body)
      : execute([ts.factory.createEmptyStatement()], inner, node.body);
    const awaited = around === undefined || isAsync(node);
    return awaited ? { ...outcome, paths: outcome.paths.map(arrived) } : outcome;
  } finally {
    trace.depth--;
    running.delete(node);
  }
}

/** What a function does that nobody hands anything is asked by many: it is followed once. */
function foundOnce(node: FunctionNode, args: readonly Value[], frame: Frame, follow: () => Outcome): Outcome {
  const { outcomes } = frame.source;
  const plain = args.length === 0 && frame.bindings.size === 0 && !frame.self && !isListening() && !isLimited();
  if (!plain) return follow();
  const before = outcomes.get(node);
  if (before) {
    note(before.reads);
    return before.value;
  }
  const found = watching(follow);
  outcomes.set(node, found);
  return found.value;
}

/** What the variables around a function hold when it is called, and not when it was made. */
function present(node: FunctionNode, made: Frame['bindings'], around: Variables | undefined): Frame['bindings'] {
  if (!around || around === made || (made.size === 0 && isTopLevel(node))) return made;
  const now = new Map(made);
  for (const [name, value] of around as Frame['bindings']) if (!isInside(name, node)) now.set(name, value);
  return now;
}

/** Who asks what a function gives back waits for it, too. */
function arrived(path: Path): Path {
  const result = path.result && waitedFor(path.result);
  return result === path.result ? path : { ...path, result, waited: true };
}

/** What a parameter is given; where nobody calls the function, it stands for whatever may come. */
function parameterValue(
  parameter: ts.ParameterDeclaration,
  index: number,
  args: readonly Value[],
  isCalled: boolean,
  frame: Frame,
): Frame {
  const given = parameter.dotDotDotToken
    ? ({ kind: 'list', container: 'array', items: args.slice(index), span: spanOf(parameter) } as const)
    : args[index];
  const value =
    given && !(isUndefined(given) && parameter.initializer)
      ? given
      : parameter.initializer && (isCalled || args.length > 0)
        ? evaluate(parameter.initializer, frame)
        : (given ?? (isCalled || args.length > index ? literal(spanOf(parameter), undefined) : undefined));
  return value ? bindPattern(parameter.name, value, frame) : frame;
}
