import type { Reading } from '../frameworks/framework.ts';
import { HONO } from '../frameworks/libraries/hono/index.ts';
import type { Address, Server } from '../model/site.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { exported } from '../syntax/exports.ts';
import { foldersUp } from '../syntax/paths.ts';
import { property, type RecordValue, type Value } from '../syntax/value.ts';
import { handlerServer } from './handlers.ts';
import { applicationServer } from './listening.ts';
import { portsOf } from './ports.ts';
import type { SiteReader } from './reader.ts';

/**
 * Servers that a runtime starts of a handler: `Bun.serve({ port, fetch })`, which listens on 3000 (bun.sh/docs/api/http), `Deno.serve`
 * and `serve` of Deno's std, which listen on 8000 (docs.deno.com/api/deno/~/Deno.serve), and the default export of a Worker, which
 * `wrangler dev` serves on 8787 (developers.cloudflare.com/workers/wrangler/configuration/#local-development-settings).
 */
export const runtimes: SiteReader = {
  id: 'runtimes',
  mentions:
    /\b(?:Bun|Deno)\.serve\s*\(|deno\.land\/std[^'"]*\/http\/server|\bexport\s+default\s*\{[^}]{0,400}?\bfetch\b|\bnew\s+Hono\b/,

  read(file, reading) {
    // Supabase serves its functions at an address of their own.
    if (/(^|\/)(supabase|netlify)\/(edge-)?functions\//.test(file.path)) return [];
    const served = file.calls(it => it === 'serve').flatMap(it => ofServe(it, reading));
    return served.length > 0 ? served : ofWorker(file, reading);
  },
};

function ofServe(call: CallSite, reading: Reading): readonly Server[] {
  const { callee, args } = call;
  if (callee.kind !== 'external') return [];
  const isBun = callee.name === 'Bun.serve';
  if (!isBun && callee.name !== 'Deno.serve' && !/\bstd\b.*\/http\/server/.test(callee.module)) return [];
  const options = args.find((it): it is RecordValue => it.kind === 'record');
  const inOptions = (name: string) => (options ? property(options, name)?.value : undefined);
  // A table of routes answers before the handler does.
  if (options?.rest || inOptions('routes')) return [];
  const handler = inOptions(isBun ? 'fetch' : 'handler') ?? args.find(it => it.kind !== 'record');
  const given = inOptions('port');
  const ports = given ? portsOf(given, reading.lookup) : [{ port: isBun ? 3000 : 8000, at: call.span }];
  return ofHandler(
    handler,
    call,
    ports.map(({ port, at }) => listensOn(port, at)),
    reading,
  );
}

/** What a Worker's module exports, where the package says that it is one. */
function ofWorker(file: CodeFile, reading: Reading): readonly Server[] {
  const span = { path: file.path, start: 0, end: 0 };
  const { host } = reading.project;
  const config = foldersUp(file.path)
    .flatMap(folder => ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'].map(name => `${folder}/${name}`))
    .find(it => host.exists(it));
  const text = config === undefined ? undefined : host.read(config);
  if (config === undefined || !text?.includes(file.path.slice(file.path.lastIndexOf('/') + 1))) return [];
  const given = exported(file, 'default', span);
  const handler = given.kind === 'record' ? property(given, 'fetch')?.value : given;
  const port = Number(/\bport"?\s*[:=]\s*(\d+)/.exec(text)?.[1] ?? 8787);
  return handler ? ofHandler(handler, { span: handler.span }, [listensOn(port, handler.span)], reading) : [];
}

function ofHandler(
  handler: Value | undefined,
  made: Pick<CallSite, 'span'>,
  where: readonly Address[],
  reading: Reading,
): readonly Server[] {
  const app = handler?.kind === 'member' && handler.name === 'fetch' ? handler.object : handler;
  if (app?.kind === 'call') return applicationServer(app, HONO, where, reading);
  if (handler?.kind !== 'function') return [];
  return handlerServer(handler, made, where, reading.project);
}

function listensOn(port: number, at: Value['span']): Address {
  return { kind: 'port', port, scheme: 'http', stage: 'development', why: `it listens on port ${port}`, at };
}
