import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag, getHeapCodeStatistics } from 'node:v8';
import { Script } from 'node:vm';
import type * as Program from '../program.ts';

/** Milliseconds after which a server's code is kept, which may be killed: by then it has done what servers do. Else it is at the end. */
const SETTLED = 20_000;
/** Kept code is replaced when a run has compiled so many times as much. */
const MORE = 1.2;
/** Bytes: a SHA-1 of program and code, then how much was compiled. */
const HEAD = 20 + 8;

/** Compiled code as it was kept. */
interface Kept {
  readonly code: Buffer;
  /** Bytes of bytecode in the process that kept it. */
  readonly compiled: number;
}

/**
 * Loads the program with the code that V8 made of it the last time, and keeps it for the next: starting is then some 100 ms faster.
 * Kept code is looked for beside the program, which is as trusted as the program itself, or in the user's own folder where nothing
 * can be written there; never in a workspace. What is not whole, of another program or for another V8 is passed over.
 * `NODE_DISABLE_COMPILE_CACHE=1`, as for Node's own cache, switches it off.
 */
export function loadProgram(door: 'cli' | 'server'): typeof Program {
  const folder = dirname(fileURLToPath(import.meta.url));
  const filename = join(folder, 'program.cjs');
  // The bundler writes ASCII.
  const source = readFileSync(filename);
  const name = `${door}-${process.version}-${process.arch}-${cachedDataVersionTag()}`;
  const places = process.env.NODE_DISABLE_COMPILE_CACHE ? [] : [join(folder, '.compiled'), ownFolder()];
  const kept = first(places, it => read(join(it, name), source));
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`,
    {
      filename,
      ...(kept ? { cachedData: kept.code } : {}),
    },
  );
  if (places.length > 0) {
    let known = script.cachedDataRejected === false && kept ? kept.compiled : 0;
    const keep = () => {
      const compiled = getHeapCodeStatistics().bytecode_and_metadata_size;
      if (compiled <= known * MORE) return;
      known = compiled;
      first(places, it => write(it, name, source, { code: script.createCachedData(), compiled }));
    };
    process.once('exit', keep);
    if (door === 'server') setTimeout(keep, SETTLED).unref();
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(import.meta.url), module, filename, folder);
  return module.exports as typeof Program;
}

function first<T>(places: readonly string[], ask: (place: string) => T | undefined): T | undefined {
  for (const place of places) {
    const found = ask(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'corslint');
}

function digest(source: Buffer, rest: Buffer): Buffer {
  return createHash('sha1').update(source).update(rest).digest();
}

function read(path: string, source: Buffer): Kept | undefined {
  try {
    const bytes = readFileSync(path);
    if (bytes.length < HEAD || !digest(source, bytes.subarray(20)).equals(bytes.subarray(0, 20))) return undefined;
    return { compiled: bytes.readDoubleLE(20), code: bytes.subarray(HEAD) };
  } catch {
    return undefined;
  }
}

/** True where it could be written. Whoever reads at the same time sees the old file or the new one, never half of it. */
function write(folder: string, name: string, source: Buffer, { code, compiled }: Kept): true | undefined {
  try {
    const rest = Buffer.alloc(8 + code.length);
    rest.writeDoubleLE(compiled);
    code.copy(rest, 8);
    const path = join(folder, name);
    const half = `${path}.${process.pid}`;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(half, Buffer.concat([digest(source, rest), rest]), { mode: 0o600 });
    renameSync(half, path);
    return true;
  } catch {
    return undefined;
  }
}
