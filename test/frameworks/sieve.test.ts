import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { frameworksFor, isWanted } from '../../server/src/analysis/sieve.ts';
import { FRAMEWORKS } from '../../server/src/frameworks/index.ts';

const PATHS = ['/w/app.ts', '/w/next.config.mjs', '/w/vite.config.ts', '/w/vercel.json', '/w/config/middlewares.js'];
const WORDS = [...new Set(FRAMEWORKS.flatMap(it => it.mentions))];

it('one pass finds the frameworks that every word by itself would', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(' ', '-', 'x', '\n', 'CORS', 'Hapi')), { maxLength: 8 })
    .map(it => it.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), text, (path, text) => {
      const lower = text.toLowerCase();
      const expected = FRAMEWORKS.filter(
        it => (it.files?.(path) ?? true) && it.mentions.some(word => lower.includes(word)),
      );
      assert.deepEqual(
        frameworksFor(path, text).map(it => it.id),
        expected.map(it => it.id),
      );
      if (expected.length > 0) assert.ok(isWanted(path, text));
    }),
    { numRuns: 2000 },
  );
});
