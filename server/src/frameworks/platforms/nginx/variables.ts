import { accepts } from '../../../origins/ask.ts';
import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, not, or, unknownTest } from '../../../syntax/test.ts';
import { literal, type Test, unknown, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { isOrigin } from '../../origin/acceptor.ts';

/** What a variable holds; undefined where it is none that nginx makes of the request. */
export type Known = (name: string, span: Span) => Value | undefined;

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

/** What a word holds while a request is answered. */
export function valueIn(word: Word, known: Known): Value {
  const { text, span } = word;
  if (/\{\{|\{%|<%/.test(text)) return unknown(span, 'a text that is filled in elsewhere');
  const parts: Value[] = [];
  let from = 0;
  for (const found of text.matchAll(VARIABLE)) {
    if (found.index > from) parts.push(literal(span, text.slice(from, found.index)));
    parts.push(variable(found[1] ?? found[2] ?? '', span, known));
    from = found.index + found[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push(literal(span, text.slice(from)));
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return parts.every(it => it.kind === 'literal')
    ? literal(span, parts.map(it => String(it.value)).join(''))
    : { kind: 'template', parts, span };
}

function variable(name: string, span: Span, known: Known): Value {
  const found = known(name, span);
  if (found) return found;
  const [, group = '', rest = ''] = /^(http|arg|cookie)_(\w+)$/.exec(name) ?? [];
  if (group === 'http') return { kind: 'request', part: 'header', name: rest.toLowerCase().replaceAll('_', '-'), span };
  if (group === 'arg') return { kind: 'request', part: 'query', name: rest, span };
  if (group === 'cookie') return { kind: 'request', part: 'cookies', name: rest, span };
  // The host of the request line or of `Host`: https://nginx.org/en/docs/http/ngx_http_core_module.html#var_host
  if (name === 'host') return { kind: 'request', part: 'header', name: 'host', span };
  if (name === 'request_method') return { kind: 'request', part: 'method', span };
  // `envsubst` of the official image fills these in before nginx starts, and leaves alone what is not set.
  if (/^[A-Z][A-Z0-9_]+$/.test(name)) return { kind: 'environment', name, checked: true, span };
  return unknown(span, `\`$${name}\` is not known`);
}

/** `if (…)`: a variable, a comparison, or a pattern; https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if */
export function conditionOf({ args, head }: Directive, known: Known): Test {
  const words = args
    .map((it, i) => {
      const opens = i === 0 && !it.quote && it.text.startsWith('(') ? 1 : 0;
      const closes = i === args.length - 1 && !it.quote && it.text.endsWith(')') ? 1 : 0;
      const span: Span = { ...it.span, start: it.span.start + opens, end: it.span.end - closes };
      return { ...it, text: it.text.slice(opens, it.text.length - closes), span };
    })
    .filter(it => it.text !== '');
  const [left, operator, right] = words;
  if (!left || /^!?-[fdex]$/.test(left.text)) return unknownTest(head, 'what is on the disk', false);
  const value = valueIn(left, known);
  if (!operator) return truthy(value, left.span);
  if (!right || words.length > 3) return unknownTest(head, 'a condition that is not followed', false);
  const span: Span = { ...left.span, end: right.span.end };
  const negative = operator.text.startsWith('!');
  const kind = operator.text.replace(/^!/, '');
  const test =
    kind === '=' ? equals(value, valueIn(right, known), span) : matches(value, right, kind === '~*' ? 'i' : '', span);
  return negative ? not(test) : test;
}

/** Neither empty nor `0`. */
function truthy(value: Value, span: Span): Test {
  switch (value.kind) {
    case 'literal':
      return { kind: 'constant', value: value.value !== '' && value.value !== '0' };
    case 'request':
      return { kind: 'truthy', of: value };
    case 'choice':
      return or(...value.branches.map(it => and(it.when, truthy(it.value, span))));
    default:
      return unknownTest(span, 'whether a variable is empty', false);
  }
}

function equals(left: Value, right: Value, span: Span): Test {
  if (left.kind === 'literal' && right.kind === 'literal')
    return { kind: 'constant', value: String(left.value) === String(right.value) };
  if (left.kind === 'choice') return or(...left.branches.map(it => and(it.when, equals(it.value, right, span))));
  // A header that is not sent is an empty text.
  if (left.kind === 'request' && right.kind === 'literal' && right.value === '')
    return not({ kind: 'truthy', of: left });
  if (left.kind !== 'request') return unknownTest(span, 'what a variable holds', false);
  return { kind: 'equals', left, right, span };
}

/** A pattern of PCRE, anchored nowhere. */
function matches(of: Value, { text, span: at }: Word, flags: string, span: Span): Test {
  if (of.kind === 'choice')
    return or(...of.branches.map(it => and(it.when, matches(it.value, { text, span: at }, flags, span))));
  const pattern = patternOf(text, at, flags);
  if (of.kind === 'literal') {
    const taken = accepts(
      { kind: 'matches', subject: 'origin', source: pattern.source, flags: pattern.flags },
      String(of.value),
    );
    return taken === undefined
      ? unknownTest(span, 'a pattern that is not followed', false)
      : { kind: 'constant', value: taken };
  }
  if (of.kind !== 'request') return unknownTest(span, 'what a variable holds', false);
  const test: Test = { kind: 'matches', pattern, of, span };
  const empty = accepts({ kind: 'matches', subject: 'origin', source: pattern.source, flags: pattern.flags }, '');
  return empty && isOrigin(of) ? or(not({ kind: 'truthy', of }), test) : test;
}

function patternOf(text: string, span: Span, flags: string) {
  const [, own = '', source = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(text) ?? [];
  return { kind: 'pattern', source, flags: own ? 'i' : flags, shared: false, span } as const;
}

/**
 * `map $source $name { … }`: texts first, whatever their case; then patterns in their order; then `default`.
 * https://nginx.org/en/docs/http/ngx_http_map_module.html
 */
export function mapped({ args, block = [], span }: Directive, known: Known): Value {
  const [source] = args;
  const of = source ? valueIn(source, known) : unknown(span, 'a map of nothing');
  const rows = block.filter(it => it.args.length === 1);
  if (block.some(it => it.name === 'include' || it.name === 'hostnames' || it.name === 'volatile'))
    return unknown(span, 'a map that is not followed', true);
  const texts = rows.filter(it => it.name !== 'default' && !it.name.startsWith('~'));
  const patterns = rows.filter(it => it.name.startsWith('~'));
  const fallback = rows.find(it => it.name === 'default');
  const branches: { when: Test; value: Value }[] = [];
  let left: readonly Test[] = [];
  for (const row of [...texts, ...patterns]) {
    const test = rowTest(of, row);
    const [word] = row.args;
    if (word) branches.push({ when: and(...left, test), value: valueIn(word, known) });
    left = [...left, not(test)];
  }
  const [word] = fallback?.args ?? [];
  branches.push({ when: and(...left), value: word ? valueIn(word, known) : literal(span, '') });
  return { kind: 'choice', branches, span };
}

function rowTest(of: Value, { name, nameSpan }: Directive): Test {
  const [, sign, source = ''] = /^(~\*?)([\s\S]*)$/.exec(name) ?? [];
  if (sign) {
    const start = nameSpan.start + (nameSpan.end - nameSpan.start > name.length ? 1 : 0) + sign.length;
    const at: Span = { ...nameSpan, start, end: start + source.length };
    return matches(of, { text: source, span: at }, sign === '~*' ? 'i' : '', nameSpan);
  }
  const text = name.replace(/^\\/, '');
  return equals(of, literal(nameSpan, isOrigin(of) ? text.toLowerCase() : text), nameSpan);
}
