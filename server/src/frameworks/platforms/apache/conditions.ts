import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, not, or, unknownTest } from '../../../syntax/test.ts';
import { literal, type Test, unknown, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';

/** `SetEnvIf Origin pattern variable[=value]`: when the pattern is found in the header, and what the variable then holds. */
interface Assigned {
  readonly name: string;
  readonly when: Test;
  readonly value: Value;
}

/** So many ways to set the variables that its headers send are followed in one file. */
const MOST_WAYS = 500;
/** And so many to set one of them. */
const MOST_TO_ONE = 200;
const TOO_MANY = 'more ways to set variables than are followed in one file';

/** The variables that a configuration sets by a header of the request. https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html */
export class Variables {
  readonly #all = new Map<string, Assigned[]>();
  readonly #set = new Map<string, Test>();
  #left = MOST_WAYS;

  constructor(directives: readonly Directive[]) {
    for (const it of directives.flatMap(assignedBy)) {
      const own = this.#all.get(it.name);
      if (own) own.push(it);
      else this.#all.set(it.name, [it]);
    }
  }

  /** `env=name`. */
  isSet(name: string, span: Span): Test {
    const own = this.#all.get(name);
    if (!own) return unknownTest(span, `whether \`${name}\` is set`, false);
    if (own.length > MOST_TO_ONE) return unknownTest(span, TOO_MANY, true);
    const known = this.#set.get(name) ?? or(...own.map(it => it.when));
    this.#set.set(name, known);
    return known;
  }

  /** `%{name}e`; `(null)` where nothing sets it, which a guard keeps from being sent. */
  holds(name: string, span: Span, guarded: boolean): Value {
    const own = this.#all.get(name)?.toReversed() ?? [];
    this.#left -= own.length;
    if (this.#left < 0 || own.length > MOST_TO_ONE) return unknown(span, TOO_MANY, true);
    if (own.length === 0) return unknown(span, `what \`${name}\` holds is not known`, /origin|cors/i.test(name));
    let left: readonly Test[] = [];
    const branches = own.map(it => {
      const branch = { when: and(...left, it.when), value: it.value };
      left = [...left, not(it.when)];
      return branch;
    });
    const unset = guarded ? [] : [{ when: and(...left), value: literal(span, '(null)') }];
    return { kind: 'choice', branches: [...branches, ...unset], span };
  }
}

export function originAt(span: Span): Value {
  return { kind: 'request', part: 'header', name: 'origin', span };
}

function assignedBy({ name, args }: Directive): readonly Assigned[] {
  const [header, pattern, ...variables] = args;
  const folded = /^setenvifnocase$/i.test(name);
  if (!(folded || /^setenvif$/i.test(name)) || !header || !pattern || !/^origin$/i.test(header.text)) return [];
  return variables.flatMap((it): readonly Assigned[] => {
    const [, variable = '', value] = /^!?(\w+)(?:=([\s\S]*))?$/.exec(it.text) ?? [];
    if (variable === '' || it.text.startsWith('!')) return [];
    const when = matching(pattern, folded ? 'i' : '');
    if (value === undefined || !/\$\d/.test(value))
      return [{ name: variable, when, value: literal(it.span, value ?? '1') }];
    // What is kept is the piece that matched: a page gets its own origin back where that is all of it.
    const whole = value === '$0' || (value === '$1' && isOneGroup(pattern.text));
    return [
      whole
        ? { name: variable, when: matching(pattern, folded ? 'i' : '', true), value: originAt(it.span) }
        : { name: variable, when, value: unknown(it.span, 'a piece of what a pattern matched', true) },
    ];
  });
}

function isOneGroup(pattern: string): boolean {
  return /^\^?\((?!\?)[\s\S]*\)\$?$/.test(pattern) && !/\)[^$]*\(.*\)\$?$/.test(pattern.replace(/\\[()]/g, ''));
}

function matching({ text, span }: Word, flags: string, whole = false): Test {
  const source = whole && !(text.startsWith('^') && text.endsWith('$') && !/\|/.test(text)) ? `^(?:${text})$` : text;
  return {
    kind: 'matches',
    pattern: { kind: 'pattern', source, flags, shared: false, span },
    of: originAt(span),
    span,
  };
}

/**
 * `%{req:Origin} =~ m#pattern#`, `-n req('Origin')`, `== 'text'`; https://httpd.apache.org/docs/2.4/expr.html. `word` is the one that holds
 * all of it, `span` is more than that.
 */
export function expressionTest(text: string, span: Span, word: Word | undefined): Test {
  const origin = String.raw`(?:%\{(?:req:|HTTP:)Origin\}|(?:req|http)\((['"])Origin\1\))`;
  const pattern = new RegExp(`^\\s*${origin}\\s*(=~|!~)\\s*(?:m(.)(.*)\\3|/(.*)/)(i?)\\s*$`, 'i').exec(text);
  if (pattern) {
    const [, , operator, sign = '/', first, second, flags = ''] = pattern;
    const source = first ?? second ?? '';
    const at = (/[#/]/.test(sign) && word && placeIn(word, source)) || span;
    const test = matching({ text: source, span: at }, flags);
    return operator === '!~' ? not(test) : test;
  }
  const equal = new RegExp(`^\\s*${origin}\\s*(==|!=)\\s*(['"])(.*)\\3\\s*$`, 'i').exec(text);
  if (equal) {
    const test: Test = { kind: 'equals', left: originAt(span), right: literal(span, equal[4] ?? ''), span };
    return equal[2] === '!=' ? not(test) : test;
  }
  if (new RegExp(`^\\s*-n\\s+${origin}\\s*$`, 'i').test(text)) return { kind: 'truthy', of: originAt(span) };
  return unknownTest(span, 'an expression that is not followed', /origin/i.test(text));
}

/** Where a piece of a word stands that is written as it is read. */
function placeIn({ text, quote, span }: Word, piece: string): Span | undefined {
  const lead = quote ? 1 : 0;
  if (span.end - span.start !== text.length + 2 * lead) return undefined;
  const start = span.start + lead + text.lastIndexOf(piece);
  return { ...span, start, end: start + piece.length };
}
