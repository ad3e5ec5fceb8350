import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { generated } from '../harness/docs.ts';

describe('generated documentation is current (node scripts/docs.mjs writes it)', () => {
  const pages = generated();
  for (const [path, text] of pages) {
    it(path, () => {
      const current = existsSync(path) && readFileSync(path, 'utf8') === text;
      assert.ok(current, 'run node scripts/docs.mjs');
    });
  }

  it('there is no page of a rule or a message that is gone', () => {
    const files = ['docs/rules', 'docs/messages'].flatMap(folder => readdirSync(folder).map(it => `${folder}/${it}`));
    assert.deepEqual(
      files.filter(it => !pages.has(it)),
      [],
    );
  });
});
