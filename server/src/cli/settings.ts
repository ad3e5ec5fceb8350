import { suggestion } from '../text/nearest.ts';
import type { Arguments } from './args.ts';
import { type Configuration, readConfiguration } from './config.ts';
import { UsageError } from './io.ts';

/** The configuration, with what the command line says over it. Throws `UsageError` where either makes no sense. */
export function settingsOf(args: Arguments, cwd: string, ids: readonly string[]): Configuration {
  for (const id of Object.keys(args.rules))
    if (!ids.includes(id)) throw new UsageError(`there is no rule \`${id}\`.${suggestion(id, ids)}`);
  const { settings, ...found } = readConfiguration(cwd, args.config, ids);
  const profile = args.profile ?? settings.profile;
  return { ...found, settings: { ...settings, profile, rules: { ...settings.rules, ...args.rules } } };
}
