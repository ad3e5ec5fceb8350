import type { Finding } from '../../server/src/analysis/finding.ts';
import { Lines } from '../../server/src/text/lines.ts';
import type { Span } from '../../server/src/text/span.ts';

const MARK = /^( *)(\^+|~+)(?: (.*))?$/;

/** The code without the lines that draw marks, and those lines by the number of the code line above them. */
export function withoutMarks(lines: readonly string[]): {
  code: string;
  marks: ReadonlyMap<number, readonly string[]>;
} {
  const code: string[] = [];
  const marks = new Map<number, string[]>();
  for (const line of lines) {
    if (MARK.test(line) && code.length > 0) marks.set(code.length - 1, [...(marks.get(code.length - 1) ?? []), line]);
    else code.push(line);
  }
  return { code: code.join('\n'), marks };
}

/** Draws the findings under the code. Where the suite wrote a mark without words, or only some, none are drawn. */
export function draw(
  path: string,
  code: string,
  findings: readonly Finding[],
  wanted: ReadonlyMap<number, readonly string[]>,
  named: boolean,
): readonly string[] {
  const lines = new Lines(code);
  const drawn = new Map<number, string[]>();
  const add = (at: Span, sign: '^' | '~', words: string) => {
    if (at.path !== path) return;
    const start = lines.position(at.start);
    const end = lines.position(at.end);
    const text = lineOf(code, lines, start.line);
    const width = Math.max(1, (end.line === start.line ? end.character : text.trimEnd().length) - start.character);
    const mark = ' '.repeat(start.character) + sign.repeat(width);
    const bare = wanted.get(start.line)?.includes(mark) ?? false;
    drawn.set(start.line, [...(drawn.get(start.line) ?? []), bare ? mark : `${mark} ${words}`]);
  };
  for (const it of findings) {
    const rule = named ? `[${it.rule}]` : '';
    const silenced = it.suppressed ? ` (suppressed${it.suppressed.reason ? `: ${it.suppressed.reason}` : ''})` : '';
    add(it.at, '^', `${it.severity}${rule}: ${it.message}${silenced}`);
  }
  for (const it of findings) for (const { at, message } of it.related) add(at, '~', message);
  return code.split('\n').flatMap((line, i) => [line, ...distinct(drawn.get(i) ?? [])]);
}

function lineOf(code: string, lines: Lines, line: number): string {
  return code.slice(lines.startOf(line), lines.startOf(line + 1)).replace(/[\r\n]+$/, '');
}

function distinct(marks: readonly string[]): readonly string[] {
  return [...new Set(marks)];
}
