/** Where source text comes from. Paths are absolute, with forward slashes. Reading is synchronous and never throws. */
export interface Host {
  /** The file's text; undefined where there is no such file, or it is a folder, too large or no text. */
  read(path: string): string | undefined;
  exists(path: string): boolean;
  /** The path as seen from the workspace's folder; the path itself where the host knows no folder. */
  relative?(path: string): string;
  /** The names in a folder, where the host can tell: finds workspace packages. */
  list?(path: string): readonly string[];
}
