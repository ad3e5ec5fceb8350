import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Host } from '../syntax/host.ts';
import { inside } from './paths.ts';

/** What reading a file's first bytes told. */
export type Peek =
  | { readonly kind: 'wanted' | 'unwanted' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'missing' };

/** A host on disk for one run: what has been read stays as it was, so that one run sees one state of the files. */
export interface DiskHost extends Host {
  relative(path: string): string;
  list(path: string): readonly string[];
  /**
   * Reads a file and asks `mentions` for its content, handed over byte by byte as Latin-1: enough to look for ASCII
   * words, and cheap. Only a wanted file is decoded and kept.
   */
  peek(path: string, mentions: (text: string) => boolean): Peek;
  /** Lets `text` stand for the file's content from now on. */
  put(path: string, text: string): void;
  /** Whether the file began with a byte order mark, which `read` leaves out. */
  marked(path: string): boolean;
}

/** Lockfiles are long and named by no pattern of the user's: they have a limit of their own, in bytes. */
const LOCKFILE = /\/(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|deno\.lock)$/;
const LOCKFILE_LIMIT = 64 << 20;
const LARGEST = 256 << 20;
const PAGE = 4096;

/** Opens the disk; files larger than `kilobytes` are not read. Paths are seen from the innermost of `folders`. */
export function diskHost(kilobytes: number, folders: readonly string[] = []): DiskHost {
  const limit = Math.min(Math.floor(kilobytes * 1024), LARGEST);
  const buffer = Buffer.allocUnsafeSlow(limit + 1);
  // Whether a file is wanted may depend on others, which are read while its bytes are still needed.
  const others = Buffer.allocUnsafeSlow(limit + 1);
  const texts = new Map<string, string | undefined>();
  const known = new Map<string, boolean>();
  const marks = new Set<string>();

  function keep(path: string, bytes: Buffer): string {
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    if (mark) marks.add(path);
    const text = encodingOf(bytes) === 'utf8' ? bytes.toString('utf8', mark ? 3 : 0) : decode(bytes);
    texts.set(path, text);
    return text;
  }

  return {
    read(path) {
      if (texts.has(path)) return texts.get(path);
      const bytes = LOCKFILE.test(path) ? whole(path, LOCKFILE_LIMIT) : content(path, others);
      if (typeof bytes === 'string' || isBinary(bytes)) {
        texts.set(path, undefined);
        return undefined;
      }
      return keep(path, bytes);
    },
    exists(path) {
      let answer = texts.get(path) !== undefined || known.get(path);
      if (answer === undefined) {
        answer = isFile(path);
        known.set(path, answer);
      }
      return answer;
    },
    relative(path) {
      const within = folders.map(it => inside(it, '')).filter(it => path.startsWith(it));
      return path.slice(Math.max(0, ...within.map(it => it.length)));
    },
    list(path) {
      try {
        return readdirSync(path).sort();
      } catch {
        return [];
      }
    },
    peek(path, mentions) {
      const put = texts.get(path);
      if (put !== undefined) return { kind: mentions(put) ? 'wanted' : 'unwanted' };
      const bytes = content(path, buffer);
      if (bytes === 'missing') return { kind: 'missing' };
      if (bytes === 'large') return { kind: 'skipped', reason: `larger than ${thousands(kilobytes)} kB` };
      if (typeof bytes === 'string') return { kind: 'skipped', reason: bytes };
      if (isBinary(bytes)) return { kind: 'skipped', reason: 'binary' };
      const text = encodingOf(bytes) === 'utf8' ? bytes.toString('latin1') : decode(bytes);
      if (!mentions(text)) return { kind: 'unwanted' };
      keep(path, bytes);
      return { kind: 'wanted' };
    },
    put(path, text) {
      if (text.startsWith('\uFEFF')) marks.add(path);
      texts.set(path, text.replace(/^\uFEFF/, ''));
    },
    marked: path => marks.has(path),
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

/** The file's bytes, a view of `buffer` that holds until the next call; otherwise why they cannot be had. */
function content(path: string, buffer: Buffer): Buffer | 'missing' | 'large' | string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    let length = 0;
    for (;;) {
      const got = readSync(file, buffer, length, buffer.length - length, null);
      length += got;
      if (length === buffer.length) return 'large';
      // A regular file is read whole at once; only a read that ends on a page may have been cut short.
      if (got === 0 || length % PAGE !== 0) return buffer.subarray(0, length);
    }
  } catch (error) {
    return explain(error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function whole(path: string, limit: number): Buffer | 'missing' | 'large' | string {
  try {
    return statSync(path).size > limit ? 'large' : readFileSync(path);
  } catch (error) {
    return explain(error);
  }
}

/** Why a file cannot be read, in plain words. */
export function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read';
  if (code === 'ELOOP') return 'a link that leads to itself';
  if (code === 'EISDIR') return 'a folder';
  return code ? `cannot be read (${code})` : 'cannot be read';
}

function isBinary(bytes: Buffer): boolean {
  return encodingOf(bytes) === 'utf8' && bytes.subarray(0, 8192).includes(0);
}

/** By its first bytes; what says nothing is UTF-8. */
export function encodingOf(bytes: Buffer): 'utf8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf8';
}

function decode(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function thousands(number: number): string {
  return number.toLocaleString('en-US');
}
