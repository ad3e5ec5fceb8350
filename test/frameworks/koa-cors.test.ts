import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sample } from '../harness/workspace.ts';
import { installed, listed, policies, readings } from './reading.ts';

function app(options: string, module = '@koa/cors'): string {
  return `const Koa = require('koa');\nconst cors = require('${module}');\nconst app = new Koa();\napp.use(cors(${options}));\n`;
}

/** Each was asked of @koa/cors 5.0.0; the second reading is that of 4.0.0 and 3.4.3 where it differs. */
const ORIGINS: Readonly<Record<string, readonly [string, string?]>> = {
  '': ['any everyone', 'echo-any everyone'],
  "{ origin: '*' }": ['any everyone'],
  "{ origin: '*', credentials: true }": ['echo-any everyone; cookies; reflected'],
  '{ credentials: true }': ['echo-any everyone; cookies; reflected', 'echo-any everyone; cookies'],
  "{ origin: ['*'], credentials: true }": ['any everyone; cookies'],
  '{ origin: true }': ['fixed true; misread literal-header'],
  '{ origin: false }': ['any everyone; misread any', 'echo-any everyone; misread reflects-everyone'],
  '{ origin: undefined }': ['any everyone', 'echo-any everyone'],
  "{ origin: '' }": ['any everyone; misread any', 'echo-any everyone; misread reflects-everyone'],
  "{ origin: 'https://a.example' }": ['fixed https://a.example'],
  "{ origin: ['https://a.example'] }": ['fixed https://a.example'],
  "{ origin: ['https://a.example', 'https://b.example'] }": [
    'fixed https://a.example + https://b.example; misread literal-header',
  ],
  '{ origin: /a\\.example$/ }': ['fixed /a\\.example$/; misread literal-header'],
  "{ origin: ctx => ctx.get('Origin'), credentials: true }": ['echo-any everyone; cookies'],
  "{ origin: ctx => (['https://a.example'].includes(ctx.request.header.origin) ? ctx.request.header.origin : false) }":
    ['echo-match own'],
  "{ origin: async ctx => (ctx.headers.origin === 'https://a.example' ? ctx.headers.origin : '') }": ['echo-match own'],
  '{ origin: (origin, cb) => cb(null, true) }': ['echo-match; misread error-500'],
  '{ origin: process.env.ORIGIN, credentials: true }': [
    'fixed; cookies; unset ORIGIN: any',
    'fixed; cookies; unset ORIGIN: reflects-everyone',
  ],
  "{ allowedHeaders: ['x'] }": [
    'any everyone; unknown allowedHeaders for allowHeaders',
    'echo-any everyone; unknown allowedHeaders for allowHeaders',
  ],
};

function read(options: string, version: string): readonly string[] {
  return readings(app(options), installed({ '@koa/cors': version })).map(it => it.replace(/ [345]\.\d+\.\d+/, ''));
}

describe('@koa/cors', () => {
  for (const [options, [newest, older = newest]] of Object.entries(ORIGINS))
    it(`cors(${options})`, () => {
      assert.deepEqual(read(options, '5.0.0'), [newest]);
      assert.deepEqual(read(options, '4.0.0'), [older]);
      assert.deepEqual(read(options, '3.4.3'), [older]);
    });

  it('an empty list of headers is none', () => {
    assert.deepEqual(
      policies(app('{ allowHeaders: [] }')).map(it => listed(it.allowedHeaders)),
      ['reflected'],
    );
  });

  it('koa2-cors repeats every origin unless told otherwise', () => {
    const koa2 = (options: string) => readings(app(options, 'koa2-cors'));
    assert.deepEqual(koa2('{ credentials: true }'), ['echo-any everyone; cookies']);
    assert.deepEqual(koa2("{ origin: '*', credentials: true }"), ['any everyone; cookies']);
    assert.deepEqual(koa2("{ origin: async () => 'https://a.example' }"), [
      'fixed [object Promise]; misread literal-header',
    ]);
    assert.deepEqual(koa2("{ origin: 'https://a.example', credentials: 'true' }"), [
      'fixed https://a.example; credentials-not-true',
    ]);
  });

  it('knows the order of registration', () => {
    const source = `import Koa from 'koa';
import Router from '@koa/router';
import cors from '@koa/cors';
const app = new Koa();
const router = new Router();
router.get('/items', list);
app.use(router.routes());
app.use(cors());`;
    const apps = sample({ 'server.ts': source })
      .facts()
      .flatMap(it => it.apps);
    assert.deepEqual(
      apps.map(it => it.steps.map(step => (step.kind === 'middleware' ? step.role : step.kind))),
      [['route'], ['router', 'cors']],
    );
  });
});
