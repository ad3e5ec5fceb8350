import { PROFILES, type Profile, SEVERITIES, type Severity } from '../rules/rule.ts';
import { isLevel } from '../settings.ts';
import { UsageError } from './io.ts';
import { COMMANDS, type Format, type OptionName, parse } from './options.ts';

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
    | 'init'
    | 'lsp'
    | 'mcp'
    | 'help'
    | 'version'
    | 'print-config';
  /** As given; relative ones are meant from the working directory. */
  readonly paths: readonly string[];
  /** The first of `reports`. */
  readonly format: Format;
  readonly output: string | undefined;
  /** At least one; only `check` takes more. */
  readonly reports: readonly ReportArguments[];
  readonly profile: Profile | undefined;
  /** Rule id → severity, not yet held against the list of rules. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly failOn: Severity;
  readonly maxWarnings: number | undefined;
  /** The file of findings that are known. */
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  /** Whether any finding that the baseline does not know makes the exit code 1. */
  readonly failOnNew: boolean;
  /** A revision of git: only what has changed since then, and whom that concerns, is reported. */
  readonly since: string | undefined;
  readonly exitZero: boolean;
  readonly quiet: boolean;
  readonly fix: 'no' | 'write' | 'diff';
  readonly config: string | undefined;
  /** Patterns in the manner of `.gitignore`, relative to the working directory. */
  readonly ignore: readonly string[];
  /** Whether comments in the files may silence findings. */
  readonly inlineConfig: boolean;
  readonly stdinFilename: string | undefined;
  readonly progress: boolean;
  readonly color: ColorMode;
  /** Show the stack of an internal error. */
  readonly debug: boolean;
  /** The request to simulate, as given. */
  readonly request: RequestArguments;
}

/** A report's form and where it goes: a file, or standard output. */
export interface ReportArguments {
  readonly format: Format;
  readonly output: string | undefined;
}

export interface RequestArguments {
  readonly origin: string | undefined;
  readonly method: string;
  readonly headers: readonly string[];
  readonly credentials: 'include' | 'omit';
  /** Whether a browser that blocks it makes the exit code 1. */
  readonly failOnBlocked: boolean;
}

type Parsed = ReturnType<typeof parse>;

/** Reads the command line. Throws `UsageError` where it makes no sense. */
export function readArguments(argv: readonly string[]): Arguments {
  if (argv[0] === 'lsp' || argv[0] === 'mcp') return server(argv[0], argv.slice(1));
  const { values, positionals, tokens } = parse(argv);
  const first = positionals[0];
  const command = isCommand(first) ? first : 'check';
  const paths = first === command ? positionals.slice(1) : positionals;
  const row = COMMANDS[command];
  for (const name of Object.keys(values))
    if (!row.options.includes(name as OptionName)) throw new UsageError(`--${name} does not go with \`${command}\``);
  if (values.fix && values['fix-dry-run']) throw new UsageError('use either --fix or --fix-dry-run');
  const fix = values.fix ? 'write' : values['fix-dry-run'] ? 'diff' : 'no';
  if (fix === 'write' && paths.includes('-'))
    throw new UsageError('--fix cannot write to standard input; use --fix-dry-run');
  if (fix === 'diff' && values.format !== undefined)
    throw new UsageError('--fix-dry-run prints a diff; leave --format out');
  for (const name of ['update-baseline', 'fail-on-new'] as const)
    if (values[name] && values.baseline === undefined) throw new UsageError(`--${name} needs --baseline FILE`);
  if (fix !== 'no' && (values.baseline ?? values.since) !== undefined)
    throw new UsageError('fixes go with neither --baseline nor --since');
  if (values['update-baseline'] && values.since !== undefined)
    throw new UsageError('--update-baseline writes down every finding; leave --since out');
  if ((command === 'rules' || command === 'init') && paths.length > 0)
    throw new UsageError(`\`${command}\` takes no arguments`);
  const reports = reportsOf(tokens, row.formats);
  if (command !== 'check' && reports.length > 1) throw new UsageError(`\`${command}\` gives one report`);
  return {
    command: values.help ? 'help' : values.version ? 'version' : values['print-config'] ? 'print-config' : command,
    paths,
    format: reports[0]?.format ?? 'text',
    output: reports[0]?.output,
    reports,
    profile: oneOf('profile', values.profile, PROFILES),
    rules: Object.fromEntries((values.rule ?? []).map(rule)),
    failOn: oneOf('fail-on', values['fail-on'], SEVERITIES) ?? 'error',
    maxWarnings: count('max-warnings', values['max-warnings']),
    baseline: values.baseline,
    updateBaseline: values['update-baseline'] ?? false,
    failOnNew: values['fail-on-new'] ?? false,
    since: values.since,
    exitZero: values['exit-zero'] ?? false,
    quiet: values.quiet ?? false,
    fix,
    config: values.config,
    ignore: values['ignore-pattern'] ?? [],
    inlineConfig: !values['no-inline-config'],
    stdinFilename: values['stdin-filename'],
    progress: !values['no-progress'],
    color: oneOf('color', values.color, ['auto', 'always', 'never'] as const) ?? 'auto',
    debug: values.debug ?? false,
    request: {
      origin: values.origin,
      method: values.method ?? 'GET',
      headers: values.header ?? [],
      credentials: oneOf('credentials', values.credentials, ['include', 'omit'] as const) ?? 'omit',
      failOnBlocked: values['fail-on-blocked'] ?? false,
    },
  };
}

/** Each --format with the --output beside it, whichever of the two stands first. */
function reportsOf(tokens: Parsed['tokens'], formats: readonly Format[]): readonly ReportArguments[] {
  const pairs: { format?: Format; output?: string }[] = [];
  for (const it of tokens) {
    if (it.kind !== 'option' || it.value === undefined) continue;
    const last = pairs.at(-1);
    const format = it.name === 'format' ? oneOf('format', it.value, formats) : undefined;
    const piece = format ? { format } : it.name === 'output' ? { output: it.value } : undefined;
    if (!piece) continue;
    if (last && !(format ? last.format : last.output)) Object.assign(last, piece);
    else pairs.push({ ...piece });
  }
  const reports = pairs.map(({ format = 'text', output }) => ({ format, output }));
  const shown = reports.filter(it => it.output === undefined);
  if (shown.length > 1)
    throw new UsageError(`only one report goes to standard output: name a file with -o after -f ${shown[1]?.format}`);
  return reports.length > 0 ? reports : [{ format: 'text', output: undefined }];
}

/** What follows is the server's own business: clients add arguments of theirs. */
function server(name: 'lsp' | 'mcp', rest: readonly string[]): Arguments {
  const asked = rest.some(it => it === '--help' || it === '-h') ? 'help' : name;
  if (asked === name && !rest.includes('--stdio')) throw new UsageError(`\`${name}\` needs --stdio`);
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

function count(name: string, given: string | undefined): number | undefined {
  if (given !== undefined && !/^\d+$/.test(given)) throw new UsageError(`--${name} is a number, not \`${given}\``);
  return given === undefined ? undefined : Number(given);
}

function rule(text: string): [string, Severity | 'off'] {
  const [id, level, ...more] = text.split('=');
  if (!id || !level || more.length) throw new UsageError(`--rule takes ID=SEVERITY, not \`${text}\``);
  if (!isLevel(level))
    throw new UsageError(`--rule ${id}: severity is one of off, ${SEVERITIES.join(', ')}, not \`${level}\``);
  return [id, level];
}
