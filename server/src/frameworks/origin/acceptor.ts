import {
  type Acceptor,
  ALL,
  both,
  either,
  type Hole,
  NONE,
  negate,
  type Subject,
  type Text,
  type UnknownAcceptor,
  type WrittenText,
} from '../../model/acceptor.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { asksAddress, isFixed, valuesOf } from '../../syntax/fixed.ts';
import { asksPage, asksPut, metByAnyPage } from '../../syntax/put.ts';
import { testsOrigin } from '../../syntax/test.ts';
import { type Environment, type Test, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { guardOf } from './alternatives.ts';
import { patternAcceptor } from './pattern-acceptor.ts';

/** What fills environment variables in, from the workspace's `.env*` files. */
export type Lookup = (name: string) => readonly WrittenText[] | undefined;

/**
 * The origins for which a condition holds. Conditions on anything else of the request than its origin (the path, who is logged in)
 * are taken as met: whoever attacks chooses a request for which they are. What no request decides is `fixed`, and not known; so is
 * what other code has put on the request, which may have asked for the origin.
 */
export function acceptorOf(test: Test, lookup: Lookup = () => undefined): Acceptor {
  return convert(test, false, lookup);
}

/** `negated` tells that the condition stands below a `not`; what has nothing to do with the origin is then met as well. */
function convert(test: Test, negated: boolean, lookup: Lookup): Acceptor {
  const known = converted.get(lookup) ?? {
    plain: new WeakMap<Test, Acceptor>(),
    negated: new WeakMap<Test, Acceptor>(),
  };
  converted.set(lookup, known);
  const of = negated ? known.negated : known.plain;
  const acceptor = of.get(test) ?? convertAnew(test, negated, lookup);
  of.set(test, acceptor);
  return acceptor;
}

/** The ways through one function have most of their tests in common. */
const converted = new WeakMap<
  Lookup,
  { readonly plain: WeakMap<Test, Acceptor>; readonly negated: WeakMap<Test, Acceptor> }
>();

function convertAnew(test: Test, negated: boolean, lookup: Lookup): Acceptor {
  const whole = test.kind === 'constant' || test.kind === 'not' || test.kind === 'and' || test.kind === 'or';
  if (!whole && !testsOrigin(test))
    return configured(test, lookup) ?? decidedElsewhere(test, negated) ?? (negated ? NONE : ALL);
  switch (test.kind) {
    case 'constant':
      return test.value ? ALL : NONE;
    case 'not':
      return negate(convert(test.of, !negated, lookup));
    case 'and':
      return both(test.of.map(it => convert(it, negated, lookup)));
    case 'or':
      return either(test.of.map(it => convert(it, negated, lookup)));
    case 'truthy':
      return truthy(test.of, lookup);
    case 'parses':
      if (test.of.kind === 'part' && test.of.part === 'url-origin' && isOrigin(test.of.of))
        return negate({ kind: 'equals', subject: 'url-origin', text: 'null' });
      return isOrigin(test.of)
        ? negate({ kind: 'equals', subject: 'origin', text: 'null' })
        : dark('whether a URL can be read', undefined);
    case 'type':
      return isOrigin(test.of) ? (test.type === 'string' ? ALL : NONE) : dark('the type of a value', undefined);
    case 'equals':
      return equals(test.left, test.right, test.span, lookup);
    case 'starts':
    case 'ends':
    case 'contains':
      return compared(test.kind, test.of, test.text, test.span, lookup);
    case 'matches': {
      const subject = subjectOf(test.of);
      return subject
        ? patternAcceptor(test.pattern, subject, lookup)
        : dark('a pattern on something else than the origin', test.span);
    }
    case 'member':
      return member(test.item, test.list, test.span, lookup);
    case 'unknown':
      return dark(test.why, test.span);
  }
}

/**
 * A condition on what an environment variable holds: no request chooses that, but whoever runs the server. Decided where
 * `.env*` files tell; undefined where the condition is about something else.
 */
function configured(test: Test, lookup: Lookup): Acceptor | undefined {
  const asked = askedOf(test);
  if (!asked) return undefined;
  const { variable, other } = asked;
  const text = other && textOf(other);
  const { values } = holeOf(variable, lookup);
  if (text === undefined || !values)
    return dark(`what \`${variable.name}\` holds`, 'span' in test ? test.span : undefined);
  const holds =
    test.kind === 'starts'
      ? values.some(it => it.startsWith(text))
      : test.kind === 'ends'
        ? values.some(it => it.endsWith(text))
        : test.kind === 'contains'
          ? values.some(it => it.includes(text))
          : values.includes(text);
  return holds ? ALL : NONE;
}

/**
 * A condition on what no sender of requests chooses. One on nothing that comes with a request is the same for all who ask; that
 * an address is a certain one holds for few, and that it is not for everybody else.
 */
function decidedElsewhere(test: Test, negated: boolean): Acceptor | undefined {
  const at = 'span' in test ? test.span : 'of' in test && 'span' in test.of ? test.of.span : undefined;
  if (asksAddress(test)) return negated ? undefined : dark('the address of whoever asks', at);
  if (asksPut(test)) return dark('what other code has put on the request or the answer', at);
  if (asksPage(test))
    return metByAnyPage(test, negated) ? undefined : dark('what browsers say of the page that asks', at);
  if (!isFixed(test) || guardOf(test)) return undefined;
  const places = valuesOf(test).map(it => `${it.span.start}-${it.span.end}@${it.span.path}`);
  return {
    ...dark('what whoever runs the server decides', at),
    fixed: [test.kind, at && `${at.start}@${at.path}`, ...places].join(),
  };
}

/** Whether a condition is about what an environment variable holds. */
export function asksVariable(test: Test): boolean {
  return askedOf(test) !== undefined;
}

function askedOf(test: Test): { readonly variable: Environment; readonly other: Value | undefined } | undefined {
  const [variable, other] =
    test.kind === 'equals'
      ? test.left.kind === 'environment'
        ? [test.left, test.right]
        : [test.right, test.left]
      : test.kind === 'starts' || test.kind === 'ends' || test.kind === 'contains'
        ? [test.of, test.text]
        : test.kind === 'member' && test.list.kind === 'list'
          ? [test.list.items.find(it => it.kind === 'environment' && it.each), test.item]
          : [];
  if (variable?.kind !== 'environment' || (test.kind === 'equals' && !variable.each)) return undefined;
  return { variable, other };
}

function dark(why: string, at: Span | undefined): UnknownAcceptor {
  return { kind: 'unknown', why, ...(at ? { at } : {}) };
}

export function isOrigin(value: Value): boolean {
  return value.kind === 'request' && value.part === 'header' && value.name === 'origin';
}

function subjectOf(value: Value): Subject | undefined {
  if (isOrigin(value)) return 'origin';
  return value.kind === 'part' && value.part !== 'url' && isOrigin(value.of) ? value.part : undefined;
}

function truthy(value: Value, lookup: Lookup): Acceptor {
  const subject = subjectOf(value);
  if (subject === 'port') return negate({ kind: 'equals', subject, text: '' });
  if (subject) return ALL;
  if (value.kind === 'part' && value.part === 'url')
    return convert({ kind: 'parses', of: value.of, span: value.span }, false, lookup);
  return dark(
    value.kind === 'call' ? 'the answer of a function that is not followed' : 'a value that is not known',
    value.span,
  );
}

/** The text a comparison is made with: known, or of known shape. */
export function textFor(value: Value, lookup: Lookup): Text | undefined {
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value.kind === 'environment') return holeOf(value, lookup);
  if (value.kind === 'part' && value.of.kind === 'environment') {
    const { written: _, ...hole } = holeOf(value.of, lookup);
    return hole;
  }
  if (value.kind === 'template') {
    const variables = value.parts.filter(it => it.kind === 'environment');
    const [first] = variables;
    if (
      variables.length !== 1 ||
      first?.kind !== 'environment' ||
      value.parts.some(it => it.kind !== 'environment' && it.kind !== 'literal')
    )
      return undefined;
    const at = value.parts.indexOf(first);
    const join = (parts: readonly Value[]) => parts.map(it => (it.kind === 'literal' ? String(it.value) : '')).join('');
    return {
      ...holeOf(first, lookup),
      prefix: join(value.parts.slice(0, at)),
      suffix: join(value.parts.slice(at + 1)),
    };
  }
  return undefined;
}

