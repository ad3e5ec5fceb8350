import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { COMMANDS } from '../../server/src/lsp/protocol.ts';
import { configurationOf, languageModelToolsOf } from './manifest.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

test('the settings in package.json are those of the table (UPDATE=1 writes them)', () => {
  const wanted: unknown = JSON.parse(JSON.stringify(configurationOf()));
  if (process.env.UPDATE) {
    manifest.contributes.configuration = wanted;
    writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  }
  assert.deepEqual(manifest.contributes.configuration, wanted);
});

test('the tools for language models are those of the server for them (UPDATE=1 writes them)', () => {
  const wanted: unknown = JSON.parse(JSON.stringify(languageModelToolsOf()));
  if (process.env.UPDATE) {
    manifest.contributes.languageModelTools = wanted;
    writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
  }
  assert.deepEqual(manifest.contributes.languageModelTools, wanted);
});

test('the extension is not started for everything', () => {
  assert.ok(manifest.activationEvents.every((it: string) => it !== '*' && it !== 'onStartupFinished'));
});

test('the commands have a category and are not those of the server', () => {
  const commands: readonly { command: string; category: string }[] = manifest.contributes.commands;
  for (const { command, category } of commands) {
    assert.equal(category, 'CORS Lint');
    assert.ok(!(Object.values(COMMANDS) as string[]).includes(command), command);
    assert.ok(readFileSync('client/start.ts', 'utf8').includes(`'${command.replace('corslint.', '')}'`), command);
  }
});

interface Step {
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}

test('what the manifest names is there, and goes into the package', () => {
  const { grammars, views, viewsContainers, walkthroughs } = manifest.contributes;
  const steps: readonly Step[] = walkthroughs.flatMap((it: { steps: readonly Step[] }) => it.steps);
  const packed = readFileSync('test/editor/package.mjs', 'utf8');
  const named = [
    manifest.icon,
    ...grammars.map((it: { path: string }) => it.path),
    ...[...Object.values(views), ...Object.values(viewsContainers)].flat().map(it => (it as { icon: string }).icon),
    ...steps.map(it => it.media.markdown),
  ].map(it => it.replace(/^\.\//, ''));
  for (const path of named) {
    assert.ok(existsSync(path), path);
    const [folder = ''] = path.split('/');
    const within = [folder, path, path.slice(0, path.lastIndexOf('/'))];
    assert.ok(
      within.some(it => packed.includes(`'${it}'`)),
      `${path} is not packed`,
    );
  }
  assert.ok(steps.length >= 4);
});

test('whatever leads to a command of ours leads to one that there is', () => {
  const commands = new Set(manifest.contributes.commands.map((it: { command: string }) => it.command));
  const { commands: _, ...rest } = manifest.contributes;
  const used = [...JSON.stringify(rest).matchAll(/(?:command:|onCommand:|"command":")(corslint\.\w+)/g)];
  assert.ok(used.length > 10);
  for (const [, command] of used) assert.ok(commands.has(command), command);
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

test('a line of `_headers` is a comment, a path, a header or one that is taken away, and nothing else', () => {
  const { patterns } = JSON.parse(readFileSync('syntaxes/headers-file.tmLanguage.json', 'utf8')) as {
    readonly patterns: readonly { readonly match: string }[];
  };
  const kind = (line: string) => patterns.findIndex(it => new RegExp(it.match).test(line));
  assert.deepEqual(
    [
      '# fonts',
      '/fonts/*',
      'https://:project.pages.dev/*',
      '  ! X-Frame-Options',
      '  Access-Control-Allow-Origin: *',
      'plain words',
    ].map(kind),
    [0, 1, 1, 2, 3, -1],
  );
  const [, name, , value] = new RegExp(patterns[3]?.match ?? '').exec('\tVary:  Origin ') ?? [];
  assert.deepEqual([name, value], ['Vary', 'Origin']);
});

test('names of headers are looked for where a grammar has them plain, too', () => {
  const { injectionSelector } = JSON.parse(readFileSync('syntaxes/cors-headers.injection.tmLanguage.json', 'utf8')) as {
    readonly injectionSelector: string;
  };
  for (const it of ['L:string.unquoted -comment', 'L:entity.name.tag.yaml -comment', 'L:source.nginx -comment'])
    assert.ok(injectionSelector.includes(it), it);
  const scopes = manifest.contributes.grammars.flatMap((it: { injectTo?: readonly string[] }) => it.injectTo ?? []);
  for (const it of ['source.yaml', 'source.toml', 'source.nginx', 'source.hcl.terraform', 'source.headers-file'])
    assert.ok(scopes.includes(it), it);
});
