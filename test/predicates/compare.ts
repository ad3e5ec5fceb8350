import { answerOf } from '../../server/src/analysis/answer-of.ts';
import { essence } from '../known/exchange.ts';
import { request, requestsOf } from './asked.ts';
import { FIXED_ATOMS } from './fixed-atoms.ts';
import { type Left, NOTHING, type Program, type Test } from './programs.ts';
import { read } from './reading.ts';
import { ask, letsIn, run } from './run.ts';
import type { Running } from './start.ts';

/** How corslint's reading of one program stands beside the running package. */
export interface Comparison {
  /** Exchanges that were compared, and those of which corslint says that it cannot tell. */
  readonly known: number;
  readonly unknown: number;
  /** Origins that corslint says get in, and that were asked. */
  readonly witnesses: number;
  /** No policy is read at all. */
  readonly unread: boolean;
  /** What is wrong, in words. */
  readonly wrong: readonly string[];
}

export async function compare(program: Program, left: Left = NOTHING): Promise<Comparison> {
  const { place, hosts, plan } = program;
  const { audited, ...reading } = read(program);
  const facts = reading.facts();
  const policies = facts.flatMap(it => it.policies);
  const apps = facts.flatMap(it => it.apps);
  const [policy] = policies;
  const running = await run(program);
  const result = { known: 0, unknown: 0, witnesses: 0, unread: policy === undefined, wrong: [] as string[] };
  for (const asked of requestsOf(hosts, plan.seed)) {
    if (place.asks?.(asked) === false || (asked.origin === undefined && left.absent.has(plan.place))) continue;
    const said = policy && (policies.length === 1 || place.undecided) ? answerOf(policy, apps, asked) : undefined;
    if (!said?.known) {
      result.unknown++;
      continue;
    }
    result.known++;
    const really = await ask(running, asked);
    const ours = essence(said);
    const theirs = really ? essence(really) : 'no answer';
    if (ours !== theirs)
      result.wrong.push(`${asked.method} from ${asked.origin}\n— corslint\n${ours}\n— the package\n${theirs}`);
  }
  // What a pattern that keeps its place answers depends on what was asked before.
  const stateful = policies.some(it => it.oddities.some(oddity => oddity.kind === 'stateful-pattern'));
  for (const { rule, severity, witness } of audited) {
    // No policy stands between a page and a WebSocket.
    if (stateful || witness?.kind !== 'origin' || rule === 'websocket-origin-unchecked') continue;
    result.witnesses++;
    const really = await ask(running, request('GET', witness.origin));
    if (really && letsIn(really, witness.origin)) continue;
    // Where a configuration decides whether anybody is let in at all, what is said holds where somebody is.
    if (!(isUndecided(program) && (await letsNobodyIn(program, running))))
      result.wrong.push(
        `${severity} ${rule}: ${witness.origin} is said to get in\n— the package\n${really ? essence(really) : 'no answer'}`,
      );
  }
  await running.stop?.();
  return result;
}

function isUndecided({ place, plan }: Program): boolean {
  return place.undecided === true || plan.tests.some(asksWhatIsFixed);
}

function asksWhatIsFixed(test: Test): boolean {
  if (test.kind === 'atom') return test.id in FIXED_ATOMS;
  return test.kind === 'not' ? asksWhatIsFixed(test.of) : test.of.some(asksWhatIsFixed);
}

async function letsNobodyIn({ hosts, plan }: Program, running: Running): Promise<boolean> {
  for (const { origin } of requestsOf(hosts, plan.seed)) {
    const response = origin === undefined ? undefined : await ask(running, request('GET', origin));
    if (origin !== undefined && response && letsIn(response, origin)) return false;
  }
  return true;
}
