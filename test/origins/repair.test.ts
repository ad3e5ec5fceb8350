import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PatternTest, TextTest } from '../../server/src/model/acceptor.ts';
import { ask } from '../../server/src/origins/ask.ts';
import { holds } from '../../server/src/origins/language.ts';
import { namesIn } from '../../server/src/origins/named.ts';
import { asAcceptor, isTighter, type Repair, repairs } from '../../server/src/origins/repair.ts';
import { compares, corpus, matches } from './corpus.ts';

function written(repair: Repair | undefined): string {
  if (!repair) return 'none';
  if (repair.kind === 'pattern') return `/${repair.source}/${repair.flags}`;
  return repair.kind === 'equals' ? repair.texts.join(' ') : `${repair.starts}…${repair.ends}`;
}

test('the first repair is the one a person would write', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [matches(/example\.com$/), '/^https:\\/\\/(?:[a-z0-9-]+\\.)*example\\.com$/'],
    [matches(/^https:\/\/example\.com/), '/^https:\\/\\/example\\.com$/'],
    [matches(/^https:\/\/www.example.com$/), '/^https:\\/\\/www\\.example\\.com$/'],
    [
      matches(/^https:\/\/app\.example\.com|localhost$/),
      '/^(?:https:\\/\\/app\\.example\\.com|https?:\\/\\/localhost)$/',
    ],
    [matches(/https?:\/\/localhost(:\d+)?/), '/^https?:\\/\\/localhost(:\\d+)?$/'],
    [matches(/^https:\/\/(a|b).example.com/i), '/^https:\\/\\/(a|b)\\.example\\.com$/i'],
    [compares('starts', 'https://example.com'), 'https://example.com'],
    [compares('starts', 'http://localhost'), '/^http:\\/\\/localhost(?::\\d+)?$/'],
    [compares('ends', 'example.com'), '/^https:\\/\\/(?:[a-z0-9-]+\\.)*example\\.com$/'],
    [compares('ends', 'example.com', 'hostname'), '/^(?:[a-z0-9-]+\\.)*example\\.com$/'],
    [compares('contains', 'localhost'), '/^https?:\\/\\/localhost(?::\\d+)?$/'],
    [compares('contains', 'example'), 'none'],
    [compares('ends', '.vercel.app'), 'none'],
  ];
  for (const [atom, expected] of cases)
    assert.equal(written(repairs(atom as TextTest | PatternTest)[0]), expected, JSON.stringify(atom));
});

test('http is dropped where that is the aim', () => {
  const atom = matches(/^https?:\/\/(www\.)?example\.com$/) as PatternTest;
  assert.equal(written(repairs(atom, 'insecure')[0]), '/^https:\\/\\/(www\\.)?example\\.com$/');
});

test('a repair keeps strangers out, keeps what is named, and adds nothing', context => {
  let [asked, repaired] = [0, 0];
  for (const { acceptor, name } of corpus()) {
    if (acceptor.kind === 'and' || acceptor.kind === 'or' || acceptor.kind === 'not') continue;
    const answer = ask(acceptor, 'foreign');
    if (answer.answer !== 'yes' || ++asked % 4 !== 0) continue;
    const [first] = repairs(acceptor as TextTest | PatternTest);
    if (!first) continue;
    repaired++;
    const after = asAcceptor(first);
    // What has two faults is mended one after the other.
    const left = ask(after, 'foreign');
    assert.ok(left.answer === 'no' || (left.answer === 'yes' && left.how !== answer.how), name);
    assert.equal(holds(after, answer.witness, false), true, name);
    for (const origin of namesIn(acceptor).origins) assert.equal(holds(after, origin), true, `${name}: ${origin}`);
  }
  context.diagnostic(`${repaired} of ${Math.floor(asked / 4)} faulty tests repaired`);
  assert.ok(repaired > 0);
});

test('tighter means a subset that keeps what is named', () => {
  const before = matches(/example\.com$/);
  assert.equal(isTighter(before, matches(/^https:\/\/example\.com$/)), true);
  assert.equal(isTighter(before, matches(/^https:\/\/example\.org$/)), false);
  assert.equal(isTighter(before, matches(/^https:\/\/example\.com$/), { named: ['http://a.example.com'] }), false);
  assert.equal(
    isTighter(before, matches(/example\.com$/), { named: [], witness: 'https://attackerexample.com' }),
    false,
  );
  assert.equal(isTighter(before, { kind: 'unknown', why: '' }), undefined);
  assert.equal(isTighter(before, { kind: 'or', of: [before, compares('equals', 'null')] }), false);
  assert.equal(isTighter({ kind: 'all' }, before), true);
});
