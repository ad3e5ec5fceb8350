import { enabled } from '../analysis/judge.ts';
import type { Arguments } from './args.ts';
import type { Io } from './io.ts';
import { deliver, tell } from './output.ts';
import { shown } from './paths.ts';
import type { Product } from './product.ts';
import { settingsOf } from './settings.ts';

/** `--print-config`: the settings in force here, written so that they can stand in a configuration file. */
export async function printConfig(args: Arguments, io: Io, product: Product): Promise<0> {
  const { rules } = await product.rules();
  const { settings, file } = settingsOf(
    args,
    io.cwd,
    rules.map(it => it.id),
  );
  tell(io, file === undefined ? 'no configuration file: the defaults' : `read from ${shown(io.cwd, file)}`);
  const levels = rules.map(it => [it.id, enabled(it, settings) ? (settings.rules[it.id] ?? it.severity) : 'off']);
  const sites = settings.sites.map(it => ({ ...it, folder: shown(io.cwd, it.folder) }));
  deliver(args, io, `${JSON.stringify({ ...settings, rules: Object.fromEntries(levels), sites }, undefined, 2)}\n`);
  return 0;
}
