import { type Acceptor, ALL, both, either, NONE, negate } from '../../model/acceptor.ts';
import type { Oddity, OriginEffect } from '../../model/oddity.ts';
import type { Listed, Origins } from '../../model/policy.ts';
import { test } from '../../origins/matcher.ts';
import { branchesOf } from '../../syntax/choice.ts';
import {
  isUndefined,
  type List,
  type Literal,
  type OpenPattern,
  type Pattern,
  type Test,
  textOf,
  type Value,
} from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { pieces } from '../options/comma-text.ts';
import { shortened } from '../options/source-text.ts';
import { isOrigin, type Lookup, textFor } from './acceptor.ts';
import type { Gift } from './answers.ts';
import type { CallbackStyle } from './called-back.ts';
import { readOriginFunction } from './function.ts';
import { dark, join, ofEffect, type Part, part } from './part.ts';
import { patternAcceptor } from './pattern-acceptor.ts';

/** How one library, in one range of versions, reads the values its `origin` option may be given. */
export interface OriginSemantics {
  /** No such option at all. */
  readonly unset: OriginEffect;
  /** `true`. */
  readonly yes: OriginEffect;
  /** `false`. */
  readonly no: OriginEffect;
  /** `undefined` or `null`, given explicitly (an environment variable that is not set). */
  readonly nothing: OriginEffect;
  /** `null` alone, where it is read otherwise than `undefined`. */
  readonly null?: OriginEffect;
  /** The empty text. */
  readonly empty: OriginEffect;
  /** A text is sent to everybody, or compared with the request's origin. */
  readonly text: 'fixed' | 'compared';
  /** A text is a list with commas, whose entries lose their blanks or keep them. */
  readonly commas?: 'trimmed' | 'kept';
  /** `*` inside a list lets everybody in, is compared literally, or is sent as it is. */
  readonly starInList: 'any' | 'compared';
  /** What a list's items are taken for: exact texts and patterns, exact texts only; or each is sent in a header of its own. */
  readonly list: 'texts-and-patterns' | 'texts' | 'sent';
  /** What else stands in a list: its truth lets everybody in, where it is not said; or functions are called, the rest is nothing. */
  readonly inList?: 'called';
  /** A list in a list counts as if its items stood in the outer one, or equals no origin; texts alone equal none. */
  readonly nested?: 'looked-into' | 'nobody';
  /** A regular expression is tried against the origin; `reset` clears its state first. */
  readonly pattern: 'tested' | 'tested-reset' | OriginEffect;
  /** Anything else that counts as true: a set, an object, a number. */
  readonly other: OriginEffect;
  /** How functions are called. */
  readonly functions: CallbackStyle;
}

export interface OriginReading {
  readonly origins: Origins;
  readonly oddities: readonly Oddity[];
}

export interface OriginInput {
  /** Where to point at if the option is not written. */
  readonly call: Span;
  /** The whole property. */
  readonly entry?: Span;
  readonly text: (span: Span) => string;
  readonly lookup: Lookup;
  /** The origins for which a condition holds, in the environment that is looked at. */
  readonly accept: (test: Test) => Acceptor;
}

/** Reads an `origin` option as the library would; the value undefined means that it is not given. */
export function readOrigin(value: Value | undefined, semantics: OriginSemantics, input: OriginInput): OriginReading {
  if (value === undefined) {
    return { origins: { ...ofEffect(semantics.unset, input.call), at: input.call, from: 'default' }, oddities: [] };
  }
  const reading = readValue(value, semantics, input);
  return {
    origins: { ...reading.origins, at: value.span, ...(input.entry ? { entry: input.entry } : {}), from: 'written' },
    oddities: reading.oddities,
  };
}

