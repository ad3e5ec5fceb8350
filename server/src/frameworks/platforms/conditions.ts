import type { Word } from '../../syntax/directives.ts';
import { and, FALSE, not, or, TRUE } from '../../syntax/test.ts';
import { literal, type Pattern, type Test, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { isMethod } from '../handwritten/method.ts';

/** What configurations of servers ask of requests. */
export function headerAt(name: string, span: Span): Value {
  return { kind: 'request', part: 'header', name: name.toLowerCase(), span };
}

export function methodIs(text: string, span: Span): Test {
  return { kind: 'equals', left: { kind: 'request', part: 'method', span }, right: literal(span, text), span };
}

/** A pattern of PCRE or Go; both take `(?i)` at its beginning. */
export function patternAt(text: string, span: Span, flags = ''): Pattern {
  const [, own = '', source = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(text) ?? [];
  return { kind: 'pattern', source, flags: own ? 'i' : flags, shared: false, span };
}

/** The pattern is found in the header, which the request has. */
export function foundIn(of: Value, { text, span }: Word, flags = ''): Test {
  return and({ kind: 'truthy', of }, { kind: 'matches', pattern: patternAt(text, span, flags), of, span });
}

/** A condition where the method is known to be `OPTIONS`, or to be none. */
export function under(test: Test, options: boolean): Test {
  switch (test.kind) {
    case 'not':
      return not(under(test.of, options));
    case 'and':
      return and(...test.of.map(it => under(it, options)));
    case 'or':
      return or(...test.of.map(it => under(it, options)));
    case 'equals': {
      if (!isMethod(test.left) || test.right.kind !== 'literal') return test;
      const asked = test.right.value === 'OPTIONS';
      return options ? (asked ? TRUE : FALSE) : asked ? FALSE : test;
    }
    default:
      return test;
  }
}

/** Whether a condition asks for `OPTIONS`. */
export function asksForOptions(test: Test): boolean {
  switch (test.kind) {
    case 'not':
      return asksForOptions(test.of);
    case 'and':
    case 'or':
      return test.of.some(asksForOptions);
    case 'equals':
      return isMethod(test.left) && test.right.kind === 'literal' && test.right.value === 'OPTIONS';
    default:
      return false;
  }
}

/** What is left of a condition when the method is no question. */
export function withoutMethod(test: Test): Test {
  switch (test.kind) {
    case 'and':
      return and(...test.of.map(withoutMethod));
    case 'or':
      return or(...test.of.map(withoutMethod));
    case 'not':
      return test.of.kind === 'equals' && isMethod(test.of.left) ? TRUE : not(withoutMethod(test.of));
    case 'equals':
      return isMethod(test.left) ? TRUE : test;
    default:
      return test;
  }
}
