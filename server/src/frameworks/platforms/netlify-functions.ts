import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import { folderOf } from '../../syntax/paths.ts';
import { textOf, type Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { at } from './aws-templates.ts';

/** Where Netlify answers by functions, whatever is configured: https://docs.netlify.com/functions/get-started/ */
export const NETLIFY: readonly string[] = ['/.netlify/functions/'];

const FOLDERS = ['netlify/functions', 'functions', 'netlify-functions', 'src/functions', 'api'];
const MOST = 40;

/** The addresses that the redirects of `netlify.toml` hand on to functions, too. */
export function addressesOf(documents: readonly Value[]): readonly string[] {
  const redirects = documents.flatMap(it => {
    const found = at(it, ['redirects']);
    return found?.kind === 'list' ? found.items : [];
  });
  const from = redirects
    .filter(it => /^\/\.netlify\/functions\//.test(textOf(at(it, ['to'])) ?? ''))
    .flatMap(it => textOf(at(it, ['from'])) ?? [])
    .map(it => it.replace(/\*.*$/, ''));
  return [...NETLIFY, ...from.filter(it => it.length > 1)];
}

/**
 * Headers for an address at which functions answer are put on nothing
 * (https://docs.netlify.com/manage/routing/headers/: they go for files of Netlify’s own store), unless one of the functions
 * speaks of CORS itself.
 */
export function forFunctions(
  policy: CorsPolicy,
  addresses: readonly string[],
  path: string,
  { project }: Reading,
): CorsPolicy {
  const address = policy.scope.path;
  if (policy.origins.mode === 'none' || !address || !addresses.some(it => address.startsWith(it))) return policy;
  const above = [folderOf(path), folderOf(folderOf(path))];
  const files = above.flatMap(root =>
    FOLDERS.flatMap(it => (project.host.list?.(`${root}/${it}`) ?? []).map(name => `${root}/${it}/${name}`)),
  );
  const code = files.filter(it => /\.[cm]?[jt]sx?$/.test(it)).slice(0, MOST);
  if (code.length === 0 || code.some(it => /access-control|\bcors\b/i.test(project.host.read(it) ?? ''))) return policy;
  return {
    ...policy,
    oddities: [...policy.oddities, notFor('Netlify', address, policy)],
  };
}

function notFor(platform: string, path: string, { origins }: CorsPolicy): Oddity {
  return { kind: 'not-for-functions', platform, path, at: origins.entry ?? origins.at };
}

/** What functions of Cloudflare Pages export: https://developers.cloudflare.com/pages/functions/api-reference/ */
const OF_PAGES = /\bonRequest(Get|Head|Post|Put|Patch|Delete|Options)?\b/;
const SPEAKS = /access-control|\bcors/i;

/**
 * The same of Cloudflare Pages, whose functions answer at the addresses of their files
 * (https://developers.cloudflare.com/pages/configuration/headers/: what functions answer gets none of these headers).
 */
export function forPagesFunctions(policy: CorsPolicy, path: string, { project: { host } }: Reading): CorsPolicy {
  const [, address, step] = /^(\/([\w.-]+)\/)/.exec(policy.scope.path ?? '') ?? [];
  if (policy.origins.mode === 'none' || address === undefined || step === undefined) return policy;
  const code = (folder: string) =>
    (host.list?.(folder) ?? []).filter(it => /\.[cm]?[jt]sx?$/.test(it)).map(it => `${folder}/${it}`);
  const textsIn = (folder: string) =>
    code(folder)
      .slice(0, MOST)
      .map(it => host.read(it) ?? '');
  const roots = [folderOf(path), folderOf(folderOf(path))].map(it => `${it}/functions`);
  const answering = roots.flatMap(it => textsIn(`${it}/${step}`));
  const around = roots.flatMap(it => ['ts', 'js'].map(ending => host.read(`${it}/_middleware.${ending}`) ?? ''));
  if (!answering.some(it => OF_PAGES.test(it)) || [...answering, ...around].some(it => SPEAKS.test(it))) return policy;
  const shown = policy.scope.path ?? address;
  return { ...policy, oddities: [...policy.oddities, notFor('Cloudflare Pages', shown, policy)] };
}
