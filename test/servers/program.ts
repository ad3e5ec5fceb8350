import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { find, type PROGRAMS } from '../harness/apt.mjs';

/** Where a program stands. Undefined where it is not there, with the reason said loudly; with `CI` set that is a failure. */
export function programOf(name: keyof typeof PROGRAMS): string | undefined {
  const found = find(name);
  if (found !== undefined) return found;
  const why = `${name} is not installed: nothing is tried with it`;
  if (process.env.CI) throw new Error(why);
  console.warn(why);
  return undefined;
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>(done => server.close(() => done()));
  return port;
}

/** Writes files into a fresh folder below `out/servers`. */
export function folder(name: string, files: Readonly<Record<string, string>>): string {
  const path = resolve('out/servers', name);
  rmSync(path, { recursive: true, force: true });
  for (const [file, text] of Object.entries({ '.keep': '', ...files })) {
    mkdirSync(dirname(resolve(path, file)), { recursive: true });
    writeFileSync(resolve(path, file), text);
  }
  return path;
}

/** Runs a program until what is returned is called; it has to listen on the port within ten seconds. */
export async function run(
  program: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', it => (said += String(it)));
  const ended = new Promise<void>(done => child.on('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${said}`);
    if (await listens(port)) return stop;
    await new Promise(done => setTimeout(done, 50));
  }
  await stop();
  throw new Error(`${program} does not listen: ${said}`);
}

function listens(port: number): Promise<boolean> {
  return new Promise(done => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });
}