function holeOf(variable: Environment, lookup: Lookup): Hole {
  const found = lookup(variable.name);
  const { each, altered } = variable;
  const written = each ? found?.flatMap(it => entriesOf(it, each)) : found;
  const values = written && [...new Set(written.map(it => it.text))];
  return {
    env: variable.name,
    ...(each ? { each: true } : {}),
    ...(values ? { values } : {}),
    ...(written && !altered && (!each || separatorOf(each.separator)) ? { written } : {}),
  };
}

/** The text at which a list is split: the separator itself, or the one that blanks may surround in a pattern. */
function separatorOf(separator: string): string | undefined {
  return (
    /^(?:\\s[*+]?)?([,;])(?:\\s[*+]?)?$/.exec(separator)?.[1] ?? (/^[\s,;|]+$/.test(separator) ? separator : undefined)
  );
}

/** The entries of a list, each at its own place in the file. */
function entriesOf({ text, at }: WrittenText, each: NonNullable<Environment['each']>): readonly WrittenText[] {
  const separator = separatorOf(each.separator) ?? each.separator;
  let from = at.start;
  return text.split(separator).flatMap(piece => {
    const entry = each.trimmed ? piece.trim() : piece;
    const start = from + (each.trimmed ? piece.length - piece.trimStart().length : 0);
    from += piece.length + separator.length;
    return entry === '' && each.filtered ? [] : [{ text: entry, at: { ...at, start, end: start + entry.length } }];
  });
}

