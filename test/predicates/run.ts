import type { Response } from '../../server/src/fetch/headers.ts';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import type { Program } from './programs.ts';
import type { Running } from './start.ts';

/**
 * A promise that nobody waits for and that fails is the program's own affair, which answers without it: neither this process
 * ends nor does the test fail that is running.
 */
export async function unawaited<T>(work: () => Promise<T>): Promise<T> {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', () => {});
  try {
    return await work();
  } finally {
    // Node tells of them when nothing else is to be done.
    await new Promise(setImmediate);
    process.removeAllListeners('unhandledRejection');
    for (const it of others) process.on('unhandledRejection', it);
  }
}

const modules = new Map<string, Promise<unknown>>();
const IMPORT = /^import (?:(\w+)|(?:(\w+), )?\{ ([^}]*) \}) from '([^']+)';$/gm;

type Make = (modules: Readonly<Record<string, unknown>>) => Promise<{ readonly app: unknown }>;
const AsyncFunction = (async () => {}).constructor as new (...text: readonly string[]) => Make;

/**
 * Runs a program that was generated here, with the real packages. A function is made of its text, not a module, so that
 * thousands of them leave no trace in the loader.
 */
export async function run({ source, place }: Program): Promise<Running> {
  const names: string[] = [];
  const body = source
    .replace(IMPORT, (_, plain?: string, first?: string, list?: string, module = '') => {
      names.push(module);
      const from = `modules[${JSON.stringify(module)}]`;
      const whole = plain ?? first;
      return [
        ...(whole ? [`const ${whole} = ${from}.default;`] : []),
        ...(list ? [`const { ${list.replaceAll(' as ', ': ')} } = ${from};`] : []),
      ].join(' ');
    })
    .replace(/^\s*export const app = /m, 'const app = ');
  const loaded = Object.fromEntries(
    await Promise.all(names.map(async it => [it, await load(place.aliases?.[it] ?? it)] as const)),
  );
  const { app } = await new AsyncFunction('modules', `'use strict';\n${body}\nreturn { app };`)(loaded);
  return place.start(app);
}

function load(name: string): Promise<unknown> {
  const known = modules.get(name);
  if (known) return known;
  const loading = import(name);
  modules.set(name, loading);
  return loading;
}

/** Whether a page of this origin may read the answer. */
export function letsIn({ headers }: Response, origin: string): boolean {
  const given = headers['access-control-allow-origin'];
  return given?.length === 1 && (given[0] === origin || given[0] === '*');
}

/** The response, or an error's, where the program throws in the caller's face. */
export async function ask(running: Running, request: ServerRequest): Promise<Response | undefined> {
  try {
    return await running.ask(request);
  } catch {
    return { status: 500, headers: {} };
  }
}
