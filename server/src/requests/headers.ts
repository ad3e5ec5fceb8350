import type { Setting } from '../model/policy.ts';
import type { RequestHeader } from '../model/request.ts';
import { isUndefined, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { whyUnknown } from './setting.ts';

export interface HeadersRead {
  readonly headers: readonly RequestHeader[];
  readonly moreHeaders?: string;
}

const NO_MORE: HeadersRead = { headers: [] };

/** Headers as `fetch` and most libraries take them: an object, a `Headers`, a list of pairs. */
export function headersOf(value: Value | undefined): HeadersRead {
  if (value === undefined || isUndefined(value) || (value.kind === 'literal' && value.value === null)) return NO_MORE;
  switch (value.kind) {
    case 'record': {
      const headers = value.entries.flatMap(it => headerOf(it.key, it.value, it.keySpan, it.span) ?? []);
      return value.rest ? { headers, moreHeaders: value.rest.why } : { headers };
    }
    case 'list': {
      const headers = value.items.flatMap(it => {
        const [name, text] = it.kind === 'list' ? it.items : [];
        return name?.kind === 'literal' && text ? (headerOf(String(name.value), text, name.span, it.span) ?? []) : [];
      });
      const certain = !value.rest && headers.length === value.items.length;
      return certain ? { headers } : { headers, moreHeaders: value.rest?.why ?? 'they are made at run time' };
    }
    case 'choice': {
      const all = value.branches.map(it => headersOf(it.value));
      const names = [...new Set(all.flatMap(it => it.headers.map(header => header.name)))];
      const headers = names.map(name => {
        const found = all.flatMap(it => it.headers.filter(header => header.name === name));
        const header = found[0] as RequestHeader;
        return found.length === all.length ? header : { ...header, sometimes: true };
      });
      const more = all.find(it => it.moreHeaders !== undefined)?.moreHeaders;
      return more === undefined ? { headers } : { headers, moreHeaders: more };
    }
    default:
      return { headers: [], moreHeaders: whyUnknown(value) };
  }
}

/** A header that an option sets: none where its value is certainly missing in a library that leaves such away. */
function headerOf(name: string, value: Value, at: Span, entry: Span): RequestHeader | undefined {
  const branches = value.kind === 'choice' ? value.branches.map(it => it.value) : [value];
  const given = branches.filter(it => !isUndefined(it));
  const first = given[0];
  if (!first) return undefined;
  const sometimes = given.length < branches.length;
  return {
    name: name.toLowerCase(),
    value:
      given.length === 1 ? textSetting(first) : { kind: 'dynamic', why: 'it depends on conditions', at: value.span },
    at,
    entry,
    ...(sometimes ? { sometimes } : {}),
  };
}

function textSetting(value: Value): Setting<string> {
  return value.kind === 'literal'
    ? { kind: 'written', value: String(value.value), at: value.span }
    : { kind: 'dynamic', why: whyUnknown(value), at: value.span };
}

/** The headers of two places, where the second writes over the first. */
export function over(before: HeadersRead, after: HeadersRead): HeadersRead {
  const names = new Set(after.headers.filter(it => !it.sometimes).map(it => it.name));
  const headers = [...before.headers.filter(it => !names.has(it.name)), ...after.headers];
  const more = after.moreHeaders ?? before.moreHeaders;
  return more === undefined ? { headers } : { headers, moreHeaders: more };
}
