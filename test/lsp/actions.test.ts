import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { switchingOff } from '../../server/src/configuration.ts';
import { COMMANDS } from '../../server/src/lsp/protocol.ts';
import { CAPABILITIES, type Editor, type EditorOptions, line, startEditor, until } from './editor.ts';

const A = 'file:///w/a.ts';
const workspaceEdit = {
  documentChanges: true,
  resourceOperations: ['create' as const],
  changeAnnotationSupport: { groupsOnLabel: true },
};
const ABLE = { ...CAPABILITIES, workspace: { ...CAPABILITIES.workspace, workspaceEdit } };
const SERVER = `import cors from 'cors';
import express from 'express';
const app = express();
app.use(cors({ origin: '*', credentials: true }));
`;
const PACKAGE = '{ "dependencies": { "cors": "2.8.5", "express": "5.0.0" } }';

const find = async (editor: Editor, at: number, title: string | RegExp, uri = A) =>
  (await editor.actions(uri, line(at))).find(it =>
    typeof title === 'string' ? it.title === title : title.test(it.title),
  );

const start = (files: EditorOptions['files'] = {}) =>
  startEditor({ open: openWorkspace, capabilities: ABLE, files: { '/w/package.json': PACKAGE, ...files } });

const rulesOf = async (editor: Editor) => (await editor.problems(A)).map(it => it.code);

test('a fix to review asks to be confirmed where the editor can, and a safe one is taken at once', async () => {
  const editor = await startEditor({ capabilities: ABLE });
  editor.open(A, 'cors-lint-test');
  const review = await find(editor, 0, 'Consider the word');
  const [id = '', annotation] = Object.entries(review?.edit?.changeAnnotations ?? {})[0] ?? [];
  assert.deepEqual([annotation?.label, annotation?.needsConfirmation], ['Consider the word', true]);
  const [change] = review?.edit?.documentChanges ?? [];
  assert.ok(change && 'edits' in change && change.edits.every(it => 'annotationId' in it && it.annotationId === id));
  const safe = await find(editor, 0, 'Replace the word');
  assert.equal(safe?.edit?.changeAnnotations, undefined);
  assert.ok(!JSON.stringify(safe).includes('annotationId'));
  await editor.stop();
  const plain = await startEditor();
  plain.open(A, 'cors-lint-test');
  const unable = await find(plain, 0, 'Consider the word');
  assert.ok(!JSON.stringify(unable).includes('nnotation'));
  await plain.stop();
});

test('all findings of one rule in a file are fixed at once, where there are several', async () => {
  const editor = await startEditor();
  editor.open(A, 'cors-lint-test');
  assert.equal(await find(editor, 0, /^Fix all/), undefined);
  editor.replace(A, 'a cors-lint-test-twice b\ncors-lint-test c');
  const action = await find(editor, 1, 'Fix all wildcard-origin in this file');
  assert.ok(action?.edit);
  editor.apply(action.edit);
  assert.equal(editor.text(A), 'a CORS b\nCORS c');
  await editor.stop();
});

test('a rule is disabled for a file by a comment at its beginning', async () => {
  const editor = await start();
  editor.open(A, `#!/usr/bin/env node\r\n${SERVER.replaceAll('\n', '\r\n')}`);
  assert.deepEqual(await rulesOf(editor), ['wildcard-with-credentials']);
  const action = await find(editor, 4, 'Disable wildcard-with-credentials for this file');
  assert.ok(action?.edit);
  editor.apply(action.edit);
  assert.match(
    editor.text(A) ?? '',
    /^#!\/usr\/bin\/env node\r\n\/\/ corslint-disable wildcard-with-credentials -- reason\r\nimport cors/,
  );
  assert.deepEqual(await rulesOf(editor), []);
  await editor.stop();
});

test('a rule is disabled for the workspace in a new configuration', async () => {
  const editor = await start();
  editor.open(A, SERVER);
  const action = await find(editor, 3, 'Disable wildcard-with-credentials for the workspace, in corslint.config.json');
  assert.deepEqual(action?.edit?.documentChanges?.[0], {
    kind: 'create',
    uri: 'file:///w/corslint.config.json',
    options: { ignoreIfExists: false, overwrite: false },
  });
  assert.ok(action.edit);
  editor.apply(action.edit);
  editor.write('/w/corslint.config.json', editor.disk.read('/w/corslint.config.json'));
  await until(async () => (await rulesOf(editor)).length === 0, 'the rule is off');
  await editor.stop();
});

test('a rule is disabled for the workspace in the configuration that is there, whose comments stay', async () => {
  const config = '{\n  // ours\n  "profile": "strict"\n}\n';
  const editor = await start({ '/w/corslint.config.json': config });
  editor.open(A, SERVER);
  const action = await find(editor, 3, /^Disable wildcard-with-credentials for the workspace/);
  assert.ok(action?.edit);
  editor.apply(action.edit);
  assert.equal(
    editor.disk.read('/w/corslint.config.json'),
    '{\n  // ours\n  "profile": "strict",\n  "rules": {\n    "wildcard-with-credentials": "off"\n  }\n}\n',
  );
  await editor.stop();
  const unable = await startEditor({ open: openWorkspace, files: { '/w/package.json': PACKAGE } });
  unable.open(A, SERVER);
  assert.equal(await find(unable, 3, /for the workspace/), undefined);
  await unable.stop();
});

test('rules are switched off beside others, in a package.json as in a file of ours, and broken text is left alone', () => {
  const applied = (text: string, name: string) =>
    switchingOff('wildcard-origin', text, name)
      ?.toReversed()
      .reduce((before, it) => before.slice(0, it.start) + it.text + before.slice(it.end), text);
  assert.deepEqual(JSON.parse(applied('{"corslint":{"rules":{"null-origin-trusted":"off"}}}', 'package.json') ?? ''), {
    corslint: { rules: { 'null-origin-trusted': 'off', 'wildcard-origin': 'off' } },
  });
  assert.deepEqual(JSON.parse(applied('{"rules":{"wildcard-origin":"error"}}', 'corslint.config.json') ?? ''), {
    rules: { 'wildcard-origin': 'off' },
  });
  assert.match(applied('{\n\t"rules": {}\n}', 'corslint.config.json') ?? '', /\n\t\t"wildcard-origin": "off"\n/);
  assert.equal(applied('{ "rules": ', 'corslint.config.json'), undefined);
});

test('a configuration is made where there is none, and shown where there is one', async () => {
  const editor = await start();
  const uri = 'file:///w/corslint.config.json';
  assert.equal(await editor.execute(COMMANDS.init), uri);
  const made = editor.disk.read('/w/corslint.config.json') ?? '';
  assert.match(made, /\/\/ How much to report\./);
  editor.disk.write('/w/corslint.config.json', '{}');
  assert.equal(await editor.execute(COMMANDS.init, 'file:///w'), uri);
  assert.equal(editor.disk.read('/w/corslint.config.json'), '{}');
  assert.deepEqual(editor.shown, [uri, uri]);
  editor.write('/w/corslint.config.json', '');
  editor.open(A, SERVER);
  assert.equal((await editor.problems(A)).length, 1);
  assert.deepEqual(editor.messages, [], 'a file without any text yet is nothing to complain of');
  await assert.rejects(editor.execute(COMMANDS.init, 'file:///elsewhere'), /no folder is open/);
  await editor.stop();
});