/** Reads a value that stands for origins, as an option or as a callback's answer. */
export function readValue(value: Value, semantics: OriginSemantics, input: OriginInput): Part {
  const at = value.span;
  const effect = (it: OriginEffect, oddities: readonly Oddity[] = []): Part => ({
    origins: { ...ofEffect(it, at), ...inWords(it, value) },
    oddities,
  });
  if (isOrigin(value)) return part('echo-any', { ...ALL, at });
  switch (value.kind) {
    case 'literal':
      if (value.value === true)
        return effect(
          semantics.yes,
          semantics.yes === 'any' ? [] : surprise(value, semantics.yes, 'reflects-everyone', input),
        );
      if (value.value === false) return effect(semantics.no, surprise(value, semantics.no, 'nobody', input));
      if (value.value === null && semantics.null !== undefined)
        return effect(semantics.null, surprise(value, semantics.null, 'nobody', input));
      if (isUndefined(value) || value.value === null)
        return effect(
          semantics.nothing,
          semantics.nothing === semantics.unset ? [] : surprise(value, semantics.nothing, 'nobody', input),
        );
      if (value.value === '') return effect(semantics.empty, surprise(value, semantics.empty, 'nobody', input));
      if (value.value === '*') return effect('any');
      if (typeof value.value === 'string') return ofEntries(value, semantics, input);
      if (!value.value) return dark(at, 'a number that counts as false');
      return misread(value, semantics, input);
    case 'environment':
    case 'template': {
      const text = textFor(entriesOf(value, semantics), input.lookup);
      if (text === undefined) return dark(at, 'a text that is put together at run time');
      const reading = part(semantics.text === 'fixed' ? 'fixed' : 'echo-match', {
        kind: 'equals',
        subject: 'origin',
        text,
        at,
      });
      if (value.kind !== 'environment' || value.checked) return reading;
      return {
        ...reading,
        oddities: [{ kind: 'unset-variable', variable: value.name, effect: semantics.nothing, at }],
      };
    }
    case 'list':
      return value.container === 'set' ? misread(value, semantics, input) : ofList(value, semantics, input);
    case 'pattern':
    case 'open-pattern':
      return ofPattern(value, semantics, input);
    case 'function':
      return readOriginFunction(value, semantics, input);
    case 'test':
      return semantics.yes === 'reflects-everyone'
        ? part('echo-match', input.accept(value.test))
        : ofTest(value, semantics, input);
    case 'choice':
      return ofChoice(value, semantics, input);
    case 'record':
    case 'promise':
      return misread(value, semantics, input);
    case 'request':
      return {
        ...dark(at, 'something the sender of the request chooses'),
        oddities: [{ kind: 'untrusted-source', what: value.name ?? value.part, at }],
      };
    default:
      return dark(at, value.kind === 'unknown' ? value.why : 'a value from elsewhere');
  }
}

/** A text, which may hold several. */
function ofEntries(value: Literal, semantics: OriginSemantics, input: OriginInput): Part {
  const text = String(value.value);
  const list = semantics.commas && pieces(value, input.text, semantics.commas === 'trimmed');
  const [only, ...more] = list?.items ?? [];
  if (!list || !only || (more.length === 0 && textOf(only) === text)) return ofText(text, value.span, semantics, input);
  return ofList(list, semantics, input);
}

function entriesOf<T extends Value>(value: T, { commas }: OriginSemantics): T {
  if (!commas || value.kind !== 'environment' || value.each) return value;
  return { ...value, each: { separator: ',', trimmed: commas === 'trimmed', filtered: false } };
}

/** The text that comes of a value which is sent as it stands. */
function inWords(effect: OriginEffect, value: Value): Pick<Origins, 'sent'> {
  const text = effect === 'literal-header' ? wordsOf(value) : undefined;
  return text === undefined ? {} : { sent: [{ text, at: value.span }] };
}

function wordsOf(value: Value): string | undefined {
  if (value.kind === 'literal') return String(value.value);
  if (value.kind === 'pattern') return `/${value.source}/${value.flags}`;
  if (value.kind === 'record') return '[object Object]';
  return value.kind === 'list' && value.container === 'set' ? '[object Set]' : undefined;
}

/** A list whose every item becomes a header line of its own; browsers refuse more than one. */
function ofLines(list: List, semantics: OriginSemantics, input: OriginInput): Part {
  const [only, ...more] = list.items;
  if (list.rest || only?.kind === 'choice' || more.some(it => it.kind === 'choice'))
    return dark(list.span, 'a list that is sent as it is');
  const listed = list.items.flatMap(it =>
    it.kind === 'literal' && typeof it.value === 'string' ? [{ text: it.value, at: it.span }] : [],
  );
  if (only && more.length === 0 && only.kind === 'literal' && typeof only.value === 'string') {
    return only.value === '*'
      ? part('any', { ...ALL, at: list.span }, listed)
      : ofText(only.value, only.span, semantics, input);
  }
  const texts = list.items.map(it => ({ text: wordsOf(it), at: it.span }));
  const sent = texts.flatMap(({ text, at }) => (text === undefined ? [] : [{ text, at }]));
  const oddity: Oddity = {
    kind: 'origin-misread',
    given: shortened(input.text(list.span)),
    effect: 'literal-header',
    at: list.span,
  };
  const complete = sent.length === texts.length;
  return {
    origins: { mode: 'fixed', acceptor: { ...NONE, at: list.span }, listed, ...(complete ? { sent } : {}) },
    oddities: [oddity],
  };
}

