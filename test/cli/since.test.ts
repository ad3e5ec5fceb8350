import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli, folder } from './fake.ts';

const PACKAGE = '{"dependencies":{"cors":"2.8.5","express":"5.0.0"}}';
const SERVER = (options: string) =>
  `const cors = require('cors');\nconst options = require('${options}');\nrequire('express')().use(cors(options));\n`;
const BAD = "module.exports = { origin: '*', credentials: true };\n";

function git(cwd: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'ignore' });
}

/** A repository in which `one` and `two` have the same fault, each in a file of its own. */
function repository(t: Parameters<typeof folder>[0]): string {
  const cwd = folder(t, {
    'one/package.json': PACKAGE,
    'one/server.js': SERVER('./options'),
    'one/options.js': BAD,
    'two/package.json': PACKAGE,
    'two/server.js': SERVER('./options'),
    'two/options.js': BAD,
    '.gitignore': 'ignored.js',
  });
  git(cwd, 'init');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-m', 'first');
  return cwd;
}

async function told(cwd: string, ...argv: string[]): Promise<readonly string[]> {
  const { out, err } = await cli(['-f', 'concise', ...argv], { cwd, product: PRODUCT });
  assert.equal(err, '');
  return [...new Set(out.match(/^\w+(?=\/)/gm))];
}

test('--since reports what has changed, and whom that concerns', async t => {
  const cwd = repository(t);
  assert.deepEqual(await told(cwd), ['one', 'two']);
  assert.deepEqual(await told(cwd, '--since', 'HEAD'), []);
  // The policy of the server is read from the file that has changed.
  writeFileSync(join(cwd, 'one/options.js'), `// new\n${BAD}`);
  assert.deepEqual(await told(cwd, '--since', 'HEAD'), ['one']);
  git(cwd, 'commit', '-am', 'second');
  assert.deepEqual(await told(cwd, '--since', 'HEAD'), []);
  assert.deepEqual(await told(cwd, '--since', 'HEAD~1'), ['one']);
  assert.deepEqual(await told(join(cwd, 'two'), '--since', 'HEAD~1'), []);
  writeFileSync(join(cwd, 'two/package.json'), `${PACKAGE}\n`);
  assert.deepEqual(await told(cwd, '--since', 'HEAD'), ['two']);
});

test('untracked files count, and what the other branch did since then does not', async t => {
  const cwd = repository(t);
  git(cwd, 'checkout', '-b', 'mine');
  git(cwd, 'checkout', 'main');
  writeFileSync(join(cwd, 'one/options.js'), `// new\n${BAD}`);
  git(cwd, 'commit', '-am', 'theirs');
  git(cwd, 'checkout', 'mine');
  assert.deepEqual(await told(cwd, '--since', 'main'), []);
  writeFileSync(join(cwd, 'two/more.js'), "require('cors')({ origin: '*', credentials: true });\n");
  assert.deepEqual(await told(cwd, '--since', 'main'), ['two']);
});

test('a revision that is none, and a folder without git', async t => {
  const cwd = repository(t);
  const says = async (revision: string) => {
    const { code, err } = await cli([`--since=${revision}`], { cwd });
    assert.equal(code, 2);
    return err;
  };
  assert.match(await says('nowhere'), /--since: git knows no revision `nowhere` here/);
  assert.match(await says('--output=x'), /git knows no revision `--output=x` here/);
  rmSync(join(cwd, '.git'), { recursive: true });
  assert.match(await says('HEAD'), /--since needs a git repository/);
});
