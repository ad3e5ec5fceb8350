import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, not, truthy } from '../../../syntax/test.ts';
import { type Environment, literal, type Test, unknown, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { foundIn, headerAt, methodIs } from '../conditions.ts';

/** What placeholders hold that a site itself gives a meaning: groups of patterns, and `map`. */
export interface Known {
  readonly patterns: ReadonlyMap<string, Word>;
  readonly maps: ReadonlyMap<string, Directive>;
}

const PLACEHOLDER = /\{(\$?[^{}\s]+)\}/g;

/** What a word holds while a request is answered. https://caddyserver.com/docs/conventions#placeholders */
export function valueIn(word: Word, known: Known): Value {
  const { text, span } = word;
  if (/\{\{/.test(text)) return unknown(span, 'a text that is filled in elsewhere');
  const parts: Value[] = [];
  let from = 0;
  for (const found of text.matchAll(PLACEHOLDER)) {
    if (found.index > from) parts.push(literal(span, text.slice(from, found.index)));
    parts.push(placeholder(found[1] ?? '', span, known));
    from = found.index + found[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push(literal(span, text.slice(from)));
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind: 'template', parts, span };
}

function placeholder(name: string, span: Span, known: Known): Value {
  const [, variable, fallback] = /^(?:\$|env\.)(\w+)(?::(.*))?$/.exec(name) ?? [];
  if (variable !== undefined) return environment(variable, fallback, span);
  const [, header] = /^(?:http\.request\.)?header\.([\w-]+)$/.exec(name) ?? [];
  if (header !== undefined) return headerAt(header, span);
  if (/^(http\.request\.)?method$/.test(name)) return { kind: 'request', part: 'method', span };
  const [, query] = /^(?:http\.request\.uri\.)?query\.([\w-]+)$/.exec(name) ?? [];
  if (query !== undefined) return { kind: 'request', part: 'query', name: query, span };
  const [, pattern, group] = /^(?:re|http\.regexp)\.(?:([\w-]+)\.)?(\d+)$/.exec(name) ?? [];
  if (group !== undefined) return piece(known.patterns.get(pattern ?? ''), Number(group), span);
  const map = known.maps.get(`{${name}}`);
  if (map) return mapped(map, name, { ...known, maps: without(known.maps, `{${name}}`) });
  return /^args\b/.test(name)
    ? { kind: 'parameter', name: `{${name}}`, index: 0, span }
    : unknown(span, `\`{${name}}\` is not known`);
}

/** Caddy fills it in while it reads the file; what is not set is empty. */
function environment(name: string, fallback: string | undefined, span: Span): Value {
  const value: Environment = { kind: 'environment', name, checked: true, span };
  const set = truthy(value);
  return fallback === undefined
    ? value
    : {
        kind: 'choice',
        branches: [
          { when: set, value },
          { when: not(set), value: literal(span, fallback) },
        ],
        span,
      };
}

/** What a pattern matched: a page gets its own origin back where that is all of it. */
function piece(pattern: Word | undefined, group: number, span: Span): Value {
  const text = pattern?.text ?? '';
  const all =
    /^\^[^|]*\$$/.test(text) &&
    (group === 0 || (group === 1 && /^\^\((?!\?)[^()]*(?:\(\?:[^()]*\)[^()]*)*\)\$$/.test(text)));
  return all ? headerAt('origin', span) : unknown(span, 'a piece of what a pattern matched', true);
}

function without(maps: Known['maps'], name: string): Known['maps'] {
  return new Map([...maps].filter(([it]) => it !== name));
}

/** `map source {destination} { input output … }`: rows in their order, `default` at last. https://caddyserver.com/docs/caddyfile/directives/map */
function mapped({ args, block = [], span }: Directive, name: string, known: Known): Value {
  const [source] = args;
  const column = args.findIndex(it => it.text === `{${name}}`) - 1;
  const of = source && valueIn(source, known);
  if (of?.kind !== 'request' || column < 0) return unknown(span, 'a map that is not followed', true);
  let left: readonly Test[] = [];
  const branches: { when: Test; value: Value }[] = [];
  for (const row of block) {
    const output = row.args[column];
    if (row.name === 'default' || !output) continue;
    const pattern = /^~(.*)$/s.exec(row.name)?.[1];
    const start = row.nameSpan.start + (row.nameSpan.end - row.nameSpan.start > row.name.length ? 1 : 0) + 1;
    const at = pattern === undefined ? row.nameSpan : { ...row.nameSpan, start, end: start + pattern.length };
    const when: Test =
      pattern === undefined
        ? of.part === 'method'
          ? methodIs(row.name, at)
          : { kind: 'equals', left: of, right: literal(at, row.name), span: at }
        : foundIn(of, { text: pattern, span: at });
    const whole = /^\$\{?0\}?$/.test(output.text)
      ? piece({ text: pattern ?? '', span: at }, 0, output.span)
      : undefined;
    const value = /\$\{?\d/.test(output.text)
      ? (whole ?? unknown(output.span, 'a piece of what a pattern matched', true))
      : valueIn(output, known);
    branches.push({ when: and(...left, when), value });
    left = [...left, not(when)];
  }
  const last = block.find(it => it.name === 'default')?.args[column];
  branches.push({ when: and(...left), value: last ? valueIn(last, known) : literal(span, '') });
  return { kind: 'choice', branches, span };
}
