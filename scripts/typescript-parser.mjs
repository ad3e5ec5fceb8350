// TypeScript's parser without the rest: an esbuild plugin that bundles the first part of typescript.js, up to what comes after the
// parser, and of that only what `server/src/syntax` names. The whole compiler would cost each start some 100 ms.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SYNTAX = 'server/src/syntax';
/** The order of the compiler's own source files within typescript.js (6.0.3). */
const FIRST = '// src/compiler/corePublic.ts\n';
const AFTER_PARSER = '// src/compiler/commandLineParser.ts\n';

export function typescriptParser() {
  return {
    name: 'typescript-parser',
    setup(build) {
      build.onLoad({ filter: /[\\/]node_modules[\\/]typescript[\\/]lib[\\/]typescript\.js$/ }, ({ path }) => ({
        contents: parserOf(readFileSync(path, 'utf8'), namesUsed()),
        loader: 'js',
      }));
    },
  };
}

/** The members of `ts` that the syntax layer uses as values or types; types are no names of the file. */
function namesUsed() {
  const files = readdirSync(SYNTAX, { recursive: true }).filter(it => it.endsWith('.ts'));
  const texts = files.map(it => readFileSync(join(SYNTAX, it), 'utf8'));
  return [...new Set(texts.flatMap(it => [...it.matchAll(/\bts\.([A-Za-z]+)/g)].map(([, name]) => name)))].sort();
}

function parserOf(source, names) {
  const start = source.indexOf(FIRST);
  const end = source.indexOf(AFTER_PARSER);
  const helpers = source.indexOf('var __defProp');
  if (start < 0 || end < start || helpers < 0)
    throw new Error('typescript.js is not laid out as 6.0.3 is: see scripts/typescript-parser.mjs');
  const [system, paths] = ['sys.ts', 'path.ts'].map(it => source.indexOf(`// src/compiler/${it}\n`));
  const kept =
    source.slice(helpers, source.indexOf('// src/typescript/typescript.ts\n')) +
    // The parser asks nothing of the operating system, whose access would be set up at the start.
    `${source.slice(start, system)}var sys;\n${source.slice(paths, end)}`
      // An enumeration or table that nothing refers to is left out by the bundler.
      .replace(/^var (\w+) = (?=\(\(|new )/gm, 'var $1 = /* @__PURE__ */ ');
  // Of some 2,000 messages, those that the parser can give.
  const messages = new Set([...kept.matchAll(/\bDiagnostics\.(\w+)/g)].map(([, name]) => name));
  const spoken = kept.replace(/^ {2}(\w+): diag\((?:.+|\n(?: {4}.*\n)+ {2}\)),?\n/gm, (line, name) =>
    messages.has(name) ? line : '',
  );
  const defined = names.filter(name => new RegExp(`^(?:function|var|class) ${name}\\b`, 'm').test(kept));
  return `${spoken}${MEMBERS}export default { ${defined.join(', ')} };\n`;
}

/** What the language service's own node classes would add to the nodes, as far as the syntax layer reads it. */
const MEMBERS = `
setObjectAllocator({
  ...objectAllocator,
  getPrivateIdentifierConstructor: () => PrivateIdentifierNode,
});
class PrivateIdentifierNode extends Node4 {}
for (const { prototype } of [Node4, Token, Identifier2]) {
  prototype.getStart = function (file, withComments) { return getTokenPosOfNode(this, file, withComments); };
  prototype.getEnd = function () { return this.end; };
  prototype.getSourceFile = function () { return getSourceFileOfNode(this); };
  prototype.getText = function (file) { return getSourceTextOfNodeFromSourceFile(file ?? getSourceFileOfNode(this), this); };
}
for (const { prototype } of [Identifier2, PrivateIdentifierNode])
  Object.defineProperty(prototype, 'text', { get() { return idText(this); } });
`;
