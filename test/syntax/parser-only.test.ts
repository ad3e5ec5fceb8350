import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import type ts from 'typescript';
import * as stock from '../../server/src/syntax/parse.ts';

type Parser = typeof stock;

/** The syntax layer's parser as the product has it: bundled with the first part of typescript.js alone. */
async function bundled(): Promise<Parser> {
  const plugin = (await import(pathToFileURL(resolve('scripts/typescript-parser.mjs')).href)) as {
    typescriptParser(): esbuild.Plugin;
  };
  const outfile = resolve('out/parser-only/parse.mjs');
  await esbuild.build({
    entryPoints: ['server/src/syntax/parse.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    plugins: [plugin.typescriptParser()],
  });
  return (await import(pathToFileURL(outfile).href)) as Parser;
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(it => it.isFile() && /\.[cm]?[jt]sx?$/.test(it.name))
    .map(it => join(it.parentPath, it.name));
}

/** The tree in words, with all that the syntax layer reads of a node. */
function drawn(root: ts.SourceFile): string {
  const lines: string[] = [];
  const pending: ts.Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const { kind, pos, end, flags } = node;
    const text = 'text' in node && node !== root ? String(node.text).slice(0, 40) : '';
    lines.push(`${kind} ${pos} ${node.getStart(root)} ${end} ${node.getEnd()} ${flags} ${text}`);
    if (end - pos < 60) lines.push(node.getText());
    assert.equal(node.getSourceFile(), root);
    for (const it of Object.values(node).flat())
      if (it && typeof it === 'object' && 'kind' in it && it.parent === node) pending.push(it as ts.Node);
  }
  return lines.join('\n');
}

describe('the parser that ships builds the trees of the whole TypeScript', async () => {
  const parser = await bundled();
  for (const folder of ['server', 'client', 'test', 'scripts', 'node_modules/hono/dist', 'node_modules/elysia/dist'])
    it(folder, () => {
      const files = sources(folder);
      assert.ok(files.length > 0);
      for (const path of files) {
        const text = readFileSync(path, 'utf8');
        assert.equal(drawn(parser.parse(path, text)), drawn(stock.parse(path, text)), path);
      }
    });

  it('half-typed and unusual code', () => {
    for (const text of [
      'class A { #x = 1; get() { return this.#x } }',
      'a = { b: (c',
      '`${',
      '<div>{a',
      '#x in y',
      '/[',
      'enum E { A = 1 }',
    ])
      assert.equal(drawn(parser.parse('/w/a.tsx', text)), drawn(stock.parse('/w/a.tsx', text)), text);
  });

  it('edits', () => {
    const before = "const a = 1;\nexport function f(b) { return b.c('d'); }\n";
    const after = before.replace('1', '[1, 2]');
    const again = (of: Parser) => drawn(of.parseAgain('/w/a.ts', after, of.parse('/w/a.ts', before)));
    assert.equal(again(parser), again(stock));
  });
});
