import { appendFileSync } from 'node:fs';
import { explainError as explained } from '../analysis/explain.ts';
import type { FileFacts } from '../analysis/facts.ts';
import type { Finding } from '../analysis/finding.ts';
import { amongOthers } from '../analysis/guarded.ts';
import { mapOf } from '../analysis/map.ts';
import type { Arguments } from './args.ts';
import { type Failure, judge, type Reading, readFiles, unsuppressed } from './audit.ts';
import { explainedJson, explainedMarkdown, explainedText } from './explain-error.ts';
import { findFiles } from './files.ts';
import { diffOf, type Fixed, fixAll, withoutChanges, writeChange } from './fix.ts';
import { diskHost } from './host.ts';
import { type Io, UsageError } from './io.ts';
import { mapJson, mapMarkdown, mapText } from './map.ts';
import { mapHtml } from './map-html.ts';
import { deliver, tell } from './output.ts';
import { absolute, shown } from './paths.ts';
import { policiesJson, policiesText } from './policies.ts';
import type { Product } from './product.ts';
import { progress } from './progress.ts';
import { atLeast, counts, open, plural, type Report, type Skipped, sources } from './report.ts';
import { REPORTERS } from './reporters/index.ts';
import { requestsJson, requestsText } from './requests.ts';
import { settingsOf } from './settings.ts';
import { lookOf } from './terminal.ts';

/** What of a run decides its exit code. */
interface Outcome {
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
  /** Whether something that was asked for could not be done. */
  readonly failed: boolean;
}

/** `corslint check`: the findings, and the fixes where they are asked for. Returns the exit code. */
export async function check(args: Arguments, io: Io, product: Product): Promise<0 | 1 | 2> {
  const run = await analyse(args, io, product);
  const { findings, failures, failed } = args.fix === 'no' ? await report(run) : await fix(run);
  for (const it of failures) tellFailure(it, args, io);
  if (failures.length || failed || emptyHanded(run)) return 2;
  if (args.updateBaseline) return 0;
  const many = tooManyWarnings(run, findings);
  const counted = open(findings).some(it => args.failOnNew || atLeast(it.severity, args.failOn));
  return !args.exitZero && (many || counted) ? 1 : 0;
}

function tooManyWarnings({ args, io }: Run, findings: readonly Finding[]): boolean {
  const { warning } = counts(findings);
  if (args.maxWarnings === undefined || warning <= args.maxWarnings) return false;
  tell(io, `${plural(warning, 'warning')}, and --max-warnings allows ${args.maxWarnings}`);
  return true;
}

/** `corslint policies`: every policy and what it means. */
export async function policies(args: Arguments, io: Io, product: Product): Promise<0 | 2> {
  const run = await analyse(args, io, product);
  const all = reportOf(run, run.reading, [], undefined);
  deliver(args, io, args.format === 'json' ? policiesJson(all) : policiesText(all));
  for (const it of run.reading.failures) tellFailure(it, args, io);
  return run.reading.failures.length || emptyHanded(run) ? 2 : 0;
}

/** `corslint requests`: every request that code sends. */
export async function requests(args: Arguments, io: Io, product: Product): Promise<0 | 2> {
  const run = await analyse(args, io, product);
  const all = reportOf(run, run.reading, [], undefined);
  deliver(args, io, args.format === 'json' ? requestsJson(all) : requestsText(all));
  for (const it of run.reading.failures) tellFailure(it, args, io);
  return run.reading.failures.length || emptyHanded(run) ? 2 : 0;
}

const MAPS: Readonly<Record<string, typeof mapText>> = { json: mapJson, markdown: mapMarkdown, html: mapHtml };

/** `corslint map`: who calls whom. */
export async function map(args: Arguments, io: Io, product: Product): Promise<0 | 2> {
  const run = await analyse(args, io, product);
  const all = reportOf(run, run.reading, [], undefined);
  const given = mapOf(run.reading.facts, run.settings.sites);
  const write = MAPS[args.format] ?? mapText;
  deliver(args, io, write(given, all));
  for (const it of run.reading.failures) tellFailure(it, args, io);
  return run.reading.failures.length ? 2 : 0;
}

