import type { Runs } from '../model/request.ts';
import type { Surroundings } from './where.ts';

/** A place in the folders of a framework, and where what stands there runs. */
interface Row {
  /** The framework, by one of the package's dependencies; absent where the names mean the same everywhere. */
  readonly of?: RegExp;
  readonly path: RegExp;
  readonly where: Runs['where'];
  readonly as: string;
}

const KIT = /^@sveltejs\/kit$/;
const NEXT = /^next$/;
const NUXT = /^(nuxt|nuxt3|nitropack)$/;
const REMIX = /^(@remix-run\/|@react-router\/dev$)/;
const ASTRO = /^astro$/;

/** The first that fits decides. Each framework's own documentation of its project structure says so. */
const ROWS: readonly Row[] = [
  {
    of: NEXT,
    path: /(^|\/)(pages\/api\/.+|app\/.+\/route|app\/route)\.[cm]?[jt]sx?$/,
    where: 'server',
    as: 'a route of Next.js',
  },
  {
    of: NEXT,
    path: /(^|\/)(middleware|proxy|instrumentation|next\.config)\.[cm]?[jt]s$/,
    where: 'server',
    as: 'run by the server of Next.js',
  },
  {
    of: NEXT,
    path: /(^|\/)app\/(.+\/)?(page|layout|template|loading|default|not-found|sitemap|robots)\.[jt]sx?$/,
    where: 'server',
    as: 'a server component of Next.js',
  },
  { of: NEXT, path: /(^|\/)pages\/.+\.[jt]sx?$/, where: 'browser', as: 'a page of Next.js' },
  { of: NUXT, path: /(^|\/)server\//, where: 'server', as: 'server code of Nuxt' },
  {
    of: NUXT,
    path: /(^|\/)(pages|components|composables|layouts|plugins|stores|middleware)\/|(^|\/)app\.vue$/,
    where: 'both',
    as: 'code that Nuxt runs on the server first and in the page then',
  },
  {
    of: KIT,
    path: /(^|\/)(\+server|\+(page|layout)\.server|hooks\.server|hooks)\.[jt]s$|(^|\/)lib\/server\//,
    where: 'server',
    as: 'server code of SvelteKit',
  },
  {
    of: KIT,
    path: /(^|\/)\+(page|layout)\.[jt]s$/,
    where: 'both',
    as: 'a `load` of SvelteKit, which runs on both sides',
  },
  { of: KIT, path: /\.svelte$/, where: 'browser', as: 'a component' },
  { of: REMIX, path: /(^|\/)entry\.client\.[jt]sx?$/, where: 'browser', as: 'the page’s entry of Remix' },
  { of: ASTRO, path: /(^|\/)src\/(pages\/.+|middleware)\.[jt]s$/, where: 'server', as: 'an endpoint of Astro' },
  { path: /\.server\.[cm]?[jt]sx?$/, where: 'server', as: '`.server` code' },
  { path: /\.client\.([cm]?[jt]sx?|vue)$/, where: 'browser', as: '`.client` code' },
  {
    path: /\.config\.[cm]?[jt]s$|(^|\/)(gulpfile|Gruntfile)\.[cm]?js$/,
    where: 'server',
    as: 'the configuration of a tool',
  },
  {
    path: /(^|\/)(supabase\/functions|netlify\/functions|functions\/src)\//,
    where: 'server',
    as: 'a serverless function',
  },
];

/** Where a file runs by its name and folders. */
export function byConvention({ path, dependencies }: Surroundings): Runs | undefined {
  const row = ROWS.find(
    ({ of, path: pattern }) => pattern.test(path) && (!of || [...dependencies].some(it => of.test(it))),
  );
  return row && { where: row.where, why: `the file is ${row.as}` };
}
