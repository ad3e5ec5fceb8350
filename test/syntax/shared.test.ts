import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onOrigin, testsOrigin } from '../../server/src/syntax/test.ts';
import { unknown, type Value } from '../../server/src/syntax/value.ts';

const span = { path: '/w/main.ts', start: 0, end: 1 };

/** A value in which one part is held 2⁶⁰ times, as a program makes it that goes on from what it had. */
function doubled(leaf: Value): Value {
  let value = leaf;
  for (let i = 0; i < 60; i++) value = { kind: 'list', container: 'array', items: [value, value], span };
  return value;
}

it('asks a part that many values share once', () => {
  assert.equal(onOrigin(doubled(unknown(span, 'read from a file'))), false);
  assert.equal(onOrigin(doubled(unknown(span, 'read from the request', true))), true);
  assert.equal(testsOrigin({ kind: 'truthy', of: doubled(unknown(span, 'read from a file')) }), false);
});
