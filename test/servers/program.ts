import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { dirname, resolve } from 'node:path';

/** A server program of the system, with the Debian package that brings it. */
export interface Program {
  readonly paths: readonly string[];
  readonly package: string;
}

/**
 * Where a program stands; installed from Debian where root may do so. Undefined where it is not there, with the reason said
 * loudly; with `CI` set that is a failure.
 */
export function find({ paths, package: name }: Program): string | undefined {
  const here = () => paths.find(it => existsSync(it));
  if (here() === undefined) install(name);
  const found = here();
  if (found !== undefined) return found;
  const why = `${name} is not installed: its answers are not compared`;
  if (process.env.CI) throw new Error(why);
  console.warn(why);
  return undefined;
}

function install(name: string): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  console.log(`Installing ${name} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) console.warn(`apt-get ${args.join(' ')} failed: ${stderr}`);
  }
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