/** What is told where a plain value does not do what it says; switching CORS off is as good as letting nobody in. */
function surprise(value: Value, effect: OriginEffect, expected: OriginEffect, input: OriginInput): readonly Oddity[] {
  const plain = effect === expected || (effect === 'off' && expected === 'nobody');
  return plain ? [] : [{ kind: 'origin-misread', given: shortened(input.text(value.span)), effect, at: value.span }];
}

/** A comparison, for libraries to which `true` and `false` are not yes and no. */
function ofTest(value: Extract<Value, { kind: 'test' }>, semantics: OriginSemantics, input: OriginInput): Part {
  const when = input.accept(value.test);
  const answer = (it: boolean): Part => readValue({ kind: 'literal', value: it, span: value.span }, semantics, input);
  return join([
    { when, part: answer(true), at: value.span },
    { when: negate(when), part: answer(false), at: value.span },
  ]);
}

function ofText(text: string, at: Span, semantics: OriginSemantics, input: OriginInput): Part {
  const acceptor: Acceptor = { kind: 'equals', subject: 'origin', text, at };
  const listed = [{ text, at }];
  if (semantics.text === 'compared') return part('echo-match', acceptor, listed);
  const oddities: Oddity[] =
    text === 'true' || text === 'false'
      ? [{ kind: 'origin-misread', given: shortened(input.text(at)), effect: 'literal-header', at, rewrite: text }]
      : [];
  return { origins: { mode: 'fixed', acceptor, listed, sent: listed }, oddities };
}

/** A value that counts as true and is nothing the library has a meaning for. */
function misread(value: Value, semantics: OriginSemantics, input: OriginInput): Part {
  const rewrite = value.kind === 'list' ? rewriteSet(value, input) : undefined;
  return {
    origins: { ...ofEffect(semantics.other, value.span), ...inWords(semantics.other, value) },
    oddities: [
      {
        kind: 'origin-misread',
        given: shortened(input.text(value.span)),
        effect: semantics.other,
        at: value.span,
        ...(rewrite !== undefined ? { rewrite } : {}),
      },
    ],
  };
}

/** `[...set]` or, for `new Set([…])`, the list within. */
function rewriteSet(value: List, input: OriginInput): string | undefined {
  if (value.container !== 'set') return undefined;
  const source = input.text(value.span);
  const inner = /^new\s+Set\s*(?:<[^>]*>)?\s*\(\s*(\[[\s\S]*\])\s*\)$/.exec(source)?.[1];
  return inner ?? `[...${source}]`;
}

function ofPattern(value: Pattern | OpenPattern, semantics: OriginSemantics, input: OriginInput): Part {
  const at = value.span;
  if (semantics.pattern !== 'tested' && semantics.pattern !== 'tested-reset') {
    return {
      origins: { ...ofEffect(semantics.pattern, at), ...inWords(semantics.pattern, value) },
      oddities: [{ kind: 'origin-misread', given: shortened(input.text(at)), effect: semantics.pattern, at }],
    };
  }
  return part('echo-match', patternAcceptor(value, 'origin', input.lookup), [], stateful(value, semantics));
}

function stateful(value: Pattern | OpenPattern, semantics: OriginSemantics): readonly Oddity[] {
  const keeps =
    value.kind === 'pattern' && value.shared && /[gy]/.test(value.flags) && semantics.pattern !== 'tested-reset';
  return keeps ? [{ kind: 'stateful-pattern', source: value.source, flags: value.flags, at: value.span }] : [];
}

/** One list that many policies use is read once. */
const READ = new WeakMap<Lookup, WeakMap<List, { readonly semantics: OriginSemantics; readonly part: Part }>>();

function ofList(list: List, semantics: OriginSemantics, input: OriginInput): Part {
  const lists = READ.get(input.lookup) ?? new WeakMap();
  READ.set(input.lookup, lists);
  const known = lists.get(list);
  if (known?.semantics === semantics) return known.part;
  const part = ofListAnew(list, semantics, input);
  // What a condition decides depends on the environment that is looked at.
  if (list.items.every(it => it.kind === 'literal' || it.kind === 'pattern')) lists.set(list, { semantics, part });
  return part;
}

