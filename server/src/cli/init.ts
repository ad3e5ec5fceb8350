import { existsSync, writeFileSync } from 'node:fs';
import { CONFIG_FILE } from '../configuration.ts';
import { PROFILES } from '../rules/rule.ts';
import { DEFAULTS, ROWS } from '../settings.ts';
import type { Arguments } from './args.ts';
import { type Io, UsageError } from './io.ts';
import { absolute } from './paths.ts';

const INSTALLED = 'node_modules/corslint/corslint.schema.json';

/** What a setting may look like, for those whose default says nothing. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  rules: ['// "wildcard-origin": "info",', '// "missing-vary-origin": "off"'],
  exclude: ['// "fixtures/"'],
  sites: ['// { "folder": "web", "origins": ["https://app.example.com"], "role": "page" }'],
};

/** `corslint init`: a configuration that changes nothing, with what may stand in it. */
export function init({ profile = DEFAULTS.profile }: Arguments, io: Io): 0 {
  const path = absolute(io.cwd, CONFIG_FILE);
  if (existsSync(path)) throw new UsageError(`there is a ${CONFIG_FILE} already`);
  const schema = existsSync(absolute(io.cwd, INSTALLED)) ? [`  "$schema": "./${INSTALLED}",\n`] : [];
  const settings = ROWS.filter(it => it.inConfigFile).map(({ key, description, default: standard }) => {
    const value = key === 'profile' ? profile : standard;
    return `${comment(key, description)}  "${key}": ${written(key, value)}`;
  });
  const text = `{\n${[...schema, settings.join(',\n\n')].join('\n')}\n}\n`;
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${CONFIG_FILE} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  io.stdout.write(`Wrote ${CONFIG_FILE}\n`);
  return 0;
}

function comment(key: string, description: string): string {
  const more =
    key === 'profile' ? ` One of ${PROFILES.join(', ')}.` : key === 'rules' ? ' `corslint rules` lists them.' : '';
  return `  // ${description}${more}\n`;
}

function written(key: string, value: unknown): string {
  const example = EXAMPLES[key];
  const text = JSON.stringify(value);
  return example ? `${text[0]}\n${example.map(it => `    ${it}\n`).join('')}  ${text.at(-1)}` : text;
}
