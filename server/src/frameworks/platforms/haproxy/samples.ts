import type { Word } from '../../../syntax/directives.ts';
import { literal, unknown, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { headerAt } from '../conditions.ts';

/** Where a rule is done: headers of the request are there while that is looked at, and not any more for its response. */
export interface Moment {
  readonly phase: 'request' | 'response';
  /** By name with their scope, `txn.origin`. */
  readonly variables: ReadonlyMap<string, Value>;
  /** What `capture request header` keeps, in order. */
  readonly captures: readonly Value[];
}

/** What a log format holds: `%[sample]` within a text, variables of the environment in double quotes. https://docs.haproxy.org/2.6/configuration.html#8.2.4 */
export function formatted({ text, quote, span }: Word, moment: Moment): Value {
  if (/\{\{|\{%/.test(text)) return unknown(span, 'a text that is filled in elsewhere');
  const parts: Value[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') parts.push(literal(span, plain));
    plain = '';
  };
  for (let at = 0; at < text.length; at++) {
    const variable = quote === "'" ? undefined : /^\$\{(\w+)(?:-[^}]*)?\}/.exec(text.slice(at, at + 80));
    if (text.startsWith('%%', at)) {
      plain += '%';
      at++;
    } else if (text.startsWith('%[', at)) {
      const end = closing(text, at + 1);
      flush();
      parts.push(sampled(text.slice(at + 2, end), span, moment));
      at = end;
    } else if (variable?.[1] !== undefined) {
      flush();
      parts.push({ kind: 'environment', name: variable[1], checked: true, span });
      at += variable[0].length - 1;
    } else plain += text[at];
  }
  flush();
  const [only] = parts;
  if (!only) return literal(span, '');
  return parts.length === 1 ? only : { kind: 'template', parts, span };
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '[') depth++;
    else if (text[at] === ']' && --depth === 0) return at;
  }
  return text.length;
}

/** A sample and its converters, as far as they are followed. https://docs.haproxy.org/2.6/configuration.html#7.3 */
export function sampled(text: string, span: Span, moment: Moment): Value {
  const [, fetch = '', argument = '', converters = ''] =
    /^\s*([\w.]+)(?:\(([^()]*)\))?((?:,.*)?)\s*$/s.exec(text) ?? [];
  const value = fetched(fetch, argument.trim(), span, moment);
  if (converters === '') return value;
  const asks = value.kind === 'request' && value.name === 'origin';
  // Browsers write origins in lower case.
  return /^(,lower|,lower\(\))+$/.test(converters) && asks
    ? value
    : unknown(span, 'a sample that converters change', asks || (value.kind === 'unknown' && value.onOrigin));
}

function fetched(fetch: string, argument: string, span: Span, { variables, captures, phase }: Moment): Value {
  switch (fetch) {
    case 'hdr':
    case 'req.hdr':
    case 'req.fhdr':
      // Of a list between commas, the last one alone: https://docs.haproxy.org/2.6/configuration.html#7.3.6-req.hdr
      if (fetch !== 'req.fhdr' && /^access-control-request-headers$/i.test(argument))
        return unknown(span, 'the last one of the names that the preflight asks for');
      return phase === 'request' && argument !== '' && !argument.includes(',')
        ? headerAt(argument, span)
        : unknown(span, 'a header that is not there any more', /origin/i.test(argument));
    case 'var':
      return variables.get(argument) ?? literal(span, '');
    case 'capture.req.hdr':
      return captures[Number(argument)] ?? unknown(span, 'what is captured there is not known', true);
    case 'method':
    case 'capture.req.method':
      return { kind: 'request', part: 'method', span };
    case 'str':
      return literal(span, argument);
    default:
      return unknown(span, `\`${fetch}\` is not known`, /origin/i.test(argument));
  }
}
