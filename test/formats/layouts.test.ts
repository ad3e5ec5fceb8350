import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from '../harness/fixing.ts';
import { CASES, type ConfigCase, read } from './formats.ts';
import { changed, harm, LAYOUTS, laidOut, ODD_CASES } from './layouts.ts';

function holds(it: ConfigCase): number {
  let count = 0;
  for (const { what, text, again } of changed(it)) {
    count++;
    const said = `${it.name}: ${what}\n${text}`;
    assert.equal(harm(it.text, text), undefined, said);
    if (faults(it.path, it.text) === 0) assert.equal(faults(it.path, text), 0, said);
    if (again) assert.equal(again(), text, `twice is otherwise than once: ${said}`);
  }
  return count;
}

describe('changes leave everything else as it is', () => {
  it('in each odd text a policy is read', () => {
    for (const it of ODD_CASES) assert.ok(read(it, it.text).length > 0, it.name);
  });

  for (const odd of ODD_CASES) it(odd.name, () => assert.ok(holds(odd) > 0));

  for (const layout of Object.keys(LAYOUTS))
    it(`every fixture with ${layout}`, t => {
      let count = 0;
      for (const it of [...CASES, ...ODD_CASES]) {
        const other = laidOut(it, layout);
        if (other) count += holds(other);
      }
      t.diagnostic(`${count} changes`);
      assert.ok(count > 100, `${count}`);
    });
});
