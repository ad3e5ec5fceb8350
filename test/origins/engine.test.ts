import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Acceptor } from '../../server/src/model/acceptor.ts';
import { accepts, ask, type Question } from '../../server/src/origins/ask.ts';
import { formulas } from '../../server/src/origins/formula.ts';
import { language } from '../../server/src/origins/language.ts';
import { test as matches } from '../../server/src/origins/matcher.ts';
import { Inexpressible, patternProgram } from '../../server/src/origins/program.ts';
import { findWord } from '../../server/src/origins/search.ts';
import { originSet } from '../../server/src/origins/universe.ts';
import { generated } from './corpus.ts';
import { really } from './really.ts';

const origins = fc
  .tuple(
    fc.constantFrom('http', 'https', 'https', 'capacitor', 'chrome-extension'),
    fc.array(
      fc.constantFrom(
        'a',
        'b',
        'app',
        'www',
        'example',
        'evil',
        'x-y',
        'examplexcom',
        '1',
        'com',
        'co',
        'acme',
        'io',
        'localhost',
      ),
      { minLength: 1, maxLength: 4 },
    ),
    fc.constantFrom('', '', ':8443', ':3000'),
  )
  .map(([scheme, labels, port]) => `${scheme}://${labels.join('.')}${port}`)
  .filter(it => !/\.1(:|$)|\/1(:|$)/.test(it));

const plain = fc.constantFrom('a', '\\.', '[a-z]*', '^', '(?:x|[^.])+', '(?<=t)p', '\\w', 'https?');

