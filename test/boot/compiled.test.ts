import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const home = mkdtempSync(join(tmpdir(), 'corslint-boot-'));
after(() => rmSync(home, { recursive: true, force: true }));
mkdirSync(join(home, 'code'));
writeFileSync(
  join(home, 'code/app.js'),
  "const cors = require('cors');\nrequire('express')().use(cors({ origin: '*', credentials: true }));\n",
);

/** A copy of what ships, and where its compiled code is kept. */
function installed(name: string) {
  const folder = join(home, name);
  mkdirSync(folder);
  for (const file of ['cli.js', 'program.cjs']) cpSync(join('dist', file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const kept = join(folder, '.compiled');
  const run = (...args: string[]) => {
    const env = { ...process.env, XDG_CACHE_HOME: join(home, `${name}-own`), NODE_DISABLE_COMPILE_CACHE: '' };
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'cli.js'), ...args], {
      cwd: home,
      env,
      encoding: 'utf8',
    });
    return { stdout, stderr, status };
  };
  const file = () => join(kept, readdirSync(kept)[0] ?? 'nothing is kept');
  return { folder, kept, run, file };
}

test('a run keeps its compiled code, and one that compiles much more replaces it', () => {
  const { run, file, kept } = installed('kept');
  run('--version');
  const little = readFileSync(file()).length;
  const first = run('check', 'code');
  assert.equal(first.status, 1);
  const much = readFileSync(file());
  assert.ok(much.length > little * 1.2, `${little} and ${much.length} bytes`);
  assert.deepEqual(run('check', 'code'), first);
  assert.ok(readFileSync(file()).equals(much), 'the same run wrote it again');
  assert.equal(readdirSync(kept).length, 1);
});

test('kept code that is broken, cut off or of another program is passed over', () => {
  const { folder, run, file } = installed('broken');
  const first = run('check', 'code');
  const whole = readFileSync(file());
  const turned = Buffer.from(whole);
  turned[whole.length >> 1] = (turned[whole.length >> 1] ?? 0) ^ 255;
  for (const bytes of [turned, whole.subarray(0, whole.length - 1), whole.subarray(0, 5), Buffer.alloc(0)]) {
    writeFileSync(file(), bytes);
    assert.deepEqual(run('check', 'code'), first);
    assert.ok(!readFileSync(file()).equals(bytes), 'it was not replaced');
  }
  const program = join(folder, 'program.cjs');
  const version = run('--version').stdout.trim();
  const other = version.replace(/\d/g, '9');
  writeFileSync(program, readFileSync(program, 'latin1').replaceAll(`"${version}"`, `"${other}"`), 'latin1');
  assert.equal(run('--version').stdout.trim(), other);
});

test('where nothing can be written beside the program, the code is kept in the folder of the user', () => {
  const { kept, run } = installed('locked');
  writeFileSync(kept, 'no folder');
  run('--version');
  assert.equal(readdirSync(join(home, 'locked-own/corslint')).length, 1);
  assert.equal(readFileSync(kept, 'utf8'), 'no folder');
});

test('it can be switched off', () => {
  const { folder, kept } = installed('off');
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  spawnSync(process.execPath, [join(folder, 'cli.js'), '--version'], { env });
  assert.ok(!existsSync(kept));
});