/** `corslint explain -`: what a browser's error means, and which of these lines cause it. */
export async function explainError(args: Arguments, io: Io, product: Product): Promise<0 | 2> {
  const text = io.stdin();
  const run = await analyse({ ...args, paths: args.paths.slice(1), profile: 'strict' }, io, product);
  const { findings } = judge(run.workspace, run.reading.facts, run.settings);
  const found = explained(text, run.reading.facts, findings, run.settings.sites);
  if (!found) throw new UsageError('standard input holds no message of a browser about another origin');
  const all = reportOf(run, run.reading, findings, undefined);
  const write = args.format === 'json' ? explainedJson : args.format === 'markdown' ? explainedMarkdown : explainedText;
  deliver(args, io, write(found, all));
  for (const it of run.reading.failures) tellFailure(it, args, io);
  return run.reading.failures.length ? 2 : 0;
}

/** Reads the files that the arguments name. */
export async function analyse(args: Arguments, io: Io, product: Product) {
  const { rules, ruleUrl } = await product.rules();
  const ids = rules.map(it => it.id);
  const { settings, base } = settingsOf(args, io.cwd, ids);
  const stdin = stdinPath(args, io);
  const host = diskHost(settings.maxFileSize, [io.cwd, ...args.paths.map(it => absolute(io.cwd, it))]);
  const opened = (await product.openWorkspace())(host, args.command === 'requests' ? 'all' : 'of pages');
  const workspace = args.inlineConfig ? opened : unsuppressed(opened);
  const skipped: { path: string; reason: string }[] = [];
  if (stdin !== undefined) host.put(stdin, io.stdin());
  const found =
    stdin === undefined
      ? findFiles({
          cwd: io.cwd,
          paths: args.paths,
          concerns: path => workspace.concerns(path),
          exclude: [
            { patterns: settings.exclude, from: base },
            { patterns: args.ignore, from: absolute(io.cwd, '.') },
          ],
          skip: (path, reason) => skipped.push({ path, reason }),
        })
      : [{ path: stdin, named: true }];
  const line = progress(io, args.progress);
  const reading = readFiles(workspace, host, found, line.told);
  line.done();
  return {
    args,
    io,
    product,
    rules,
    ruleUrl,
    settings,
    host,
    workspace,
    reading: { ...reading, skipped: [...skipped, ...reading.skipped] },
  };
}

export type Run = Awaited<ReturnType<typeof analyse>>;

/**
 * Whether there was nothing to look at, which is told: a wrong folder shall not pass for a clean one. Files that are named and of
 * another kind are told among those that were skipped.
 */
function emptyHanded({ args, io, reading }: Run): boolean {
  if (reading.files > 0 || reading.skipped.length > 0) return false;
  const where = (args.paths.length ? args.paths : ['.']).map(it => `\`${shown(io.cwd, absolute(io.cwd, it))}\``);
  tell(io, `there is no file in ${where.join(', ')} that can hold a CORS policy`);
  return true;
}

async function report(run: Run): Promise<Outcome> {
  const { args, reading, workspace, settings } = run;
  const judged = judge(workspace, reading.facts, settings);
  const failures = [...reading.failures, ...judged.failures];
  const narrowed = args.baseline ?? args.since;
  const { findings, known } =
    narrowed === undefined
      ? { ...judged, known: undefined }
      : (await import('./narrow.ts')).narrow(run, judged.findings);
  await write(run, { ...reportOf(run, reading, findings, undefined), known });
  return { findings, failures, failed: false };
}

