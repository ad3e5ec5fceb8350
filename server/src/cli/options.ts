import { parseArgs } from 'node:util';
import { suggestion } from '../text/nearest.ts';
import { UsageError } from './io.ts';

export const FORMATS = [
  'text',
  'concise',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'markdown',
  'html',
] as const;
export type Format = (typeof FORMATS)[number];

const OPTIONS = {
  format: { type: 'string', short: 'f', multiple: true },
  output: { type: 'string', short: 'o', multiple: true },
  profile: { type: 'string' },
  rule: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  'max-warnings': { type: 'string' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean' },
  'fail-on-new': { type: 'boolean' },
  since: { type: 'string' },
  'exit-zero': { type: 'boolean' },
  quiet: { type: 'boolean' },
  fix: { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  config: { type: 'string' },
  'print-config': { type: 'boolean' },
  'ignore-pattern': { type: 'string', multiple: true },
  'no-inline-config': { type: 'boolean' },
  'stdin-filename': { type: 'string' },
  'no-progress': { type: 'boolean' },
  color: { type: 'string' },
  debug: { type: 'boolean' },
  origin: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  credentials: { type: 'string' },
  'fail-on-blocked': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

export type OptionName = keyof typeof OPTIONS;

/** What stands after an option, in words, for those who leave it out. */
const VALUES: Readonly<Partial<Record<OptionName, string>>> = {
  format: FORMATS.join(', '),
  output: 'the path of a file',
  profile: 'recommended, strict or audit',
  rule: 'ID=SEVERITY',
  'fail-on': 'a severity: error, warning, info or hint',
  'max-warnings': 'a number',
  baseline: 'the path of a file',
  since: 'a revision of git',
  config: 'the path of a file',
  'ignore-pattern': 'a pattern as in .gitignore',
  'stdin-filename': 'a path',
  color: 'auto, always or never',
  origin: 'an origin such as https://shop.example',
  method: 'a method such as PUT',
  header: 'NAME or NAME=VALUE',
  credentials: 'include or omit',
};

const EVERYWHERE: readonly OptionName[] = ['format', 'output', 'color', 'debug', 'help', 'version'];
const REQUEST: readonly OptionName[] = ['origin', 'method', 'header', 'credentials', 'fail-on-blocked'];
const ANALYSIS: readonly OptionName[] = [
  ...EVERYWHERE,
  'config',
  'print-config',
  'ignore-pattern',
  'no-progress',
  'stdin-filename',
];

interface CommandRow {
  readonly formats: readonly Format[];
  readonly options: readonly OptionName[];
}

export const COMMANDS: Readonly<
  Record<'check' | 'policies' | 'requests' | 'map' | 'simulate' | 'explain' | 'rules' | 'init', CommandRow>
> = {
  check: { formats: FORMATS, options: (Object.keys(OPTIONS) as OptionName[]).filter(it => !REQUEST.includes(it)) },
  policies: { formats: ['text', 'json'], options: ANALYSIS },
  requests: { formats: ['text', 'json'], options: ANALYSIS },
  map: { formats: ['text', 'json', 'markdown', 'html'], options: ANALYSIS },
  simulate: { formats: ['text', 'json'], options: [...EVERYWHERE, ...REQUEST] },
  explain: { formats: ['text', 'json', 'markdown'], options: [...EVERYWHERE, 'config', 'no-progress'] },
  rules: { formats: ['text', 'json', 'markdown'], options: EVERYWHERE },
  init: { formats: ['text'], options: ['profile', 'color', 'debug', 'help', 'version'] },
};

export const COMMAND_NAMES: readonly string[] = [...Object.keys(COMMANDS), 'lsp', 'mcp'];

/** The options and other words of a command line, in order. Throws `UsageError` where an option is none or lacks its value. */
export function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    throw new UsageError(complaint(error, argv));
  }
}

function complaint(error: unknown, argv: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const names = Object.keys(OPTIONS).map(it => `--${it}`);
    return `there is no option ${unknown}.${suggestion(unknown, names, '')}`;
  }
  const name = (Object.keys(OPTIONS) as OptionName[]).find(it => new RegExp(`--${it}[ '=]`).test(message));
  if (name === undefined) return message.split('\n')[0]?.replace(/\.$/, '') ?? '';
  if (OPTIONS[name].type === 'boolean') return `--${name} takes no value`;
  const after = argv[argv.findIndex(it => it === `--${name}` || it === `-${name[0]}`) + 1];
  const instead = after?.startsWith('-') ? `, not \`${after}\`` : '';
  return `--${name} needs a value: ${VALUES[name]}${instead}`;
}
