import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FILLED, withoutActions } from '../../server/src/syntax/templated.ts';
import { readYaml } from '../../server/src/syntax/yaml.ts';
import { random } from '../harness/random.ts';

const PIECES = [
  '{{',
  '}}',
  '{{-',
  '-}}',
  ' .Values.a ',
  'toYaml . | nindent 4',
  'if .x',
  'end',
  '/*',
  '*/',
  'a: ',
  '- ',
  '"',
  '\n',
  '    ',
  '#',
];

it('what is written keeps its place, whatever the actions are', () => {
  const of = random(7);
  const next = (below: number) => Math.floor(of() * below);
  for (let run = 0; run < 5_000; run++) {
    const text = Array.from({ length: next(14) }, () => PIECES[next(PIECES.length)] ?? '').join('');
    const plain = withoutActions(text);
    assert.equal(plain.length, text.length, text);
    assert.deepEqual(
      [...plain.matchAll(/\n/g)].map(at => at.index),
      [...text.matchAll(/\n/g)].map(at => at.index),
      text,
    );
    readYaml('/a.yaml', text);
  }
});

it('lines that are filled in stand as far in as the template says', () => {
  assert.equal(withoutActions('a:\n{{ toYaml .Values.a | indent 2 }}\n').trimEnd(), `a:\n  ${FILLED}:`);
  assert.match(
    withoutActions('a:\n  - x\n  {{- toYaml .Values.a | nindent 2 }}\n'),
    new RegExp(`^ {2}- ${FILLED} *$`, 'm'),
  );
  assert.match(withoutActions('a: {{ include "b" . | nindent 2 }}\n  c: 1\n'), new RegExp(`^a: !${FILLED} *$`, 'm'));
});

it('many actions on one line cost what their number does', () => {
  const line = (count: number) => `a: ${'{{ .x }} '.repeat(count)}x\n${'{{ if .a }}'.repeat(count)} y\n`;
  for (const count of [10, 1_000]) assert.equal(withoutActions(line(count)).length, line(count).length);
});
