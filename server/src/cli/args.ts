import { parseArgs } from 'node:util';
import { PROFILES, type Profile, SEVERITIES, type Severity } from '../rules/rule.ts';
import { isLevel } from '../settings.ts';
import { UsageError } from './io.ts';
import { suggestion } from './nearest.ts';

export const FORMATS = ['text', 'concise', 'json', 'sarif', 'github', 'markdown', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export type ColorMode = 'auto' | 'always' | 'never';

/** What was asked on the command line. */
export interface Arguments {
  readonly command:
    | 'check'
    | 'policies'
    | 'requests'
    | 'map'
    | 'simulate'
    | 'explain'
    | 'rules'
    | 'lsp'
    | 'help'
    | 'version';
  /** As given; relative ones are meant from the working directory. */
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output: string | undefined;
  readonly profile: Profile | undefined;
  /** Rule id → severity, not yet held against the list of rules. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly failOn: Severity;
  readonly exitZero: boolean;
  readonly quiet: boolean;
  readonly fix: 'no' | 'write' | 'diff';
  readonly config: string | undefined;
  readonly stdinFilename: string | undefined;
  readonly progress: boolean;
  readonly color: ColorMode;
  /** Show the stack of an internal error. */
  readonly debug: boolean;
  /** The request to simulate, as given. */
  readonly request: RequestArguments;
}

export interface RequestArguments {
  readonly origin: string | undefined;
  readonly method: string;
  readonly headers: readonly string[];
  readonly credentials: 'include' | 'omit';
}

const OPTIONS = {
  format: { type: 'string', short: 'f' },
  output: { type: 'string', short: 'o' },
  profile: { type: 'string' },
  rule: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  'exit-zero': { type: 'boolean' },
  quiet: { type: 'boolean' },
  fix: { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  config: { type: 'string' },
  'stdin-filename': { type: 'string' },
  'no-progress': { type: 'boolean' },
  color: { type: 'string' },
  debug: { type: 'boolean' },
  origin: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  credentials: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

type Name = keyof typeof OPTIONS;

const EVERYWHERE: readonly Name[] = ['format', 'output', 'color', 'debug', 'help', 'version'];
const REQUEST: readonly Name[] = ['origin', 'method', 'header', 'credentials'];
const ANALYSIS: readonly Name[] = [...EVERYWHERE, 'config', 'no-progress', 'stdin-filename'];

interface CommandRow {
  readonly formats: readonly Format[];
  readonly options: readonly Name[];
}

const COMMANDS: Readonly<
  Record<'check' | 'policies' | 'requests' | 'map' | 'simulate' | 'explain' | 'rules', CommandRow>
> = {
  check: { formats: FORMATS, options: (Object.keys(OPTIONS) as Name[]).filter(it => !REQUEST.includes(it)) },
  policies: { formats: ['text', 'json'], options: ANALYSIS },
  requests: { formats: ['text', 'json'], options: ANALYSIS },
  map: { formats: ['text', 'json', 'markdown'], options: ANALYSIS },
  simulate: { formats: ['text', 'json'], options: [...EVERYWHERE, ...REQUEST] },
  explain: { formats: ['text', 'json', 'markdown'], options: [...EVERYWHERE, 'config', 'no-progress'] },
  rules: { formats: ['text', 'json', 'markdown'], options: EVERYWHERE },
};

export const COMMAND_NAMES: readonly string[] = [...Object.keys(COMMANDS), 'lsp'];

/** Reads the command line. Throws `UsageError` where it makes no sense. */
export function readArguments(argv: readonly string[]): Arguments {
  if (argv[0] === 'lsp') return lsp(argv.slice(1));
  const { values, positionals } = parse(argv);
  const first = positionals[0];
  const command = isCommand(first) ? first : 'check';
  const paths = first === command ? positionals.slice(1) : positionals;
  const row = COMMANDS[command];
  for (const name of Object.keys(values))
    if (!row.options.includes(name as Name)) throw new UsageError(`--${name} does not go with \`${command}\``);
  if (values.fix && values['fix-dry-run']) throw new UsageError('use either --fix or --fix-dry-run');
  const fix = values.fix ? 'write' : values['fix-dry-run'] ? 'diff' : 'no';
  if (fix === 'write' && paths.includes('-'))
    throw new UsageError('--fix cannot write to standard input; use --fix-dry-run');
  if (fix === 'diff' && values.format !== undefined)
    throw new UsageError('--fix-dry-run prints a diff; leave --format out');
  if (command === 'rules' && paths.length) throw new UsageError('`rules` takes no arguments');
  return {
    command: values.help ? 'help' : values.version ? 'version' : command,
    paths,
    format: oneOf('format', values.format, row.formats) ?? 'text',
    output: values.output,
    profile: oneOf('profile', values.profile, PROFILES),
    rules: Object.fromEntries((values.rule ?? []).map(rule)),
    failOn: oneOf('fail-on', values['fail-on'], SEVERITIES) ?? 'error',
    exitZero: values['exit-zero'] ?? false,
    quiet: values.quiet ?? false,
    fix,
    config: values.config,
    stdinFilename: values['stdin-filename'],
    progress: !values['no-progress'],
    color: oneOf('color', values.color, ['auto', 'always', 'never'] as const) ?? 'auto',
    debug: values.debug ?? false,
    request: {
      origin: values.origin,
      method: values.method ?? 'GET',
      headers: values.header ?? [],
      credentials: oneOf('credentials', values.credentials, ['include', 'omit'] as const) ?? 'omit',
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
    if (unknown === undefined) throw new UsageError(message.split('\n')[0]?.replace(/\.$/, ''));
    throw new UsageError(
      `there is no option ${unknown}.${suggestion(
        unknown,
        Object.keys(OPTIONS).map(it => `--${it}`),
        '',
      )}`,
    );
  }
}

/** What follows `lsp` is the server's own business: clients add arguments of theirs. */
function lsp(rest: readonly string[]): Arguments {
  const asked = rest.some(it => it === '--help' || it === '-h') ? 'help' : 'lsp';
  if (asked === 'lsp' && !rest.includes('--stdio')) throw new UsageError('`lsp` needs --stdio');
  return { ...readArguments([]), command: asked };
}

function isCommand(word: string | undefined): word is keyof typeof COMMANDS {
  return word !== undefined && Object.hasOwn(COMMANDS, word);
}

function oneOf<T extends string>(name: string, given: string | undefined, values: readonly T[]): T | undefined {
  if (given === undefined) return undefined;
  const found = values.find(it => it === given);
  if (found === undefined) throw new UsageError(`--${name} is one of ${values.join(', ')}, not \`${given}\``);
  return found;
}

function rule(text: string): [string, Severity | 'off'] {
  const [id, level, ...more] = text.split('=');
  if (!id || !level || more.length) throw new UsageError(`--rule takes ID=SEVERITY, not \`${text}\``);
  if (!isLevel(level))
    throw new UsageError(`--rule ${id}: severity is one of off, ${SEVERITIES.join(', ')}, not \`${level}\``);
  return [id, level];
}
