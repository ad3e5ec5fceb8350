import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { silences, suppressionsIn } from '../../server/src/analysis/suppressions.ts';

function read(text: string) {
  return suppressionsIn('a.ts', text).map(({ rules, reason, line }) => ({ rules, reason, line }));
}

describe('suppression comments', () => {
  it('name rules and a reason', () => {
    assert.deepEqual(read('// corslint-disable-next-line a, b -- because -- really\nx'), [
      { rules: ['a', 'b'], reason: 'because -- really', line: 1 },
    ]);
    assert.deepEqual(read('// corslint-disable-next-line a\nx'), [{ rules: ['a'], reason: undefined, line: 1 }]);
    assert.deepEqual(read('// corslint-disable-next-line a --\nx'), [{ rules: ['a'], reason: undefined, line: 1 }]);
  });

  it('are written in every comment there is', () => {
    for (const text of [
      '// corslint-disable-line a',
      '/* corslint-disable-line a */ x',
      '# corslint-disable-line a',
      '<!-- corslint-disable-line a -->',
      'x //corslint-disable-line a',
    ]) {
      assert.deepEqual(read(text), [{ rules: ['a'], reason: undefined, line: 0 }], text);
    }
  });

  it('hold for a file', () => {
    assert.deepEqual(read('x\n/* corslint-disable a -- generated */'), [
      { rules: ['a'], reason: 'generated', line: undefined },
    ]);
  });

  it('may name no rule, and then mean each', () => {
    const [comment] = suppressionsIn('a.ts', '// corslint-disable-next-line\nx');
    assert.ok(comment && silences(comment, 'anything', 1) && !silences(comment, 'anything', 2));
  });

  it('are no texts', () => {
    assert.deepEqual(read('x = "// corslint-disable-line a"'), []);
    assert.deepEqual(read("x = 'it\\'s // corslint-disable-line a'"), []);
    assert.deepEqual(read('x = "a"; // corslint-disable-line a').length, 1);
  });

  it('are no other words', () => {
    assert.deepEqual(read('// corslint-disabled a\n// corslint-disable-nextline a\n// eslint-disable-line a'), []);
  });

  it('must be closed where they are opened', () => {
    assert.deepEqual(read('/* corslint-disable a\n*/'), []);
  });

  it('for the next line skip another one', () => {
    assert.deepEqual(
      read('// corslint-disable-next-line a\n// corslint-disable-next-line b\n// corslint-disable-next-line c\nx').map(
        it => it.line,
      ),
      [3, 3, 3],
    );
  });

  it('know where lines end', () => {
    assert.deepEqual(read('a\r\n// corslint-disable-next-line a -- b\r\nx'), [{ rules: ['a'], reason: 'b', line: 2 }]);
  });

  it('are taken away with their line, or from its end', () => {
    const text = 'a\n  // corslint-disable-next-line a\nb // corslint-disable-line c\n';
    const cut = suppressionsIn('a.ts', text).map(({ whole }) => text.slice(0, whole.start) + text.slice(whole.end));
    assert.deepEqual(cut, ['a\nb // corslint-disable-line c\n', 'a\n  // corslint-disable-next-line a\nb\n']);
  });
});
