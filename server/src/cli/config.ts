import { readFileSync, statSync } from 'node:fs';
import { CONFIG_FILE, MANIFEST, readConfigurationText } from '../configuration.ts';
import { DEFAULTS, inFolder, type Settings } from '../settings.ts';
import { Lines } from '../text/lines.ts';
import { UsageError } from './io.ts';
import { absolute, folderOf, inside, shown, upward } from './paths.ts';

/** The settings, and the folder that their `exclude` patterns are relative to. */
export interface Configuration {
  readonly settings: Settings;
  readonly base: string;
  /** The file that they were read from, if any. */
  readonly file: string | undefined;
}

/**
 * The settings of the nearest `corslint.config.json` or `package.json#corslint`, from the working directory up to the
 * top of the repository, or of `file`. Throws `UsageError` with file and place where they do not make sense.
 */
export function readConfiguration(cwd: string, file: string | undefined, ruleIds: readonly string[]): Configuration {
  const read = (path: string) => {
    const text = contentOf(path, cwd);
    const settings = text === undefined ? undefined : parseSettings(text, shown(cwd, path), ruleIds);
    return settings && { settings: inFolder(settings, folderOf(path)), base: folderOf(path), file: path };
  };
  if (file !== undefined) {
    const path = absolute(cwd, file);
    const found = read(path);
    if (!found) throw new UsageError(`there is no configuration in \`${file}\``);
    return found;
  }
  for (const folder of upward(absolute(cwd, '.'))) {
    const found = read(inside(folder, CONFIG_FILE)) ?? read(inside(folder, MANIFEST));
    if (found) return found;
    if (statSync(inside(folder, '.git'), { throwIfNoEntry: false })) break;
  }
  return { settings: DEFAULTS, base: absolute(cwd, '.'), file: undefined };
}

function contentOf(path: string, cwd: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${shown(cwd, path)}: cannot be read`);
  }
}

/** Throws `UsageError` with the place of what makes no sense first. */
function parseSettings(text: string, name: string, ruleIds: readonly string[]): Settings | undefined {
  const { settings, problems } = readConfigurationText(text, name.slice(name.lastIndexOf('/') + 1), ruleIds);
  const [first] = problems;
  if (!first) return settings;
  const { line, character } = new Lines(text).position(first.start);
  throw new UsageError(`${name}:${line + 1}:${character + 1}: ${first.message}`);
}
