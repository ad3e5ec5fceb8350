import ts from 'typescript';
import { CHANGING, isAssignment } from './contents.ts';
import { chainFrom, leavesAlone } from './flow-places.ts';
import type { Frame } from './frame.ts';
import { lazily, put } from './object.ts';
import { bare, isPiece, rootOf, walk } from './parse.ts';
import type { Statements } from './statements.ts';
import { type RecordValue, unknown, type Value } from './value.ts';

/** What happens to a field after it got its value: items are added to it, it is changed otherwise, or another value is assigned. */
type Fate = 'added' | 'changed' | 'assigned';

const ADDING = /^(push|unshift|add|append)$/;

const FIELDS = new WeakMap<ts.Node, ReadonlyMap<string, Fate>>();

/**
 * The fields that the code of a class, or the methods of an object, change, beyond what a constructor's own statements
 * `this.field = …` give them.
 */
export function changedFields(node: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression): ReadonlyMap<string, Fate> {
  const known = FIELDS.get(node) ?? fieldsChangedIn(node);
  FIELDS.set(node, known);
  return known;
}

/** Where the code of a class hands its fields on to others, which may change what they hold: by field, `this.field` there. */
export function handedFields(node: ts.ClassLikeDeclaration): ReadonlyMap<string, readonly ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  for (const it of writesOf(node)) if ('handed' in it) found.set(it.key, [...(found.get(it.key) ?? []), it.handed]);
  return found;
}

function writesOf(node: ts.Node): readonly Written[] {
  const known = WRITES.get(node) ?? writesIn(node);
  WRITES.set(node, known);
  return known;
}

const WRITES = new WeakMap<ts.Node, readonly Written[]>();

function fieldsChangedIn(node: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression): ReadonlyMap<string, Fate> {
  const found = new Map<string, Fate>();
  const others = new Set<string>();
  for (const it of writesOf(node)) {
    if ('handed' in it) continue;
    if ('other' in it) others.add(it.other);
    else if (it.plainIn?.parent === node) continue;
    else if (it.root === undefined || others.has(it.root)) worse(found, it.key, it.fate);
  }
  return found;
}

/** Another name for `this`, a field of it that goes on under another name, or what happens to a field of `this` or of what a name stands for. */
type Written =
  | { readonly other: string }
  | { readonly handed: ts.Expression; readonly key: string }
  | {
      readonly root: string | undefined;
      readonly key: string;
      readonly fate: Fate;
      /** The constructor of which it is a statement `this.field = value`. */
      readonly plainIn: ts.ConstructorDeclaration | undefined;
    };

/** What stands in members of classes that are edited elsewhere. */
const pieces = new WeakMap<ts.Node, readonly Written[]>();

function writesIn(node: ts.Node): readonly Written[] {
  const found: Written[] = [];
  const note = (at: ts.Expression, fate: Fate, plainIn?: ts.ConstructorDeclaration) => {
    const root = rootOf(at);
    if (root.kind !== ts.SyntaxKind.ThisKeyword && !ts.isIdentifier(root)) return;
    const keys = keysOf(at);
    const [key] = keys;
    if (key === undefined) return;
    found.push({
      root: ts.isIdentifier(root) ? root.text : undefined,
      key,
      fate: keys.length > 1 ? 'changed' : fate,
      plainIn,
    });
  };
  const takeOver = (it: ts.Node) => {
    const piece = pieces.get(it) ?? writesIn(it);
    pieces.set(it, piece);
    for (const own of piece) found.push(own);
    return false;
  };
  walk(node, it => {
    if (it !== node && isPiece(it)) return takeOver(it);
    if (ts.isVariableDeclaration(it) && it.initializer?.kind === ts.SyntaxKind.ThisKeyword && ts.isIdentifier(it.name))
      found.push({ other: it.name.text });
    else if (ts.isBinaryExpression(it) && isAssignment(it.operatorToken.kind))
      note(it.left, 'assigned', constructorOf(it));
    else if (ts.isPrefixUnaryExpression(it) || ts.isPostfixUnaryExpression(it)) {
      if (it.operator === ts.SyntaxKind.PlusPlusToken || it.operator === ts.SyntaxKind.MinusMinusToken)
        note(it.operand, 'assigned');
    } else if (ts.isDeleteExpression(it)) note(it.expression, 'assigned');
    else if (
      ts.isCallExpression(it) &&
      ts.isPropertyAccessExpression(it.expression) &&
      CHANGING.has(it.expression.name.text)
    )
      note(it.expression.expression, ADDING.test(it.expression.name.text) ? 'added' : 'changed');
    else if (ts.isPropertyAccessExpression(it) && it.expression.kind === ts.SyntaxKind.ThisKeyword && goesOn(it))
      found.push({ handed: it, key: it.name.text });
    return undefined;
  });
  return found;
}

