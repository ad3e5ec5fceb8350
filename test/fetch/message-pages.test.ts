import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RULES_FOR } from '../../server/src/analysis/explain.ts';
import { readBrowserError } from '../../server/src/fetch/pasted.ts';
import { ruleOf } from '../../server/src/rules/index.ts';
import { MESSAGES } from '../harness/messages.ts';

for (const { name, causes, shown } of MESSAGES)
  test(`docs/messages/${name}.md shows messages that are read as what it explains`, () => {
    const [first, ...others] = shown.map(it => readBrowserError(it.text)?.cause);
    assert.equal(first, causes[0]);
    for (const it of others) assert.ok(it && causes.includes(it), `${it}`);
  });

test('every kind of error that rules end in has a page', () => {
  const explained = new Set(MESSAGES.map(it => it.causes[0]));
  assert.deepEqual(
    Object.keys(RULES_FOR).filter(it => !explained.has(it as keyof typeof RULES_FOR) && it !== 'no-origin'),
    [],
  );
});

test('every rule that a message leads to exists', () => {
  const named = Object.values(RULES_FOR).flat();
  assert.deepEqual(
    named.filter(it => !ruleOf(it)),
    [],
  );
});
