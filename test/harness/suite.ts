import type { Finding } from '../../server/src/analysis/finding.ts';
import { ruleOf } from '../../server/src/rules/index.ts';
import type { Profile } from '../../server/src/rules/rule.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { type Case, type Fence, type Prose, writeCase } from './markdown.ts';
import { draw, withoutMarks } from './marks.ts';
import { printPolicies } from './print.ts';
import { sample } from './workspace.ts';

/** Stands for the result of a fix that is not offered. */
export const NO_SUCH_FIX = 'No such fix. There is:';

/** The files of one small workspace, with the blocks that show what fixes and policies come of it. */
interface Setup {
  readonly files: Fence[];
  readonly shown: Fence[];
}

/** A case as it ought to be written: with what is found drawn into it. */
export function runCase(one: Case, rule: string | undefined): string {
  const setups = setupsOf(one.blocks.filter(it => it.kind === 'fence'));
  const written = new Map<Fence, readonly string[]>();
  for (const setup of setups) show(setup, one.title, rule, written);
  const blocks = one.blocks.map((it): Fence | Prose =>
    it.kind === 'fence' ? { ...it, lines: written.get(it) ?? it.lines } : it,
  );
  return writeCase({ ...one, blocks });
}

/** The workspaces of a case; a path that comes again begins another one. */
export function setupsOf(fences: readonly Fence[]): readonly Setup[] {
  const setups: Setup[] = [];
  for (const fence of fences) {
    const last = setups.at(-1);
    if (fence.language === 'policy' || fence.after !== undefined) last?.shown.push(fence);
    else if (last && last.shown.length === 0 && !last.files.some(it => it.path === fence.path)) last.files.push(fence);
    else setups.push({ files: [fence], shown: [] });
  }
  return setups;
}

function show(setup: Setup, title: string, rule: string | undefined, written: Map<Fence, readonly string[]>): void {
  const read = setup.files.map(fence => ({ fence, ...withoutMarks(fence.lines) }));
  const files = Object.fromEntries(read.map(it => [it.fence.path, it.code]));
  const all = /\(all rules/.test(title) || rule === undefined;
  const found = sample(files)
    .findings({ profile: profileOf(title, all ? undefined : rule) })
    .filter(it => all || it.rule === rule);
  for (const { fence, code, marks } of read) written.set(fence, draw(fence.path, code, found, marks, all));
  for (const fence of setup.shown) {
    if (fence.language === 'policy') written.set(fence, printPolicies(sample(files).policies()));
    else written.set(fence, fixed(files, found, fence));
  }
}

function profileOf(title: string, rule: string | undefined): Profile {
  const said = /\b(strict|audit)\)/.exec(title)?.[1];
  return said === 'strict' || said === 'audit' ? said : (rule && ruleOf(rule)?.profile) || 'recommended';
}

function fixed(files: Readonly<Record<string, string>>, found: readonly Finding[], fence: Fence): readonly string[] {
  const offered = found.flatMap(it => it.fixes);
  const fix = offered.find(it => it.title === fence.after);
  if (!fix) return [NO_SUCH_FIX, ...offered.map(it => it.title)];
  const text = applyEdits(fence.path, files[fence.path] ?? '', fix.edits);
  return text === undefined ? ['The edits overlap.'] : text.split('\n');
}
