import type { App, Step } from '../../model/app.ts';
import { type PathPattern, routePath } from '../../model/paths.ts';
import { isWithin } from '../../model/versions.ts';
import type { CodeFile } from '../../syntax/code.ts';
import type { CodeFramework } from '../framework.ts';
import { libraryOf } from '../options/version.ts';
import { exportedMethods } from './exported-methods.ts';

const ROUTE_FILE = /(?:^|\/)app\/((?:.*\/)?)route\.[cm]?[jt]sx?$/;
/**
 * Route handlers of Next.js, which have no policy of their own where `next.config` sets the headers. Before 14.2 a route without
 * `GET` answers `OPTIONS` with 405, unless it exports one: `autoImplementMethods` of 14.1.4 leaves its loop at `HEAD` (run with
 * 14.0.2, read in 13.5.6, 14.1.4 and 14.2.0).
 */
export const nextRoutes: CodeFramework = {
  kind: 'code',
  id: 'next-routes',
  title: 'Route handlers of Next.js',
  docs: 'https://nextjs.org/docs/app/building-your-application/routing/route-handlers',
  mentions: ['export '],
  files: path => ROUTE_FILE.test(path),

  recognise(file, reading) {
    const library = libraryOf(reading.project, file.path, 'next', '16.4.6');
    if (isWithin(library, '<14.2.0') !== true) return { policies: [] };
    const steps = stepsOf(file, ROUTE_FILE);
    const [first] = steps;
    if (!first || steps.some(it => it.kind === 'route' && /^(GET|HEAD|OPTIONS)$/.test(it.method)))
      return { policies: [] };
    const app: App = {
      framework: 'next-routes',
      library,
      name: 'route',
      global: true,
      at: first.at,
      steps,
      ordered: false,
      ownOptions: { status: 405, by: `Next.js ${library.version}` },
    };
    return { policies: [], apps: [app] };
  },

  write: () => undefined,
};

const ENDPOINT = /(?:^|\/)src\/routes\/((?:.*\/)?)\+server\.[cm]?[jt]s$/;

/**
 * Endpoints of SvelteKit, which answer `OPTIONS` with 405 unless they export one or a `fallback`, whatever headers a hook puts on
 * that: run with @sveltejs/kit 2.70.4 and 3.2.0.
 */
export const svelteRoutes: CodeFramework = {
  kind: 'code',
  id: 'sveltekit-routes',
  title: 'Endpoints of SvelteKit',
  docs: 'https://svelte.dev/docs/kit/routing#server',
  mentions: ['export '],
  files: path => ENDPOINT.test(path),

  recognise(file) {
    const steps = stepsOf(file, ENDPOINT);
    const [first] = steps;
    if (!first || steps.some(it => it.kind === 'route' && it.method === 'OPTIONS') || /\bfallback\b/.test(file.text))
      return { policies: [] };
    const app: App = {
      framework: 'sveltekit-routes',
      name: 'endpoint',
      global: true,
      at: first.at,
      steps,
      ordered: false,
      ownOptions: { status: 405, by: 'SvelteKit' },
    };
    return { policies: [], apps: [app] };
  },

  write: () => undefined,
};

function stepsOf(file: CodeFile, pattern: RegExp): readonly Step[] {
  const { path, matches } = addressOf(pattern.exec(file.path)?.[1] ?? '');
  return exportedMethods(file).map(
    ({ method, at }): Step => ({ kind: 'route', method, path, matches, policies: [], roles: [], at, entry: at }),
  );
}

/** The address that folders stand for: those in parentheses and those of slots are no part of it. */
function addressOf(folders: string): { readonly path: string; readonly matches: PathPattern } {
  const parts = folders.split('/').filter(it => it !== '' && !/^[(@]/.test(it));
  const path = `/${parts.join('/')}`;
  return { path, matches: routePath(path.replace(/\[+\.*([^\]]*)\]+/g, ':$1'), 'express') };
}
