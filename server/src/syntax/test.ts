import type { Span } from '../text/span.ts';
import { decided } from './choice.ts';
import type { Test, Value } from './value.ts';

export const TRUE: Test = { kind: 'constant', value: true };
export const FALSE: Test = { kind: 'constant', value: false };

export function not(of: Test): Test {
  if (of.kind === 'constant') return of.value ? FALSE : TRUE;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

export function and(...of: readonly Test[]): Test {
  const [first, second] = of;
  if (first && second && of.length === 2) {
    if (first.kind === 'constant') return first.value ? second : FALSE;
    if (second.kind === 'constant') return second.value ? first : FALSE;
  }
  if (of.some(it => it.kind === 'constant' && !it.value)) return FALSE;
  const some = of.flatMap(it => (it.kind === 'constant' ? [] : it.kind === 'and' ? it.of : [it]));
  return some.length === 0 ? TRUE : some.length === 1 && some[0] ? some[0] : { kind: 'and', of: some };
}

export function or(...of: readonly Test[]): Test {
  if (of.some(it => it.kind === 'constant' && it.value)) return TRUE;
  const some = shorter(of.flatMap(it => (it.kind === 'constant' ? [] : it.kind === 'or' ? it.of : [it])));
  return some.length === 0 ? FALSE : some.length === 1 && some[0] ? some[0] : { kind: 'or', of: some };
}

/** `a or (not a and b)` is `a or b`: what the turns of a loop leave behind. */
function shorter(tests: readonly Test[]): readonly Test[] {
  if (!tests.some(it => it.kind === 'and')) return tests;
  const others = new Set(tests);
  return tests.map(it =>
    it.kind === 'and' && it.of.some(part => part.kind === 'not' && others.has(part.of))
      ? and(...it.of.filter(part => !(part.kind === 'not' && others.has(part.of))))
      : it,
  );
}

/** Whether the value counts as true in a condition. */
export function truthy(value: Value): Test {
  switch (value.kind) {
    case 'literal':
      return value.value ? TRUE : FALSE;
    case 'test':
      return value.test;
    case 'list':
    case 'record':
    case 'function':
    case 'pattern':
    case 'open-pattern':
    case 'promise':
      return TRUE;
    case 'choice':
      return decided(value, truthy);
    case 'request':
      // Whoever sends an origin sends headers.
      return value.inWords || value.part === 'headers' ? TRUE : { kind: 'truthy', of: value };
    case 'call':
      return value.construct ? TRUE : { kind: 'truthy', of: value };
    case 'part':
      return value.part === 'url' ? parses(value.of, value.span) : { kind: 'truthy', of: value };
    case 'template':
      return value.parts.some(it => it.kind === 'literal' && String(it.value) !== '')
        ? TRUE
        : { kind: 'truthy', of: value };
    case 'member':
      return value.name === 'typeof ' ? TRUE : { kind: 'truthy', of: value };
    case 'unknown':
      return value.truthy || (value.least ?? 0) > 0
        ? TRUE
        : {
            kind: 'unknown',
            why: value.why,
            onOrigin: value.onOrigin,
            ...(value.of ? { of: value.of } : {}),
            span: value.span,
          };
    default:
      return { kind: 'truthy', of: value };
  }
}

/** Whether `new URL(value)` finds a URL in the value. */
export function parses(value: Value, span: Span): Test {
  if (value.kind === 'choice') return or(...value.branches.map(it => and(it.when, parses(it.value, span))));
  if (value.kind === 'literal') return URL.canParse(String(value.value)) ? TRUE : FALSE;
  const known = PARSED.get(value) ?? { kind: 'parses', of: value, span };
  PARSED.set(value, known);
  return known;
}

/** One test for each value that is asked about: it is told from others by itself. */
const PARSED = new WeakMap<Value, Test>();

export function unknownTest(span: Span, why: string, onOrigin: boolean, between?: readonly Value[]): Test {
  return { kind: 'unknown', why, onOrigin, ...(between ? { between } : {}), span };
}

/** What was found before: values share their parts, and a walk from each holder anew takes time without bound. */
const KNOWN = new WeakMap<Value | Test, boolean>();

function once<T extends Value | Test>(of: T, find: (of: T) => boolean): boolean {
  const before = KNOWN.get(of);
  if (before !== undefined) return before;
  const found = find(of);
  KNOWN.set(of, found);
  return found;
}

/** Whether the request's `Origin`, or the request as a whole, flows into the value. */
export function onOrigin(value: Value): boolean {
  return once(value, flowsFromOrigin);
}

function flowsFromOrigin(value: Value): boolean {
  switch (value.kind) {
    case 'request':
      return value.part === 'headers' || (value.part === 'header' && value.name === 'origin');
    case 'unknown':
      return value.onOrigin;
    case 'template':
      return value.parts.some(onOrigin);
    case 'list':
      return value.items.some(onOrigin) || (value.rest?.onOrigin ?? false);
    case 'record':
      return value.entries.some(it => onOrigin(it.value)) || (value.rest?.onOrigin ?? false);
    case 'function':
      return value.sees?.() ?? false;
    case 'part':
    case 'promise':
      return onOrigin(value.of);
    case 'parameter':
      return true;
    case 'member':
      return value.object.kind === 'parameter' ? false : onOrigin(value.object);
    case 'call':
      return onOrigin(value.callee) || value.args.some(onOrigin);
    case 'choice':
      return value.branches.some(it => testsOrigin(it.when) || onOrigin(it.value));
    case 'test':
      return testsOrigin(value.test);
    default:
      return false;
  }
}

/** Whether the outcome of the test depends on the request's `Origin`. */
export function testsOrigin(test: Test): boolean {
  return once(test, asksOrigin);
}

function asksOrigin(test: Test): boolean {
  switch (test.kind) {
    case 'constant':
      return false;
    case 'not':
      return testsOrigin(test.of);
    case 'and':
    case 'or':
      return test.of.some(testsOrigin);
    case 'truthy':
    case 'type':
    case 'parses':
    case 'matches':
      return onOrigin(test.of);
    case 'starts':
    case 'ends':
    case 'contains':
      return onOrigin(test.of) || onOrigin(test.text);
    case 'equals':
      return onOrigin(test.left) || onOrigin(test.right);
    case 'member':
      return onOrigin(test.item) || onOrigin(test.list);
    case 'unknown':
      return test.onOrigin;
  }
}
