import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OpenWorkspace } from '../../server/src/analysis/workspace.ts';
import { app } from '../harness/policy.ts';
import { cli, fakeWorkspace, folder, product, spans } from './fake.ts';

/** The code frame of the one finding on `«PRIMARY»`, with each `<word>` related to it by its own word. */
async function frame(t: TestContext, files: Readonly<Record<string, string>>, columns?: number): Promise<string> {
  const cwd = folder(t, files);
  const open: OpenWorkspace = host => ({
    ...fakeWorkspace(host),
    mentions: () => true,
    facts: path => ({ path, policies: [], apps: [app([])], requests: [], servers: [], reads: [] }),
    judge: ({ facts }) => {
      const texts = facts.map(({ path }) => ({ path, text: host.read(path) ?? '' }));
      const [at] = texts.flatMap(({ path, text }) => spans(path, text, /«[^»]*»/g));
      assert.ok(at);
      const related = texts.flatMap(({ path, text }) =>
        spans(path, text, /<[^>]*>/g).map(it => ({ at: it, message: text.slice(it.start + 1, it.end - 1) })),
      );
      return [{ rule: 'bad-word', severity: 'error', at, message: 'M.', related, fixes: [] }];
    },
  });
  const { out } = await cli(['--color', 'never', ...Object.keys(files)], {
    cwd,
    product: product(open),
    ...(columns && { tty: true, columns }),
  });
  return out.slice(out.indexOf('\n') + 1, out.indexOf('\n\n')).replace(/^ {2}= .*\n/gm, '');
}

test('several labels on one line are told apart by their columns', async t => {
  assert.equal(
    await frame(t, { 'a.js': '<one> <two> «here» <three>' }),
    ` --> a.js:1:13
  |
1 | <one> <two> «here» <three>
  | ----- ----- ^^^^^^ ------- three
  | |     |
  | |     two
  | one`,
  );
  assert.equal(
    await frame(t, { 'a.js': '<one> «a longer one»' }),
    ` --> a.js:1:7
  |
1 | <one> «a longer one»
  | ----- ^^^^^^^^^^^^^^
  | |
  | one`,
  );
});

test('lines in between are shown where it is one, and left out where there are more', async t => {
  assert.equal(
    await frame(t, { 'a.js': '<one>\nbetween\n«here»\n.\n.\n.\n.\n.\n.\n<ten>' }),
    `  --> a.js:3:1
   |
 1 | <one>
   | ----- one
 2 | between
 3 | «here»
   | ^^^^^^
...
10 | <ten>
   | ----- ten`,
  );
});

test('places in other files have a head of their own', async t => {
  assert.equal(
    await frame(t, { 'a.js': '«here»', 'b.js': '\n <there>' }),
    ` --> a.js:1:1
  |
1 | «here»
  | ^^^^^^
 ::: b.js:2:2
  |
2 |  <there>
  |  ------- there`,
  );
});

test('tabs and wide characters keep the marks under their text', async t => {
  assert.equal(
    await frame(t, { 'a.js': '\t日本 «é😀» x' }),
    ` --> a.js:1:5
  |
1 |     日本 «é😀» x
  |          ^^^^^`,
  );
});

test('a place of several lines is marked on its first', async t => {
  assert.equal(
    await frame(t, { 'a.js': 'use(«{   \r\n  a: 1,\r\n}»)' }),
    ` --> a.js:1:5
  |
1 | use(«{
  |     ^^…`,
  );
});

test('a long line is cut around its labels', async t => {
  const shown = await frame(t, { 'a.js': `${'x'.repeat(3000)} «here» ${'y'.repeat(3000)}` }, 60);
  const [, , source, marks] = shown.split('\n');
  assert.equal(source?.length, 60);
  assert.ok(source?.startsWith('1 | …') && source.endsWith('…'));
  assert.equal(source?.indexOf('«'), marks?.indexOf('^'));
  assert.equal(marks?.trimEnd().length, (source?.indexOf('»') ?? 0) + 1);
  for (const columns of [20, 30]) {
    const narrow = await frame(t, { 'a.js': `<near> ${'x'.repeat(500)} «${'wide '.repeat(80)}»` }, columns);
    assert.ok(
      narrow.split('\n').every(it => it.length <= columns),
      narrow,
    );
  }
});

test('what could drive the terminal is not printed', async t => {
  const shown = await frame(t, { 'a.js': '\u001b[2J «he\u0007re» \u202e \u009b31m' });
  assert.ok(shown.includes('\ufffd[2J «he\ufffdre» \ufffd \ufffd31m'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(shown));
});
