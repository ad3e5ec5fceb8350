import { lastName } from '../syntax/member.ts';
import type { Project } from '../syntax/project.ts';
import type { Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';

/**
 * Middleware of packages that writes no CORS headers: their documentation names none, and the sources of express 5, helmet 8,
 * morgan, compression, cookie-parser, express-session and express-rate-limit contain none. Better Auth's `trustedOrigins` is a check of
 * its own, and answers no preflight (run with better-auth 1.7.25).
 */
const HARMLESS =
  /^(express|express4|body-parser|morgan|helmet|compression|cookie-parser|express-session|cookie-session|express-rate-limit|express-slow-down|passport|multer|pino-http|express-winston|express-pino-logger|response-time|serve-favicon|serve-static|method-override|hpp|express-fileupload|csurf|csrf-csrf|express-validator|express-async-handler|express-jwt|jsonwebtoken|connect-flash|koa-bodyparser|@koa\/bodyparser|koa-body|koa-logger|koa-static|koa-json|koa-helmet|koa-session|koa-compress|koa-morgan|hono\/(logger|secure-headers|pretty-json|jwt|bearer-auth|basic-auth|compress|etag|timing|request-id|body-limit|timeout|csrf)|@hono\/zod-validator|@hono\/node-server\/serve-static|swagger-ui-express|better-auth\/(node|next-js))$|\boak\b(?!.*cors)/;

/** What a function's text has that may write a header. */
const WRITES = /access-control|cors|writeHead|setHeaders?\b|\.set\s*\(|\.headers?\b|\.append\s*\(|\bheaders\b/i;

/** A header that is written by its name, which is not the one that lets pages read. */
const OTHER_HEADER = /\.(setHeader|set|header|append)\s*\(\s*(['"`])(?!access-control-allow-origin\2)[\w-]+\2/gi;

/** Headers of other names with plain texts: `headers: { 'Content-Type': 'application/json' }`. */
const OTHER_HEADERS =
  /\bheaders\s*:\s*\{\s*(?:(['"`]?)(?!access-control)[\w-]+\1\s*:\s*(['"`])[^'"`{}$]*\2\s*,?\s*)+\}/gi;

/** `writeHead(200)`, and with headers of other names: `writeHead(200, { 'Content-Type': 'application/json' })`. */
const OTHER_HEAD =
  /\.writeHead\s*\(\s*[\w.]+\s*(?:,\s*\{\s*(?:(['"`]?)(?!access-control)[\w-]+\1\s*:\s*(?:(['"`])[^'"`{}$]*\2|[\w.]+(?:\(\w*\))?)\s*,?\s*)*\}\s*)?\)/gi;

/** Whether code may write CORS headers, by its text: what is read of a request writes nothing, and a header with another name is another. */
export function mayWriteIn(text: string): boolean {
  const rest = text
    .replace(/\b(req|request|ctx\.request|c\.req)\??\.headers?\b/g, '')
    .replace(OTHER_HEADER, '(')
    .replace(OTHER_HEADERS, '')
    .replace(OTHER_HEAD, '(');
  return WRITES.test(rest);
}

/** Where a function writes CORS headers by hand, and certainly not the one that lets pages read. */
export function partialHeaders(value: Value, project: Project): Span | undefined {
  if (value.kind !== 'function' || mayWriteHeaders(value, project) !== undefined) return undefined;
  const { path, start, end } = value.span;
  const text = project.host.read(path)?.slice(start, end) ?? '';
  const found =
    /(['"`])access-control-allow-credentials\1/i.exec(text) ??
    /(['"`])access-control-allow-(methods|headers)\1/i.exec(text);
  const from = found && start + found.index;
  return found && from !== null ? { path, start: from, end: from + found[0].length } : undefined;
}

/** Why something that answers or passes on requests may write CORS headers; undefined where it certainly does not. */
export function mayWriteHeaders(value: Value, project: Project): string | undefined {
  switch (value.kind) {
    case 'function': {
      const { path, start, end } = value.span;
      const text = project.host.read(path)?.slice(start, end) ?? '';
      return mayWriteIn(text) ? 'a function may write headers' : undefined;
    }
    case 'call':
      return ofModule(value.callee) ?? undefined;
    case 'external':
    case 'member':
      return ofModule(value);
    case 'choice':
      return value.branches.map(it => mayWriteHeaders(it.value, project)).find(it => it !== undefined);
    case 'literal':
      return undefined;
    default:
      return 'it is not known what runs here';
  }
}

function ofModule(callee: Value): string | undefined {
  let at = callee;
  while (at.kind === 'member' || at.kind === 'call') at = at.kind === 'member' ? at.object : at.callee;
  if (at.kind === 'external' && HARMLESS.test(at.module)) return undefined;
  const name = at.kind === 'external' && at.module !== '' ? at.module : lastName(callee);
  return name === undefined ? 'it is not known what runs here' : `\`${name}\` may write headers`;
}
