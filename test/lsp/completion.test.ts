import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposals } from '../../server/src/analysis/complete.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';

const PATH = '/w/server.js';

/** What is proposed at the `|` in a file that mounts expressjs/cors. */
function proposed(source: string, file = PATH) {
  const offset = source.indexOf('|');
  const text = source.replace('|', '');
  const files: Record<string, string> = { [file]: text };
  const workspace = openWorkspace({ read: path => files[path], exists: path => path in files });
  return proposals(workspace.facts(file).policies, file, text, offset);
}

const HEAD = "const cors = require('cors');\nconst app = require('express')();\n";

test('the real names of the options are proposed, those that are written left out', () => {
  const found = proposed(`${HEAD}app.use(cors({ origin: 'https://a.example', | }));\n`);
  assert.deepEqual(
    found.map(it => it.label),
    [
      'credentials',
      'methods',
      'allowedHeaders',
      'exposedHeaders',
      'maxAge',
      'preflightContinue',
      'optionsSuccessStatus',
    ],
  );
  assert.match(found[0]?.says ?? '', /Without it, cookies are not allowed\./);
});

test('a word that is begun is replaced', () => {
  const source = `${HEAD}app.use(cors({ cred| }));\n`;
  const option = proposed(source).find(it => it.label === 'credentials');
  assert.ok(option);
  assert.equal(source.slice(option.at.start, option.at.end), 'cred');
});

test('the forms of a value are proposed with what each does', () => {
  const found = proposed(`${HEAD}app.use(cors({ origin: | }));\n`);
  assert.equal(found.find(it => it.label === 'true')?.says, 'lets every website in, by repeating its origin');
  assert.ok(found.every(it => it.kind === 'value'));
});

test('nothing is proposed in a nested list, in other objects, or in a file without the library', () => {
  assert.deepEqual(proposed(`${HEAD}app.use(cors({ methods: ['GET', | ] }));\n`), []);
  assert.deepEqual(proposed(`${HEAD}app.listen({ po| });\n`), []);
  assert.deepEqual(proposed('call({ | });\n'), []);
});

test('in the options of h3, with what each value means there', () => {
  const head = "import { handleCors } from 'h3';\n";
  const names = proposed(`${head}handleCors(event, { origin: 'https://a.example', | });\n`).map(it => it.label);
  assert.deepEqual(names, ['credentials', 'methods', 'allowHeaders', 'exposeHeaders', 'maxAge', 'preflight']);
  const values = proposed(`${head}handleCors(event, { origin: | });\n`);
  assert.equal(values.find(it => it.label === 'true')?.says, 'answers every request with status 500');
});

test('in server.cors of Vite, in a file of that name alone', () => {
  const source = "import { defineConfig } from 'vite';\nexport default defineConfig({ server: { cors: { | } } });\n";
  assert.ok(proposed(source, '/w/vite.config.ts').some(it => it.label === 'origin'));
  assert.deepEqual(proposed(source), []);
});

test('in corsHandler of nuxt-security', () => {
  const source = 'export default defineNuxtConfig({ security: { corsHandler: { | } } });\n';
  assert.ok(proposed(source, '/w/nuxt.config.ts').some(it => it.label === 'useRegExp'));
});
