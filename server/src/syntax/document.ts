import ts from 'typescript';
import type { TextEdit } from '../text/edit.ts';
import { blanksFrom, indentAt, lineBreakOf, quoteOf, skipTrivia, startsLine } from '../text/layout.ts';
import type { Span } from '../text/span.ts';
import { isCode, parse } from './parse.ts';
import { deepestAround, jsonTree, nodeAt, spanFrom } from './places.ts';
import { isName, linkOf, previousOf, type Role, roleOf } from './roles.ts';
import { isMarkup, scriptsIn } from './scripts.ts';
import {
  callsOf,
  decisionOn,
  declaredBetween,
  isChosen,
  isListed,
  linesOf,
  modulesOf,
  type NamedFunction,
  namedAround,
  namesIn,
} from './surroundings.ts';
import {
  assignedTo,
  type Call,
  callIn,
  type ObjectPlace,
  objectPlace,
  objectsIn,
  type Pair,
  pairIn,
  repeatable,
} from './views.ts';

/** Gives the files that a fix is written into; undefined for what cannot be read. */
export type Documents = (path: string) => Document | undefined;

/** A function that has a name by which it can be called. */
export interface NamedPlace extends Omit<NamedFunction, 'node'> {
  readonly span: Span;
}

/**
 * A file as those see it who write fixes: its places are those of the syntax tree, and what the tree does not have at a
 * place cannot be changed there. Every method gives undefined instead of an edit after which the file would not be whole.
 * Code and JSON have a tree here; other notations have one of their own (`directive-places.ts`).
 */
export class Document {
  readonly path: string;
  readonly text: string;
  readonly #parse: () => ts.SourceFile | undefined;
  readonly #made = new Map<object, unknown>();
  #tree: ts.SourceFile | undefined;

  constructor(path: string, text: string, tree?: () => ts.SourceFile) {
    this.path = path;
    this.text = text;
    this.#parse =
      tree ??
      (() =>
        isCode(path)
          ? parse(path, text)
          : isMarkup(path)
            ? parse(path, scriptsIn(text))
            : path.endsWith('.json')
              ? jsonTree(path, text)
              : undefined);
  }

  /** The source of a place. */
  source(at: Span): string {
    return this.text.slice(at.start, at.end);
  }

  /** The quotes that the file uses. */
  get quote(): string {
    return quoteOf(this.text);
  }

  get lineBreak(): string {
    return lineBreakOf(this.text);
  }

  /** The blanks that the line of a place starts with. */
  indent(offset: number): string {
    return indentAt(this.text, offset);
  }

