import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installed, policies, readings } from './reading.ts';

const CONFIG = 'medusa-config.ts';

function config(storeCors: string): string {
  return `import { defineConfig } from '@medusajs/framework/utils';
module.exports = defineConfig({ projectConfig: { databaseUrl: '', http: { storeCors: ${storeCors} } } });`;
}

function read(storeCors: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return readings(config(storeCors), files, CONFIG);
}

describe('the origins of Medusa', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "'https://a.example'": ['echo-match own; cookies'],
    "'https://a.example,http://a.example'": ['echo-match own plain; cookies'],
    "'https://x.a.example, https://a.example'": ['echo-match sub; cookies'],
    "'*'": ['echo-match; cookies; misread nobody'],
    "''": ['echo-match; cookies'],
    "'/a\\\\.example$/'": ['echo-match own plain sub; cookies'],
    "'https://a.example,/^http:/i'": ['echo-match own plain; cookies'],
    "process.env.STORE_CORS || 'https://a.example'": ['echo-match; cookies; untrimmed-list', 'echo-match own; cookies'],
    'origins()': ['echo-match ?; cookies'],
  };
  for (const [storeCors, expected] of Object.entries(cases))
    it(storeCors, () => assert.deepEqual(read(storeCors), expected));

  it('a pattern in an environment file is one', () => {
    const files = { '.env': 'STORE_CORS=/a\\.example$/,http://localhost:8000\n' };
    assert.deepEqual(read('process.env.STORE_CORS!', files), ['echo-match own plain sub; cookies; untrimmed-list']);
  });

  it('flags that keep state are dropped from 2.21.2 on', () => {
    const one = "'/a\\\\.example$/g'";
    assert.deepEqual(read(one, installed({ '@medusajs/medusa': '2.21.2' })), ['echo-match own plain sub; cookies']);
    assert.deepEqual(read(one, installed({ '@medusajs/medusa': '2.20.0' })), [
      'echo-match own plain sub; cookies; stateful-pattern',
    ]);
  });

  it('each part of the shop has its own', () => {
    const source = `const STORE_CORS = process.env.STORE_CORS || 'https://a.example';
const ADMIN_CORS = 'https://b.example';
/** @type {import('@medusajs/medusa').ConfigModule["projectConfig"]} */
const projectConfig = { store_cors: STORE_CORS, admin_cors: ADMIN_CORS, database_url: '' };
module.exports = { projectConfig, plugins: [] };`;
    const found = policies(source, {}, 'medusa-config.js');
    assert.deepEqual(
      found.map(it => it.scope.path),
      ['/store', '/store', '/admin'],
    );
  });
});
