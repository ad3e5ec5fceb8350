import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { FRAMEWORKS } from '../server/src/frameworks/index.ts';
import { RULES } from '../server/src/rules/index.ts';

const SOURCE = 'server/src';

/** What each layer may import of the others; itself always. The table of docs/architecture.md. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  text: [],
  syntax: ['text', 'model'],
  model: ['text'],
  origins: ['text', 'model'],
  fetch: ['model', 'origins'],
  frameworks: ['text', 'syntax', 'model', 'origins', 'fetch'],
  requests: [
    'text',
    'syntax',
    'model',
    'origins',
    'fetch',
    'frameworks/origin/alternatives',
    'frameworks/options/version',
    'frameworks/options/edits',
  ],
  sites: ['text', 'syntax', 'model', 'origins', 'frameworks'],
  rules: ['text', 'model', 'origins', 'fetch'],
  analysis: ['text', 'syntax', 'model', 'origins', 'fetch', 'frameworks', 'requests', 'sites', 'rules', 'settings'],
  files: ['syntax/paths'],
  settings: ['rules'],
  configuration: ['rules', 'settings', 'text'],
  lsp: ['analysis', 'configuration', 'files', 'model', 'text', 'rules', 'settings', 'syntax/host', 'syntax/paths'],
  cli: ['analysis', 'configuration', 'files', 'model', 'text', 'rules', 'settings', 'syntax/host', 'syntax/paths'],
  api: ['cli'],
  mcp: ['api', 'rules'],
  program: ['api', 'cli', 'lsp', 'mcp'],
  boot: ['program'],
};

/** Packages that only one place may import. */
const ONLY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^typescript$|^yaml$|^jsonc-parser$|^toml-eslint-parser$/, ['syntax', 'configuration', 'lsp/settings']],
  [/^vscode-languageserver/, ['lsp']],
  [/^@eslint-community\/regexpp$|^tldts$/, ['origins']],
  [/^(node:)?(fs|child_process|net|http|https|os|worker_threads|process)(\/|$)/, ['cli', 'lsp/main', 'boot']],
];

interface Import {
  readonly file: string;
  readonly target: string;
}

function imports(folder: string): readonly Import[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(it => it.isFile() && it.name.endsWith('.ts'))
    .map(it => join(it.parentPath, it.name))
    .flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom|^import|\bimport\()\s*['"]([^'"]+)['"]/gm)].map(it => ({
        file,
        target: it[1] ?? '',
      })),
    );
}

/** `frameworks/express-cors` for a file below the source folder. */
function nameOf(path: string): string {
  return path.slice(SOURCE.length + 1).replace(/\.ts$/, '');
}

function layerOf(name: string): string {
  return name.split('/')[0] ?? name;
}

test('imports run one way, as the table of layers says', () => {
  const found = imports(SOURCE);
  assert.ok(found.length > 200, `only ${found.length} imports were read`);
  const wrong = found
    .filter(it => it.target.endsWith('.ts'))
    .flatMap(({ file, target }) => {
      const from = layerOf(nameOf(file));
      const to = nameOf(posix.normalize(posix.join(posix.dirname(file), target)));
      const allowed = ALLOWED[from];
      assert.ok(allowed, `${from} is no layer of the table`);
      return layerOf(to) === from || allowed.some(it => to === it || to.startsWith(`${it}/`))
        ? []
        : [`${nameOf(file)} imports ${to}`];
    });
  assert.deepEqual(wrong, []);
});

test('each package stays where it belongs', () => {
  const wrong = imports(SOURCE).flatMap(({ file, target }) => {
    const rule = ONLY.find(it => it[0].test(target));
    const name = nameOf(file);
    return !rule || rule[1].some(it => name === it || name.startsWith(`${it}/`)) ? [] : [`${name} imports ${target}`];
  });
  assert.deepEqual(wrong, []);
});

test('the extension takes nothing but types from the server, and nobody else imports vscode', () => {
  const client = readdirSync('client', { recursive: true, encoding: 'utf8' }).filter(it => it.endsWith('.ts'));
  for (const file of client) {
    for (const line of readFileSync(join('client', file), 'utf8').split('\n')) {
      if (/from '.*server\/src/.test(line)) assert.match(line, /^import type /, `client/${file}: ${line}`);
    }
  }
  assert.deepEqual(
    imports(SOURCE).filter(it => it.target === 'vscode'),
    [],
  );
});

/** What of a rule is prose for readers, or an address: there libraries may be named. */
const PROSE = new Set(['title', 'why', 'example', 'spec', 'severityNote']);
/** The one table of data about packages. */
const DATA = 'advisories.ts';

/** Words of frameworks' ids that mean no product. */
const GENERAL = new Set(
  'cors anywhere json server dev raw header headers names functions security websocket template file toml config routes web app static loopback next proxy socket'.split(
    ' ',
  ),
);

/** The names that frameworks go by: the words of their ids, and those of servers that several of them are for. */
function frameworkNames(): ReadonlySet<string> {
  const ids = FRAMEWORKS.flatMap(it => it.id.split(/[^a-z0-9]+/)).filter(it => it.length > 2 && !GENERAL.has(it));
  return new Set([...ids, ...'express koa fastify nextjs lambda serverless polka'.split(' ')]);
}

/** The texts and names in a file, but for prose, imports and comments. */
function words(file: string): readonly string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && PROSE.has(node.name.text)) return;
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node))
      found.push(node.text);
    if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

test('no rule names a framework', () => {
  const names = frameworkNames();
  const ids = new Set(
    RULES.flatMap(it => [it.id, it.id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())]),
  );
  const wrong = readdirSync(join(SOURCE, 'rules'))
    .filter(it => it.endsWith('.ts') && it !== DATA)
    .flatMap(file =>
      words(join(SOURCE, 'rules', file)).flatMap(text =>
        ids.has(text) || !text.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).some(it => names.has(it.toLowerCase()))
          ? []
          : [`${file}: ${text}`],
      ),
    );
  assert.deepEqual(wrong, []);
});
