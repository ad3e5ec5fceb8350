import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

/** What `npm publish` would send, from the bundles that stand in dist/. */
let tarball: string;
let files: readonly string[];
/** A bare folder into which it is installed, with no registry at hand. */
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'corslint-packed-'));
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', packing, { encoding: 'utf8' }));
  tarball = join(folder, packed.filename);
  files = packed.files.map((it: { path: string }) => it.path);
  const shop = join(folder, 'shop');
  mkdirSync(shop);
  writeFileSync(join(shop, 'package.json'), '{ "private": true }');
  writeFileSync(
    join(shop, 'server.js'),
    "const app = require('express')();\napp.use(require('cors')({ origin: '*', credentials: true }));\n",
  );
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: shop, stdio: 'pipe' });
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds the bundles and nothing that only a checkout needs', () => {
  assert.deepEqual(files.filter(it => !/^dist\/[\w-]+\.c?js$/.test(it)).sort(), [
    'LICENSE',
    'README.md',
    'corslint.schema.json',
    'package.json',
  ]);
  for (const it of ['cli.js', 'server.js', 'program.cjs']) assert.ok(files.includes(`dist/${it}`), it);
  assert.ok(!files.includes('dist/extension.cjs'));
  assert.ok(statSync(tarball).size < 1 << 20, `${statSync(tarball).size} bytes`);
});

test('what is packed is built first, and needs no other package', () => {
  const { scripts, dependencies, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.equal(scripts.prepack, scripts.build);
  assert.equal(dependencies, undefined);
  for (const it of ['repository', 'homepage', 'bugs', 'license']) assert.ok(manifest[it], it);
});

test('npx corslint check finds what is wrong in a bare folder', () => {
  const { status, stdout, stderr } = spawnSync('npx', ['--offline', 'corslint', 'check', '-f', 'concise'], {
    cwd: join(folder, 'shop'),
    encoding: 'utf8',
  });
  assert.equal(status, 1, stderr);
  assert.match(stdout, /^server\.js:2:\d+ error wildcard-with-credentials /m);
});

test('the packed language server answers', async () => {
  const body =
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}';
  const server = spawn('npx', ['--offline', 'corslint', 'lsp', '--stdio'], { cwd: join(folder, 'shop') });
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
  let answer = '';
  for await (const chunk of server.stdout) {
    answer += chunk;
    if (answer.includes('serverInfo')) server.stdin.end();
  }
  assert.match(answer, /"serverInfo":\{"name":"corslint","version":"\d+\.\d+\.\d+"\}/);
});

test('the packed extension holds what an editor runs on', () => {
  const vsix = join(folder, 'corslint.vsix');
  execFileSync(process.execPath, ['test/editor/package.mjs', '--packed-only', vsix], { stdio: 'pipe' });
  const content = readFileSync(vsix);
  assert.ok(content.length < 1 << 20, `${content.length} bytes`);
  const syntax = 'syntaxes/headers-file.tmLanguage.json';
  for (const it of [
    'dist/extension.cjs',
    'dist/server.js',
    'dist/program.cjs',
    'client/icon.png',
    'corslint.schema.json',
    syntax,
  ])
    assert.ok(content.includes(`extension/${it}`), it);
  for (const it of ['dist/cli.js', 'server/', 'test/', 'node_modules/'])
    assert.ok(!content.includes(`extension/${it}`), it);
});
