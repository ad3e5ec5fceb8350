import type { Finding, FindingFix } from '../../server/src/analysis/finding.ts';
import type { Response } from '../../server/src/fetch/headers.ts';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { faults, strayEdit } from '../harness/fixing.ts';
import { SAYS_SO } from '../harness/titles.ts';
import { requestsOf } from './asked.ts';
import type { Program } from './programs.ts';
import { read } from './reading.ts';
import { ask, letsIn, run } from './run.ts';

/** What became of the fixes that one program is offered. */
export interface Fixing {
  readonly applied: number;
  /** What is wrong with one of them, in words. */
  readonly wrong: readonly string[];
}

/**
 * Applies every fix that is offered, one at a time, and runs what comes of it: it parses and starts, it changes no other lines than those its finding
 * speaks of, it lets nobody in who was
 * not let in before unless its title says so, and its finding is gone.
 */
export async function checkFixes(program: Program): Promise<Fixing> {
  const { audited, policies } = read(program);
  // What a pattern that keeps its place answers depends on what was asked before.
  if (policies().some(it => it.oddities.some(({ kind }) => kind === 'stateful-pattern')))
    return { applied: 0, wrong: [] };
  const offered = audited.flatMap(finding => finding.fixes.map(fix => ({ finding, fix })));
  const wrong: string[] = [];
  if (offered.length === 0) return { applied: 0, wrong };
  const before = await answers(program);
  for (const { finding, fix } of offered) {
    const complaint = await tried(program, finding, fix, before);
    if (complaint !== undefined) wrong.push(complaint);
  }
  return { applied: offered.length, wrong };
}

async function tried(
  program: Program,
  finding: Finding,
  fix: FindingFix,
  before: Answers,
): Promise<string | undefined> {
  const { rule } = finding;
  const told = (what: string, source?: string) =>
    `${rule}, “${fix.title}”: ${what}${source === undefined ? '' : `\n${source}`}`;
  if (fix.edits.some(it => it.at.path !== 'server.mjs')) return undefined;
  const source = applyEdits('server.mjs', program.source, fix.edits);
  if (source === undefined) return told('its edits overlap');
  if (source === program.source) return told('it changes nothing');
  if (faults('server.mjs', source) > 0) return told('it leaves what does not parse', source);
  const stray = strayEdit({ 'server.mjs': program.source }, finding, fix, read(program).policies());
  if (stray !== undefined) return told(stray, source);
  const fixed = { ...program, source };
  let after: Answers;
  try {
    after = await answers(fixed);
  } catch (error) {
    return told(`the program ends with ${error}`, source);
  }
  const wider = SAYS_SO.test(fix.title) ? undefined : widened(before, after);
  if (wider !== undefined) return told(wider, source);
  const count = (of: readonly Finding[]) => of.filter(it => it.rule === rule).length;
  if (count(read(fixed).audited) >= count(read(program).audited)) return told('its finding stays', source);
  return undefined;
}

type Answers = readonly { readonly request: ServerRequest; readonly response: Response | undefined }[];

async function answers(program: Program): Promise<Answers> {
  const running = await run(program);
  const asked: { request: ServerRequest; response: Response | undefined }[] = [];
  for (const request of requestsOf(program.hosts, program.plan.seed)) {
    if (program.place.asks?.(request) === false) continue;
    asked.push({ request, response: await ask(running, request) });
  }
  await running.stop?.();
  return asked;
}

/** Who may read more than before. */
function widened(before: Answers, after: Answers): string | undefined {
  for (const [i, { request, response }] of after.entries()) {
    const { origin } = request;
    if (origin === undefined) continue;
    const old = before[i]?.response;
    if (reads(response, origin) > reads(old, origin))
      return `${request.method} from ${origin} may read more than before`;
  }
  return undefined;
}

/** 0 nothing, 1 what everybody gets, 2 what is meant for the user. */
function reads(response: Response | undefined, origin: string): number {
  if (!response || !letsIn(response, origin)) return 0;
  const { headers } = response;
  const [given] = headers['access-control-allow-origin'] ?? [];
  return given !== '*' && headers['access-control-allow-credentials']?.join() === 'true' ? 2 : 1;
}
