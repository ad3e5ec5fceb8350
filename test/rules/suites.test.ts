import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { readSuite, writeCase } from '../harness/markdown.ts';
import { runCase } from '../harness/suite.ts';

const FOLDER = 'test/rules';

for (const name of readdirSync(FOLDER).filter(it => it.endsWith('.md'))) {
  const rule = name.replace(/\.md$/, '');
  const path = join(FOLDER, name);
  const cases = readSuite(readFileSync(path, 'utf8'));
  describe(rule, () => {
    if (process.env.UPDATE) {
      writeFileSync(path, cases.map(one => runCase(one, ruleOf(rule))).join('\n'));
      return;
    }
    for (const one of cases.filter(it => it.title !== '')) {
      it(one.title, () => assert.equal(runCase(one, ruleOf(rule)), writeCase(one)));
    }
  });
}

/** A suite that is named after no rule shows all of them. */
function ruleOf(name: string): string | undefined {
  return RULE_IDS.includes(name) ? name : undefined;
}
