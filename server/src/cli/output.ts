import { writeFileSync } from 'node:fs';
import type { Arguments } from './args.ts';
import { type Io, UsageError } from './io.ts';
import { absolute } from './paths.ts';

/** Puts a report where it was asked for: into a file, or on standard output. */
export function deliver(args: Pick<Arguments, 'output'>, io: Io, report: string): void {
  if (args.output === undefined) {
    io.stdout.write(report);
    return;
  }
  try {
    writeFileSync(absolute(io.cwd, args.output), report);
  } catch (error) {
    throw new UsageError(`\`${args.output}\` cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Says one line on standard error. */
export function tell(io: Io, line: string): void {
  io.stderr.write(`corslint: ${line}\n`);
}
