import { relative, resolve } from 'node:path';

/** An absolute path with forward slashes. */
export function absolute(cwd: string, path: string): string {
  return slashed(resolve(cwd, path));
}

export function slashed(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** How a path is shown: relative to the working directory, with forward slashes. */
export function shown(cwd: string, path: string): string {
  return slashed(relative(cwd, path)) || '.';
}

/** The folder of a path with forward slashes. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** `path` and the folders above it, nearest first. */
export function* upward(path: string): Iterable<string> {
  for (let at = path; ; ) {
    yield at;
    const up = slashed(resolve(at, '..'));
    if (up === at) return;
    at = up;
  }
}

/** A path inside a folder. */
export function inside(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
