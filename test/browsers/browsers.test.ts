import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoBrowser } from '../editor/browser.mjs';
import { campaign, generated } from './campaign.ts';

const PAIRS = 150;

test('Chromium does with generated policies and requests what fetch/ says', {
  skip: whyNoBrowser('with pages in a real browser'),
}, async () => {
  const result = await campaign('chromium', generated(20261130, PAIRS, 1000));
  assert.deepEqual(
    result.disagreements.map(it => it.text),
    [],
  );
  // What is not tried cannot disagree.
  assert.ok(result.preflights > PAIRS / 2 && result.readable > PAIRS / 4 && result.messages > PAIRS / 4);
});
