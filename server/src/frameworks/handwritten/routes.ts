import { covers, type PathPattern, routePath, type Sure, UNKNOWN_PATH } from '../../model/paths.ts';
import type { Preflight, Scope } from '../../model/policy.ts';
import type { CallSite, CodeFile, Root } from '../../syntax/code.ts';
import { exported } from '../../syntax/exports.ts';
import { type FunctionValue, textOf, type Value } from '../../syntax/value.ts';
import { ACAO, lastLine, samePlace } from '../headers/lines.ts';
import { type ExportedMethod, exportedMethods } from '../platforms/exported-methods.ts';
import { pagesMethod, preflightOfPages } from '../platforms/pages-functions.ts';
import { isResourceRoute, preflightOfAction } from '../platforms/resource-routes.ts';
import { methodIn } from './method.ts';
import type { Reply } from './responses.ts';

const METHODS = /^(get|post|put|patch|delete|head|options|all)$/;
const ROUTE_FILE = /(^|\/)(route\.[cm]?[jt]sx?|\+server\.[cm]?[jt]s)$|(^|\/)pages\/.*\.[cm]?[jt]s$/;
const EXPORTS_OPTIONS =
  /\bexport\s+(?:(?:async\s+)?function|const|let)\s+(?:OPTIONS|ALL)\b|\bexport\s*(?:const\s*)?\{[^}]*\b(?:OPTIONS|ALL)\b/;

/** The path and methods that a function answers: from the call it is handed to, or from the name it is exported under. */
export function scopeOf(root: Root, file: CodeFile): Scope {
  const own = exportedAs(root, file);
  if (own.length > 0) return { methods: own.map(it => it.method) };
  // Whether pages send it anything but POST is not seen.
  if (isAction(root, file)) return { methods: ['POST'] };
  const site = registration(root, file);
  if (!site) return {};
  const path = textOf(site.args[0]);
  const methods = site.name === 'use' || site.name === 'all' ? undefined : [site.name.toUpperCase()];
  return { ...(path === undefined ? {} : { path }), ...(methods ? { methods } : {}) };
}

/** A function that answers what changes something, of a route of Remix. */
function isAction({ name, exported: isExported }: Root, file: CodeFile): boolean {
  return isExported && name === 'action' && isResourceRoute(file);
}

/** The methods for which a framework that finds routes by their files hands requests to this function. */
function exportedAs({ name, span, exported: isExported }: Root, file: CodeFile): readonly ExportedMethod[] {
  if (name === undefined) return [];
  const ofPages = isExported ? pagesMethod(name, file) : undefined;
  if (ofPages) return [{ method: ofPages, at: { ...span, end: span.start } }];
  return ROUTE_FILE.test(file.path) ? exportedMethods(file).filter(it => (it.local ?? it.method) === name) : [];
}

function registration(root: Root, file: CodeFile): CallSite | undefined {
  return file
    .calls(it => it === 'use' || METHODS.test(it))
    .find(it => it.argSpans.some(at => at.start === root.span.start && at.end === root.span.end));
}

/** Who answers the preflight of what this function answers. */
export function preflightOf(
  root: Root,
  replies: readonly Reply[],
  scope: Scope,
  file: CodeFile,
  called: boolean,
): Preflight {
  const ofAction = isAction(root, file) ? preflightOfAction(file, { ...root.span, end: root.span.start }) : undefined;
  if (ofAction) return ofAction;
  // A way that hands preflights on answers none.
  const own = replies.filter(it => methodIn(it.when) === 'options' && it.end !== 'passed');
  const reply = own.find(it => lastLine(it, ACAO)) ?? own[0];
  if (reply) return { by: 'manual', ...statusOf(reply), at: reply.at };
  if (scope.methods?.includes('OPTIONS')) {
    const allowing = replies.find(it => lastLine(it, ACAO) && it.status !== undefined);
    return { by: 'manual', ...(allowing ? { ...statusOf(allowing), at: allowing.at } : { at: root.span }) };
  }
  const [first] = exportedAs(root, file);
  if (first) return exportedOptions(file) ?? preflightOfPages(file) ?? { by: 'none', beside: first.at };
  if (scope.methods && file.calls(it => it === 'options').some(it => isFor(it, scope) !== 'no'))
    return { by: 'manual' };
  if (isLone(scope, file)) return { by: 'none' };
  return { by: !called && !scope.methods && isEverything(root, file) ? 'same' : 'unknown' };
}