/** Regular expressions with everything that the compiler knows. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string; sequence: string }>(tie => ({
  leaf: fc.constantFrom(
    ...[
      'a',
      'b',
      'e',
      'x',
      '\\.',
      '.',
      ':',
      '\\/\\/',
      'https',
      'http',
      'example',
      'com',
      '\\w',
      '\\d',
      '[a-z]',
      '[^.]',
      '[^a-e]',
      '\\W',
      '\\S',
    ],
    ...['^', '$', '\\b', '\\B', '(?=\\.)', '(?!b)', '(?<=a)', '(?<!e)', '(?<=^https)', '(?=.*com$)', '(?<=\\.[a-z])'],
  ),
  sequence: fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map(it => it.join('')),
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('leaf'),
    fc
      .tuple(tie('sequence'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '*?', '{0}'))
      // RegExp itself, the judge here, would stall on loops within loops.
      .map(([it, count]) => `(?:${it})${/[*+}]/.test(it) ? '?' : count}`),
    fc.tuple(tie('sequence'), tie('sequence')).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(fc.constantFrom('?<=', '?<!'), fc.array(plain, { minLength: 1, maxLength: 3 }))
      .map(([kind, it]) => `(${kind}${it.join('')})`),
    fc.tuple(fc.constantFrom('?=', '?!'), tie('sequence')).map(([kind, it]) => `(${kind}${it})`),
  ),
})).sequence;

test('the automaton and the matcher agree with RegExp', context => {
  let [compared, inexpressible] = [0, 0];
  fc.assert(
    fc.property(
      pattern,
      fc.constantFrom('', 'i', 'u', 'y', 's', 'm'),
      fc.array(origins, { minLength: 6, maxLength: 6 }),
      (source, flags, texts) => {
        const engine = formulas();
        let formula: number | undefined;
        try {
          formula = engine.program(patternProgram(source, flags));
        } catch (error) {
          assert.ok(error instanceof Inexpressible);
          inexpressible++;
        }
        for (const text of [...texts, 'null', 'a', '']) {
          const expected = new RegExp(source, flags).test(text);
          assert.equal(matches(source, flags, text), expected, `matcher: /${source}/${flags} on ${text}`);
          if (formula === undefined) continue;
          assert.equal(engine.holds(formula, text), expected, `automaton: /${source}/${flags} on ${text}`);
          compared++;
        }
      },
    ),
    { numRuns: 2500, seed: 3 },
  );
  context.diagnostic(`${compared} comparisons; ${inexpressible} patterns look ahead while they look behind`);
});

test('every ASCII character is in the same classes as for RegExp', () => {
  const classes = [
    '\\w',
    '\\W',
    '\\d',
    '\\D',
    '\\s',
    '\\S',
    '.',
    '[a-z]',
    '[^a-z]',
    '[A-F-]',
    '[\\w.-]',
    '[^\\w]',
    'k',
    'K',
    's',
    '[\\x41-\\x43]',
  ];
  const unicode = [
    '\\p{L}',
    '\\P{L}',
    '\\p{Lu}',
    '\\P{Ll}',
    '\\p{Script=Latin}',
    '[^\\p{L}]',
    '[\\u017f\\u212a]',
    '\\u{73}',
    '[\\u0100-\\uffff]',
  ];
  const sets = ['[[a-z]--[aeiou]]', '[\\w&&[a-f]]', '[^[a-z]--[x]]', '[\\q{a|b}]'];
  const all = [
    ...classes.flatMap(it => ['', 'i', 'u', 'iu'].map(flags => [it, flags] as const)),
    ...unicode.flatMap(it => ['u', 'iu', 'v', 'iv'].map(flags => [it, flags] as const)),
    ...sets.flatMap(it => ['v', 'iv'].map(flags => [it, flags] as const)),
  ];
  for (const [source, flags] of all) {
    for (let code = 0x20; code < 0x7f; code++) {
      const char = String.fromCharCode(code);
      assert.equal(
        matches(`^${source}$`, flags, char),
        new RegExp(`^${source}$`, flags).test(char),
        `/${source}/${flags} ${char}`,
      );
    }
  }
});

const texts = fc.constantFrom(
  'https://example.com',
  'https://',
  'example.com',
  '.example.com',
  'app',
  '8443',
  'https:',
  'localhost',
  '',
  'com',
);
const subjects = fc.constantFrom('origin', 'url-origin', 'hostname', 'host', 'protocol', 'port');
const atom: fc.Arbitrary<Acceptor> = fc.oneof(
  fc.record({ kind: fc.constantFrom('equals', 'starts', 'ends', 'contains'), subject: subjects, text: texts }),
  fc.record({
    kind: fc.constant('matches' as const),
    subject: subjects,
    source: fc.constantFrom('^https', 'example\\.com$', '\\d', '^$', '[aeiou]\\.', '\\bcom\\b'),
    flags: fc.constant(''),
  }),
);

function acceptor(leaf: fc.Arbitrary<Acceptor>): fc.Arbitrary<Acceptor> {
  return fc.letrec<{ node: Acceptor }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ kind: fc.constantFrom('and', 'or'), of: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      tie('node').map((of): Acceptor => ({ kind: 'not', of })),
    ),
  })).node;
}

test('a combination of tests is decided as JavaScript would', () => {
  fc.assert(
    fc.property(acceptor(atom), fc.array(origins, { minLength: 5, maxLength: 5 }), (it, list) => {
      const engine = formulas();
      const [taken, refused] = [language(engine, it, 'lower'), language(engine, it, 'lower', false)];
      for (const origin of list) {
        const expected = really(it, origin);
        assert.equal(accepts(it, origin), expected, origin);
        assert.equal(engine.holds(taken, origin), expected, origin);
        assert.equal(engine.holds(refused, origin), !expected, origin);
      }
    }),
    { numRuns: 3000, seed: 4 },
  );
});

/** Puts `all` or `none` in the place of each unknown part, as `choose` says. */
function known(it: Acceptor, choose: () => boolean): Acceptor {
  if (it.kind === 'unknown') return { kind: choose() ? 'all' : 'none' };
  if (it.kind === 'not') return { kind: 'not', of: known(it.of, choose) };
  return it.kind === 'and' || it.kind === 'or' ? { kind: it.kind, of: it.of.map(part => known(part, choose)) } : it;
}

