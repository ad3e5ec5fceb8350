import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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
  assert.deepEqual(files.filter(it => !/^dist\/[\w-]+\.c?js$|^api\/index\./.test(it)).sort(), [
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

const ASKING = `
const found = await audit({ paths: ['server.js'], rules: { 'missing-vary-origin': 'off' } });
console.log(found.findings.map(it => it.rule).join(), found.summary.error);
const { preflight, verdict } = await simulate({
  file: 'server.js', line: 2, origin: 'https://a.example', method: 'PUT', headers: { 'X-A': '1' }, credentials: true,
});
console.log(preflight?.sent['access-control-request-headers'], verdict.firefox);
console.log((await explain('method-case')).severity);
console.log((await explainError("No 'Access-Control-Allow-Origin' header is present.")).says.length > 0);
await audit({ paths: ['gone'] }).catch((it: unknown) => console.log(it instanceof CorslintError && it.message));
await explain('-').catch(it => console.log(it.message.slice(0, 16)));
`;
const ANSWERS = [
  'wildcard-with-credentials 1',
  "[ 'x-a' ] blocked",
  'warning',
  'true',
  'there is no file or folder `gone`',
  'there is no rule',
];
const NAMES = '{ audit, CorslintError, explain, explainError, simulate }';

for (const [file, source] of [
  ['esm.mts', `import ${NAMES} from 'corslint';\n${ASKING}`],
  ['common.cts', `import corslint = require('corslint');\nconst ${NAMES} = corslint;\n(async () => {${ASKING}})();`],
] as const)
  test(`the package is imported and typed: ${file}`, () => {
    const shop = join(folder, 'shop');
    writeFileSync(join(shop, file), source);
    const compiler = resolve('node_modules/typescript/bin/tsc');
    const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023,dom'];
    const strictly = ['--strict', '--skipDefaultLibCheck'];
    const { stdout } = spawnSync(process.execPath, [compiler, ...target, ...strictly, file], {
      cwd: shop,
      encoding: 'utf8',
    });
    assert.equal(stdout, '');
    const ran = spawnSync(process.execPath, [file.replace('ts', 'js')], { cwd: shop, encoding: 'utf8' });
    assert.deepEqual(ran.stdout.trimEnd().split('\n'), ANSWERS, ran.stderr);
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
