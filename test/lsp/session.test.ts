import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { ruleUrl } from '../../server/src/rules/index.ts';
import { line, START, startEditor } from './editor.ts';

const A = 'file:///w/a.ts';

test('a finding is seen, fixed and gone', async () => {
  const editor = await startEditor();
  editor.open(A, 'const x = 1;\n  say("cors-lint-test");\n');
  const [problem, ...rest] = await editor.problems(A);
  assert.deepEqual(rest, []);
  assert.equal(problem?.source, 'corslint');
  assert.equal(problem?.code, 'wildcard-origin');
  assert.equal(problem?.severity, DiagnosticSeverity.Warning);
  assert.equal(problem?.message, 'Any site reads `this`.\nAn origin that is let in: https://evil.example');
  assert.deepEqual(problem?.range, { start: { line: 1, character: 7 }, end: { line: 1, character: 21 } });
  assert.equal(problem?.codeDescription?.href, ruleUrl('wildcard-origin'));
  assert.equal(problem?.relatedInformation?.[0]?.message, 'It starts here');

  const actions = await editor.actions(A, problem.range);
  assert.deepEqual(
    actions.map(it => [it.title, it.kind, it.isPreferred ?? false]),
    [
      ['Consider the word', 'quickfix', false],
      ['Replace the word', 'quickfix', true],
      ['Disable wildcard-origin for this line', 'quickfix', false],
      ['Disable wildcard-origin for this file', 'quickfix', false],
      ['Show the page of wildcard-origin', 'quickfix', false],
    ],
  );
  const fix = actions.find(it => it.isPreferred);
  assert.deepEqual(fix?.diagnostics, [problem]);
  assert.ok(fix?.edit);
  editor.apply(fix.edit);
  assert.equal(editor.text(A), 'const x = 1;\n  say("CORS");\n');
  assert.deepEqual(await editor.problems(A), []);
  assert.deepEqual(await editor.actions(A, line(1)), []);
  await editor.stop();
});

test('a finding is silenced by a comment on a line of its own, indented likewise', async () => {
  const editor = await startEditor();
  editor.open(A, 'f();\r\n\t  say("cors-lint-test");\r\n');
  const action = (await editor.actions(A, line(1))).find(it => it.title.startsWith('Disable'));
  assert.ok(action?.edit);
  editor.apply(action.edit);
  assert.equal(
    editor.text(A),
    'f();\r\n\t  // corslint-disable-next-line wildcard-origin -- reason\r\n\t  say("cors-lint-test");\r\n',
  );
  assert.deepEqual(await editor.problems(A), []);
  await editor.stop();
});

test('where there are no comments, silencing is not offered', async () => {
  const editor = await startEditor();
  for (const [uri, text] of [
    ['file:///w/vercel.json', '{ "a": "cors-lint-test" }'],
    ['file:///w/page.tsx', '  <a href="cors-lint-test"/>'],
  ] as const) {
    editor.open(uri, text);
    const titles = (await editor.actions(uri, line(0))).map(it => it.title);
    assert.ok(titles.includes('Replace the word'));
    assert.ok(!titles.some(it => it.endsWith('for this line')), uri);
    assert.equal(titles.includes('Disable wildcard-origin for this file'), uri.endsWith('.tsx'));
  }
  await editor.stop();
});

test('fix all goes on until nothing is left, and only where it is asked for', async () => {
  const editor = await startEditor();
  const text = 'a cors-lint-test-twice b\ncors-lint-test c';
  editor.open(A, text);
  assert.ok((await editor.actions(A, START)).every(it => it.kind === 'quickfix'));
  for (const only of ['source', 'source.fixAll', 'source.fixAll.corslint']) {
    const [action, ...rest] = await editor.actions(A, START, [only]);
    assert.deepEqual(rest, []);
    assert.equal(action?.kind, 'source.fixAll.corslint');
  }
  assert.deepEqual(await editor.actions(A, START, ['source.organizeImports']), []);
  assert.equal(await editor.execute('corslint.fixAll', A), 1);
  assert.equal(editor.text(A), 'a CORS b\nCORS c');
  assert.deepEqual(await editor.actions(A, START, ['source.fixAll']), []);
  assert.equal(await editor.execute('corslint.fixAll', A), 0);
  await editor.stop();
});

test('the page of a rule is opened by its address', async () => {
  const editor = await startEditor();
  editor.open(A, 'cors-lint-test');
  const action = (await editor.actions(A, line(0))).find(it => it.command);
  assert.deepEqual(action?.command?.arguments, ['wildcard-origin']);
  assert.equal(await editor.execute('corslint.showRule', 'there-is-no-such-rule'), null);
  assert.deepEqual(editor.shown, []);
  const address = await editor.execute('corslint.showRule', 'wildcard-origin');
  assert.deepEqual(editor.shown, [address]);
  assert.match(String(await editor.execute('corslint.rulePage', 'wildcard-origin')), /^# .+\n\n`wildcard-origin` · /);
  assert.equal(await editor.execute('corslint.rulePage', 'there-is-no-such-rule'), null);
  assert.equal(await editor.execute('corslint.explainError', 'Segmentation fault'), null);
  assert.match(
    String(await editor.execute('corslint.explainError', "No 'Access-Control-Allow-Origin' header is present.")),
    /^# What happened\n\nThe answer has no `Access-Control-Allow-Origin`/,
  );
  await editor.stop();
});

test('a report that has not changed is not sent again', async () => {
  const editor = await startEditor();
  editor.open(A, 'cors-lint-test');
  const first = await editor.pull(A);
  assert.equal(first.kind, 'full');
  assert.ok(first.resultId);
  assert.deepEqual(await editor.pull(A, first.resultId), { kind: 'unchanged', resultId: first.resultId });
  editor.replace(A, ' cors-lint-test');
  assert.equal((await editor.pull(A, first.resultId)).kind, 'full');
  await editor.stop();
});

test('a policy says what it means', async () => {
  const editor = await startEditor();
  editor.open(A, 'the policy here');
  const hover = (character: number) =>
    editor.client.sendRequest('textDocument/hover', { textDocument: { uri: A }, position: { line: 0, character } });
  const shown = (await hover(6)) as { contents: { kind: string; value: string } };
  assert.equal(shown.contents.kind, 'markdown');
  assert.match(shown.contents.value, /Any site may read/);
  assert.match(shown.contents.value, /Written:\* origins \[line 1\]\(file:.*#L1\)/);
  assert.equal(await hover(1), null);
  await editor.stop();
});
