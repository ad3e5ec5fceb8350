import type { AST } from '@eslint-community/regexpp';
import { ANY_CHAR, type Chars, oneChar } from './chars.ts';
import { charsMatching, type Mode } from './classes.ts';
import { modeOf, parsePattern } from './pattern.ts';

/** One step of a compiled test, named by its index in `Program.nodes`; `next` is where it goes on. */
export type Node =
  /** The test has succeeded, whatever follows. */
  | { readonly op: 'match' }
  | { readonly op: 'char'; readonly set: Chars; readonly next: number }
  | { readonly op: 'split'; of: readonly number[] }
  | { readonly op: 'start' | 'end'; readonly next: number }
  | { readonly op: 'word'; readonly negate: boolean; readonly next: number }
  | { readonly op: 'ahead'; readonly negate: boolean; readonly body: number; readonly next: number }
  | { readonly op: 'behind'; readonly negate: boolean; readonly index: number; readonly next: number };

/** A test as a graph of steps, each of which knows its continuation (Thompson's construction with assertions). */
export interface Program {
  readonly nodes: readonly Node[];
  readonly begin: number;
  /** The beginnings of the tests for `(?<=…)`, inner ones before those that hold them; each runs from the text's start. */
  readonly behind: readonly number[];
}

const mostNodes = 3000;
const mostBehind = 8;

/** Why a pattern has no program. */
export class Inexpressible extends Error {}

interface Builder {
  readonly nodes: Node[];
  readonly behind: number[];
}

function add(builder: Builder, node: Node): number {
  if (builder.nodes.length >= mostNodes) throw new Inexpressible('the pattern is too large');
  return builder.nodes.push(node) - 1;
}

/** `new RegExp(source, flags).test(…)` as a program; throws `Inexpressible`. */
export function patternProgram(source: string, flags: string): Program {
  const pattern = parsePattern(source, flags);
  if (!pattern.ok) throw new Inexpressible(pattern.why);
  const builder: Builder = { nodes: [], behind: [] };
  const match = add(builder, { op: 'match' });
  const begin = alternatives(builder, pattern.root.alternatives, match, pattern.mode);
  return { ...builder, begin: pattern.sticky ? begin : search(builder, begin) };
}

/** A comparison of the whole subject with one of `texts`, or of its beginning, its end, or any part. */
export function textProgram(kind: 'equals' | 'starts' | 'ends' | 'contains', texts: readonly string[]): Program {
  const builder: Builder = { nodes: [], behind: [] };
  const match = add(builder, { op: 'match' });
  const last = kind === 'equals' || kind === 'ends' ? add(builder, { op: 'end', next: match }) : match;
  const begin = split(
    builder,
    texts.map(text => chain(builder, text, last)),
  );
  return { ...builder, begin: kind === 'equals' || kind === 'starts' ? begin : search(builder, begin) };
}

/** The subject is a part of one of `texts`. */
export function withinProgram(texts: readonly string[], edge?: 'start' | 'end'): Program {
  const builder: Builder = { nodes: [], behind: [] };
  const match = add(builder, { op: 'match' });
  const end = add(builder, { op: 'end', next: match });
  const places: number[] = [];
  for (const text of texts) {
    let next = end;
    for (let at = text.length - 1; at >= 0; at--) {
      const here = add(builder, { op: 'char', set: oneChar(text.charCodeAt(at)), next });
      // With an edge at the end a piece goes on to the end, with one at the start it begins there.
      next = edge === 'end' ? here : split(builder, [here, end]);
      if (edge !== 'start' || at === 0) places.push(next);
    }
  }
  return { ...builder, begin: split(builder, places) };
}

function split(builder: Builder, of: readonly number[]): number {
  return of.length === 1 && of[0] !== undefined ? of[0] : add(builder, { op: 'split', of });
}

function chain(builder: Builder, text: string, next: number): number {
  let from = next;
  for (let at = text.length - 1; at >= 0; at--) {
    from = add(builder, { op: 'char', set: oneChar(text.charCodeAt(at)), next: from });
  }
  return from;
}

function search(builder: Builder, begin: number): number {
  const loop: Node = { op: 'split', of: [begin] };
  const at = add(builder, loop);
  loop.of = [begin, add(builder, { op: 'char', set: ANY_CHAR, next: at })];
  return at;
}

function alternatives(builder: Builder, of: readonly AST.Alternative[], next: number, mode: Mode): number {
  return split(
    builder,
    of.map(({ elements }) => elements.reduceRight((after, element) => compile(builder, element, after, mode), next)),
  );
}

function compile(builder: Builder, node: AST.Element, next: number, mode: Mode): number {
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternatives(builder, node.alternatives, next, modeOf(node, mode));
    case 'Quantifier':
      return repeat(builder, node, next, mode);
    case 'Assertion':
      return assertion(builder, node, next, mode);
    case 'Backreference':
      throw new Inexpressible('the pattern refers back to a group');
    default: {
      const set = charsMatching(node, mode);
      if (!set) throw new Inexpressible('the pattern has a class of strings');
      return add(builder, { op: 'char', set, next });
    }
  }
}

function repeat(builder: Builder, node: AST.Quantifier, next: number, mode: Mode): number {
  const counted = node.max === Number.POSITIVE_INFINITY ? node.min : node.max;
  if (counted > mostNodes) throw new Inexpressible('the pattern is too large');
  let from = next;
  if (node.max === Number.POSITIVE_INFINITY) {
    const loop: Node = { op: 'split', of: [next] };
    from = add(builder, loop);
    loop.of = [compile(builder, node.element, from, mode), next];
  } else {
    for (let count = node.min; count < node.max; count++) {
      from = add(builder, { op: 'split', of: [compile(builder, node.element, from, mode), next] });
    }
  }
  for (let count = 0; count < node.min; count++) from = compile(builder, node.element, from, mode);
  return from;
}

function assertion(builder: Builder, node: AST.Assertion, next: number, mode: Mode): number {
  switch (node.kind) {
    case 'start':
    case 'end':
      return add(builder, { op: node.kind, next });
    case 'word':
      return add(builder, { op: 'word', negate: node.negate, next });
    case 'lookahead': {
      const body = alternatives(builder, node.alternatives, add(builder, { op: 'match' }), mode);
      return add(builder, { op: 'ahead', negate: node.negate, body, next });
    }
    case 'lookbehind': {
      if (looksAhead(node)) throw new Inexpressible('the pattern looks ahead while it looks behind');
      const body = alternatives(builder, node.alternatives, lookedBehind(builder), mode);
      if (builder.behind.length >= mostBehind) throw new Inexpressible('the pattern looks behind too often');
      const index = builder.behind.push(search(builder, body)) - 1;
      return add(builder, { op: 'behind', negate: node.negate, index, next });
    }
  }
}

/** What is looked for behind a place must end there: only then is its program at its end. */
function lookedBehind(builder: Builder): number {
  return add(builder, { op: 'end', next: add(builder, { op: 'match' }) });
}

function looksAhead(node: AST.LookbehindAssertion): boolean {
  const pending: AST.Node[] = [...node.alternatives];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (at.type === 'Assertion') {
      if (at.kind === 'end' || at.kind === 'word' || at.kind === 'lookahead') return true;
      if (at.kind === 'lookbehind') pending.push(...at.alternatives);
    } else if (at.type === 'Alternative') pending.push(...at.elements);
    else if (at.type === 'Group' || at.type === 'CapturingGroup') pending.push(...at.alternatives);
    else if (at.type === 'Quantifier') pending.push(at.element);
  }
  return false;
}
