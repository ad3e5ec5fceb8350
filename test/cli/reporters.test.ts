import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, folder } from './fake.ts';

const FILES = {
  'src/a.js': "app.use(SEE1, 'BAD', SEE2)\n\tx = ODD // tab\n\n\n\nlast(DULL) // SILENT POLICY SEE\n",
  'src/fine.js': 'nothing\n',
};

test('text shows the source with its labels, the proof and the fixes, and sums up', async t => {
  const { code, out, err } = await cli([], { cwd: folder(t, FILES) });
  assert.equal(code, 1);
  assert.equal(err, '');
  assert.equal(
    out,
    `error[bad-word]: Any site may read \`BAD\`.
 --> src/a.js:1:16
  |
1 | app.use(SEE1, 'BAD', SEE2)
  |         ----   ^^^   ---- look at SEE2
  |         |
  |         look at SEE1
...
6 | last(DULL) // SILENT POLICY SEE
  |                             --- look at SEE
  = proof: \`https://evil.example\` is let in
  = fix: Replace \`BAD\`

warning[odd-word]: Browsers refuse \`ODD\` here.
 --> src/a.js:2:6
  |
2 |     x = ODD // tab
  |         ^^^
  = proof: \`PUT\` from \`https://a.example\` with \`x-a\` and credentials is refused: The value must not be odd.
  = fix to review: Make it even

info[dull-word]: A cache finds \`DULL\` boring.
 --> src/a.js:6:6
  |
6 | last(DULL) // SILENT POLICY SEE
  |      ^^^^

bad-word: https://rules.test/bad-word
odd-word: https://rules.test/odd-word
dull-word: https://rules.test/dull-word

1 error, 1 warning, 1 info in 1 file (2 files looked at, 1 CORS policy found, 1 suppressed)
1 problem can be fixed with --fix
`,
  );
});

test('text on a terminal is coloured, and rules are links', async t => {
  const cwd = folder(t, FILES);
  const terminal = await cli([], { cwd, tty: true, columns: 80 });
  assert.ok(terminal.out.includes('\u001b[1m\u001b[31merror['));
  assert.ok(terminal.out.includes('\u001b]8;;https://rules.test/bad-word\u001b\\bad-word\u001b]8;;\u001b\\'));
  assert.ok(!terminal.out.includes('bad-word: https://'));
  for (const it of [
    await cli([], { cwd, tty: true, env: { NO_COLOR: '1' } }),
    await cli(['--color', 'never'], { cwd, tty: true }),
    await cli(['--color=never'], { cwd, env: { FORCE_COLOR: '1' } }),
    await cli([], { cwd }),
  ])
    assert.ok(!it.out.includes('\u001b'));
  for (const it of [await cli([], { cwd, env: { FORCE_COLOR: '1' } }), await cli(['--color', 'always'], { cwd })])
    assert.ok(it.out.includes('\u001b[31m'));
});

