import { Search } from '../text/search.ts';
import { isCode } from './parse.ts';
import { folderOf, foldersUp, join } from './paths.ts';
import type { Project } from './project.ts';

/** More modules than these are not looked at. */
export const MOST = 64;

/**
 * The modules in the folders of two files, and in those above up to their package's, that import the second: an entry that puts more
 * into a list of the application which it starts stands there. Tests run without the others and are left out.
 */
export function importersNear(path: string, target: string, project: Project): readonly string[] {
  const folders = [...new Set([...foldersOf(path, project), ...foldersOf(target, project)])];
  return project.ask(`near ${folders.join(' ')} imports ${target}`, () =>
    folders
      .flatMap(folder => project.host.list?.(folder)?.map(name => join(folder, name)) ?? [])
      .filter(it => isCode(it) && !TEST.test(it) && it !== target)
      .slice(0, MOST)
      .filter(it => importedBy(it, project).includes(target)),
  );
}

const TEST = /[.-](?:test|spec)\.\w+$/;

/** The folders of a file up to that of its package. */
function foldersOf(path: string, { host }: Project): readonly string[] {
  const all = foldersUp(path);
  const home = all.findIndex(it => host.exists(join(it, 'package.json')));
  return home < 0 ? [folderOf(path)] : all.slice(0, home + 1);
}

/** The files of the workspace that a module imports by where they stand. */
export function importedBy(path: string, project: Project): readonly string[] {
  return project.ask(`imports of ${path}`, () => {
    const named = importsIn(project, path).all(project.host.read(path) ?? '');
    return [...new Set(named.flatMap(([, it = '']) => project.resolve(path, it) ?? []))];
  });
}

const IMPORTS = /\b(?:import[ \t]*\(?|from|require\()[ \t]*['"](\.[^'"\n]+)['"]/;

const searches = new WeakMap<Project, Map<string, Search>>();

/** What looks for the imports of one file: of a text that is typed, only around what was typed. */
function importsIn(project: Project, path: string): Search {
  const known = searches.get(project) ?? new Map<string, Search>();
  searches.set(project, known);
  const own = known.get(path) ?? new Search(IMPORTS);
  known.set(path, own);
  return own;
}