/** Whether what a field holds, or an item of it, becomes something else than what is asked or called there. */
function goesOn(field: ts.Expression): boolean {
  const at = chainFrom(field);
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at) return GIVING_ITEM.test(parent.name.text);
  return !leavesAlone(parent) || (ts.isCallExpression(parent) && parent.expression !== at);
}

const GIVING_ITEM = /^(?:find|findLast|at|get|pop|shift)$/;

/** The static fields that are changed anywhere in the file. */
export function changedStatics(node: ts.ClassLikeDeclaration, frame: Frame): ReadonlyMap<string, Fate> {
  const found = new Map<string, Fate>();
  if (!node.name) return found;
  for (const { kind, at } of frame.source.scopes.changes(node.name)) {
    const [key] = keysOf(at);
    if (key !== undefined && kind !== 'alias' && kind !== 'passed') worse(found, key, 'changed');
  }
  return found;
}

/** What a CommonJS module changes of its own exports after it gave them: by a method, in a part, or not at the top level. */
export function changedExports(statements: Statements): ReadonlyMap<string, Fate> {
  const found = new Map<string, Fate>();
  const changes = [...statements.changes('exports'), ...statements.changes('module')];
  for (const { target, change } of changes.sort((a, b) => a.target.pos - b.target.pos)) {
    const { kind, node, at } = change;
    if (kind === 'alias' || kind === 'passed' || kind === 'assign') continue;
    const keys = keysOf(at);
    const own = target.text === 'exports' ? keys : target.text === 'module' ? keys.slice(1) : undefined;
    const [key] = own ?? [];
    if (own?.length === 0 && kind === 'element' && ts.isBinaryExpression(node)) {
      const [name] = keysOf(node.left).slice(-1);
      if (name && !isTopStatement(node)) worse(found, name, 'assigned');
    } else if (key !== undefined) worse(found, key, kind === 'call' && isAdding(node) ? 'added' : 'changed');
  }
  return found;
}

function isAdding(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    ADDING.test(node.expression.name.text)
  );
}

/** Whether an assignment is all of a statement of the top level, perhaps with others in one. */
function isTopStatement(node: ts.Node): boolean {
  let at = node.parent;
  while (ts.isBinaryExpression(at)) at = at.parent;
  return ts.isExpressionStatement(at) && ts.isSourceFile(at.parent);
}

/** An object whose fields are no longer what they began as. */
export function loosened(record: RecordValue, fates: ReadonlyMap<string, Fate>): RecordValue {
  let changed = record;
  for (const [key, fate] of fates) {
    const entry = record.entries.findLast(it => it.key === key);
    if (!entry && fate !== 'assigned') continue;
    const { keySpan, span } = entry ?? { keySpan: record.span, span: record.span };
    changed = put(
      changed,
      lazily({ key, keySpan, span }, () => after(entry && fate !== 'assigned' ? entry.value : undefined, fate, span)),
    );
  }
  return changed;
}

/** What a field holds after that. */
export function after(value: Value | undefined, fate: Fate, span: Value['span']): Value {
  const why = unknown(span, 'a field that is changed elsewhere', true);
  if (value?.kind === 'list') return { ...value, items: fate === 'added' ? value.items : [], rest: value.rest ?? why };
  if (value?.kind === 'record')
    return { ...value, entries: fate === 'added' ? value.entries : [], rest: value.rest ?? why };
  return value && (value.kind === 'call' || value.kind === 'function' || value.kind === 'external') ? value : why;
}

/** The constructor of which an assignment is a statement `this.field = value`. */
function constructorOf(node: ts.BinaryExpression): ts.ConstructorDeclaration | undefined {
  const left = bare(node.left);
  const around = node.parent.parent?.parent;
  return node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(left) &&
    left.expression.kind === ts.SyntaxKind.ThisKeyword &&
    ts.isExpressionStatement(node.parent) &&
    ts.isBlock(node.parent.parent) &&
    around &&
    ts.isConstructorDeclaration(around)
    ? around
    : undefined;
}

/** The keys that lead from a chain's beginning to its end, as far as they are names. */
export function keysOf(at: ts.Expression): readonly string[] {
  const keys: string[] = [];
  for (let node = bare(at); ; node = bare(node.expression)) {
    if (ts.isPropertyAccessExpression(node)) keys.unshift(node.name.text);
    else if (ts.isElementAccessExpression(node)) keys.unshift('');
    else return keys;
  }
}

function worse(found: Map<string, Fate>, key: string, fate: Fate): void {
  const before = found.get(key);
  const order: readonly Fate[] = ['added', 'changed', 'assigned'];
  if (!before || order.indexOf(before) < order.indexOf(fate)) found.set(key, fate);
}
