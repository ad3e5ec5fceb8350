import { readFileSync } from 'node:fs';
import type { Io, Out } from './io.ts';
import { slashed } from './paths.ts';
import { run } from './run.ts';

/** The reader of our output may leave early, as `head` does; that is no error. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? process.exitCode : 2);
  });

function out(stream: NodeJS.WriteStream): Out {
  return { write: text => void stream.write(text), isTTY: stream.isTTY ?? false, columns: stream.columns };
}

/** Runs what the command line of this process asks for; `serve` is a server. */
export async function main(serve: Io['serve']): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    cwd: slashed(process.cwd()),
    env: process.env,
    stdout: out(process.stdout),
    stderr: out(process.stderr),
    stdin: () => readFileSync(0, 'utf8'),
    serve,
  });
}
