import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { differenceOf } from '../../server/src/text/difference.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { Search } from '../../server/src/text/search.ts';
import { random } from '../harness/random.ts';

/** Of each kind that is asked of texts: words, lines, what goes over line breaks, anchors, and what has no end. */
const PATTERNS = [
  /cors|access-control-|fastify-cors/i,
  /\.listen\s*\(|\bserve\s*\(/,
  /\b(?:from|import|require\s*\(|import\s*\()\s*(['"`])([^'"`\n]+)\1/,
  /(?<![.\w$'"\x60])(?:(window|localStorage)\s*(?:\??\.|\[)|(location)\s*\??\.\s*(?:href|origin)\b)/,
  /\bexport\s+default\b|\bmodule\.exports\s*=/,
  /^#!|\bprocess\.(argv|exit)\b/,
  /^\s*import\b/m,
  /a[^b]*b/,
  /a.*b/s,
  /(?:cors\s*)+\(/,
  /[\s,]x/,
  /x{2,}$/m,
];

const PIECES =
  'cors( ;\n;\n\n; ;serve ;(;.listen;import;from;"x";\'y\';`;window;.;location;href;export default;#!;process.argv;a;b;xx;x;,;\t;module.exports;=; '
    .split(';')
    .concat('\r\n', '{\n', '  return fastify-cors;\n', 'process.', 'exit');

/** A text long enough to be searched bit by bit, in which little is found. */
function filler(next: () => number): string {
  const line = () => `${'do '.repeat(Math.floor(next() * 20))}\n`;
  return Array.from({ length: 120 }, line).join('');
}

describe('searching a text that is typed finds what searching it whole finds', () => {
  for (let seed = 1; seed <= 12; seed++)
    it(`seed ${seed}`, () => {
      const next = random(seed);
      const searches = PATTERNS.map(it => new Search(it));
      let text = filler(next);
      let answers = 0;
      for (let step = 0; step < 150; step++) {
        // Most of what is typed stands close together, so that pieces come to be one match.
        const at = next() < 0.8 ? Math.floor(1200 + next() * 60) : Math.floor(next() * text.length);
        const piece = PIECES[Math.floor(next() * PIECES.length)] ?? '';
        text = text.slice(0, at) + piece + text.slice(at + Math.floor(next() * 8));
        if (step % 40 === 39) text = filler(next);
        PATTERNS.forEach((pattern, index) => {
          const search = searches[index] as Search;
          const every = new RegExp(pattern.source, `${pattern.flags}g`);
          const told = `${pattern} after step ${step}`;
          assert.equal(search.test(text), pattern.test(text), told);
          assert.deepEqual(
            search.all(text),
            [...text.matchAll(every)].map(it => [...it].map(own => own ?? '')),
            told,
          );
          assert.deepEqual(new Map(search.counts(text)), new Map(new Search(pattern).counts(text)), told);
          assert.equal(search.exec(text)?.index, pattern.exec(text)?.index, told);
          if (pattern.test(text)) answers++;
        });
      }
      assert.ok(answers > 100);
    });
});

test('the lines of a text that is typed are those of the text', () => {
  const next = random(3);
  const pieces = ['\n', '\r', '\r\n', 'a', '', 'b\nc'];
  let text = 'a\r\nb\n\rc\r';
  let lines = new Lines(text);
  for (let step = 0; step < 2000; step++) {
    const at = Math.floor(next() * (text.length + 1));
    text = text.slice(0, at) + pieces[Math.floor(next() * pieces.length)] + text.slice(at + Math.floor(next() * 3));
    lines = new Lines(text, lines);
    const whole = new Lines(text);
    const starts = (of: Lines) => Array.from({ length: of.count }, (_, line) => of.startOf(line));
    assert.deepEqual(starts(lines), starts(whole), `after step ${step}`);
  }
});

test('two texts differ in one stretch, and are the same around it', () => {
  const next = random(7);
  for (let i = 0; i < 300; i++) {
    const text = 'abab'.repeat(Math.floor(next() * 900));
    const [start, length] = [Math.floor(next() * text.length), Math.floor(next() * 5)];
    const after = text.slice(0, start) + 'ab'.repeat(Math.floor(next() * 3)) + text.slice(start + length);
    const { start: at, removed, added } = differenceOf(text, after);
    assert.ok(at >= 0 && removed >= 0 && added >= 0);
    assert.equal(text.slice(0, at) + after.slice(at, at + added) + text.slice(at + removed), after);
    assert.ok(removed === 0 || added === 0 || text[at] !== after[at]);
  }
});
