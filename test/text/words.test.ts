import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Words } from '../../server/src/text/words.ts';

describe('many words, sought at once', () => {
  it('are found where one of them stands, whatever the case', () => {
    const letters = fc.constantFrom('a', 'b', 'c', '-', '(');
    const word = fc.array(letters, { minLength: 1, maxLength: 5 }).map(it => it.join(''));
    const text = fc.array(fc.oneof(letters, fc.constantFrom('A', 'B', 'é', '\u212a', ' ')), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), text, (words, pieces) => {
        const text = pieces.join('');
        const lower = text.toLowerCase();
        assert.equal(
          new Words(words).test(text),
          words.some(it => lower.includes(it)),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('go on from the end of another one', () => {
    const words = new Words(['fastify-corsx', 'cors(', 'y-co-']);
    assert.ok(words.test('fastify-cors('));
    assert.ok(words.test('fastify-co-'));
    assert.ok(!words.test('fastify-cors'));
  });
});
