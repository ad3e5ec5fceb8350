import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Acceptor } from '../../server/src/model/acceptor.ts';
import { ask } from '../../server/src/origins/ask.ts';
import { atCostOf, newEffort, remembered } from '../../server/src/rules/remembered.ts';

/** Each needs a state for every set of places at which an `a` may have stood. */
const HARD = Array.from(
  { length: 40 },
  (_, i): Acceptor => ({
    kind: 'matches',
    subject: 'origin',
    source: `^https:\\/\\/.*a.{${i + 12}}\\.s${i}example$`,
    flags: '',
  }),
);

function strangers() {
  let made = 0;
  const decide = remembered<string>(
    (acceptor, allowance) => {
      made++;
      return ask(acceptor, 'foreign', { allowance }).answer;
    },
    () => 'undecided',
  );
  return { decide, made: () => made };
}

test('what is decided for one file is bounded, and the rest is undecided', () => {
  const { decide, made } = strangers();
  const effort = newEffort();
  const answers = atCostOf(effort, () => HARD.map(decide));
  assert.ok(made() < HARD.length, `${made()} were decided`);
  assert.ok(answers.indexOf('undecided') > 5, `${answers}`);
  assert.ok(answers.slice(answers.indexOf('undecided')).every(it => it === 'undecided'));
  assert.notEqual(decide(HARD.at(-1) as Acceptor), 'undecided', 'outside of a file each is bounded by itself');
});

test('what was decided before changes nothing in what is decided', () => {
  const fresh = strangers();
  const warm = strangers();
  for (const it of HARD.toReversed()) warm.decide({ ...it });
  const asked = [...HARD, ...HARD];
  assert.deepEqual(
    atCostOf(newEffort(), () => asked.map(warm.decide)),
    atCostOf(newEffort(), () => asked.map(fresh.decide)),
  );
});
