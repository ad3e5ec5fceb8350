import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { Running } from './library.ts';

/** A site that a framework builds and serves by itself, in the folder whose packages are recorded. */
export interface Site {
  /** The files by path; those of an earlier site in `folders` go first. */
  readonly files: Readonly<Record<string, string>>;
  readonly folders: readonly string[];
  /** Scripts below `node_modules` with their arguments. */
  readonly build: readonly string[];
  readonly serve: (port: number) => { readonly command: readonly string[]; readonly env?: Record<string, string> };
}

/** Builds a site and serves it on a free port of the loopback. */
export async function serve({ files, folders, build, serve: command }: Site): Promise<Running> {
  const root = resolve(process.env.RECORD ?? '');
  for (const it of folders) rmSync(resolve(root, it), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(resolve(root, path)), { recursive: true });
    writeFileSync(resolve(root, path), text);
  }
  const built = spawnSync(process.execPath, build, { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the site is not built:\n${built.stdout}\n${built.stderr}`);
  const port = await freePort();
  const { command: parts, env } = command(port);
  const server = spawn(process.execPath, parts, { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' });
  await answering(port);
  return {
    port,
    stop() {
      server.kill();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise(found => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answering(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const there = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise(later => setTimeout(later, 50));
  }
  throw new Error('the site does not answer');
}
