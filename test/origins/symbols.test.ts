import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ask } from '../../server/src/origins/ask.ts';
import { inSymbols } from '../../server/src/origins/holes.ts';
import { registrableDomain } from '../../server/src/origins/suffixes.ts';
import { sample } from '../harness/workspace.ts';

/**
 * Tests of the origin with an environment variable in them, held against the real expression with many values in its place: a
 * witness always gets in, and where none is said to exist no foreign origin does.
 */
const RANDOM = seeded(20261130);

const HOSTS = ['DOMAIN', 'APP_HOST', 'ROOT_DOMAIN'];
const ORIGINS = ['BASE_URL', 'FRONTEND', 'WEB_ORIGIN'];

/** `V` stands for the variable; those of the first list may hold a host, those of the second an origin. */
const OF_HOSTS = [
  "new RegExp('^https://.*' + V + '$').test(o)",
  "new RegExp('^https://(.+)' + V + '$').test(o)",
  "new RegExp('^https?://' + V + '$').test(o)",
  "new RegExp('^https://' + V).test(o)",
  "new RegExp('https://' + V + '$').test(o)",
  "new RegExp('^https://([a-z]+\\\\.)?' + V + '$').test(o)",
  "new RegExp('^https://[a-z0-9-]+\\\\.' + V + '$').test(o)",
  "new RegExp('\\\\.' + V + '$').test(o)",
  "new RegExp('//' + V + '$').test(o)",
  'new RegExp(`^https://${V}(:\\\\d+)?$`).test(o)',
  'new RegExp(`://(www\\\\.)?${V}`).test(o)',
  'new RegExp(`${V}$`).test(o)',
  'new RegExp(`^https://.*${V}`).test(o)',
  "o.match(new RegExp('.' + V + '$')) !== null",
  'o.endsWith(V)',
  "o.endsWith('.' + V)",
  "o.endsWith('//' + V)",
  'o.includes(V)',
  "o.includes('//' + V)",
  "o.startsWith('https://' + V)",
  "o === 'https://' + V",
  'o === `https://www.${V}`',
  'new URL(o).hostname === V',
  'new URL(o).hostname.endsWith(V)',
  "new URL(o).hostname.endsWith('.' + V)",
  'new URL(o).hostname.includes(V)',
  'new URL(o).host.startsWith(V)',
  "o.startsWith('https://') && o.endsWith(V)",
  "o === 'https://' + V || o.endsWith('.' + V)",
  '/^https:/.test(o) && new RegExp(V + "$").test(o)',
];
const OF_ORIGINS = [
  'o === V',
  'o.startsWith(V)',
  'o.includes(V)',
  'o.endsWith(V)',
  "o.startsWith(V + ':')",
  "o.startsWith(V + '.')",
  'new RegExp(`^${V}`).test(o)',
  'new RegExp(`^${V}(:\\\\d+)?$`).test(o)',
  'new RegExp(`${V}(:80)?$`).test(o)',
  '[V].includes(o)',
];

const labels = ['shop', 'acme', 'my-site', 'x1', 'beta', 'portal'];
const tops = ['com', 'org', 'io', 'de', 'co.uk'];
const pick = <T>(from: readonly T[]): T => from[Math.floor(RANDOM() * from.length)] as T;

function host(): string {
  const domain = `${pick(labels)}${Math.floor(RANDOM() * 90)}.${pick(tops)}`;
  return RANDOM() < 0.4 ? `${pick(labels)}.${domain}` : domain;
}

/** What somebody sends who wants in, made from the value. */
function tries(value: string): readonly string[] {
  const name = value.replace(/^https?:\/\//, '').replace(/^\./, '');
  const dotless = name.replaceAll('.', 'x');
  const all = [
    `attacker${name}`,
    `attacker-${name}`,
    `a.attacker${name}`,
    `${name}.attacker.com`,
    `${name}attacker.com`,
  ];
  const hosts = [...all, `attacker.com`, `${dotless}.com`, name.replace('.', 'x'), `attacker.com.${dotless}.org`];
  return hosts.flatMap(it => [`https://${it}`, `http://${it}`, `https://${it}:8443`]);
}

function runs(expression: string): (o: string, V: string) => boolean {
  const run = new Function('o', 'V', `return Boolean(${expression})`) as (o: string, V: string) => boolean;
  return (o, value) => {
    try {
      return run(o, value);
    } catch {
      return false;
    }
  };
}

function acceptorOf(expression: string, name: string) {
  const condition = expression.replaceAll(/\bV\b/g, `process.env.${name}`);
  const main = `import cors from 'cors';\nexport default cors({ origin: (o, done) => done(null, ${condition}) });\n`;
  const [policy] = sample({ 'package.json': '{"dependencies":{"cors":"2.8.5"}}', 'main.js': main }).policies();
  assert.ok(policy, expression);
  return policy.origins.acceptor;
}

let told = 0;
let safe = 0;

suite('acceptors with symbols', () => {
  for (const [expressions, names, make] of [
    [OF_HOSTS, HOSTS, host],
    [OF_ORIGINS, ORIGINS, () => `https://${host()}`],
  ] as const) {
    for (const expression of expressions) {
      for (const name of names) {
        test(expression.replaceAll(/\bV\b/g, name), () => {
          const acceptor = acceptorOf(expression, name);
          const answer = ask(acceptor, 'foreign');
          const accepts = runs(expression);
          for (let i = 0; i < 50; i++) {
            const value = make();
            if (answer.answer === 'yes') {
              told++;
              const witness = inSymbols(answer.witness, acceptor).replaceAll(`\${${name}}`, value);
              assert.ok(accepts(witness, value), `${witness} where ${name} is ${value}`);
            } else if (answer.answer === 'no') {
              safe++;
              const own = registrableDomain(value.replace('https://', ''));
              for (const it of tries(value)) {
                const theirs = registrableDomain(new URL(it).hostname);
                if (theirs === own || theirs === null) continue;
                assert.ok(!accepts(it, value), `${it} where ${name} is ${value}`);
              }
            }
          }
        });
      }
    }
  }
  test('most are decided', () => {
    assert.ok(told > 50 * 30 && safe > 50 * 25, `${told} witnesses, ${safe} proofs`);
  });
});

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
