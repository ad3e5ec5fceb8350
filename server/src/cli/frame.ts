import type { Finding } from '../analysis/finding.ts';
import type { Span } from '../text/span.ts';
import { lineOf, type Place, type Report } from './report.ts';
import { printable, widthOf } from './terminal.ts';

/** What a stretch of a code frame is, for whoever colours it. */
export type Ink = 'plain' | 'gutter' | 'primary' | 'related';

export interface Stroke {
  readonly ink: Ink;
  readonly text: string;
}

/** One line of a code frame. */
export type FrameLine = readonly Stroke[];

interface Label {
  readonly place: Place;
  readonly span: Span;
  readonly text: string;
  readonly ink: 'primary' | 'related';
}

/** A label on the line that is drawn: columns of the terminal, from 0, the end exclusive. */
interface Mark {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly ink: 'primary' | 'related';
  /** Whether the span goes on below. */
  readonly open: boolean;
}

const TAB = 4;
const LEAD = 12;

/** The source around a finding, with `^^^` under its place and `---` and a few words under the related ones. */
export function codeFrame(report: Report, finding: Finding, columns: number): readonly FrameLine[] {
  const labels = labelsOf(report, finding);
  const gutter = String(Math.max(...labels.map(it => it.place.line))).length;
  const files = [...new Set(labels.map(it => it.span.path))];
  return files.flatMap((path, i) => {
    const own = labels.filter(it => it.span.path === path);
    const { place } = own[0] as Label;
    const head = `${' '.repeat(gutter)}${i ? ':::' : '-->'} `;
    return [
      [stroke('gutter', head), stroke('plain', `${printable(place.path)}:${place.line}:${place.column}`)],
      [stroke('gutter', `${' '.repeat(gutter)} |`)],
      ...linesOf(report, path, own, gutter, columns - gutter - 3),
    ];
  });
}

function labelsOf(report: Report, finding: Finding): readonly Label[] {
  const same = (at: Span) => at.path === finding.at.path && at.start === finding.at.start && at.end === finding.at.end;
  const own = finding.related.find(it => same(it.at));
  const label = (span: Span, text: string, ink: Label['ink']): Label => ({
    span,
    text,
    ink,
    place: report.place(span),
  });
  return [
    label(finding.at, own?.message ?? '', 'primary'),
    ...finding.related.filter(it => it !== own).map(it => label(it.at, it.message, 'related')),
  ];
}

function linesOf(
  report: Report,
  path: string,
  labels: readonly Label[],
  gutter: number,
  width: number,
): readonly FrameLine[] {
  const result: FrameLine[] = [];
  const numbers = [...new Set(labels.map(it => it.place.line))].sort((a, b) => a - b);
  const numbered = (line: number) => stroke('gutter', `${String(line).padStart(gutter)} | `);
  const blank = stroke('gutter', `${' '.repeat(gutter)} | `);
  let last: number | undefined;
  for (const line of numbers) {
    if (last !== undefined && line - last === 2)
      result.push([numbered(line - 1), ...drawLine(lineOf(report.source(path), line - 1), [], width).text]);
    else if (last !== undefined && line - last > 2) result.push([stroke('gutter', '...')]);
    const own = labels.filter(it => it.place.line === line);
    const { text, below } = drawLine(lineOf(report.source(path), line), own, width);
    result.push([numbered(line), ...text], ...below.map(row => [blank, ...row]));
    last = line;
  }
  return result;
}

function drawLine(
  line: string,
  labels: readonly Label[],
  width: number,
): { readonly text: FrameLine; readonly below: readonly FrameLine[] } {
  const { cells, columnOf } = spread(line);
  const marks = labels.map(({ place, text, ink }): Mark => {
    const open = place.endLine > place.line;
    const from = columnOf(place.column - 1);
    const to = open ? columnOf(line.trimEnd().length) : columnOf(place.endColumn - 1);
    return { from, to: Math.max(to, from + 1), text: printable(text), ink, open };
  });
  const total = cells.length;
  const first = Math.min(...marks.map(it => it.from), total);
  const end = Math.max(...marks.map(it => it.to), 0);
  const start = total <= width || end + 1 < width ? 0 : Math.max(0, Math.min(first - LEAD, total - width));
  const stop = total - start <= width ? total : start + width - 1;
  const clamp = (column: number) => Math.max(0, Math.min(column, stop) - start);
  const visible = marks.map(it => {
    const from = Math.min(clamp(it.from), Math.max(0, stop - start - 1));
    return { ...it, from, to: Math.max(clamp(it.to), from + 1) };
  });
  const text = `${start ? '…' : (cells[0] ?? '')}${cells.slice(start + 1, stop).join('')}${stop < total ? '…' : ''}`;
  return { text: [stroke('plain', text.trimEnd())], below: visible.length ? drawMarks(visible) : [] };
}

/** One cell for each column of the terminal: a wide character is followed by empty ones, a tab is spaces. */
function spread(line: string): { readonly cells: readonly string[]; readonly columnOf: (character: number) => number } {
  const cells: string[] = [];
  const columns: number[] = [];
  for (const character of line) {
    for (let i = 0; i < character.length; i++) columns.push(cells.length);
    if (character === '\t') {
      do cells.push(' ');
      while (cells.length % TAB);
      continue;
    }
    const safe = printable(character);
    const width = widthOf(safe);
    if (width === 0 && cells.length) cells[cells.length - 1] += safe;
    else for (let i = 0; i < Math.max(1, width); i++) cells.push(i ? '' : safe);
  }
  return { cells, columnOf: character => columns[character] ?? cells.length };
}

function drawMarks(marks: readonly Mark[]): readonly FrameLine[] {
  const canvas: { ink: Ink; char: string }[][] = [];
  const draw = (row: number, column: number, text: string, ink: Ink) => {
    canvas[row] ??= [];
    const cells = canvas[row];
    while (cells.length < column) cells.push({ ink: 'plain', char: ' ' });
    [...text].forEach((char, i) => {
      cells[column + i] = { ink, char };
    });
  };
  for (const it of [...marks].sort((a, b) => order(b.ink) - order(a.ink)))
    draw(0, it.from, (it.ink === 'primary' ? '^' : '-').repeat(it.to - it.from) + (it.open ? '…' : ''), it.ink);
  const spoken = marks.filter(it => it.text).sort((a, b) => b.from - a.from || b.to - a.to);
  const last = spoken[0];
  const inline = last && marks.every(it => it.to <= last.to) ? last : undefined;
  if (inline) draw(0, inline.to + (inline.open ? 2 : 1), inline.text, inline.ink);
  const rest = spoken.filter(it => it !== inline);
  rest.forEach((it, i) => {
    if (i === 0) for (const other of rest) draw(1, other.from, '|', other.ink);
    for (const other of rest.slice(i + 1).reverse()) draw(i + 2, other.from, '|', other.ink);
    draw(i + 2, it.from, it.text, it.ink);
  });
  return canvas.map(strokes);
}

function order(ink: Mark['ink']): number {
  return ink === 'primary' ? 0 : 1;
}

function strokes(cells: readonly { readonly ink: Ink; readonly char: string }[]): FrameLine {
  const result: { ink: Ink; text: string }[] = [];
  for (const { ink, char } of cells) {
    const last = result.at(-1);
    if (last?.ink === ink) last.text += char;
    else result.push({ ink, text: char });
  }
  return result;
}

function stroke(ink: Ink, text: string): Stroke {
  return { ink, text };
}