test('bounds hold whatever the unknown parts are, and so do answers', () => {
  const unknown: Acceptor = { kind: 'unknown', why: 'a database' };
  const questions = ['anything', 'everything', 'null', 'foreign', 'loopback'] as const satisfies readonly Question[];
  fc.assert(
    fc.property(
      acceptor(fc.oneof(atom, fc.constant(unknown))),
      fc.array(origins, { minLength: 4, maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      (it, list, choices) => {
        let at = 0;
        const real = known(it, () => choices[at++ % choices.length] === true);
        const engine = formulas();
        const [lower, upper] = [language(engine, it, 'lower'), language(engine, it, 'upper')];
        for (const origin of list) {
          const expected = really(real, origin);
          if (engine.holds(lower, origin)) assert.ok(expected, origin);
          if (!engine.holds(upper, origin)) assert.ok(!expected, origin);
          assert.ok([undefined, expected].includes(accepts(it, origin)), origin);
        }
        for (const question of questions) {
          const answer = ask(it, question);
          if (answer.answer === 'yes' && answer.witness !== 'null')
            assert.ok(really(real, answer.witness), `${question}: ${answer.witness}`);
          if (answer.answer === 'no' && question === 'anything')
            for (const origin of list) assert.ok(!really(real, origin), origin);
        }
      },
    ),
    { numRuns: 600, seed: 5 },
  );
});

test('a found word is accepted by RegExp, and nothing found means nothing random is', () => {
  for (const { acceptor: it, name } of generated(150, 77)) {
    const engine = formulas();
    const word = findWord(engine, language(engine, it, 'lower'), originSet('names'));
    if (word !== undefined) assert.ok(really(it, word), `${name}: ${word}`);
    else
      for (const origin of fc.sample(origins, { numRuns: 30, seed: 6 }))
        assert.ok(!/^https?:.*\.(com|io|co)$/.test(origin) || !really(it, origin), `${name}: ${origin}`);
  }
});

test('patterns that stall RegExp, or are made to, are decided within the budget', context => {
  const hostile: readonly string[] = [
    '^(a+)+$',
    '^(a|a)*$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '^https:\\/\\/(([a-z0-9-]+)*\\.)*example\\.com$',
    '^(\\w+\\.?)+\\.com$',
    '(x+x+)+y',
    '(.*.*.*.*.*.*.*.*.*)*example\\.com$',
    `${'(?:a?'.repeat(40)}${')*'.repeat(40)}`,
    `${'('.repeat(59)}a${')*'.repeat(59)}`,
    `${'('.repeat(2000)}a${')*'.repeat(2000)}`,
    '(((a{0,900}){0,900}){0,900}){0,900}',
    '(?:){0,999999999}',
    'a{2147483647}',
    '[a-z]{1,63}(\\.[a-z]{1,63}){1,10}$',
    '.*.{40}x',
    '(?=.*a)(?=.*b)(?=.*c)(?=.*d)(?=.*e)(?=.*f)(?=.*g)(?=.*h)(?=.*i)(?=.*j).{12}',
    '(?!.*a.{9}b)(?!.*b.{9}c)(?!.*c.{9}d)x',
    `${'$'.repeat(1500)}`,
    `(${'(?=a)'.repeat(300)}b)*`,
    `^(?:${Array.from({ length: 250 }, (_, at) => `h${at}\\.x`).join('|')})$`,
    '(?<=(a+)+)b',
    `(${'a|'.repeat(1000)}b)+$`,
    '(((((((((a{0,3}){0,3}){0,3}){0,3}){0,3}){0,3}){0,3}){0,3}){0,3})',
  ];
  let decided = 0;
  for (const source of hostile) {
    for (const question of ['anything', 'everything', 'foreign', 'insecure', 'subdomains'] as const) {
      const answer = ask({ kind: 'matches', subject: 'origin', source, flags: '' }, question);
      if (answer.answer !== 'cannot-tell') decided++;
    }
    const engine = formulas({ left: 100_000 });
    try {
      engine.holds(engine.program(patternProgram(source, '')), `https://${'a'.repeat(200)}!`);
    } catch {}
    matches(source, '', `https://${'a'.repeat(200)}!`);
  }
  context.diagnostic(`${decided} of ${hostile.length * 5} decided`);
});
