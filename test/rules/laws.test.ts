import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileFacts } from '../../server/src/analysis/facts.ts';
import type { Finding, FindingFix } from '../../server/src/analysis/finding.ts';
import { simulate } from '../../server/src/analysis/simulate.ts';
import { type CorsPolicy, known } from '../../server/src/model/policy.ts';
import { accepts } from '../../server/src/origins/ask.ts';
import { isOrigin } from '../../server/src/origins/grammar.ts';
import { isTighter } from '../../server/src/origins/repair.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { type Fixture, fixtures, random } from '../harness/fixtures.ts';
import { SAYS_SO } from '../harness/titles.ts';
import { sample } from '../harness/workspace.ts';

const ALL = fixtures('test/rules', 'test/frameworks');
const AUDIT = { profile: 'audit' } as const;

/** Fixes after which such a request is not sent any more, or is refused on purpose. */
const GIVES_UP = /^(Stop allowing credentials|Let any site read, without cookies|Remove .* no effect)/;

/** Rules whose facts no framework reads yet. */
const UNSEEN: ReadonlySet<string> = new Set([
  'needless-credentials',
  'local-network-access',
  'cross-origin-redirect-in-api',
]);

/** The file that an example in another language than a server's code stands in. */
const FILES: Readonly<Record<string, string>> = { nginx: 'nginx.conf', html: 'index.html', yaml: 'template.yaml' };

const EXPRESS5 = {
  'package.json': JSON.stringify({ dependencies: { cors: '^2.8.5', express: '^5.1.0' } }),
  'package-lock.json': JSON.stringify(
    { lockfileVersion: 3, packages: { 'node_modules/express': { version: '5.1.0' } } },
    null,
    2,
  ),
};

function fixed({ files }: Fixture, fix: FindingFix): Record<string, string> | undefined {
  const result: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    const changed = applyEdits(path, text, fix.edits);
    if (changed === undefined) return undefined;
    result[path] = changed;
  }
  return result;
}

describe('laws over all fixtures', () => {
  it('there are fixtures', () => assert.ok(ALL.length > 150, `${ALL.length}`));

  it('no prefix and no change of a text makes anything fail', () => {
    const next = random(20261123);
    for (const { name, files } of ALL) {
      for (const [path, text] of Object.entries(files)) {
        for (let i = 0; i < 3; i++) {
          const cut = text.slice(0, Math.floor(next() * text.length));
          const mixed = mutated(text, next);
          for (const changed of [cut, mixed]) {
            assert.doesNotThrow(() => sample({ ...files, [path]: changed }).findings(AUDIT), `${name}\n${changed}`);
          }
        }
      }
    }
  });

  for (const fixture of ALL) {
    it(fixture.name, () => {
      const findings = sample(fixture.files).findings(AUDIT);
      for (const finding of findings) {
        proves(finding, sample(fixture.files).policies());
        for (const fix of finding.fixes) {
          const files = fixed(fixture, fix);
          assert.ok(files, `${fix.title}: edits overlap`);
          settles(finding, fix, findings, sample(files).findings(AUDIT));
          mends(finding, fix, sample(files).facts(), sample(files).findings(AUDIT));
          if (!SAYS_SO.test(fix.title)) tightens(fix, sample(fixture.files).policies(), sample(files).policies());
        }
      }
    });
  }
});

