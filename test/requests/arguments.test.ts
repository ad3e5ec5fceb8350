import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { argumentsAt } from '../../server/src/requests/arguments.ts';

const inside = (code: string) => argumentsAt(`f(${code}`, 1);

describe('the arguments of a call, by its text', () => {
  it('are parted by the commas of the call alone', () => {
    assert.deepEqual(inside('); g(1)'), []);
    assert.deepEqual(inside('id, { a: [1, 2], b: g(x, y) },)'), ['id', '{ a: [1, 2], b: g(x, y) }']);
    assert.deepEqual(inside('\'a, )\', "b(", `c, [`)'), ["'a, )'", '"b("', '`c, [`']);
    assert.deepEqual(inside('a / b, // one, two\n c /* ) */)'), ['a / b', '// one, two\n c /* ) */']);
    assert.deepEqual(inside('it => it.a < 3, ...more)'), ['it => it.a < 3', '...more']);
  });

  it('are not told where brackets and quotes may mean something else', () => {
    for (const code of ['/[(]/, a)', '<b>it’s</b>)', '`${a})`)', 'a, [b)', "'a\n')", 'a, b'])
      assert.equal(inside(code), undefined, code);
  });
});
