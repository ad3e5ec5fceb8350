import type { Oddity } from '../../model/oddity.ts';
import { foldersUp } from '../../syntax/paths.ts';
import type { Project } from '../../syntax/project.ts';
import type { HeaderRule } from '../headers/rules.ts';

/** A path without any pattern: `/api`. */
const PLAIN = /^\/[\w-]+(?:\/[\w-]+)*\/?$/;

/**
 * A rule for one address at which the package has no file, while it has some below it: `source: '/api'` is not for `/api/items`
 * (nextjs.org/docs/app/api-reference/config/next-config-js/headers#path-matching).
 */
export function narrowPath({ source, sourceAt }: HeaderRule, below: string, { host }: Project): readonly Oddity[] {
  if (source === undefined || !sourceAt || !PLAIN.test(source)) return [];
  const path = source.replace(/\/$/, '');
  const [folder] = foldersUp(sourceAt.path);
  for (const root of ['pages', 'src/pages', 'app', 'src/app', '.']) {
    const names = host.list?.(`${folder}/${root}${path}`.replace('/./', '/')) ?? [];
    if (names.length === 0) continue;
    if (names.some(it => /^(index|route|page)\.[cm]?[jt]sx?$/.test(it))) return [];
    const first = names.find(it => /^[\w-]+(\.[cm]?[jt]sx?)?$/.test(it));
    if (first === undefined) return [];
    const instead = `${path}/${below}`;
    return [
      { kind: 'narrow-path', path: source, instead, first: `${path}/${first.replace(/\.\w+$/, '')}`, at: sourceAt },
    ];
  }
  return [];
}
