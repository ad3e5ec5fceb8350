import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATOMS } from './atoms.ts';
import { type Campaign, campaign, fixing, plansOf, report, shareUnknown } from './campaign.ts';
import { LEFT } from './left.ts';
import { plansOfEach } from './programs.ts';

/** `npm run predicates -- SEED COUNT` compares many more. */
const SEED = 1;
const COUNT = 950;
/** So many more have the fixes applied that they are offered, as have all that are compared: some 2,000. */
const FIXED = 600;
/** Of those by themselves, one in so many. */
const STRIDE = 6;

test('there are many ways to ask about an origin', () => assert.ok(Object.keys(ATOMS).length >= 60));

test('generated predicates by themselves', async t => {
  const plans = plansOfEach(LEFT).filter((_, i) => i % STRIDE === 0);
  agrees(await campaign(plans, LEFT, { fixes: true }), it => t.diagnostic(it));
});

test('generated predicates, put together', async t =>
  agrees(await campaign(plansOf(SEED, COUNT, LEFT), LEFT, { fixes: true }), it => t.diagnostic(it)));

test('fixes of more generated predicates', async t => {
  const { applied, failures } = await fixing(plansOf(SEED + COUNT, FIXED, LEFT));
  t.diagnostic(`${applied} fixes applied`);
  assert.deepEqual(
    failures.map(it => `${it.kind}\n\n${it.source}\n${it.wrong}`),
    [],
  );
});

function agrees(found: Campaign, tell: (text: string) => void): void {
  for (const line of report(found).split('\n')) tell(line);
  tell(`${found.applied} fixes applied`);
  const wrong = found.failures.map(it => `${it.kind}\n\n${it.source}\n${it.wrong}`);
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.ok(shareUnknown(found) < 0.25, 'too little is known');
}