function equals(left: Value, right: Value, span: Span, lookup: Lookup): Acceptor {
  const [subject, other] = subjectOf(left) ? [subjectOf(left), right] : [subjectOf(right), left];
  if (!subject) return dark('a comparison that is not followed', span);
  if (other.kind === 'literal' && typeof other.value !== 'string') return NONE;
  const text = textFor(other, lookup);
  return text === undefined
    ? dark('a comparison with something that is not known', span)
    : { kind: 'equals', subject, text, at: other.span };
}

function compared(kind: 'starts' | 'ends' | 'contains', of: Value, text: Value, span: Span, lookup: Lookup): Acceptor {
  const subject = subjectOf(of);
  if (subject) {
    const known = textFor(text, lookup);
    return known === undefined
      ? dark('a comparison with something that is not known', span)
      : { kind, subject, text: known, at: span };
  }
  if (isOrigin(text)) {
    const haystack = textFor(of, lookup);
    const edge = kind === 'starts' ? 'start' : kind === 'ends' ? 'end' : undefined;
    if (haystack !== undefined) return { kind: 'within', text: haystack, ...(edge ? { edge } : {}), at: span };
  }
  return dark('a comparison that is not followed', span);
}

function member(item: Value, list: Value, span: Span, lookup: Lookup): Acceptor {
  const subject = subjectOf(item);
  if (!subject) return dark('a list of something else than origins', span);
  if (list.kind !== 'list') return dark('a list that is not known', span);
  return either([
    ...list.items.flatMap(it =>
      branchesOf(it).map(branch =>
        both([convert(branch.when, false, lookup), itemAcceptor(branch.value, subject, lookup)]),
      ),
    ),
    ...(list.rest ? [dark(list.rest.why, list.rest.span)] : []),
  ]);
}

/** Membership compares with `===`, so only texts count. */
function itemAcceptor(item: Value, subject: Subject, lookup: Lookup): Acceptor {
  if (item.kind === 'literal')
    return typeof item.value === 'string' ? { kind: 'equals', subject, text: item.value, at: item.span } : NONE;
  if (item.kind === 'pattern' || item.kind === 'record' || item.kind === 'function') return NONE;
  const text = textFor(item, lookup);
  return text === undefined
    ? dark('an item that is not known', item.span)
    : { kind: 'equals', subject, text, at: item.span };
}
