import type { CorsPolicy } from '../../model/policy.ts';
import { folderOf } from '../../syntax/paths.ts';
import type { Reading } from '../framework.ts';
import { headersReadIn } from '../middleware/header-reads.ts';
import { codeBelow } from './code-below.ts';

/** Where functions of Next.js stand: those of pages, and route handlers. */
export const NEXT_FUNCTIONS: readonly string[] = ['pages/api', 'src/pages/api', 'app/api', 'src/app/api'];

/** Functions that write the list themselves, or by a library, say more than the configuration does. */
const OWN = /access-control-allow-headers|\bcors\b/i;

/**
 * The headers of requests that the functions look at on whose answers a configuration puts its own: those of the folders beside it
 * that answer below the path that it is for.
 */
export function askedBelow(policy: CorsPolicy, folders: readonly string[], { project }: Reading): CorsPolicy {
  const below = /^((?:\/[\w-]+)*)\/(?::\w+\*|\(\.\*\)|:\w+\(\.\*\))$/.exec(policy.scope.path ?? '')?.[1];
  if (below === undefined || policy.origins.mode === 'none') return policy;
  const [root = '', ...rest] = below.split('/').slice(1);
  const own = folderOf(policy.at.path);
  const files = folders
    .filter(it => root === '' || `/${it}`.endsWith(`/${root}`))
    .flatMap(it => codeBelow([own, it, ...rest].join('/'), project));
  const looked = files.map(path => ({ path, text: project.host.read(path) ?? '' }));
  if (looked.some(it => OWN.test(it.text))) return policy;
  const asks = looked.flatMap(({ path, text }) => headersReadIn({ path, start: 0, end: text.length }, project));
  const distinct = asks.filter((it, i) => asks.findIndex(other => other.name === it.name) === i);
  return distinct.length > 0 ? { ...policy, asks: distinct, onEveryAnswer: true } : policy;
}
