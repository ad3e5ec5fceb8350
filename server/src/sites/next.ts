import { exportedMethods } from '../frameworks/platforms/exported-methods.ts';
import type { Endpoint } from '../model/app.ts';
import { EVERYWHERE, mountPath, type PathPattern, routePath } from '../model/paths.ts';
import type { Address, Page, PageOrigin } from '../model/site.ts';
import type { CodeFile } from '../syntax/code.ts';
import { exported } from '../syntax/exports.ts';
import type { Project } from '../syntax/project.ts';
import { Search } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import { mayWriteHeaders, mayWriteIn } from './harmless.ts';
import { pageOf } from './pages.ts';
import type { SiteReader } from './reader.ts';

const FILE = /\/(?:src\/)?(?:pages\/(api\/.+|api)|app\/((?:.*\/)?)route)\.[cm]?[jt]sx?$/;
const ENDINGS = ['ts', 'js', 'mjs', 'tsx', 'jsx'];

/**
 * The functions of Next.js that answer requests: route handlers and `pages/api`, reached where the application's pages are.
 * https://nextjs.org/docs/app/getting-started/route-handlers, https://nextjs.org/docs/pages/building-your-application/routing/api-routes
 */
export const nextFunctions: SiteReader = {
  id: 'next',
  mentions: new Search(/\bexport\b|\bmodule\.exports\b/),
  files: FILE,

  read(file, { project }) {
    if (project.packages.dependency(file.path, 'next') === undefined) return [];
    const page = pageOf(file.path, project);
    if (!page || configurationsOf(page, project).some(it => MOVES.test(it))) return [];
    const [, api, folders = ''] = FILE.exec(file.path) ?? [];
    const { path, matches } = addressOf(api ?? folders);
    const found: readonly Handler[] = api === undefined ? exportedMethods(file) : everyMethod(file);
    const [first] = found;
    if (!first) return [];
    const why = cloudOf(file, found, page, project);
    return [
      {
        kind: 'next',
        name: `the route \`${path}\` of Next.js`,
        at: first.at,
        addresses: page.origins.map(addressAt),
        routes: found.map(({ method, at }): Endpoint => ({ method, path, matches, at })),
        withPages: true,
        ...(why === undefined ? {} : { clouded: { why, at: first.at, matches: EVERYWHERE } }),
      },
    ];
  },
};

interface Handler {
  readonly method: string;
  readonly at: Span;
  /** The name under which the file exports it, where that is not the method. */
  readonly name?: string;
}

export function addressAt({ origin, stage, why, at }: PageOrigin): Address {
  const evidence = { stage, why, ...(at ? { at } : {}) };
  const port = /^http:\/\/localhost:(\d+)$/.exec(origin)?.[1];
  return port === undefined
    ? { kind: 'origin', origin, ...evidence }
    : { kind: 'port', port: Number(port), scheme: 'http', ...evidence };
}

/** `api/items/[id]` is `/api/items/:id`; folders in parentheses and those of slots are no part of the address. */
function addressOf(folders: string): { readonly path: string; readonly matches: PathPattern } {
  const parts = folders.split('/').filter(it => it !== '' && !/^[(@]/.test(it));
  if (parts.at(-1) === 'index') parts.pop();
  const rest = /^\[+\.\.\./.exec(parts.at(-1) ?? '')?.[0];
  const named = rest ? parts.slice(0, -1) : parts;
  const text = named.map(it => `/${it.replace(/^\[.*\]$/, ':part')}`).join('');
  const path = `/${parts.join('/')}`;
  if (rest === undefined) return { path, matches: routePath(text || '/', 'express') };
  return { path, matches: rest.startsWith('[[') ? mountPath(text, 'express') : routePath(`${text}/*`, 'express') };
}

const DEFAULT = /\bexport\s+default\b|\bmodule\.exports\s*=|\bas\s+default\b/;

function everyMethod({ path, text }: CodeFile): readonly Handler[] {
  const found = DEFAULT.exec(text);
  const at = found && { path, start: found.index, end: found.index + found[0].length };
  return at ? [{ method: 'ALL', at, name: 'default' }] : [];
}

/** Options that have requests answered at other addresses, or by others. https://nextjs.org/docs/app/api-reference/config/next-config-js */
const MOVES = /\b(?:basePath|rewrites|i18n)\b/;

function configurationsOf({ folder }: Page, project: Project): readonly string[] {
  return textsOf([`${folder}/next.config`], [...ENDINGS, 'mts'], project);
}

export function textsOf(names: readonly string[], endings: readonly string[], { host }: Project): readonly string[] {
  const paths = names.flatMap(name => endings.map(it => `${name}.${it}`));
  return paths.flatMap(it => (host.exists(it) ? (host.read(it) ?? '') : []));
}

/** What may write headers on the answers: the handlers, the middleware of the whole application, the configuration. */
function cloudOf(file: CodeFile, found: readonly Handler[], page: Page, project: Project): string | undefined {
  const own = found
    .map(it => mayWriteHeaders(exported(file, it.name ?? it.method, it.at), project))
    .find(it => it !== undefined);
  return own !== undefined || mayWriteIn(file.text)
    ? (own ?? 'it may write headers itself')
    : cloudAround(page, project);
}

/** What else of the application may write headers on them. */
export function cloudAround(page: Page, project: Project): string | undefined {
  const before = ['', '/src'].flatMap(it => ['middleware', 'proxy'].map(name => `${page.folder}${it}/${name}`));
  if (textsOf(before, ENDINGS, project).some(mayWriteIn)) return 'the middleware may write headers';
  if (configurationsOf(page, project).some(it => /\bheaders\b/.test(it))) return 'the configuration may set headers';
  return undefined;
}
