import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FindingFix } from '../../server/src/analysis/finding.ts';
import { applied, type Files, faults, strayEdit } from '../harness/fixing.ts';
import { fixtures } from '../harness/fixtures.ts';
import { sample } from '../harness/workspace.ts';

const ALL = fixtures('test/rules', 'test/frameworks');
const AUDIT = { profile: 'audit' } as const;
/** More rounds than any fixture has places to mend. */
const ROUNDS = 12;

describe('fixes over all fixtures', () => {
  for (const { name, files } of ALL) {
    const findings = sample(files).findings(AUDIT);
    if (findings.every(it => it.fixes.length === 0)) continue;
    it(name, () => {
      const policies = sample(files).policies();
      for (const finding of findings) {
        for (const fix of finding.fixes) {
          assert.equal(strayEdit(files, finding, fix, policies), undefined);
          parses(files, fix);
          converges(files, finding.rule, fix);
        }
      }
    });
  }
});

function parses(files: Files, fix: FindingFix): void {
  const after = applied(files, fix);
  assert.ok(after, `“${fix.title}”: edits overlap`);
  for (const path of new Set(fix.edits.map(it => it.at.path))) {
    if (faults(path, files[path] ?? '') > 0) continue;
    const text: string = after[path] ?? '';
    assert.equal(faults(path, text), 0, `“${fix.title}” leaves what does not parse:\n${text}`);
  }
}

/** Taken as often as it is offered, it comes to an end. */
function converges(files: Files, rule: string, { title }: FindingFix): void {
  let now = files;
  for (let round = 0; round < ROUNDS; round++) {
    const next = sample(now)
      .findings(AUDIT)
      .filter(it => it.rule === rule)
      .flatMap(it => it.fixes)
      .find(it => it.title === title);
    if (!next) return;
    const after = applied(now, next);
    assert.ok(after, `“${title}”: edits overlap in round ${round}`);
    assert.notDeepEqual(after, now, `“${title}” changes nothing in round ${round}`);
    now = after;
  }
  assert.fail(`“${title}” is offered again and again:\n${Object.values(now).join('\n---\n')}`);
}