test('text says how many more there are of one rule', async t => {
  const cwd = folder(t, { 'a.js': 'DULL\n'.repeat(32) });
  const { out } = await cli([], { cwd });
  assert.equal(out.match(/^info\[/gm)?.length, 20);
  assert.match(out, /^dull-word: and 12 more$/m);
  assert.match(out, /^32 info in 1 file/m);
  assert.equal((await cli(['-f', 'concise'], { cwd })).out.split('\n').length, 33);
});

test('concise is one line for each finding', async t => {
  const { code, out } = await cli(['--format', 'concise'], { cwd: folder(t, FILES) });
  assert.equal(code, 1);
  assert.deepEqual(out.split('\n'), [
    'src/a.js:1:16 error bad-word Any site may read `BAD`.',
    'src/a.js:2:6 warning odd-word Browsers refuse `ODD` here.',
    'src/a.js:6:6 info dull-word A cache finds `DULL` boring.',
    '',
  ]);
});

test('json counts lines from 1 and offsets in UTF-16 code units', async t => {
  const cwd = folder(t, { 'é.js': '// 😀\r\n/*😀*/ BAD SILENT\r\n', 'z.js': 'BAD\0' });
  const report = JSON.parse((await cli(['-f', 'json'], { cwd })).out);
  assert.equal(report.schemaVersion, 1);
  assert.deepEqual(report.summary, {
    error: 1,
    warning: 0,
    info: 0,
    hint: 0,
    suppressed: 1,
    files: 2,
    policies: 0,
  });
  const [finding, silent] = report.findings;
  const place = { path: 'é.js', line: 2, column: 8, endLine: 2, endColumn: 11, start: 14, end: 17 };
  assert.deepEqual(finding, {
    rule: 'bad-word',
    severity: 'error',
    message: 'Any site may read `BAD`.',
    ...place,
    url: 'https://rules.test/bad-word',
    witness: { kind: 'origin', origin: 'https://evil.example' },
    related: [],
    fixes: [{ title: 'Replace `BAD`', safety: 'safe', edits: [{ ...place, text: 'GOOD' }] }],
  });
  assert.equal(silent.suppressed.reason, 'known');
  assert.deepEqual(report.skipped, [{ path: 'z.js', reason: 'binary' }]);
});

test('github sorts by severity, escapes, and writes a summary', async t => {
  const cwd = folder(t, { 'a,b:c.js': 'ODD 100%\nDULL\nBAD\n' });
  const summary = join(cwd, 'summary.md');
  const { out, code } = await cli(['-f', 'github'], { cwd, env: { GITHUB_STEP_SUMMARY: summary } });
  assert.equal(code, 1);
  const lines = out.trimEnd().split('\n');
  assert.deepEqual(
    lines.map(it => /^::(\w+) /.exec(it)?.[1]),
    ['error', 'warning', 'notice'],
  );
  assert.equal(
    lines[0],
    '::error file=a%2Cb%3Ac.js,line=3,endLine=3,col=1,endColumn=4,title=corslint%3A bad-word::Any site may read `BAD`.%0A`https://evil.example` is let in',
  );
  assert.match(readFileSync(summary, 'utf8'), /^# CORS report\n\n1 error, 1 warning, 1 info/);
});

test('markdown keeps what is in the source from becoming markup', async t => {
  const cwd = folder(t, { 'a_b.js': '```` BAD <img> POLICY\n' });
  const { out } = await cli(['-f', 'markdown'], { cwd });
  assert.match(out, /^## a\\_b\.js$/m);
  assert.match(out, /^`````text$/m);
  assert.match(out, /^\*\*error\*\* \[`bad-word`\]\(https:\/\/rules\.test\/bad-word\): Any site may read `BAD`\.$/m);
  assert.match(out, /^- Proof: `https:\/\/evil\.example` is let in\n- Fix: Replace `BAD`$/m);
  assert.match(out, /^\| a\\_b\.js:1 \| express-cors \| Any site may read these responses/m);
});

test('html is one page without scripts, and what is in the source stays text', async t => {
  const cwd = folder(t, { '<b>.js': 'BAD <script>alert(1)</script> POLICY\n', 'other.js': 'ODD' });
  const { out } = await cli(['-f', 'html'], { cwd });
  assert.match(out, /^<!doctype html>/);
  assert.ok(!/<script|<link|src=|@import|url\(/i.test(out));
  assert.ok(out.includes('BAD &lt;script&gt;alert(1)&lt;/script&gt; POLICY'));
  assert.ok(out.includes('<h3>&lt;b&gt;.js</h3>'));
  assert.ok(out.includes('<li class="error"><b>1</b> error</li><li class="warning"><b>1</b> warning</li>'));
  assert.ok(out.includes('prefers-color-scheme: dark'));
  assert.ok(out.includes('<a href="#file-1">other.js</a>'));
  const tags = [...out.matchAll(/<(\/?)(section|article|main|ul|table|pre|div)\b/g)];
  assert.equal(tags.filter(it => it[1]).length, tags.filter(it => !it[1]).length);
});

test('--quiet shows errors only, and --output keeps standard output free', async t => {
  const cwd = folder(t, FILES);
  const quiet = await cli(['-f', 'concise', '--quiet', '--fail-on', 'warning'], { cwd });
  assert.equal(quiet.out, 'src/a.js:1:16 error bad-word Any site may read `BAD`.\n');
  const { out } = await cli(['-o', 'report.txt'], { cwd, tty: true });
  assert.equal(out, '');
  assert.ok(readFileSync(join(cwd, 'report.txt'), 'utf8').startsWith('error[bad-word]: '));
  assert.equal((await cli(['-o', 'no/such/folder'], { cwd })).code, 2);
});
