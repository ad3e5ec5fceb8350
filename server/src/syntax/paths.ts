/** The folder of a path; `/` for a file at the top. Paths have forward slashes. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

/** Joins and normalises; an absolute second part stands alone. */
export function join(folder: string, path: string): string {
  if (path.startsWith('/')) return normalise(path);
  return normalise(`${folder}/${path}`);
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/');
}

/** The folder of a file and every folder above it, nearest first. */
export function foldersUp(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = folderOf(path); ; at = folderOf(at)) {
    folders.push(at);
    if (at === '/' || !at.includes('/')) return folders;
  }
}
