import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { fixtures } from '../harness/fixtures.ts';
import { sample } from '../harness/workspace.ts';
import { cli, folder } from './fake.ts';

/** One in so many of the fixtures that have a safe fix. */
const STRIDE = 3;

const FIXABLE = fixtures('test/rules').filter(({ files }) => {
  const findings = sample(files).findings({ profile: 'strict' });
  return findings.some(it => !it.suppressed && it.fixes.some(fix => fix.safety === 'safe'));
});

type Files = Readonly<Record<string, string>>;

/** The files after `corslint --fix`. */
async function fixed(t: { after(fn: () => void): void }, files: Files): Promise<Files> {
  const cwd = folder(t, files);
  const { err } = await cli(['--fix', '--profile', 'strict'], { cwd, product: PRODUCT });
  assert.equal(err, '');
  return Object.fromEntries(Object.keys(files).map(it => [it, readFileSync(join(cwd, it), 'utf8')]));
}

function each(files: Files, change: (text: string) => string): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)]));
}

describe('--fix on every third fixture with a safe fix', () => {
  it('there are some', () => assert.ok(FIXABLE.length > 60, `${FIXABLE.length}`));

  for (const { name, files } of FIXABLE.filter((_, i) => i % STRIDE === 0)) {
    it(name, async t => {
      const once = await fixed(t, files);
      assert.notDeepEqual(once, files);
      assert.deepEqual(await fixed(t, once), once, 'fixing twice is fixing once');
      const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
      assert.deepEqual(
        await fixed(t, each(files, windows)),
        each(once, windows),
        'line ends and byte order marks stay',
      );
    });
  }
});
