import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';

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
  lsp: ['analysis', 'files', 'model', 'text', 'rules', 'settings', 'syntax/host', 'syntax/paths'],
  cli: ['analysis', 'files', 'model', 'text', 'rules', 'settings', 'syntax/host', 'syntax/paths'],
};

/** Packages that only one place may import. */
const ONLY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^typescript$|^yaml$|^jsonc-parser$|^toml-eslint-parser$/, ['syntax', 'cli/config', 'lsp/settings']],
  [/^vscode-languageserver/, ['lsp']],
  [/^@eslint-community\/regexpp$|^tldts$/, ['origins']],
  [/^(node:)?(fs|child_process|net|http|https|os|worker_threads|process)(\/|$)/, ['cli', 'lsp/main']],
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
