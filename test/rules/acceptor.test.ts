import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Acceptor, both, either, negate } from '../../server/src/model/acceptor.ts';
import { random } from '../harness/fixtures.ts';
import { at } from '../harness/policy.ts';

const test = (text: string, start = 0): Acceptor => ({ kind: 'equals', subject: 'origin', text, at: at(start) });
const a = test('https://a.example');
const b = test('https://b.example');
const c = test('https://c.example');
const dark: Acceptor = { kind: 'unknown', why: 'not known', at: at(3) };

describe('either: what early returns leave behind', () => {
  it('a or (not a and b) is a or b', () => {
    assert.deepEqual(either([a, both([negate(a), b])]), { kind: 'or', of: [a, b] });
    assert.deepEqual(either([both([negate(a), b]), a]), { kind: 'or', of: [b, a] });
    assert.deepEqual(either([a, both([negate(a), b]), both([negate(a), negate(b), c])]), { kind: 'or', of: [a, b, c] });
    assert.deepEqual(either([either([a, b]), both([negate(either([a, b])), c])]), { kind: 'or', of: [a, b, c] });
  });

  it('a or (a and b) is a', () => {
    assert.deepEqual(either([a, both([a, b])]), a);
  });

  it('a or not a is everything', () => {
    assert.equal(either([a, negate(a)]).kind, 'all');
    assert.equal(either([a, b, both([negate(a), negate(b)])]).kind, 'all');
  });

  it('what is unknown is the same at the same place only', () => {
    assert.deepEqual(either([dark, both([negate(dark), b])]), { kind: 'or', of: [dark, b] });
    const elsewhere = { ...dark, at: at(9) };
    assert.equal(either([dark, both([negate(elsewhere), b])]).kind, 'or');
    assert.deepEqual(either([dark, both([negate(elsewhere), b])]), {
      kind: 'or',
      of: [dark, { kind: 'and', of: [negate(elsewhere), b] }],
    });
  });

  it('a part of a URL may throw, so that it stays', () => {
    const host: Acceptor = { kind: 'equals', subject: 'hostname', text: 'a.example' };
    assert.deepEqual(either([host, both([negate(host), b])]), {
      kind: 'or',
      of: [host, { kind: 'and', of: [negate(host), b] }],
    });
  });

  it('means what it meant', () => {
    const next = random(7);
    const plain = (kind: 'and' | 'or', of: readonly Acceptor[]): Acceptor => ({ kind, of });
    const any = (depth: number): Acceptor => {
      const dice = next();
      if (depth === 0 || dice < 0.3) return [a, b, c][Math.floor(next() * 3)] ?? a;
      if (dice < 0.5) return { kind: 'not', of: any(depth - 1) };
      return plain(dice < 0.75 ? 'and' : 'or', [any(depth - 1), any(depth - 1), any(depth - 1)]);
    };
    for (let i = 0; i < 2000; i++) {
      const members = [any(2), any(2), any(1), any(2)];
      for (let bits = 0; bits < 8; bits++) {
        assert.equal(
          holds(either(members), bits),
          members.some(it => holds(it, bits)),
          JSON.stringify(members),
        );
      }
    }
  });
});

/** Whether it holds where `a`, `b` and `c` are as the bits say, as if they were independent. */
function holds(it: Acceptor, bits: number): boolean {
  switch (it.kind) {
    case 'all':
    case 'none':
      return it.kind === 'all';
    case 'not':
      return !holds(it.of, bits);
    case 'and':
      return it.of.every(of => holds(of, bits));
    case 'or':
      return it.of.some(of => holds(of, bits));
    default:
      return (bits & (it === a ? 1 : it === b ? 2 : 4)) !== 0;
  }
}
