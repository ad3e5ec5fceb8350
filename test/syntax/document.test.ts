import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Document } from '../../server/src/syntax/document.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';

/** The text between `«` and `»` is the place. */
function placed(marked: string, path: string): { readonly file: Document; readonly at: Span } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  return { file: new Document(path, marked.replace(/[«»]/g, '')), at: { path, start, end } };
}

function after(
  marked: string,
  edit: (file: Document, at: Span) => readonly TextEdit[] | undefined,
  path = 'a.js',
): string | undefined {
  const { file, at } = placed(marked, path);
  const edits = edit(file, at);
  return edits && applyEdits(path, file.text, edits);
}

const removed = (marked: string, path?: string) => after(marked, (file, at) => file.remove(at), path);

describe('a document', () => {
  it('takes a property, an element, a statement or a link away, with its comma and its line', () => {
    assert.equal(removed("f({ a: 1, «b: 'x)'», c });"), 'f({ a: 1, c });');
    assert.equal(removed("f(['a', «'b'»]);"), "f(['a']);");
    assert.equal(removed("f(['a', // one\n  «'b'»\n]);"), "f(['a', // one\n]);");
    assert.equal(removed("f([\n  «'a'», // why\n  'b',\n]);"), "f([\n  // why\n  'b',\n]);");
    assert.equal(removed("f([«'a'» /* , */, 'b']);"), "f([ /* , */ 'b']);");
    assert.equal(removed('{\n  a();\n  «b()»;\n}'), '{\n  a();\n}');
    assert.equal(removed("res«.set('a', ')')».json({});"), 'res.json({});');
    assert.equal(removed('«res.set(1)».json({});'), 'res.json({});');
  });
  it('in JSON, no comma is left behind', () => {
    assert.equal(removed('{ "a": 1, «"b": 2» }', 'a.json'), '{ "a": 1 }');
    assert.equal(removed('[{ "k": 1 }, // x\n «{ "k": 2 }»]', 'a.json'), '[{ "k": 1 } // x\n ]');
  });
  it('takes nothing away that is needed where it stands', () => {
    for (const needed of [
      "if (o === «'null'») f();",
      "const a = «'null'»;",
      'if (a) «f();»',
      'if (a) «f()»\nelse g()',
      "f(«'null'», 1);",
      'const f = () => «g()»;',
      'f({ a: «1» });',
      "switch (o) { case «'null'»: f(); }",
      "f('a, «null»');",
    ])
      assert.equal(removed(needed), undefined, needed);
    assert.equal(removed('a:\n  - «b»\n', 'a.yml'), undefined);
  });
  it('takes a piece of a text away, which is no code', () => {
    const piece = (marked: string) => after(marked, (file, at) => file.removePiece(at));
    assert.equal(piece("f('GET, «PUT», POST');"), "f('GET, POST');");
    assert.equal(piece("f('GET, «PUT»');"), "f('GET');");
    assert.equal(piece('f(GET, «PUT»);'), undefined);
    assert.equal(piece("f('a' + «b» + 'c');"), undefined);
  });
  it('puts an expression in the place of another, and keeps the name of a property', () => {
    const replaced = (marked: string) => after(marked, (file, at) => file.replace(at, '[1]'));
    assert.equal(replaced("f({ origin: «'*'» });"), 'f({ origin: [1] });');
    assert.equal(replaced('f({ «origin» });'), 'f({ origin: [1] });');
    assert.equal(replaced('f({ «origin»: 2 });'), undefined);
    assert.equal(replaced("let a: «'b'»;"), undefined);
  });
  it('renames a key, and keeps the value of one that is its own', () => {
    const renamed = (marked: string) => after(marked, (file, at) => file.rename(at, 'origins'));
    assert.equal(renamed('f({ «origin»: 1 });'), 'f({ origins: 1 });');
    assert.equal(renamed('f({ «"origin"»: 1 });'), 'f({ "origins": 1 });');
    assert.equal(renamed('f({ «origin» });'), 'f({ origins: origin });');
    assert.equal(renamed('f({ «origin»(o) {} });'), 'f({ origins(o) {} });');
    assert.equal(renamed('f(«origin»);'), undefined);
  });
  it('adds a property to an object and an argument to a call', () => {
    const added = (marked: string) => after(marked, (file, at) => file.addProperty(at, 'a', '1'));
    assert.equal(added('f(«{}»);'), 'f({ a: 1 });');
    assert.equal(added('f(«{ b }»);'), 'f({ a: 1, b });');
    assert.equal(added('f(«{\n  // first\n  b,\n}»);'), 'f({\n  a: 1,\n  // first\n  b,\n});');
    assert.equal(added('f(«{ /* none */ }»);'), 'f({ a: 1, /* none */ });');
    assert.equal(added('f(«{ "a": 2 }»);'), undefined);
    assert.equal(added('f(«[]»);'), undefined);
    const given = (marked: string) => after(marked, (file, at) => file.addArgument(at, '{}'));
    assert.equal(given('app.use(«cors( )»);'), 'app.use(cors({}));');
    assert.equal(given('app.use(«cors(a)»);'), undefined);
  });
  it('finds what decides whether a place is reached', () => {
    const decision = (marked: string) => {
      const { file, at } = placed(marked, 'a.js');
      const found = file.decision(at);
      return found && file.source(found).slice(0, 6);
    };
    assert.equal(decision('f(() => { a(); if (b) { c(")"); «d();» } });'), 'if (b)');
    assert.equal(decision('f(() => { if (a) return; try { if (b) «d();» } finally {} });'), 'if (a)');
    assert.equal(decision('f(() => { try { g(); «d();» } finally {} });'), 'd();');
    assert.equal(decision('f(() => { for (const a of b) { «d();» } });'), 'for (c');
    assert.equal(decision('f(() => { a(() => { return 1; }); «d();» });'), 'd();');
    assert.equal(decision('f(() => «d()»);'), undefined);
  });
  it('neither a broken nor an empty file is changed', () => {
    for (const text of ['', '({', 'f([', '}}}', "f('"]) {
      const file = new Document('a.ts', text);
      for (let start = 0; start <= text.length; start++)
        for (let end = start; end <= text.length; end++)
          assert.doesNotThrow(() => [
            file.remove({ path: 'a.ts', start, end }),
            file.decision({ path: 'a.ts', start, end }),
          ]);
    }
  });
});
