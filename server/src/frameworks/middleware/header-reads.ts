import type { AskedHeader, Step } from '../../model/app.ts';
import type { Project } from '../../syntax/project.ts';
import type { Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { isOptional } from './optional-reads.ts';

/**
 * A header of the request, looked at by a literal name: `req.headers['x-tenant']`, `req.headers.authorization`, `req.get('x-tenant')`,
 * `ctx.get('x-tenant')`, `c.req.header('x-tenant')`, `request.headers.get('x-tenant')`, `event.headers['x-tenant']`.
 */
const READ =
  /\b(?:req|request|ctx|context|c|event)(?:\.req(?:uest)?|\.raw)?\s*(?:\.headers?\s*(?:\??\.)?\[\s*(['"`])([\w-]+)\1\s*\]|\.headers\s*\??\.\s*get\(\s*(['"`])([\w-]+)\3|\.(?:get|header)\(\s*(['"`])([\w-]+)\5\s*\)|\.headers?\??\.(authorization)\b)/gi;

/** Hono's context keeps what handlers leave in it under names of their own, `c.get('requestId')`: headers have a hyphen, or this name. */
const KEPT = /^(?:c|ctx|context)\.get\(\s*['"`](?!authorization\b)\w+['"`]/i;

/** The headers that functions look at themselves, each where it does so first. */
export function headersRead(functions: readonly Value[], project: Project): Pick<Step, 'asks'> {
  const found = new Map<string, AskedHeader>();
  for (const it of functions) {
    if (it.kind !== 'function') continue;
    for (const read of headersReadIn(it.span, project)) if (!found.has(read.name)) found.set(read.name, read);
  }
  return found.size > 0 ? { asks: [...found.values()] } : {};
}

/** The headers that are looked at within a piece of code, and nowhere else for the same. */
export function headersReadIn({ path, start, end }: Span, project: Project): readonly AskedHeader[] {
  const text = project.host.read(path)?.slice(start, end) ?? '';
  return [...text.matchAll(READ)]
    .filter(it => !KEPT.test(it[0]) && !isOptional(text, it.index, it.index + it[0].length))
    .map(it => ({
      name: (it[2] ?? it[4] ?? it[6] ?? it[7] ?? '').toLowerCase(),
      at: { path, start: start + it.index, end: start + it.index + it[0].length },
    }));
}
