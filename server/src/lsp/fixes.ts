import type { Finding, FindingFix } from '../analysis/finding.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { contains } from '../text/span.ts';
import type { Session } from './session.ts';

/** Rounds after which a file whose fixes do not come to rest is left as it is by then. */
const ROUNDS = 10;

/**
 * The edits that apply every safe fix of a file, or those of one rule, and again those of what comes out, until nothing is left to do. Fixes that
 * reach into other files are left to be applied one by one.
 */
export function fixAll(session: Session, path: string, rule?: string): readonly TextEdit[] {
  const findings = () => session.findings(path).filter(it => rule === undefined || it.rule === rule);
  const before = session.textOf(path);
  if (before === undefined) return [];
  const first = safeEdits(path, findings());
  let text = applyEdits(path, before, first) ?? before;
  let more = false;
  for (let round = 1; round < ROUNDS; round++) {
    const current = text;
    const edits = session.suppose(path, current, () => safeEdits(path, findings()));
    const next = edits.length === 0 ? current : applyEdits(path, current, edits);
    if (next === undefined || next === current) break;
    text = next;
    more = true;
  }
  return more ? difference(path, before, text) : first;
}

/** The edits of as many safe fixes as go together, in order of place. */
function safeEdits(path: string, findings: readonly Finding[]): readonly TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find(it => isOwn(it, path));
    const fresh = fix?.edits.filter(it => !chosen.some(other => isSame(it, other))) ?? [];
    if (fresh.every(it => chosen.every(other => !touches(it, other)))) chosen.push(...fresh);
  }
  return chosen;
}

/** Whether a finding can be fixed without a look, within its file. */
export function isSafelyFixable({ fixes, at }: Finding): boolean {
  return fixes.some(it => isOwn(it, at.path));
}

function isOwn(fix: FindingFix, path: string): boolean {
  return fix.safety === 'safe' && fix.edits.length > 0 && fix.edits.every(it => it.at.path === path);
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.text === b.text && contains(a.at, b.at) && contains(b.at, a.at);
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.at.start <= b.at.end && b.at.start <= a.at.end;
}

/** One edit that leads from `before` to `after`, as short as their common ends allow. */
function difference(path: string, before: string, after: string): readonly TextEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const at = { path, start, end: before.length - end };
  return start === before.length && before.length === after.length
    ? []
    : [{ at, text: after.slice(start, after.length - end) }];
}