function ofListAnew(list: List, semantics: OriginSemantics, input: OriginInput): Part {
  if (semantics.list === 'sent') return ofLines(list, semantics, input);
  const acceptors: Acceptor[] = [];
  const listed: Listed[] = [];
  const oddities: Oddity[] = [];
  const gifts: Gift[] = [];
  let all = false;
  const items = list.items.flatMap(item => branchesOf(item).map(it => ({ when: it.when, value: it.value })));
  for (const { when, value } of items) {
    const at = value.span;
    const add = (acceptor: Acceptor) => acceptors.push(both([input.accept(when), acceptor]));
    if (value.kind === 'literal' && typeof value.value === 'string') {
      if (value.value === '*' && semantics.starInList === 'any') all = true;
      if (value.value === '*' && semantics.starInList === 'compared') {
        oddities.push({ kind: 'origin-misread', given: shortened(input.text(list.span)), effect: 'nobody', at });
      }
      listed.push({ text: value.value, at });
      add({ kind: 'equals', subject: 'origin', text: value.value, at });
    } else if (isOrigin(value)) {
      // A list that holds the request's own origin holds everybody's.
      add({ ...ALL, at });
    } else if (value.kind === 'environment' || value.kind === 'template') {
      const text = textFor(value, input.lookup);
      add(
        text === undefined
          ? { kind: 'unknown', why: 'a text that is put together at run time', at }
          : { kind: 'equals', subject: 'origin', text, at },
      );
      if (value.kind === 'environment' && value.each && !value.each.trimmed)
        oddities.push({ kind: 'untrimmed-list', variable: value.name, at });
    } else if (value.kind === 'pattern' || value.kind === 'open-pattern') {
      if (semantics.list === 'texts-and-patterns') {
        oddities.push(...stateful(value, semantics));
        add(patternAcceptor(value, 'origin', input.lookup));
      } else oddities.push({ kind: 'origin-misread', given: shortened(input.text(at)), effect: 'nobody', at });
    } else if (value.kind === 'list' && (semantics.nested === 'nobody' || semantics.list === 'texts')) {
      oddities.push({ kind: 'origin-misread', given: shortened(input.text(at)), effect: 'nobody', at });
    } else if (value.kind === 'list' && semantics.nested === 'looked-into') {
      const inner = ofList(value, semantics, input);
      add(inner.origins.acceptor);
      listed.push(...inner.origins.listed);
      oddities.push(...inner.oddities);
    } else if (value.kind === 'function' && semantics.inList === 'called') {
      const inner = readOriginFunction(value, semantics, input);
      add(inner.origins.acceptor);
      listed.push(...inner.origins.listed);
      oddities.push(...inner.oddities);
      gifts.push(inner.origins.withoutOrigin ?? { gives: 'unknown' });
    } else if (value.kind === 'literal' && (!value.value || semantics.inList === 'called')) {
    } else if (value.kind === 'literal' || value.kind === 'record' || value.kind === 'function') {
      if (semantics.list === 'texts-and-patterns') {
        all = true;
        oddities.push({
          kind: 'origin-misread',
          given: shortened(input.text(list.span)),
          effect: 'reflects-everyone',
          at,
        });
      }
    } else if (value.kind === 'test') {
      oddities.push({
        kind: 'origin-misread',
        given: shortened(input.text(list.span)),
        effect: 'reflects-everyone',
        at,
      });
      all = semantics.list === 'texts-and-patterns';
    } else add({ kind: 'unknown', why: value.kind === 'unknown' ? value.why : 'an item that is not known', at });
  }
  if (list.rest) acceptors.push({ kind: 'unknown', why: list.rest.why, at: list.rest.span });
  if (all)
    return part(
      semantics.starInList === 'any' && !oddities.length ? 'any' : 'echo-any',
      { ...ALL, at: list.span },
      listed,
      oddities,
    );
  const acceptor = either(acceptors);
  const read = part(acceptor.kind === 'all' ? 'echo-any' : 'echo-match', acceptor, listed, oddities);
  if (gifts.length === 0) return read;
  const plain = items.every(
    ({ value: it }) =>
      it.kind === 'function' ||
      it.kind === 'literal' ||
      (it.kind === 'pattern' && test(it.source, it.flags, '') === false),
  );
  return { ...read, origins: { ...read.origins, withoutOrigin: plain ? oneOf(gifts) : { gives: 'unknown' } } };
}

/** What a request without `Origin` gets of several functions, one of which has to let it in. */
function oneOf(gifts: readonly Gift[]): Gift {
  const yes = gifts.find(it => it.gives === 'let-in');
  return yes ?? (gifts.every(it => it.gives === 'denied') ? { gives: 'denied' } : { gives: 'unknown' });
}

/** A choice that depends on the request, or on something nobody can know. */
function ofChoice(value: Extract<Value, { kind: 'choice' }>, semantics: OriginSemantics, input: OriginInput): Part {
  const ways = value.branches.map(it => ({
    when: input.accept(it.when),
    part: readValue(it.value, semantics, input),
    at: it.value.span,
  }));
  return join(ways);
}
