import { EVERYWHERE, mountPath, type PathPattern, routePath } from '../model/paths.ts';
import type { PageOrigin } from '../model/site.ts';
import type { CodeFile } from '../syntax/code.ts';
import type { Project } from '../syntax/project.ts';
import { Search } from '../text/search.ts';
import { mayWriteIn } from './harmless.ts';
import { addressAt } from './next.ts';
import { pageOf, servedBy } from './pages.ts';
import type { SiteReader } from './reader.ts';
import type { Tool } from './tools.ts';

/** `nitro dev` of nitropack 2.13 listens on `PORT`, or 3000. */
const NITRO: Tool = {
  name: 'nitropack',
  title: 'Nitro',
  command: /\bnitro(pack)?\s+dev\b/,
  port: () => 3000,
  variable: true,
};

const FILE = /^(.*)\/(api|routes)\/(.+)\.[cm]?[jt]s$/;

/**
 * The files of `api` and `routes` of Nitro and Nuxt, whose names are the address and method that they answer:
 * https://nitro.build/guide/routing
 */
export const nitroRoutes: SiteReader = {
  id: 'nitro',
  mentions: new Search(/\b(?:define|cached|defineCached)?EventHandler\b|\beventHandler\b|\bdefineHandler\b/),
  files: FILE,

  read(file, { project }) {
    const [, above = '', folder = '', name = ''] = FILE.exec(file.path) ?? [];
    const has = (it: string) => project.packages.dependency(file.path, it) !== undefined;
    const home = project.packages.home(file.path);
    const ofNuxt = has('nuxt');
    if (home === undefined || !(ofNuxt || has('nitropack') || has('nitro'))) return [];
    const places = ofNuxt ? [`${home}/server`] : [home, `${home}/server`, `${home}/src`];
    const origins = ofNuxt ? (pageOf(file.path, project)?.origins ?? []) : servedBy(NITRO, file.path, project);
    if (!places.includes(above) || origins.length === 0) return [];
    return [
      routeOf(file, `${folder === 'api' ? 'api/' : ''}${name}`, origins, ofNuxt ? 'Nuxt' : 'Nitro', above, project),
    ];
  },
};

const METHOD = /\.(get|head|post|put|patch|delete|options|connect|trace)$/;

function routeOf(
  file: CodeFile,
  name: string,
  origins: readonly PageOrigin[],
  of: string,
  above: string,
  project: Project,
): ReturnType<SiteReader['read']>[number] {
  const plain = name.replace(/\.(dev|prod|prerender)$/, '');
  const method = METHOD.exec(plain)?.[1]?.toUpperCase() ?? 'ALL';
  const { path, matches } = addressOf(plain.replace(METHOD, ''));
  const start = Math.max(file.text.search(/\bexport\s+default\b/), 0);
  const at = { path: file.path, start, end: start + 'export default'.length };
  const why = cloudOf(file, of, above, project);
  return {
    kind: 'nitro',
    name: `the route \`${path}\` of ${of}`,
    at,
    addresses: origins.map(addressAt),
    routes: [{ method, path, matches, at }],
    configured: 'nitro',
    withPages: true,
    ...(why === undefined ? {} : { clouded: { why, at, matches: EVERYWHERE } }),
  };
}

/** `users/[id]/index` is `/users/:id`, `[...rest]` all that is below. */
function addressOf(name: string): { readonly path: string; readonly matches: PathPattern } {
  const parts = name.split('/').filter(it => !/^\(.*\)$/.test(it));
  if (parts.at(-1) === 'index') parts.pop();
  const path = `/${parts.join('/')}`;
  const rest = /^\[\.\.\./.test(parts.at(-1) ?? '');
  const named = (rest ? parts.slice(0, -1) : parts).map(it => `/${it.replace(/^\[.*\]$/, ':part')}`).join('');
  return { path, matches: rest ? mountPath(named || '/', 'any') : routePath(named || '/', 'any') };
}

/** Nuxt runs its routes behind Vite's development server, which may write headers, too. */
function cloudOf(file: CodeFile, of: string, above: string, { host }: Project): string | undefined {
  if (of === 'Nuxt') return 'the development server may write headers';
  if (mayWriteIn(file.text)) return 'it may write headers itself';
  const around = ['middleware', 'plugins'].flatMap(it =>
    (host.list?.(`${above}/${it}`) ?? []).map(name => host.read(`${above}/${it}/${name}`) ?? ''),
  );
  return around.some(mayWriteIn) ? 'a middleware may write headers' : undefined;
}
