import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CancellationTokenSource,
  type Diagnostic,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Audit } from '../../server/src/lsp/protocol.ts';
import { type Editor, line, pause, startEditor, until } from './editor.ts';

const A = 'file:///w/a.ts';
const B = 'file:///w/b.ts';

test('a finding may stand in another file than the one it comes from, and goes with it', async () => {
  const editor = await startEditor({ files: { '/w/a.ts': 'use b.ts', '/w/b.ts': 'a shared-test' } });
  editor.open(B, 'a shared-test');
  await until(async () => (await editor.problems(B)).length === 1, 'the file that uses it has been read');
  const before = editor.refreshes();
  editor.write('/w/a.ts', 'uses nothing');
  await until(() => editor.refreshes() > before, 'a refresh');
  assert.equal((await editor.problems(B)).length, 0);

  // The same by typing in the other file.
  editor.open(A, 'use b.ts');
  await until(() => editor.refreshes() > before + 1, 'a refresh');
  assert.equal((await editor.problems(B)).length, 1);
  assert.equal((await editor.actions(B, line(0))).length > 0, true);
  editor.close(A);
  await until(async () => (await editor.problems(B)).length === 0, 'the file on disk counts again');
  await editor.stop();
});

test('a change that concerns nobody else is told to nobody', async () => {
  const editor = await startEditor({ files: { '/w/b.ts': '' } });
  editor.open(A, 'cors-lint-test');
  await editor.problems(A);
  await pause(300);
  const before = editor.refreshes();
  editor.replace(A, 'cors-lint-test and on');
  const { resultId } = await editor.pull(A);
  assert.ok(resultId);
  await pause(300);
  assert.equal(editor.refreshes(), before);
  await editor.stop();
});

test('an editor that cannot ask is sent what there is, after a moment of quiet', async () => {
  const editor = await startEditor({ plain: true, files: { '/w/b.ts': 'a shared-test' } });
  assert.equal(editor.initialized.capabilities.diagnosticProvider, undefined);
  editor.open(A, 'cors-lint-test');
  editor.open(B, 'a shared-test');
  await until(() => editor.published.get(A)?.diagnostics.length === 1, 'diagnostics of A');
  assert.equal(editor.published.get(A)?.version, 1);
  await until(() => editor.published.get(B)?.diagnostics.length === 0, 'B has none yet');
  for (const text of ['u', 'us', 'use', 'use b.ts']) editor.replace(A, text);
  await until(() => editor.published.get(B)?.diagnostics.length === 1, 'diagnostics of B');
  assert.equal(editor.published.get(A)?.diagnostics.length, 0);
  editor.close(B);
  await until(() => editor.published.get(B)?.diagnostics.length === 0, 'a closed file is cleared');
  await editor.execute('corslint.audit');
  await until(() => editor.published.get(B)?.diagnostics.length === 1, 'after an audit, closed files count as well');
  await editor.stop();
});

test('the workspace is asked for at once, and again with what is known', async () => {
  const editor = await startEditor({ files: { '/w/a.ts': 'cors-lint-test', '/w/b.ts': 'nothing', '/w/c.js': 'x' } });
  const ask = (previousResultIds: { uri: string; value: string }[]) =>
    editor.client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });
  let report: WorkspaceDiagnosticReport = { items: [] };
  await until(async () => {
    report = await ask([]);
    return report.items.length > 0;
  }, 'the workspace has been read');
  const [item, ...rest] = report.items;
  assert.deepEqual(rest, []);
  assert.equal(item?.uri, A);
  const again = await ask([{ uri: A, value: item?.resultId ?? '' }]);
  assert.deepEqual(
    again.items.map(it => [it.kind, it.uri]),
    [['unchanged', A]],
  );
  editor.write('/w/a.ts', 'fixed');
  const after = await ask([{ uri: A, value: item?.resultId ?? '' }]);
  assert.deepEqual(
    after.items.map(it => [it.kind, it.kind === 'full' && it.items.length]),
    [['full', 0]],
  );
  await editor.stop();
});

