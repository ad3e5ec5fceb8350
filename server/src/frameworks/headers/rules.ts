import { TRUE } from '../../syntax/test.ts';
import { property, type RecordValue, type Test, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { corsHeader, corsHeaderOf, type HeaderLine } from './lines.ts';

/** A rule of `vercel.json` or of Next's `headers()`: the paths it is for, and the headers it adds there. */
export interface HeaderRule {
  readonly source: string | undefined;
  readonly sourceAt?: Span;
  readonly lines: readonly HeaderLine[];
  /** The list or braces that hold the headers. */
  readonly container: Span;
  readonly when: Test;
}

/** Reads `{ source, has, headers: [{ key, value }] }`; undefined where no header concerns CORS. */
export function ruleOf(rule: RecordValue, when: Test = TRUE): HeaderRule | undefined {
  const headers = property(rule, 'headers')?.value;
  const given = property(rule, 'source')?.value ?? property(rule, 'src')?.value;
  const source = textOf(given);
  const asked = originCondition(property(rule, 'has')?.value);
  const lines = headers ? linesOf(headers, asked) : [];
  return headers && lines.some(it => it.name.startsWith('access-control-'))
    ? { source, ...(given ? { sourceAt: given.span } : {}), lines, container: headers.span, when }
    : undefined;
}

interface Asked {
  readonly test: Test;
  readonly names: readonly string[];
  readonly span: Span;
}

/** `has: [{ type: 'header', key: 'origin', value: '(?<o>…)' }]`: the origin has to match, and may be quoted by name. */
function originCondition(has: Value | undefined): Asked | undefined {
  if (has?.kind !== 'list') return undefined;
  for (const item of has.items) {
    if (
      item.kind !== 'record' ||
      textOf(property(item, 'type')?.value) !== 'header' ||
      textOf(property(item, 'key')?.value)?.toLowerCase() !== 'origin'
    )
      continue;
    const value = property(item, 'value')?.value;
    const source = textOf(value);
    if (!value || source === undefined) continue;
    const of: Value = { kind: 'request', part: 'header', name: 'origin', span: value.span };
    const names = [...source.matchAll(/\(\?<(\w+)>/g)].map(it => it[1] ?? '');
    return {
      test: {
        kind: 'matches',
        pattern: { kind: 'pattern', source: `^(?:${source})$`, flags: '', shared: false, span: value.span },
        of,
        span: value.span,
      },
      names,
      span: value.span,
    };
  }
  return undefined;
}

/** The lines of `{ name: value }` or `[{ key, value }]`. */
export function linesOf(headers: Value, asked?: Asked): readonly HeaderLine[] {
  const when = asked?.test ?? TRUE;
  if (headers.kind === 'record') {
    return headers.entries.flatMap((it): HeaderLine[] => {
      const name = corsHeader(it.key);
      return name === undefined
        ? []
        : [
            {
              name,
              value: quoted(it.value, asked),
              nameSpan: it.keySpan,
              entry: it.span,
              when,
              appended: false,
              inRecord: headers.span,
            },
          ];
    });
  }
  if (headers.kind !== 'list') return [];
  return headers.items.flatMap((row): HeaderLine[] => {
    if (row.kind !== 'record') return [];
    const key = property(row, 'key')?.value;
    const value = property(row, 'value')?.value;
    const name = corsHeaderOf(key);
    return key && value && name !== undefined
      ? [{ name, value: quoted(value, asked), nameSpan: key.span, entry: row.span, when, appended: false }]
      : [];
  });
}

/** `:o` stands for what the group `o` matched: the origin that was asked for. */
function quoted(value: Value, asked: Asked | undefined): Value {
  const name = /^:(\w+)$/.exec(textOf(value) ?? '')?.[1];
  return name !== undefined && asked?.names.includes(name)
    ? { kind: 'request', part: 'header', name: 'origin', span: value.span }
    : value;
}
