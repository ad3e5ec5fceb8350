import { createInterface } from 'node:readline';
import { version } from '../../package.json';
import type { Asked, DOORS } from './api.ts';

/** Everything that runs, in one file; what a door does not need is not even set up. `boot/` loads it. */
export async function cli(): Promise<void> {
  const { main } = await import('./cli/main.ts');
  await main(what => (what === 'mcp' ? serveModels() : serve()));
}

/** Serves on standard input and output, or as the arguments say. */
export async function serve(): Promise<void> {
  const { main } = await import('./lsp/main.ts');
  main();
}

/** What `api/` hands on to those who import the package. */
export async function ask(door: keyof typeof DOORS, ...args: readonly unknown[]): Promise<Asked> {
  const { DOORS } = await import('./api.ts');
  return (DOORS[door] as (...args: readonly unknown[]) => Promise<Asked>)(...args);
}

/** Serves language models on standard input and output, until the input ends. */
async function serveModels(): Promise<void> {
  const { serveMcp } = await import('./mcp/server.ts');
  const lines = createInterface({ input: process.stdin });
  await serveMcp({ lines, write: text => void process.stdout.write(text) }, version);
}
