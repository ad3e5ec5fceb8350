import type { Project } from '../../syntax/project.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { textAt } from '../headers/places.ts';

/** `'Cache-Control': 'no-store'`, `setHeader('cache-control', 'private, no-store')`: no cache keeps the answer (RFC 9111, 5.2.2.5). */
const NO_STORE = /['"`]cache-control['"`]\s*[,:\]]\s*['"`][^'"`\n]*\bno-store\b/i;

/** Whether code that writes the headers keeps the answer out of every cache, or the configuration of Next.js does for its route. */
export function isUncached(places: readonly Span[], reading: Reading): boolean {
  return places.some(it => NO_STORE.test(textAt(it, reading)) || isUncachedByNext(it.path, reading.project));
}

const CONFIGS = ['next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.cjs'];
const RULE = /source\s*:\s*['"`]([^'"`]*)['"`][^{}]*headers\s*:\s*\[([^\]]*)\]/g;
const KEPT_OUT = /['"`]cache-control['"`]\s*,\s*value\s*:\s*['"`][^'"`]*\bno-store\b/i;

/** A rule of `headers()` whose source begins as the address of a route handler does, by the handler's file. */
function isUncachedByNext(path: string, { host, packages }: Project): boolean {
  const [, root, route] = /^(.*?)(?:\/src)?\/(?:app|pages)(\/api\/.*)$/.exec(path) ?? [];
  if (root === undefined || route === undefined || packages.dependency(path, 'next') === undefined) return false;
  return CONFIGS.some(name => {
    const text = host.read(`${root}/${name}`);
    if (text === undefined || !/no-store/.test(text)) return false;
    return [...text.matchAll(RULE)].some(
      ([, source = '', headers = '']) =>
        /[:(*]/.test(source) && route.startsWith(source.replace(/[:(*].*$/, '')) && KEPT_OUT.test(headers),
    );
  });
}
