import type { Page, Server } from '../model/site.ts';
import { SITES } from '../sites/index.ts';
import { pageOf } from '../sites/pages.ts';
import type { SiteReader } from '../sites/reader.ts';
import { environmentValues } from '../syntax/dotenv.ts';
import { isCode } from '../syntax/parse.ts';
import type { Project } from '../syntax/project.ts';

/** The ways of starting servers that may be seen in a file. */
export function readersFor(path: string, text: string): readonly SiteReader[] {
  return isCode(path) ? SITES.filter(it => (it.files?.test(path) ?? true) && it.mentions.test(text)) : [];
}

/** The servers that a file starts or is. A reader that fails on it reads nothing there. */
export function serversIn(path: string, text: string, project: Project): readonly Server[] {
  const lookup = (name: string) => environmentValues(project, path, name);
  return readersFor(path, text).flatMap(reader => {
    try {
      const file = project.code(path);
      return file ? reader.read(file, { project, lookup }) : [];
    } catch {
      return [];
    }
  });
}

/** The pages that a file's code is part of. */
export function pageIn(path: string, project: Project): Page | undefined {
  try {
    return pageOf(path, project);
  } catch {
    return undefined;
  }
}