  /** What a notation makes of the file, made once; `notation` is what it is remembered by. */
  made<T>(notation: object, make: () => T): T {
    if (!this.#made.has(notation)) this.#made.set(notation, make());
    return this.#made.get(notation) as T;
  }

  /** Whether the file imports or requires a package. */
  imports(module: string): boolean {
    const tree = this.#whole();
    return tree !== undefined && modulesOf(tree).has(module);
  }

  role(at: Span): Role | undefined {
    const node = this.#node(at);
    return node && roleOf(node, at);
  }

  /** The call that a place is, as an expression, a statement or a link of a chain. */
  call(at: Span): Call | undefined {
    const node = this.#node(at);
    return node && callIn(node, this.path);
  }

  /** A name and its value, as a call, a property, an assignment or a row writes them. */
  pair(at: Span, name: RegExp): Pair | undefined {
    const node = this.#node(at);
    return node && pairIn(node, name, this.path);
  }

  /** The object that an assignment such as `headers['x'] = …` writes into. */
  assigned(at: Span): Span | undefined {
    const node = this.#node(at);
    return node && assignedTo(node, this.path);
  }

  /** The object that a property stands in, or that a place is. */
  object(at: Span): ObjectPlace | undefined {
    const node = this.#node(at);
    const object = node && !ts.isObjectLiteralExpression(node) ? node.parent : node;
    return object && ts.isObjectLiteralExpression(object) ? objectPlace(object, this.path) : undefined;
  }

  /** The objects written within a place, each before those in it. */
  objects(at: Span): readonly ObjectPlace[] {
    const node = this.#node(at);
    return node ? objectsIn(node, this.path) : [];
  }

  /** Whether an expression may be written a second time: names, their properties, and calls with texts alone. */
  repeatable(at: Span): boolean {
    const node = this.#node(at);
    return node !== undefined && repeatable(node);
  }

  /** Takes a statement, property, element or link away, with its comma, and with its line where it has one to itself. */
  remove(at: Span): readonly TextEdit[] | undefined {
    const node = this.#node(at);
    switch (node && roleOf(node, at)) {
      case 'statement':
        return [this.#cut(at.start, Math.max(at.end, node?.end ?? 0))];
      case 'property':
      case 'element':
        return node && this.#removeItem(node);
      case 'link':
        return node && [{ at: linkOf(node, at), text: '' }];
      default:
        return undefined;
    }
  }

  /** Puts another of the same kind behind a statement, property, element or link. */
  insertAfter(at: Span, text: string): readonly TextEdit[] | undefined {
    const node = this.#node(at);
    const gap = startsLine(this.text, at.start) ? `${this.lineBreak}${this.indent(at.start)}` : ' ';
    const end = { ...at, start: at.end };
    switch (node && roleOf(node, at)) {
      case 'statement':
        return [{ at: end, text: `${gap}${text}` }];
      case 'property':
      case 'element':
        return [{ at: end, text: `,${gap}${text}` }];
      case 'link': {
        const dot = skipTrivia(this.text, node ? linkOf(node, at).start : at.start);
        const ownLine = startsLine(this.text, dot);
        return [{ at: end, text: ownLine ? `${this.lineBreak}${this.indent(dot)}${text}` : text }];
      }
      default:
        return undefined;
    }
  }

  /** Puts a statement in front of another, on a line of its own. */
  insertBefore(at: Span, text: string): readonly TextEdit[] | undefined {
    if (this.role(at) !== 'statement') return undefined;
    const gap = startsLine(this.text, at.start) ? `${this.lineBreak}${this.indent(at.start)}` : ' ';
    return [{ at: { ...at, end: at.start }, text: `${text}${gap}` }];
  }

  /** Puts an expression in the place of another; a property that is its own name keeps the name. */
  replace(at: Span, text: string): readonly TextEdit[] | undefined {
    const node = this.#node(at);
    if (!node) return undefined;
    if (ts.isShorthandPropertyAssignment(node)) return [{ at, text: `${node.name.text}: ${text}` }];
    if (ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent))
      return [{ at, text: `${node.text}: ${text}` }];
    return ts.isExpression(node) && !isName(node) ? [{ at, text }] : undefined;
  }

  /** Puts another text in the place of a piece of a literal; undefined where the place is no piece of one. */
  replacePiece(at: Span, text: string): readonly TextEdit[] | undefined {
    const literal = this.#literalAround(at);
    const quote = literal && this.text[literal.start];
    return quote === undefined
      ? undefined
      : [{ at, text: text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) }];
  }

  /** Takes a piece between the commas of a literal away, with one comma. */
  removePiece(at: Span): readonly TextEdit[] | undefined {
    const literal = this.#literalAround(at);
    if (!literal) return undefined;
    const after = /^\s*,\s*/.exec(this.text.slice(at.end, literal.end - 1))?.[0].length;
    if (after !== undefined) return [{ at: { ...at, end: at.end + after }, text: '' }];
    const before = /\s*,\s*$/.exec(this.text.slice(literal.start + 1, at.start))?.[0].length ?? 0;
    return [{ at: { ...at, start: at.start - before }, text: '' }];
  }

