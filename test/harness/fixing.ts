import { type ParseError, parse as parseJson } from 'jsonc-parser';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import type { Finding, FindingFix } from '../../server/src/analysis/finding.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';

export type Files = Readonly<Record<string, string>>;

/** The files after a fix; undefined where its edits overlap. */
export function applied(files: Files, { edits }: FindingFix): Files | undefined {
  const result: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    const changed = applyEdits(path, text, edits);
    if (changed === undefined) return undefined;
    result[path] = changed;
  }
  return result;
}

/** An import that a fix needs stands where imports stand. */
const IMPORT = /^\s*(import [\w{}, *]+ from ['"][^'"]+['"];?|(const|var) [\w{}, ]+ = require\(['"][^'"]+['"]\);?)\s*$/;
/** A header that is sent whatever happens stands in front of all that may happen. */
const FIRST = /^Send `Vary: Origin` always$/;

/**
 * The place of an edit that stands on other lines than what the finding speaks of: its statement, those that it relates to, and the
 * lines of its policy. Undefined where there is none.
 */
export function strayEdit(
  files: Files,
  finding: Finding,
  { title, edits }: FindingFix,
  policies: readonly CorsPolicy[],
): string | undefined {
  const places = [finding.at, ...finding.related.map(it => it.at)];
  const own = policies
    .map(it => [it, ...(it.apart ?? [])].flatMap(one => [one.at, one.whole, one.origins.at]).map(relative))
    .filter(spans => spans.some(span => places.some(place => meet(span, place))));
  const allowed = [...places, ...own.flat()];
  const stray = edits.find(({ at, text: added }) => {
    const text = files[at.path];
    if (text === undefined) return true;
    if (at.start === at.end && IMPORT.test(added)) return false;
    return !allowed.some(it => {
      const around = FIRST.test(title) ? functionAround(text, it) : statement(text, it);
      return it.path === at.path && meetLines(text, around, at);
    });
  });
  return stray && `“${title}” edits ${stray.at.path}:${lineOf(files[stray.at.path] ?? '', stray.at.start)}`;
}

function relative(span: Span): Span {
  return { ...span, path: span.path.replace(/^\/w\//, '') };
}

function meet(a: Span, b: Span): boolean {
  return a.path === b.path && a.start <= b.end && b.start <= a.end;
}

function meetLines(text: string, a: Span, b: Span): boolean {
  return lineOf(text, a.start) <= lineOf(text, b.end) && lineOf(text, b.start) <= lineOf(text, a.end);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The innermost statement of code around a place, or the place itself. */
function statement(text: string, span: Span): Span {
  return around(text, span, it => ts.isStatement(it) && !ts.isBlock(it));
}

function functionAround(text: string, span: Span): Span {
  return around(text, span, ts.isFunctionLike);
}

function around(text: string, span: Span, fits: (node: ts.Node) => boolean): Span {
  if (!isCode(span.path)) return span;
  const source = tree(span.path, text);
  let found = span;
  const look = (node: ts.Node): void => {
    const [start, end] = [node.getStart(source), node.end];
    if (span.start < start || end < span.end) return;
    if (fits(node)) found = { ...span, start, end };
    ts.forEachChild(node, look);
  };
  ts.forEachChild(source, look);
  return found;
}

function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function tree(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** How many faults a parser of the format finds; none in formats for which there is no parser here. */
export function faults(path: string, text: string): number {
  if (isCode(path)) {
    const source = tree(path, text) as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] };
    return source.parseDiagnostics.length;
  }
  if (/\.jsonc?$/.test(path)) {
    const errors: ParseError[] = [];
    parseJson(text, errors, { allowTrailingComma: true });
    return errors.length;
  }
  if (/\.ya?ml$/.test(path)) return parseAllDocuments(text).reduce((sum, it) => sum + it.errors.length, 0);
  return 0;
}
