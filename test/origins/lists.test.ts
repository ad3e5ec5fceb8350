import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Acceptor, PatternTest, TextTest } from '../../server/src/model/acceptor.ts';
import { ask, type Question } from '../../server/src/origins/ask.ts';
import { branches } from '../../server/src/origins/branches.ts';
import { namesIn } from '../../server/src/origins/named.ts';

type Member = (index: number) => TextTest | PatternTest;

const pattern = (source: string): PatternTest => ({ kind: 'matches', subject: 'origin', source, flags: '' });
const list = (length: number, member: Member): Acceptor => ({
  kind: 'or',
  of: Array.from({ length }, (_, index) => member(index)),
});

const LISTS: Readonly<Record<string, Member>> = {
  'sub-domains': index => pattern(`^https:\\/\\/[a-z0-9-]+\\.shop${index}\\.example$`),
  endings: index => ({ kind: 'ends', subject: 'origin', text: `.shop${index}.example` }),
  'loose endings': index => pattern(`shop${index}\\.example$`),
  'unescaped dots': index => pattern(`^https://app.shop${index}.com$`),
  'plain http': index => pattern(`^http:\\/\\/[a-z]+\\.shop${index}\\.com$`),
  pieces: index => ({ kind: 'contains', subject: 'origin', text: `shop${index}.example` }),
};

const QUESTIONS: readonly Question[] = ['anything', 'everything', 'foreign', 'tenant', 'insecure', 'subdomains'];

/** The steps of all questions about every member, as the rules ask them. */
function work(acceptor: Acceptor): number {
  let steps = 0;
  const named = namesIn(acceptor);
  for (const part of branches(acceptor))
    for (const question of QUESTIONS) {
      const allowance = { left: 10_000_000 };
      ask(part, question, { named, allowance });
      steps += 10_000_000 - allowance.left;
    }
  return steps;
}

for (const [name, member] of Object.entries(LISTS))
  test(`a list of ${name} costs what its members cost`, () => {
    const [few, many] = [work(list(25, member)), work(list(200, member))];
    assert.ok(few > 0);
    assert.ok(many < few * 12, `${few} steps for 25, ${many} for 200`);
  });

test('the whole of a long list is decided, not given up', () => {
  for (const [name, member] of Object.entries(LISTS)) {
    const { answer } = ask(list(200, member), 'foreign');
    assert.equal(answer, name === 'sub-domains' || name === 'endings' || name === 'plain http' ? 'no' : 'yes', name);
  }
});

test('what belongs to another member of a long list is nobody’s prey', () => {
  const family = pattern('^https:\\/\\/app\\.shop[0-9]\\.example$');
  assert.equal(ask(family, 'foreign').answer, 'yes');
  const owned: Acceptor = { kind: 'or', of: [family, ...branches(list(10, LISTS['sub-domains'] as Member))] };
  assert.equal(ask(owned, 'foreign').answer, 'no');
  assert.equal(ask(family, 'foreign', { named: namesIn(owned) }).answer, 'no');
});

test('a list that an early return leaves behind costs the rest nothing, and its members are ways of their own', () => {
  const https: Acceptor = { kind: 'matches', subject: 'protocol', source: '^https?:$', flags: '' };
  const preview: Acceptor = {
    kind: 'and',
    of: [
      { kind: 'ends', subject: 'hostname', text: '.vercel.app' },
      { kind: 'starts', subject: 'hostname', text: 'shop-' },
    ],
  };
  const returned = (length: number): Acceptor => {
    const own = list(length, index => ({
      kind: 'equals',
      subject: 'origin',
      text: `${index % 2 ? 'ftp' : 'https'}://app.shop${index}.com`,
    }));
    const missing: Acceptor = { kind: 'equals', subject: 'origin', text: { env: 'MORE', each: true } };
    const all: Acceptor = { kind: 'or', of: [...branches(own), missing] };
    const rest: Acceptor = { kind: 'and', of: [{ kind: 'not', of: all }, preview] };
    return { kind: 'and', of: [https, { kind: 'or', of: [all, rest] }] };
  };
  const ways = branches(returned(40));
  assert.equal(ways.filter(it => it.kind === 'equals').length, 20, 'those whose scheme is refused are no ways');
  assert.equal(ways.length, 22);
  assert.equal(ask(returned(40), 'tenant').answer, 'yes');
  const [few, many] = [work(returned(10)), work(returned(80))];
  assert.ok(many < few * 12, `${few} steps for 10, ${many} for 80`);
});

test('what throws for an origin that is no URL stays: nothing else refuses it', () => {
  const host: Acceptor = { kind: 'equals', subject: 'hostname', text: 'app.example.com' };
  const own: Acceptor = { kind: 'equals', subject: 'origin', text: 'null' };
  const ways = branches({ kind: 'or', of: [host, { kind: 'and', of: [{ kind: 'not', of: host }, own] }] });
  assert.ok(ways.every(it => ask(it, 'null').answer !== 'yes'));
});