test('the findings of closed files are told without an audit where the settings want it, and no longer where they do not', async () => {
  const files = { '/w/a.ts': 'cors-lint-test' };
  const wanted = () => ({ closedFiles: true });
  const pushed = await startEditor({
    files,
    plain: true,
    settings: wanted,
    capabilities: { workspace: { configuration: true } },
  });
  await until(() => pushed.published.get(A)?.diagnostics.length === 1, 'the closed file is told of');
  pushed.configure(() => ({ closedFiles: false }));
  await until(() => pushed.published.get(A)?.diagnostics.length === 0, 'it is no longer');
  await pushed.stop();
  const options = { initializationOptions: { workspaceDiagnostics: 'after-audit' }, settings: wanted };
  const pulled = await startEditor({ files, ...options });
  const { seen, end } = hold(pulled);
  await until(() => seen.get(A)?.length === 1, 'the closed file is told of');
  pulled.configure(() => ({ closedFiles: false }));
  await until(() => seen.get(A)?.length === 0, 'it is no longer');
  end();
  await pulled.stop();
});

test('the workspace is held back until an audit, then told bit by bit', async () => {
  const editor = await startEditor({
    files: { '/w/a.ts': 'cors-lint-test', '/w/deep/b.ts': 'cors-lint-test\nthe policy' },
    initializationOptions: { workspaceDiagnostics: 'after-audit', status: true },
  });
  const { seen, end } = hold(editor);
  await pause(300);
  assert.deepEqual([...seen], []);

  const audit = (await editor.execute('corslint.audit')) as Audit;
  assert.deepEqual(audit.counts, { error: 0, warning: 2, info: 0, hint: 0 });
  assert.deepEqual(
    audit.findings.map(it => [it.path, it.line, it.column, it.rule]),
    [
      ['a.ts', 1, 1, 'wildcard-origin'],
      ['deep/b.ts', 1, 1, 'wildcard-origin'],
    ],
  );
  assert.deepEqual(
    audit.policies.map(it => [it.path, it.line]),
    [['deep/b.ts', 2]],
  );
  assert.equal(audit.files, 2);
  assert.match(audit.report.markdown, /2 warnings in 2 files/);
  assert.match(audit.report.markdown, /1:1 \*\*warning\*\* Any site reads/);
  assert.match(audit.report.html, /<title>CORS audit<\/title>/);
  assert.match(audit.report.fragment, /href="file:&#47;&#47;|href="file:\/\/\/w\/deep\/b.ts" data-line="1"/);
  await until(() => seen.size === 2, 'every file of the audit');
  assert.equal(seen.get(A)?.length, 1);

  editor.write('/w/a.ts', 'fixed');
  await until(() => seen.get(A)?.length === 0, 'a change on disk');
  editor.open('file:///w/new.ts', 'cors-lint-test');
  editor.save('file:///w/new.ts');
  editor.close('file:///w/new.ts');
  await until(() => seen.get('file:///w/new.ts')?.length === 1, 'a new file');
  end();
  await editor.stop();
});

test('a file that is closed before an audit is cleared', async () => {
  const editor = await startEditor({
    files: { '/w/a.ts': 'cors-lint-test' },
    initializationOptions: { workspaceDiagnostics: 'after-audit' },
  });
  const { seen, end } = hold(editor);
  editor.open(A, 'cors-lint-test');
  assert.equal((await editor.problems(A)).length, 1);
  editor.close(A);
  await until(() => seen.get(A)?.length === 0, 'the closed file');
  end();
  await editor.stop();
});

test('each folder has settings of its own, and the nearest configuration file the last word', async () => {
  const word = 'cors-lint-test';
  const editor = await startEditor({
    folders: ['/one', '/two'],
    files: {
      '/one/a.ts': word,
      '/two/a.ts': word,
      '/two/strict/corslint.config.json': '{ "profile": "strict", // why not\n }',
      '/two/strict/a.ts': word,
    },
    settings: scope => (scope === 'file:///one' ? { enable: false } : { profile: 'recommended' }),
  });
  const severities = async () => {
    const uris = ['file:///one/a.ts', 'file:///two/a.ts', 'file:///two/strict/a.ts'];
    return Promise.all(uris.map(async it => (await editor.problems(it)).map(problem => problem.severity)));
  };
  for (const path of ['/one/a.ts', '/two/a.ts', '/two/strict/a.ts']) editor.open(`file://${path}`, word);
  assert.deepEqual(await severities(), [[], [2], [1]]);
  const before = editor.refreshes();
  editor.configure(() => ({ profile: 'strict' }));
  await until(() => editor.refreshes() > before, 'a refresh');
  assert.deepEqual(await severities(), [[1], [1], [1]]);
  editor.configure(() => ({}));
  editor.write('/two/strict/corslint.config.json', '{ "exclude": ["a.ts"] }');
  await until(() => editor.refreshes() > before + 1, 'a refresh');
  assert.deepEqual(await severities(), [[2], [2], []]);
  await editor.stop();
});

test('settings may come with the first message', async () => {
  for (const initializationOptions of [{ profile: 'strict' }, { settings: { 'corslint.profile': 'strict' } }]) {
    const editor = await startEditor({ plain: true, initializationOptions });
    editor.open(A, 'cors-lint-test');
    await until(() => editor.published.get(A)?.diagnostics[0]?.severity === 1, 'an error');
    await editor.stop();
  }
});

test('with run on save, typing changes nothing', async () => {
  const editor = await startEditor({ settings: () => ({ run: 'onSave' }) });
  editor.open(A, 'cors-lint-test');
  assert.equal((await editor.problems(A)).length, 1);
  editor.replace(A, 'two cors-lint-test cors-lint-test');
  assert.equal((await editor.problems(A)).length, 1);
  // What is shown is not what was checked: no edit could be right.
  assert.deepEqual(await editor.actions(A, line(0)), []);
  editor.save(A);
  assert.equal((await editor.problems(A)).length, 2);
  await editor.stop();
});

test('what git ignores, what is excluded and what is too large is left alone', async () => {
  const editor = await startEditor({
    files: {
      '/w/.gitignore': 'gone/\n',
      '/w/gone/a.ts': 'cors-lint-test',
      '/w/node_modules/x/a.ts': 'cors-lint-test',
      '/w/skip/a.ts': 'cors-lint-test',
      '/w/kept/.gitignore': '*.ts\n!a.ts\n',
      '/w/kept/a.ts': 'cors-lint-test',
      '/w/kept/b.ts': 'cors-lint-test',
      '/w/large.ts': 'cors-lint-test'.padEnd(3000),
    },
    settings: () => ({ exclude: ['skip/'], maxFileSize: 2 }),
  });
  const { findings, skipped } = (await editor.execute('corslint.audit')) as Audit;
  assert.deepEqual(
    findings.map(it => it.path),
    ['kept/a.ts'],
  );
  assert.deepEqual(skipped, [{ uri: 'file:///w/large.ts', path: 'large.ts', why: 'larger than 2 KB' }]);
  editor.open('file:///w/gone/a.ts', 'cors-lint-test');
  assert.deepEqual(await editor.problems('file:///w/gone/a.ts'), []);
  await editor.stop();
});

test('folders come and go', async () => {
  const editor = await startEditor({
    folders: ['/one'],
    files: { '/one/a.ts': 'cors-lint-test', '/two/a.ts': 'cors-lint-test' },
  });
  const paths = async () => ((await editor.execute('corslint.audit')) as Audit).findings.map(it => it.path);
  assert.deepEqual(await paths(), ['a.ts']);
  const change = (added: string[], removed: string[]) =>
    editor.client.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: {
        added: added.map(uri => ({ uri, name: uri })),
        removed: removed.map(uri => ({ uri, name: uri })),
      },
    });
  await change(['file:///two'], []);
  assert.deepEqual(await paths(), ['one/a.ts', 'two/a.ts']);
  await change([], ['file:///one', 'file:///two']);
  assert.deepEqual(await paths(), []);
  await editor.stop();
});

/** Asks for the workspace as VS Code does: one request that is held, whose answers come as progress. */
function hold(editor: Editor) {
  const seen = new Map<string, Diagnostic[]>();
  const take = (items: readonly WorkspaceDocumentDiagnosticReport[]) => {
    for (const it of items) if (it.kind === 'full') seen.set(it.uri, it.items);
  };
  editor.client.onProgress(WorkspaceDiagnosticRequest.partialResult, 'held', ({ items }) => take(items));
  const source = new CancellationTokenSource();
  editor.client
    .sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [], partialResultToken: 'held' }, source.token)
    .then(
      it => take(it.items),
      () => {},
    );
  return { seen, end: () => source.cancel() };
}
