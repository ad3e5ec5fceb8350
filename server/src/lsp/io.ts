/** One thing in a folder. */
export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** Where the server meets the disk. Paths are absolute, with forward slashes; nothing here throws. */
export interface Io {
  /** The file's text; undefined where there is no such file, or it is no text. */
  read(path: string): string | undefined;
  exists(path: string): boolean;
  /** Bytes, and a text that differs when the file has been written; undefined where there is no such file. */
  stat(path: string): { readonly size: number; readonly stamp: string } | undefined;
  /** What is in a folder, links left out; nothing where it cannot be read. */
  entries(folder: string): readonly Entry[];
}