/** A route of itty-router, which answers no `OPTIONS` by itself, in a file in which nothing else does. */
function isLone({ methods }: Scope, { text }: CodeFile): boolean {
  return (
    methods !== undefined &&
    /['"]itty-router['"]/.test(text) &&
    !/\b(?:cors|createCors|preflight|corsify)\b|['"`]OPTIONS['"`](?!\s*,|\s*\])/i.test(text)
  );
}

/** The function that is exported to answer `OPTIONS`. */
function exportedOptions({ text, path }: CodeFile): Preflight | undefined {
  const found = EXPORTS_OPTIONS.exec(text);
  if (!found) return undefined;
  const end = found.index + found[0].length;
  const start = end - (/\w+$/.exec(found[0])?.[0].length ?? 0);
  return { by: 'manual', at: { path, start, end } };
}

const FUNCTION_FILE = /(^|\/)(netlify\/(edge-)?functions|functions|api)\/[^.]+\.[cm]?[jt]sx?$/;

/**
 * Whether a platform hands this function every request, whatever its method: `Deno.serve(handler)`, `Bun.serve({ fetch })`,
 * node's `createServer(handler)`, `export default { fetch }`, a function of Netlify, or one of the folder `api`, where Vercel and Next.js look.
 */
function isEverything(root: Root, file: CodeFile): boolean {
  const before = file.text.slice(0, root.span.start);
  if (/\b(Deno\.)?serve\s*\(\s*$|\bcreateServer\s*\(\s*(\{[^{}]*\}\s*,\s*)?$/.test(before)) return true;
  if (root.name === 'fetch' && /\b(export\s+default|Bun\.serve\s*\()/.test(before)) return true;
  return root.exported && FUNCTION_FILE.test(file.path) && /^(default|handler|onRequest)?$/.test(root.name ?? '');
}

/** The status of a preflight that is let in: what says no without the header may say so with any status. */
function statusOf(reply: Reply): Pick<Preflight, 'status'> {
  const refuses = reply.status !== undefined && reply.status >= 300 && !lastLine(reply, ACAO);
  return reply.status === undefined || refuses ? {} : { status: reply.status };
}

/** Whether what is registered there is for every address of the scope, whichever router reads both. */
function isFor({ args: [pattern] }: CallSite, { path }: Scope): Sure {
  return covers(pathOf(textOf(pattern)), pathOf(path));
}

function pathOf(text: string | undefined): PathPattern {
  return text === undefined ? UNKNOWN_PATH : routePath(text, 'any');
}

const PREFLIGHTED = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** The functions that are exported beside one for `OPTIONS`, of a route that its framework finds by the file's name. */
export function besideOptions(root: Root, { methods }: Scope, file: CodeFile): readonly FunctionValue[] {
  if (methods?.join() !== 'OPTIONS' || !root.exported || !ROUTE_FILE.test(file.path)) return [];
  const all = PREFLIGHTED.map(it => exported(file, it, root.span));
  return all.filter((it): it is FunctionValue => it.kind === 'function');
}

/** The function that answers `OPTIONS` beside a handler: exported under that name, or registered for its path. */
export function besideFor(root: Root, scope: Scope, file: CodeFile): Value | undefined {
  if (ROUTE_FILE.test(file.path))
    return EXPORTS_OPTIONS.test(file.text) ? exported(file, 'OPTIONS', root.span) : undefined;
  const site = file.calls(it => it === 'options').find(it => isFor(it, scope) === 'yes');
  if (!site || site.argSpans.some(it => samePlace(it, root.span))) return undefined;
  return site.args.at(-1);
}
