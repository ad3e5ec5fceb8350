import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Settings } from '../../server/src/settings.ts';
import { cli, fakeWorkspace, folder, product } from './fake.ts';

/** The settings with which the analysis is asked. */
async function settingsIn(cwd: string, ...argv: string[]): Promise<Settings> {
  let heard: Settings | undefined;
  const listening = product(host => ({
    ...fakeWorkspace(host),
    mentions: () => true,
    judge: (_, settings) => {
      heard = settings;
      return [];
    },
  }));
  const { err } = await cli(argv, { cwd, product: listening });
  assert.equal(err, '');
  assert.ok(heard);
  return heard;
}

test('the nearest configuration holds, and the command line wins over it', async t => {
  const cwd = folder(t, {
    '.git/HEAD': '',
    'corslint.config.json': '{ "profile": "audit" }',
    'pkg/package.json': '{ "name": "x", "corslint": { "profile": "strict", "rules": { "bad-word": "hint" } } }',
    'pkg/src/a.js': '',
    'plain/package.json': '{ "name": "y" }',
  });
  assert.equal((await settingsIn(cwd)).profile, 'audit');
  assert.equal((await settingsIn(join(cwd, 'plain'))).profile, 'audit');
  const below = await settingsIn(join(cwd, 'pkg/src'), '--rule', 'odd-word=off', '--rule', 'dull-word=error');
  assert.equal(below.profile, 'strict');
  assert.deepEqual(below.rules, { 'bad-word': 'hint', 'odd-word': 'off', 'dull-word': 'error' });
  const given = await settingsIn(join(cwd, 'pkg'), '--profile', 'recommended', '--rule', 'bad-word=warning');
  assert.equal(given.profile, 'recommended');
  assert.equal(given.rules['bad-word'], 'warning');
  assert.equal((await settingsIn(join(cwd, 'pkg'), '--config', '../corslint.config.json')).profile, 'audit');
});

test('what stands above the repository does not count', async t => {
  const cwd = folder(t, { 'corslint.config.json': '{ "profile": "audit" }', 'repo/.git/HEAD': '', 'repo/a.js': '' });
  assert.equal((await settingsIn(join(cwd, 'repo'))).profile, 'recommended');
});

test('comments, trailing commas, a byte order mark and $schema are welcome', async t => {
  const cwd = folder(t, {
    'corslint.config.json': '\ufeff// ours\r\n{\r\n  "$schema": "x", /* y */\r\n  "maxFileSize": 7,\r\n}\r\n',
  });
  assert.equal((await settingsIn(cwd)).maxFileSize, 7);
});

const PROBLEMS: readonly (readonly [text: string, complaint: string])[] = [
  ['{ "profile": }', 'corslint.config.json:1:14: not valid JSON (ValueExpected)'],
  ['{\n  "profiel": "audit"\n}', 'corslint.config.json:2:3: there is no setting `profiel`. Did you mean `profile`?'],
  ['{\n  "profile": "lax"\n}', 'corslint.config.json:2:14: `lax` is no profile; use recommended, strict or audit'],
  [
    '{ "rules": {\n  "bda-word": "off" } }',
    'corslint.config.json:2:3: there is no rule `bda-word`. Did you mean `bad-word`?',
  ],
  [
    '{ "rules": { "bad-word":\n"fatal" } }',
    'corslint.config.json:2:1: `fatal` is no severity; use off, hint, info, warning or error',
  ],
  ['{ "exclude": 3 }', 'corslint.config.json:1:3: `exclude` must be a list of patterns'],
  ['[]', 'corslint.config.json:1:1: settings must be an object'],
];

for (const [text, complaint] of PROBLEMS)
  test(`configuration: ${complaint}`, async t => {
    const { code, out, err } = await cli([], { cwd: folder(t, { 'corslint.config.json': text, 'a.js': 'BAD' }) });
    assert.deepEqual({ code, out, err }, { code: 2, out: '', err: `corslint: ${complaint}\n` });
  });

test('a broken package.json without settings of ours is nobody’s business here', async t => {
  assert.equal((await settingsIn(folder(t, { 'package.json': '{ "name": ' }))).profile, 'recommended');
});
