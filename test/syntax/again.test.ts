import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { parse, parseAgain, spanOf } from '../../server/src/syntax/parse.ts';
import { random } from '../harness/random.ts';

const SOURCE = `import cors from 'cors';
import express from 'express';
// The front ends.
const allowed = ['https://a.example', /^https:\\/\\/b\\.example$/];
const app = express();
app.use(cors({ origin: allowed, credentials: true, maxAge: 600 }));
app.get('/x', (req, res) => {
  const { origin } = req.headers;
  res.set(\`X-\${origin}\`, origin ?? 'none').json({ ok: true });
});
export default app;
`;

/** The tree in words: kinds and places. */
function drawn(root: ts.SourceFile): string {
  const lines: string[] = [];
  const visit = (node: ts.Node) => {
    const span = spanOf(node);
    lines.push(`${ts.SyntaxKind[node.kind]} ${span.start}-${span.end}`);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return lines.join('\n');
}

describe('a tree after edits is the tree of the text', () => {
  const pieces = [
    '',
    ' ',
    '\n',
    '{',
    '}',
    "'",
    '`',
    '/*',
    '*/',
    'a',
    '=> ',
    '(',
    ')',
    ',',
    'const x = 1;\n',
    'import y',
  ];
  for (let seed = 1; seed <= 20; seed++) {
    it(`seed ${seed}`, () => {
      const next = random(seed);
      let text = SOURCE;
      let tree = parse('/w/app.ts', text);
      drawn(tree);
      for (let step = 0; step < 60; step++) {
        const start = Math.floor(next() * text.length);
        const length = Math.floor(next() * 6);
        text = text.slice(0, start) + (pieces[Math.floor(next() * pieces.length)] ?? '') + text.slice(start + length);
        tree = parseAgain('/w/app.ts', text, tree);
        assert.equal(drawn(tree), drawn(parse('/w/app.ts', text)), `after step ${step}`);
      }
    });
  }
});
