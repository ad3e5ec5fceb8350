import type { CorsPolicy } from '../../model/policy.ts';
import type { Test } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { decide as decided } from '../origin/alternatives.ts';
import { ACAC, ACAH, ACAM, ACAO, ACEH, ACMA, type HeaderLine, type HeaderResponse, VARY } from './lines.ts';
import { expressionLength } from './text.ts';

const PLACES = {
  origins: ACAO,
  credentials: ACAC,
  methods: ACAM,
  allowedHeaders: ACAH,
  exposedHeaders: ACEH,
  maxAge: ACMA,
  vary: VARY,
} as const;

/** Fields that are written in more than one place, for fixes that have to change them all: the lines, and their values. */
export function withPlaces(
  details: CorsPolicy['details'],
  responses: readonly HeaderResponse[],
  text: (span: Span) => string,
): Pick<CorsPolicy, 'details'> {
  const all = distinctLines(responses.flatMap(it => it.lines));
  const places = Object.entries(PLACES).flatMap(([field, name]) => {
    const lines = all.filter(it => it.name === name);
    return [
      ...noted(
        `places.${field}`,
        lines.map(it => it.entry),
      ),
      ...noted(
        `values.${field}`,
        lines.map(it => valuePlace(it, text)),
      ),
    ];
  });
  const found = { ...details, ...Object.fromEntries(places) };
  return Object.keys(found).length > 0 ? { details: found } : {};
}

/** Several places of one file as a text. */
function noted(key: string, spans: readonly Span[]): readonly (readonly [string, string])[] {
  const near = spans.filter(it => it.path === spans[0]?.path).map(it => `${it.start}-${it.end}`);
  const distinct = [...new Set(near)];
  return distinct.length > 1 ? [[key, distinct.join(' ')]] : [];
}

/** The places of that text. */
export function placesIn(details: CorsPolicy['details'], key: string, path: string): readonly Span[] {
  const texts = String(details?.[key] ?? '').split(' ');
  return texts.filter(Boolean).map((it): Span => {
    const [start, end] = it.split('-').map(Number);
    return { path, start: start ?? 0, end: end ?? 0 };
  });
}

/** A condition in the environment that is looked at. */
export function decide(test: Test, assumed: ReadonlyMap<string, boolean>): Test {
  return assumed.size === 0 ? test : decided(test, assumed);
}

/** Whether a condition certainly never holds. */
export function isFalse(test: Test): boolean {
  return test.kind === 'constant' && !test.value;
}

/** The source between two places of any file that was read. */
export function textAt(span: Span, reading: Reading): string {
  return (reading.project.code(span.path)?.text ?? reading.project.config(span.path)?.text ?? '').slice(
    span.start,
    span.end,
  );
}

/** Where to point at for a header's value: at the literal wherever it stands, else at the expression where it is written. */
export function valuePlace(line: HeaderLine, text: (span: Span) => string): Span {
  const { value, nameSpan, entry } = line;
  if (
    value.kind === 'literal' ||
    (value.span.path === entry.path && value.span.start >= nameSpan.end && value.span.end <= entry.end)
  )
    return value.span;
  if (nameSpan.path !== entry.path || nameSpan.end > entry.end) return entry;
  const rest = text({ ...entry, start: nameSpan.end });
  const lead = /^['"`]?\s*\]?\s*(,|:|=)\s*/.exec(rest)?.[0];
  if (lead === undefined) return nameSpan;
  const start = nameSpan.end + lead.length;
  return { path: entry.path, start, end: start + expressionLength(rest.slice(lead.length)) };
}

/** Each line once, however many ways write it. */
export function distinctLines(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  const seen = new Set<string>();
  return lines.filter(({ nameSpan, entry }) => {
    const key = [nameSpan, entry].map(it => `${it.path}:${it.start}:${it.end}`).join();
    return !seen.has(key) && seen.add(key);
  });
}
