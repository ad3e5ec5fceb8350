import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditAnswer, QUESTIONS } from '../../client/tools/answers.ts';
import { type Audit, type AuditFinding, COMMANDS } from '../../server/src/lsp/protocol.ts';
import { startEditor, until } from './editor.ts';

const found = (path: string, severity: AuditFinding['severity']): AuditFinding => ({
  ...{ uri: `file:///w/${path}`, path, line: 1, column: 2 },
  ...{ rule: 'wildcard-origin', severity, message: 'Any site reads.' },
});

function auditOf(findings: readonly AuditFinding[]): Audit {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  const report = { markdown: '', html: '', fragment: '' };
  return { counts, rules: [], findings, policies: [], skipped: [], files: 3, report };
}

test('a model is told the gravest findings first, of the paths that it asks for, and how many are left', () => {
  const audit = auditOf([found('a/x.ts', 'hint'), found('ab/y.ts', 'error'), found('a/z.ts', 'warning')]);
  const paths = (asked?: readonly string[]) =>
    JSON.parse(auditAnswer(audit, asked ? { paths: asked } : {})).findings.map((it: AuditFinding) => it.path);
  assert.deepEqual(paths(), ['ab/y.ts', 'a/z.ts', 'a/x.ts']);
  assert.deepEqual(paths(['./a/']), ['a/z.ts', 'a/x.ts']);
  assert.deepEqual(paths(['a/x.ts']), ['a/x.ts']);
  assert.deepEqual(paths(['.']), ['ab/y.ts', 'a/z.ts', 'a/x.ts']);
  const many = JSON.parse(auditAnswer(auditOf(Array.from({ length: 130 }, (_, i) => found(`${i}.ts`, 'info'))), {}));
  assert.deepEqual([many.findings.length, many.left], [100, 30]);
});

test('before a tool runs it is said what it does, and that nothing is sent', () => {
  const { message } = QUESTIONS.simulateRequest({ file: 'api/server.js', origin: 'https://a.example' });
  assert.match(message, /api\/server\.js .* GET of a page of https:\/\/a\.example .*Nothing is sent/);
});

test('a quiet audit tells nothing of closed files', async () => {
  const editor = await startEditor({
    files: { '/w/b.ts': 'cors-lint-test' },
    plain: true,
  });
  const { findings } = (await editor.execute(COMMANDS.audit, { quiet: true })) as Audit;
  assert.equal(findings.length, 1);
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.equal(editor.published.size, 0);
  await editor.execute(COMMANDS.audit);
  await until(() => editor.published.has('file:///w/b.ts'), 'the closed file is told of');
  await editor.stop();
});
