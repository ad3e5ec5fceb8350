import type { Project } from '../../syntax/project.ts';

/** How many files are looked at, and how deep below a folder. */
const MOST = 60;
const DEEPEST = 4;

/** The files of code in a folder and below it; those whose name begins with `_` or `.` are nobody's functions. */
export function codeBelow(folder: string, { host }: Pick<Project, 'host'>): readonly string[] {
  const look = (at: string, depth: number): readonly string[] => {
    const names = depth > DEEPEST ? [] : (host.list?.(at) ?? []).filter(it => !/^[._]|^node_modules$/.test(it));
    const code = names.filter(it => /\.[cm]?[jt]sx?$/.test(it)).map(it => `${at}/${it}`);
    const inner = names.filter(it => /^[\w@()[\]-]+$/.test(it)).slice(0, MOST);
    return [...code, ...inner.flatMap(it => look(`${at}/${it}`, depth + 1))].slice(0, MOST);
  };
  return look(folder, 0);
}
