import { existsSync, writeFileSync } from 'node:fs';
import { CONFIG_FILE, newConfiguration } from '../configuration.ts';
import { DEFAULTS } from '../settings.ts';
import type { Arguments } from './args.ts';
import { type Io, UsageError } from './io.ts';
import { absolute } from './paths.ts';

const INSTALLED = 'node_modules/corslint/corslint.schema.json';

/** `corslint init`: a configuration that changes nothing, with what may stand in it. */
export function init({ profile = DEFAULTS.profile }: Arguments, io: Io): 0 {
  const path = absolute(io.cwd, CONFIG_FILE);
  if (existsSync(path)) throw new UsageError(`there is a ${CONFIG_FILE} already`);
  const schema = existsSync(absolute(io.cwd, INSTALLED)) ? `./${INSTALLED}` : undefined;
  const text = newConfiguration(profile, schema);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${CONFIG_FILE} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  io.stdout.write(`Wrote ${CONFIG_FILE}\n`);
  return 0;
}
