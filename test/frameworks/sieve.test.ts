import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { frameworksFor, isWanted, isWantedOnce } from '../../server/src/analysis/sieve.ts';
import { FRAMEWORKS } from '../../server/src/frameworks/index.ts';
import { CLIENTS } from '../../server/src/requests/index.ts';

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

it('one look at many words tells what all looks do', () => {
  const words = [
    ...WORDS,
    ...CLIENTS.flatMap(it => it.mentions),
    ...[
      'server.listen (',
      'serve\n(',
      'serve',
      'onRequest',
      'integrity=',
      'tracePropagationTargets',
      'require("socket.io")',
    ],
  ];
  const paths = [...PATHS, '/w/page.tsx', '/w/page.vue', '/w/api/user.js', '/w/supabase/functions/a/index.ts'];
  const text = fc
    .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(' ', '-', 'x', '\n', 'CORS', 'Fetch(')), {
      maxLength: 2,
    })
    .map(it => it.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...paths), text, (path, text) => {
      assert.equal(isWantedOnce(path, text), isWanted(path, text));
    }),
    { numRuns: 4000 },
  );
});
