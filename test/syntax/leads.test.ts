import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Project } from '../../server/src/syntax/project.ts';

const FILES: Readonly<Record<string, string>> = {
  '/w/plain.ts': 'export const a = 1;',
  '/w/own.ts': "import express from 'express'; export const app = express();",
  '/w/made.ts': "import { app } from './own'; export const server = app;",
  '/w/far.ts': "import { server } from './made'; export const x = server;",
  '/w/barrel.ts': "export * from './plain';\nexport { app as other } from './own';",
  '/w/barrels.ts': "export * from './barrel';",
  '/w/commonjs.js': "module.exports = require('./own');",
  '/w/round.ts': "export * from './about';",
  '/w/about.ts': "export * from './round';",
};

it('what an export may lead to is judged by the texts of the files', () => {
  const project = new Project({ read: path => FILES[path], exists: path => path in FILES });
  const leads = (path: string) => project.leads(path, /express/);
  assert.deepEqual(Object.fromEntries(Object.keys(FILES).map(it => [it.slice(3), leads(it)])), {
    'plain.ts': false,
    'own.ts': true,
    'made.ts': true,
    'far.ts': false,
    'barrel.ts': true,
    'barrels.ts': true,
    'commonjs.js': true,
    'round.ts': false,
    'about.ts': false,
  });
});