async function fix(run: Run): Promise<Outcome> {
  const { args, io, host, workspace, settings, reading } = run;
  const first = judge(workspace, reading.facts, settings);
  const allowed = (path: string) => !/\/node_modules\//.test(path);
  const fixed = fixAll(workspace, host, reading.candidates, settings, { ...reading, ...first }, allowed);
  const failures = [...reading.failures, ...first.failures, ...fixed.failures];
  if (args.fix === 'diff') {
    deliver(args, io, fixed.changes.map(it => diffOf(it, shown(io.cwd, it.path))).join(''));
    tell(io, `would fix ${plural(fixed.problems.length, 'problem')} in ${plural(fixed.changes.length, 'file')}`);
    return { findings: fixed.findings, failures, failed: false };
  }
  const failed = writeAll(fixed, run);
  const isUndone = (path: string) => failed.some(it => it.path === path);
  const undone = fixed.changes.filter(it => isUndone(it.path));
  const now = undone.length ? withoutChanges(workspace, host, reading.candidates, settings, undone) : fixed;
  const counts = {
    problems: fixed.problems.filter(it => !it.some(isUndone)).length,
    files: fixed.changes.length - undone.length,
    failed,
  };
  await write(run, reportOf(run, { ...reading, facts: now.facts }, now.findings, counts));
  return {
    findings: now.findings,
    failures: undone.length ? [...failures, ...now.failures] : failures,
    failed: failed.length > 0,
  };
}

/** Writes the changes; returns those that could not be written, and why. */
function writeAll({ changes }: Fixed, { io, host }: Run): readonly Skipped[] {
  return changes.flatMap((it): readonly Skipped[] => {
    const reason = writeChange(it, host.marked(it.path));
    if (reason === undefined) return [];
    tell(io, `${shown(io.cwd, it.path)} was not fixed: ${reason}`);
    return [{ path: it.path, reason }];
  });
}

async function write({ args, io }: Run, report: Report): Promise<void> {
  for (const it of args.reports) {
    const reporter = await REPORTERS[it.format]();
    deliver(it, io, reporter({ ...report, look: lookFor(it, args, io) }));
  }
  const summary = io.env.GITHUB_STEP_SUMMARY;
  if (args.reports.some(it => it.format === 'github') && summary)
    appendFileSync(summary, (await REPORTERS.markdown())(report));
}

function lookFor({ output }: Pick<Arguments, 'output'>, { color }: Arguments, io: Io): Report['look'] {
  return output === undefined ? lookOf(io.stdout, io.env, color) : lookOf(NO_TERMINAL, {}, color);
}

function reportOf(run: Run, reading: Reading, findings: readonly Finding[], fixed: Report['fixed']): Report {
  const { args, io, product, rules, ruleUrl, host } = run;
  return {
    version: product.version,
    homepage: product.homepage,
    findings: args.quiet ? findings.filter(it => it.severity === 'error') : findings,
    known: undefined,
    policies: reading.facts.flatMap(it => amongOthers(it, reading.facts).policies),
    requests: reading.facts.flatMap(it => it.requests),
    mounts: reading.facts.flatMap(mountsIn),
    files: reading.files,
    skipped: reading.skipped,
    rules,
    ruleUrl,
    look: lookFor(args, args, io),
    fixed,
    ...sources(io.cwd, host.read, host.marked),
  };
}

const NO_TERMINAL = { write: () => {}, isTTY: false, columns: undefined };

function stdinPath(args: Arguments, io: Io): string | undefined {
  if (!args.paths.includes('-')) {
    if (args.stdinFilename !== undefined) throw new UsageError('--stdin-filename goes with `-`');
    return undefined;
  }
  if (args.paths.length > 1) throw new UsageError('`-` is standard input and goes with no other path');
  if (args.stdinFilename === undefined) throw new UsageError('`-` needs --stdin-filename');
  return absolute(io.cwd, args.stdinFilename);
}

function tellFailure({ path, error }: Failure, args: Arguments, io: Io): void {
  const message = error instanceof Error ? error.message : String(error);
  const place = path === undefined ? '' : `${shown(io.cwd, path)}: `;
  tell(io, `${place}internal error: ${message.split('\n')[0]}`);
  if (args.debug && error instanceof Error && error.stack) io.stderr.write(`${error.stack}\n`);
}

/** The uses of policies that stand in other files: `app.use(corsMiddleware)`. */
function mountsIn({ apps }: FileFacts): Report['mounts'] {
  const steps = apps.flatMap(it => it.steps);
  return steps.flatMap(it =>
    it.kind === 'cors' && it.policy.at.path !== it.at.path ? [{ policy: it.policy, at: it.at }] : [],
  );
}
