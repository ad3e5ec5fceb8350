import type { Endpoint } from '../model/app.ts';
import { EVERYWHERE, mountPath, routePath, UNKNOWN_PATH } from '../model/paths.ts';
import type { Server } from '../model/site.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { rootOf } from '../syntax/member.ts';
import type { Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import { mayWriteIn } from './harmless.ts';
import type { SiteReader } from './reader.ts';

/**
 * `supabase/functions/NAME/index.ts`, reached at `/functions/v1/NAME` of the project's host and of port 54321 on the developer's
 * machine. https://supabase.com/docs/guides/functions/quickstart
 */
export const supabase: SiteReader = {
  id: 'supabase',
  mentions: new Search(/\bserve\s*\(/),
  files: /(^|\/)supabase\/functions\/[^/_][^/]*\/index\.[jt]sx?$/,

  read(file) {
    const name = /\/functions\/([^/]+)\/index\.\w+$/.exec(file.path)?.[1];
    const [serve] = file.calls(it => it === 'serve');
    if (name === undefined || !serve) return [];
    const path = `/functions/v1/${name}`;
    const why = `it is the function \`${name}\` of Supabase`;
    return [
      {
        kind: 'supabase',
        name: `the function \`${name}\``,
        at: serve.span,
        addresses: [
          { kind: 'host', suffix: '.supabase.co', base: '', stage: 'production', why },
          { kind: 'port', port: 54321, scheme: 'http', stage: 'development', why },
        ],
        routes: [{ method: 'ALL', path, matches: mountPath(path, 'any'), at: serve.span }],
        ...(IMPORTS_OWN.test(file.text) ? {} : { alone: true }),
        ...cloudedBy(file, serve.span),
      },
    ];
  },
};

/**
 * `exports.NAME = onRequest(…)` of firebase-functions, reached at `/NAME` of the region's host.
 * https://firebase.google.com/docs/functions/http-events#invoke_an_http_function
 */
export const firebase: SiteReader = {
  id: 'firebase',
  mentions: new Search(/\bonRequest\b/),
  words: ['onrequest'],

  read(file) {
    if (!/['"]firebase-functions/.test(file.text)) return [];
    return file
      .calls(it => it === 'onRequest')
      .filter(it => isFirebase(it.callee))
      .flatMap(it => onRequest(it, file));
  },
};

function onRequest(call: CallSite, file: CodeFile): readonly Server[] {
  const name = /(?:\bexports\.|\bexport\s+const\s+)([\w$]+)\s*(?::[^=]*)?=/.exec(
    file.text.slice(call.statement.start, call.span.start),
  )?.[1];
  if (name === undefined) return [];
  const route: Endpoint = { method: 'ALL', path: `/${name}`, matches: mountPath(`/${name}`, 'any'), at: call.nameSpan };
  const why = `it is the function \`${name}\` of Firebase`;
  const handler = call.args.at(-1);
  return [
    {
      kind: 'firebase-functions',
      name: `the function \`${name}\``,
      at: call.nameSpan,
      addresses: [{ kind: 'host', suffix: '.cloudfunctions.net', base: '', stage: 'production', why }],
      routes: [route],
      ...(handler?.kind === 'function' ? cloudedBy(file, handler.span) : clouded(call.span)),
    },
  ];
}

function isFirebase(callee: Value): boolean {
  const root = callee.kind === 'member' ? rootOf(callee) : callee;
  if (root?.kind === 'call') return isFirebase(root.callee);
  return root?.kind === 'external' && /^firebase-functions(\/|$)/.test(root.module);
}

/**
 * Functions of Vercel: `api/NAME.js` beside the package, reached at `/api/NAME`.
 * https://vercel.com/docs/functions/runtimes/node-js
 */
export const vercelFunctions: SiteReader = {
  id: 'vercel-functions',
  mentions: new Search(/\bexport\b|\bmodule\.exports\b/),
  files: /(^|\/)api\/[^_.][^.]*\.[cm]?[jt]s$/,

  read(file, { project }) {
    const { dependency } = { dependency: (name: string) => project.packages.dependency(file.path, name) };
    const [, folder = '', path = ''] = /^(.*)\/(api\/[^.]*)\.\w+$/.exec(file.path) ?? [];
    const ofVercel = dependency('@vercel/node') !== undefined || project.host.exists(`${folder}/vercel.json`);
    if (!ofVercel || dependency('next') !== undefined || !/\bexport\s+default\b|\bmodule\.exports\s*=/.test(file.text))
      return [];
    const at: Span = { path: file.path, start: 0, end: file.text.length };
    const address = `/${path.replace(/\/index$/, '').replace(/\[(\w+)\]/g, ':$1')}`;
    const matches = path.includes('[...') ? UNKNOWN_PATH : routePath(address, 'any');
    return [
      {
        kind: 'vercel',
        name: `the function \`${address}\``,
        at,
        addresses: [],
        routes: [{ method: 'ALL', path: address, matches, at }],
        ...cloudedBy(file, at),
      },
    ];
  },
};

/** An import of another file. */
const IMPORTS_OWN = /\b(?:from|import|require)\s*\(?\s*['"`]\.{1,2}\//;

/** What a function's text says of headers, itself or through a name that speaks of CORS. */
function cloudedBy(file: CodeFile, span: Span): Pick<Server, 'clouded'> {
  return mayWriteIn(file.text.slice(span.start, span.end)) ? clouded(span) : {};
}

function clouded(at: Span): Pick<Server, 'clouded'> {
  return { clouded: { why: 'it may write headers itself', at, matches: EVERYWHERE } };
}