/** No witness, no error; and an origin that serves as one is an origin, and gets in. */
function proves({ rule, severity, witness, message }: Finding, policies: readonly CorsPolicy[]): void {
  assert.ok(severity !== 'error' || witness, `${rule} is an error without a witness`);
  assert.match(message, /^[A-Z`].*\.$/s);
  assert.ok(message.length <= 150, `too long: ${message}`);
  if (witness?.kind === 'request') assert.ok(isOrigin(witness.origin), witness.origin);
  if (witness?.kind !== 'origin') return;
  assert.ok(isOrigin(witness.origin), witness.origin);
  const open = policies.some(
    it => it.origins.mode === 'any' || it.origins.mode === 'echo-any' || accepts(it.origins.acceptor, witness.origin),
  );
  // No policy stands between a page and a WebSocket.
  const free = rule === 'websocket-origin-unchecked';
  const chosen = free || rule === 'untrusted-source-for-allow-origin' || rule === 'origin-env-unset';
  const assumed = /, where `\w+` is /.test(message);
  assert.ok(open || chosen || assumed, `${rule}: ${witness.origin} does not get in`);
}

/** After a fix there is one finding less of its kind, or what it said is said no more: a second cause may show behind the first. */
function settles(
  { rule, message }: Finding,
  { title }: FindingFix,
  before: readonly Finding[],
  after: readonly Finding[],
): void {
  const count = (all: readonly Finding[]) => all.filter(it => it.rule === rule).length;
  const gone = after.every(it => it.rule !== rule || it.message !== message);
  assert.ok(gone || count(after) < count(before), `${rule} stays after “${title}”`);
}

/** A fix that mends a refusal: the very request that was refused is let in afterwards, as far as the answer is known. */
function mends(
  { witness, at }: Finding,
  { title }: FindingFix,
  facts: readonly FileFacts[],
  after: readonly Finding[],
): void {
  // Whether a server starts is not what is simulated.
  if (witness?.kind !== 'request' || GIVES_UP.test(title) || /CONNECTION_REFUSED/.test(witness.message)) return;
  // A second cause may refuse it as well.
  if (after.some(it => it.witness?.kind === 'request')) return;
  const headers = witness.headers.map(name => ({ name, value: name === 'content-type' ? 'application/json' : 'x' }));
  const answers = facts.flatMap(file =>
    file.path.endsWith(at.path) ? file.policies.map(policy => simulate(policy, file, { ...witness, headers })) : [],
  );
  const verdicts = answers.flatMap(it => (typeof it === 'string' ? [] : [it.judgements.spec.verdict]));
  if (verdicts.length > 0) assert.ok(verdicts.includes('allowed'), `“${title}” leaves the request refused`);
}

function tightens({ title }: FindingFix, before: readonly CorsPolicy[], after: readonly CorsPolicy[]): void {
  if (before.length !== after.length) return;
  for (const [i, old] of before.entries()) {
    const now = after[i];
    if (!now) continue;
    assert.ok(!(known(now.credentials) === true && known(old.credentials) === false), `“${title}” allows credentials`);
    if (old.origins.mode === 'any' || old.origins.mode === 'echo-any' || now.origins.mode === 'none') continue;
    assert.notEqual(
      isTighter(old.origins.acceptor, now.origins.acceptor, { named: [] }),
      false,
      `“${title}” lets in more`,
    );
  }
}

function mutated(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length);
  const length = Math.floor(next() * 8);
  const pieces = [
    '',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    "'",
    '`',
    '/',
    '*',
    ',',
    ';',
    '=>',
    '...',
    '\n',
    '\\',
    '\0',
    '🦊',
    '${',
    '?.',
  ];
  return text.slice(0, at) + (pieces[Math.floor(next() * pieces.length)] ?? '') + text.slice(at + length);
}

describe('rules', () => {
  for (const rule of RULES) {
    it(rule.id, () => {
      assert.match(rule.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.match(rule.title, /^[A-Z`].*[^.]$/);
      assert.ok(rule.why.length > 100 && rule.why.endsWith('.'), 'why');
      assert.match(rule.spec, /^https:\/\//);
      assert.doesNotMatch(`${rule.title} ${rule.why}`, /make sure|misconfig|illegal|leverag/i);
      for (const it of rule.supersedes ?? [])
        assert.ok(
          RULES.some(other => other.id === it),
          it,
        );
    });
  }

  const before = "import cors from 'cors';\nimport express from 'express';\nconst app = express();\n";
  const standing = (code: string, language: string) => {
    const file = FILES[language];
    return file ? { [file]: `${code}\n` } : { 'server.ts': `${before}${code}\n` };
  };
  for (const { id, example, checkRequest, check } of RULES) {
    if (UNSEEN.has(id)) continue;
    it(`${id}: its example`, () => {
      if (!example) return;
      const ofPages = checkRequest && !check && example.language !== 'html';
      const told = (code: string) =>
        sample(ofPages ? { 'public/page.ts': code } : { ...standing(code, example.language), ...EXPRESS5 })
          .findings(AUDIT)
          .filter(it => it.rule === id)
          .map(it => it.message);
      assert.notDeepEqual(told(example.bad), [], example.bad);
      assert.deepEqual(told(example.good), [], example.good);
    });
  }
});
