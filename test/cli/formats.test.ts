import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, folder } from './fake.ts';

const FILES = { 'src/a<&>.js': '\nBAD ODD\n', 'src/b.js': 'DULL SILENT', 'c.js': '' };

/** Elements of XML that a parser has found well formed, as name and attributes. */
function elements(xml: string): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  return [...xml.matchAll(/<([\w-]+)((?: [\w-]+="[^"<]*")*)\/?>/g)].map(([, name = '', list = '']) => [
    name,
    Object.fromEntries([...list.matchAll(/([\w-]+)="([^"]*)"/g)].map(it => [it[1], it[2]])),
  ]);
}

test('GitLab’s code quality has a fingerprint and a place for each finding', async t => {
  const { out, code } = await cli(['-f', 'gitlab'], { cwd: folder(t, FILES) });
  assert.equal(code, 1);
  const issues = JSON.parse(out);
  assert.deepEqual(
    issues.map((it: { check_name: string; severity: string; location: unknown }) => [
      it.check_name,
      it.severity,
      it.location,
    ]),
    [
      ['bad-word', 'major', { path: 'src/a<&>.js', lines: { begin: 2, end: 2 } }],
      ['odd-word', 'minor', { path: 'src/a<&>.js', lines: { begin: 2, end: 2 } }],
      ['dull-word', 'info', { path: 'src/b.js', lines: { begin: 1, end: 1 } }],
    ],
  );
  assert.equal(new Set(issues.map((it: { fingerprint: string }) => it.fingerprint)).size, 3);
  assert.equal((await cli(['-f', 'gitlab'], { cwd: folder(t, { 'c.js': '' }) })).out, '[]\n');
});

test('JUnit has a suite for each file; errors and warnings have failed', async t => {
  const { out } = await cli(['-f', 'junit'], { cwd: folder(t, FILES) });
  const found = elements(out);
  assert.deepEqual(
    found
      .filter(([name]) => name === 'testsuites' || name === 'testsuite')
      .map(([, it]) => [it.name, it.tests, it.failures]),
    [
      ['corslint', '3', '2'],
      ['src/a&lt;&amp;&gt;.js', '2', '2'],
      ['src/b.js', '1', '0'],
    ],
  );
  assert.deepEqual(
    found.filter(([name]) => name === 'testcase').map(([, it]) => it.name),
    ['bad-word 2:1', 'odd-word 2:5', 'dull-word 1:1'],
  );
  assert.match(out, /<failure type="error" message="Any site may read `BAD`\.">src\/a&lt;&amp;&gt;\.js:2:1&#10;/);
  const clean = elements((await cli(['-f', 'junit'], { cwd: folder(t, { 'c.js': '' }) })).out);
  assert.deepEqual(clean[0]?.[1], { name: 'corslint', tests: '1', failures: '0', errors: '0' });
});

test('Checkstyle has the findings by file', async t => {
  const { out } = await cli(['-f', 'checkstyle'], { cwd: folder(t, FILES) });
  assert.deepEqual(
    elements(out).filter(([name]) => name !== 'checkstyle'),
    [
      ['file', { name: 'src/a&lt;&amp;&gt;.js' }],
      [
        'error',
        { line: '2', column: '1', severity: 'error', message: 'Any site may read `BAD`.', source: 'corslint.bad-word' },
      ],
      [
        'error',
        {
          line: '2',
          column: '5',
          severity: 'warning',
          message: 'Browsers refuse `ODD` here.',
          source: 'corslint.odd-word',
        },
      ],
      ['file', { name: 'src/b.js' }],
      [
        'error',
        {
          line: '1',
          column: '1',
          severity: 'info',
          message: 'A cache finds `DULL` boring.',
          source: 'corslint.dull-word',
        },
      ],
    ],
  );
});

test('XML is well formed whatever stands in the source', async t => {
  const cwd = folder(t, { 'odd \u0007"\'\n.js': 'BAD', 'b.js': 'ODD' });
  for (const format of ['junit', 'checkstyle']) {
    const { out } = await cli(['-f', format], { cwd });
    assert.ok(!out.includes('\u0007'));
    writeFileSync(join(cwd, 'report.xml'), out);
    const read = 'import sys, xml.dom.minidom as d; print(d.parse(sys.argv[1]).documentElement.tagName)';
    try {
      const root = execFileSync('python3', ['-c', read, join(cwd, 'report.xml')], { encoding: 'utf8' });
      assert.equal(root.trim(), format === 'junit' ? 'testsuites' : 'checkstyle');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
});
