import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { COMMANDS } from '../../server/src/lsp/protocol.ts';
import { configurationOf } from './manifest.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

test('the settings in package.json are those of the table (UPDATE=1 writes them)', () => {
  const wanted: unknown = JSON.parse(JSON.stringify(configurationOf()));
  if (process.env.UPDATE) {
    manifest.contributes.configuration = wanted;
    writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  }
  assert.deepEqual(manifest.contributes.configuration, wanted);
});

test('the extension is not started for everything', () => {
  assert.ok(manifest.activationEvents.every((it: string) => it !== '*' && it !== 'onStartupFinished'));
});

test('the commands have a category and are not those of the server', () => {
  const commands: readonly { command: string; category: string }[] = manifest.contributes.commands;
  for (const { command, category } of commands) {
    assert.equal(category, 'CORS Lint');
    assert.ok(!(Object.values(COMMANDS) as string[]).includes(command), command);
    assert.ok(readFileSync('client/extension.ts', 'utf8').includes(`'${command.replace('corslint.', '')}'`), command);
  }
});

test('what the manifest names is there', () => {
  for (const path of [manifest.icon, ...manifest.contributes.grammars.map((it: { path: string }) => it.path)])
    assert.ok(existsSync(path), path);
});

test('header names are told from what only looks like them', () => {
  const grammar = JSON.parse(readFileSync('syntaxes/cors-headers.injection.tmLanguage.json', 'utf8'));
  const patterns: readonly RegExp[] = grammar.patterns.map((it: { match: string }) =>
    it.match.startsWith('(?i)') ? new RegExp(it.match.slice(4), 'gi') : new RegExp(it.match, 'g'),
  );
  const found = (text: string) => patterns.flatMap(it => text.match(it) ?? []);
  assert.deepEqual(found("'Access-Control-Allow-Origin': '*'"), ['Access-Control-Allow-Origin']);
  assert.deepEqual(found("'access-control-max-age'"), ['access-control-max-age']);
  assert.deepEqual(found("'Access-Control-Allow-Orgin', 'X-Access-Control-Max-Age', 'Access-Control-Max-Age-2'"), []);
  assert.deepEqual(found("vary('Vary', 'Origin'), 'Original Vary'"), ['Vary', 'Origin'].sort().reverse());
});
