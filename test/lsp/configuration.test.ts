import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEditor, until } from './editor.ts';

const CONFIG = 'file:///w/corslint.config.json';

test('what makes no sense in a configuration is a problem of that file, as it stands in the editor', async () => {
  const editor = await startEditor({ files: { '/w/corslint.config.json': '{}' } });
  editor.open(CONFIG, '{\n  "rulez": {},\n  "rules": { "wildcard-orign": "off" }, // ours\n}', 'jsonc');
  assert.deepEqual(
    (await editor.problems(CONFIG)).map(it => [it.range.start, it.message]),
    [
      [{ line: 1, character: 2 }, 'There is no setting `rulez`. Did you mean `rules`?'],
      [{ line: 2, character: 13 }, 'There is no rule `wildcard-orign`. Did you mean `wildcard-origin`?'],
    ],
  );
  editor.replace(CONFIG, '{ "profile": }');
  assert.deepEqual(
    (await editor.problems(CONFIG)).map(it => it.message),
    ['Not valid JSON (ValueExpected)'],
  );
  editor.replace(CONFIG, '{ "profile": "strict" }');
  assert.deepEqual(await editor.problems(CONFIG), []);
  await editor.stop();
});

test('a package.json is looked at only where it speaks of corslint', async () => {
  const editor = await startEditor();
  const uri = 'file:///w/package.json';
  editor.open(uri, '{ "name": ', 'json');
  assert.deepEqual(await editor.problems(uri), []);
  editor.replace(uri, '{ "corslint": { "profile": "lax" } }');
  assert.match(String((await editor.problems(uri))[0]?.message), /`lax` is no profile/);
  await editor.stop();
});

test('a configuration in force that makes no sense is said once, and told though nobody has opened it', async () => {
  const editor = await startEditor({
    files: { '/w/corslint.config.json': '{ "rulez": 1 }', '/w/a.ts': '' },
    plain: true,
  });
  editor.open('file:///w/a.ts', 'const x = 1;', 'typescript');
  await until(() => editor.messages.length > 0 && editor.published.has(CONFIG), 'the configuration is told');
  assert.deepEqual(editor.messages, [
    'corslint: /w/corslint.config.json:1: there is no setting `rulez`. Did you mean `rules`?',
  ]);
  assert.equal(editor.published.get(CONFIG)?.diagnostics.length, 1);
  editor.write('/w/corslint.config.json', '{ "rulez": 1 } ');
  editor.write('/w/corslint.config.json', '{ "rules": {} }');
  await until(() => editor.published.get(CONFIG)?.diagnostics.length === 0, 'it is right');
  assert.equal(editor.messages.length, 1);
  await editor.stop();
});
