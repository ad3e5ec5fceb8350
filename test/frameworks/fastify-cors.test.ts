import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installed, listed, policies, readings } from './reading.ts';

function app(options: string): string {
  return `import Fastify from 'fastify'\nimport cors from '@fastify/cors'\nconst app = Fastify()\nawait app.register(cors${options && `, ${options}`})\n`;
}

/** Each was asked of @fastify/cors 11.4.3 and 9.0.1. */
const ORIGINS: Readonly<Record<string, string>> = {
  '': 'any everyone',
  '{}': 'any everyone',
  "{ origin: '*', credentials: true }": 'any everyone; cookies',
  '{ origin: true, credentials: true }': 'echo-any everyone; cookies',
  '{ origin: false }': 'none',
  '{ origin: undefined }': 'none; misread error-500',
  '{ origin: null }': 'none; misread error-500',
  "{ origin: '' }": 'none; misread error-500',
  "{ origin: 'https://a.example' }": 'fixed https://a.example',
  "{ origin: ['https://a.example', /\\.a\\.example$/] }": 'echo-match own sub',
  "{ origin: ['*'] }": 'any everyone',
  "{ origin: ['*', 'https://a.example'], credentials: true }": 'any everyone; cookies',
  '{ origin: [] }': 'echo-match',
  '{ origin: /a\\.example$/g }': 'echo-match own plain sub',
  "{ origin: new Set(['https://a.example']) }": 'echo-any everyone; misread reflects-everyone',
  '{ origin: (origin, cb) => cb(null, true) }': 'echo-any everyone',
  "{ origin: (origin, cb) => cb(null, origin === 'https://a.example') }": 'echo-match own',
  '{ origin: (origin, cb) => cb(undefined, true) }': 'echo-match; misread off',
  "{ origin: async origin => origin === 'https://a.example' }": 'echo-match own',
  "{ origin: origin => origin === 'https://a.example' }": 'none; misread hangs',
  '{ origin: process.env.ORIGIN }': 'fixed; unset ORIGIN: error-500',
  "{ origin: true, credentials: 'false' }": 'echo-any everyone; cookies',
  "{ origins: ['https://a.example'] }": 'any everyone; unknown origins for origin',
  "{ allowHeaders: ['x'] }": 'any everyone; unknown allowHeaders for allowedHeaders',
  "{ delegator: (req, cb) => cb(null, { origin: 'https://a.example' }) }": 'fixed https://a.example',
  "{ delegator: async req => ({ origin: ['https://a.example'] }) }": 'echo-match own',
  '() => (req, cb) => cb(null, { origin: true })': 'echo-any everyone',
};

describe('@fastify/cors', () => {
  for (const [options, reading] of Object.entries(ORIGINS))
    it(`register(cors, ${options})`, () => assert.deepEqual(readings(app(options)), [reading]));

  it('is read however the plugin comes in', () => {
    for (const source of [
      "fastify.register(require('@fastify/cors'), { origin: true })",
      "fastify.register(import('@fastify/cors'), { origin: true })",
      "fastify.register((await import('@fastify/cors')).default, { origin: true })",
      "import { fastifyCors } from '@fastify/cors'\nexport default fp(async fastify => { fastify.register(fastifyCors, { origin: true }) })",
      "import cors from 'fastify-cors'\nfunction setUp(app: FastifyInstance) { app.register(cors as any, { origin: true }) }",
      "const { origin } = { origin: true }\nserver.register(require('fastify-cors'), { ...{ origin } })",
    ])
      assert.deepEqual(readings(source), ['echo-any everyone'], source);
  });

  it('allows fewer methods from 11 on', () => {
    const at = (version: string) =>
      policies(app(''), installed({ '@fastify/cors': version })).map(it => listed(it.methods))[0];
    assert.equal(at('10.1.0'), 'GET,HEAD,PUT,PATCH,POST,DELETE');
    assert.equal(at('11.0.0'), 'GET,HEAD,POST');
  });

  it("a route's own options go before the plugin's", () => {
    const source = `${app("{ origin: 'https://b.example' }")}
app.get('/open', { config: { cors: { origin: '*' } } }, open)
app.get('/off', { config: { cors: false } }, off)
app.route({ method: 'PUT', url: '/x', config: { cors: { origin: true, credentials: true } }, handler })`;
    assert.deepEqual(readings(source), [
      'fixed https://b.example',
      'any everyone; cookies?',
      'echo-any everyone; cookies',
    ]);
    assert.deepEqual(
      policies(source).map(it => it.scope),
      [{}, { path: '/open', methods: ['GET'] }, { path: '/x', methods: ['PUT'] }],
    );
  });
});
