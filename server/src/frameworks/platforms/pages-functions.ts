import type { Preflight } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { foldersUp } from '../../syntax/paths.ts';

/*
 * Functions of Cloudflare Pages: files of the folder `functions` whose exports answer one method each, `onRequest` all that are left. What
 * none of them answers goes to the static files. https://developers.cloudflare.com/pages/functions/api-reference/
 */
const FILE = /(^|\/)functions\/(.+\/)?[^/]+\.[cm]?[jt]sx?$/;
const ALONE = /^onRequest(Get|Head|Post|Put|Patch|Delete|Options)$/;
const ANSWERS_OPTIONS =
  /\bexport\s+(?:(?:async\s+)?function|const|let)\s+(onRequest(?:Options)?)\b|\bexport\s*\{[^}]*\b(onRequest(?:Options)?)\b/;

/** The one method that an export answers, by its name. */
export function pagesMethod(name: string, { path }: Pick<CodeFile, 'path'>): string | undefined {
  return FILE.test(path) ? ALONE.exec(name)?.[1]?.toUpperCase() : undefined;
}

/** What answers `OPTIONS` beside such an export: another one of the file, or a middleware, of which it is not known here. */
export function preflightOfPages({ path, text, project: { host } }: CodeFile): Preflight | undefined {
  if (!FILE.test(path)) return undefined;
  const found = ANSWERS_OPTIONS.exec(text);
  if (found) {
    const end = found.index + found[0].length;
    return { by: 'manual', at: { path, start: end - (found[1] ?? found[2] ?? '').length, end } };
  }
  const above = foldersUp(path).filter(it => /(^|\/)functions(\/|$)/.test(it));
  const middleware = above.some(it => ['ts', 'js'].some(ending => host.exists(`${it}/_middleware.${ending}`)));
  return middleware ? { by: 'unknown' } : undefined;
}
