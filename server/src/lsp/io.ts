import type { Disk } from '../files/disk.ts';

/** Where the server meets the disk. Paths are absolute, with forward slashes; nothing here throws. */
export interface Io extends Disk {
  exists(path: string): boolean;
  /** Bytes, and a text that differs when the file has been written; undefined where there is no such file. */
  stat(path: string): { readonly size: number; readonly stamp: string } | undefined;
}
