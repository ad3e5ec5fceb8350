import { compare } from './compare.ts';
import { checkFixes } from './fixes.ts';
import { kindOf, type Left, NOTHING, type Plan, type Program, planOf, programOf, smaller } from './programs.ts';
import { unawaited } from './run.ts';

export interface Campaign {
  readonly programs: number;
  readonly known: number;
  readonly unknown: number;
  readonly witnesses: number;
  readonly unread: number;
  /** Fixes that were applied, where they are. */
  readonly applied: number;
  readonly failures: readonly Failure[];
}

/** A program of which something wrong is said, made as small as it stays wrong. */
export interface Failure {
  /** Its place among the plans. */
  readonly index: number;
  readonly kind: string;
  readonly source: string;
  readonly wrong: string;
}

/** As many programs as are asked for; those of a seed are the same ones each time. */
export function plansOf(seed: number, count: number, left: Left = NOTHING): readonly Plan[] {
  return Array.from({ length: count }, (_, i) => planOf(seed + i, left));
}

/** Compares every program, and applies every fix that it is offered, if asked for. */
export function campaign(plans: readonly Plan[], left: Left = NOTHING, how: How = {}): Promise<Campaign> {
  return unawaited(() => compared(plans, left, how));
}

interface How {
  readonly fixes?: boolean;
}

async function compared(plans: readonly Plan[], left: Left, { fixes = false }: How): Promise<Campaign> {
  const sum = { programs: 0, known: 0, unknown: 0, witnesses: 0, unread: 0, applied: 0 };
  const failures: Failure[] = [];
  for (const [i, plan] of plans.entries()) {
    const program = programOf(plan);
    const { wrong, unread, ...counts } = await compare(program, left);
    sum.programs++;
    sum.known += counts.known;
    sum.unknown += counts.unknown;
    sum.witnesses += counts.witnesses;
    sum.unread += unread ? 1 : 0;
    if (wrong.length > 0) failures.push(await shrunk(i, plan, it => compare(it, left)));
    if (!fixes) continue;
    const fixing = await checkFixes(program);
    sum.applied += fixing.applied;
    if (fixing.wrong.length > 0) failures.push(await shrunk(i, plan, checkFixes));
  }
  return { ...sum, failures };
}

/** Applies every fix that every program is offered. */
export function fixing(plans: readonly Plan[]): Promise<Fixes> {
  return unawaited(() => fixed(plans));
}

interface Fixes {
  readonly applied: number;
  readonly failures: readonly Failure[];
}

async function fixed(plans: readonly Plan[]): Promise<Fixes> {
  let applied = 0;
  const failures: Failure[] = [];
  for (const [i, plan] of plans.entries()) {
    const found = await checkFixes(programOf(plan));
    applied += found.applied;
    if (found.wrong.length > 0) failures.push(await shrunk(i, plan, checkFixes));
  }
  return { applied, failures };
}

type Check = (program: Program) => Promise<{ readonly wrong: readonly string[] }>;

async function shrunk(index: number, plan: Plan, check: Check): Promise<Failure> {
  let small = plan;
  let { wrong } = await check(programOf(plan));
  for (let going = true; going; ) {
    going = false;
    for (const next of smaller(small)) {
      const tried = await check(programOf(next)).catch(() => undefined);
      if (!tried || tried.wrong.length === 0) continue;
      small = next;
      wrong = tried.wrong;
      going = true;
      break;
    }
  }
  return { index, kind: kindOf(small), source: programOf(small).source, wrong: wrong.join('\n\n') };
}

export function shareUnknown({ known, unknown }: Campaign): number {
  return unknown / (known + unknown);
}

/** What a campaign found, for people. */
export function report(it: Campaign): string {
  return [
    `${it.programs} programs, ${it.known} answers compared, ${it.witnesses} witnesses asked`,
    `${(100 * shareUnknown(it)).toFixed(1)} % of the answers not known, ${it.unread} programs without a policy`,
    `${it.failures.length} programs of which something wrong is said`,
  ].join('\n');
}