  /** Gives a property or a method another name; one that is its own name keeps its value. */
  rename(at: Span, name: string): readonly TextEdit[] | undefined {
    const node = this.#node(at);
    if (!node) return undefined;
    const quote = ts.isStringLiteral(node) ? this.text[at.start] : '';
    const text = /^[\w$]+$/.test(name) ? `${quote}${name}${quote}` : `'${name}'`;
    if (ts.isShorthandPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node.parent))
      return [{ at, text: `${text}: ${this.source(at)}` }];
    return isName(node) ? [{ at, text }] : undefined;
  }

  /** A new first property of an object, which has none of this name; `container` is the object. */
  addProperty(container: Span, name: string, value: string): readonly TextEdit[] | undefined {
    const node = this.#node(container);
    if (!node || !ts.isObjectLiteralExpression(node)) return undefined;
    if (node.properties.some(it => it.name && !ts.isComputedPropertyName(it.name) && it.name.text === name))
      return undefined;
    const plain = /^[A-Za-z_$][\w$]*$/.test(name) && !this.path.endsWith('.json');
    const text = `${plain ? name : `${this.quote}${name}${this.quote}`}: ${value}`;
    const at = (offset: number) => ({ path: this.path, start: offset, end: offset });
    const open = spanFrom(node, this.path).start + 1;
    const [first] = node.properties;
    if (!first)
      return this.text.slice(open, node.end - 1).trim() === ''
        ? [{ at: { path: this.path, start: open - 1, end: node.end }, text: `{ ${text} }` }]
        : [{ at: at(open), text: ` ${text},` }];
    const start = first.getStart(node.getSourceFile());
    return startsLine(this.text, start)
      ? [{ at: at(open), text: `${this.lineBreak}${this.indent(start)}${text},` }]
      : [{ at: at(start), text: `${text}, ` }];
  }

  /** The argument of a call that has none. */
  addArgument(call: Span, text: string): readonly TextEdit[] | undefined {
    const node = this.#node(call);
    if (!node || !(ts.isCallExpression(node) || ts.isNewExpression(node)) || node.arguments?.length !== 0)
      return undefined;
    const close = node.end - 1;
    const open = skipTrivia(this.text, node.arguments.pos) === close ? node.arguments.pos : close;
    return [{ at: { path: this.path, start: open, end: close }, text }];
  }

  /** The place of the link of a chain that a call is: `.set(…)` of `res.set(…).json(…)`; other places as they are. */
  link(at: Span): Span {
    const node = this.#node(at);
    return node && roleOf(node, at) === 'link' ? linkOf(node, at) : at;
  }

  /** The statement that consists of the call or the assignment at a place, or in whose arguments the place stands. */
  statement(at: Span): Span | undefined {
    let node = this.#node(at);
    while (node && !ts.isStatement(node)) node = ts.isFunctionLike(node) ? undefined : node.parent;
    return node && spanFrom(node, this.path);
  }

  /** The first statement from which on a place may be passed over, by a condition around it or a way out before it. */
  decision(at: Span): Span | undefined {
    const node = this.#node(at);
    const found = node && decisionOn(node);
    return found && spanFrom(found, this.path);
  }

  /** Whether a place is reached only under a condition within its own statement. */
  isChosen(at: Span): boolean {
    const node = this.#node(at);
    return node !== undefined && isChosen(node);
  }

  /** The function around a place, where it has a name by which it can be called. */
  namedFunction(at: Span): NamedPlace | undefined {
    const inner = this.#node(at);
    const found = inner && namedAround(inner);
    if (!found) return undefined;
    const { node, ...named } = found;
    return { span: spanFrom(node, this.path), ...named };
  }

  /** The calls of what has this name, outside of the function at `own`. */
  callsOf(name: string, own?: Span): readonly Call[] {
    const tree = this.#whole();
    if (!tree) return [];
    const inside = (at: ts.Node) => own !== undefined && own.start <= at.pos && at.end <= own.end;
    return callsOf(name, tree).flatMap(it => (inside(it) ? [] : (callIn(it, this.path) ?? [])));
  }

  /** Whether two statements are of one list. */
  siblings(one: Span, other: Span): boolean {
    const [a, b] = [this.#node(one), this.#node(other)];
    return a !== undefined && b !== undefined && isListed(a) && isListed(b) && a.parent === b.parent;
  }

  /** The names that are declared between two offsets. */
  declared(start: number, end: number): ReadonlySet<string> {
    const tree = this.#whole();
    return tree ? declaredBetween(tree, start, end) : new Set();
  }

  /** The names used within a place. */
  names(at: Span): ReadonlySet<string> {
    const node = this.#node(at);
    return node ? namesIn(node) : new Set();
  }

  /** The lines of a statement, with the comments directly above it. */
  lines(at: Span): Span | undefined {
    const node = this.#node(at);
    return node && isListed(node) ? { path: this.path, ...linesOf(node, this.text) } : undefined;
  }

  /** The text literal without gaps that holds a place within its quotes. */
  #literalAround(at: Span): Span | undefined {
    const tree = at.path === this.path ? this.#whole() : undefined;
    const node = tree && deepestAround(tree, at);
    if (!node || !ts.isStringLiteralLike(node)) return undefined;
    const { start, end } = spanFrom(node, this.path);
    return start < at.start && at.end < end ? { path: this.path, start, end } : undefined;
  }

  #whole(): ts.SourceFile | undefined {
    this.#tree ??= this.#parse();
    return this.#tree;
  }

  /** Takes the last argument of a call away. */
  removeArgument(at: Span): readonly TextEdit[] | undefined {
    const node = this.#node(at);
    const call = node?.parent;
    if (!node || !call || !ts.isCallExpression(call) || call.arguments.at(-1) !== node) return undefined;
    const before = call.arguments.at(-2);
    const start = before ? before.end : call.arguments.pos;
    const comma = this.text[skipTrivia(this.text, node.end)] === ',' ? skipTrivia(this.text, node.end) + 1 : node.end;
    return [{ at: { path: this.path, start, end: comma }, text: '' }];
  }

  #node(at: Span): ts.Node | undefined {
    const tree = at.path === this.path ? this.#whole() : undefined;
    return tree && nodeAt(tree, at);
  }

  /** A stretch together with its line, where it has that to itself; what is said behind it stays. */
  #cut(start: number, end: number): TextEdit {
    const rest = blanksFrom(this.text, end);
    const own = startsLine(this.text, start);
    const whole = own && (rest.includes('\n') || end + rest.length === this.text.length);
    const from = whole ? this.text.lastIndexOf('\n', start - 1) + 1 : start;
    const keep = !own && rest.includes('\n') ? '' : rest;
    return { at: { path: this.path, start: from, end: end + keep.length }, text: '' };
  }

  #removeItem(node: ts.Node): readonly TextEdit[] {
    const { start, end } = spanFrom(node, this.path);
    const after = skipTrivia(this.text, end);
    if (this.text[after] === ',') {
      if (this.text.slice(end, after).trim() === '') return [this.#cut(start, after + 1)];
      return [
        { at: { path: this.path, start, end }, text: '' },
        { at: { path: this.path, start: after, end: after + 1 }, text: '' },
      ];
    }
    const before = previousOf(node);
    if (!before) return [this.#cut(start, end)];
    const comma = skipTrivia(this.text, before.end);
    if (this.text.slice(comma + 1, start).trim() === '')
      return [{ at: { path: this.path, start: comma, end }, text: '' }];
    // Code may end a list with a comma, JSON may not.
    const last = this.#cut(start, end);
    return this.path.endsWith('.json')
      ? [{ at: { path: this.path, start: comma, end: comma + 1 }, text: '' }, last]
      : [last];
  }
}
