/** One thing in a folder; links are neither. */
export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** What has to be read to know which files are looked at. Paths are absolute, with forward slashes; nothing here throws. */
export interface Disk {
  /** The file's text; undefined where there is no such file, or it is no text. */
  read(path: string): string | undefined;
  /** What is in a folder; nothing where it cannot be read. */
  entries(folder: string): readonly Entry[];
  /** Whether upper and lower case are one to this file system, and so to git's patterns. */
  readonly folded?: boolean;
}
