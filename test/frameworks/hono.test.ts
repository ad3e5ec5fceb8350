import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sample } from '../harness/workspace.ts';
import { installed, listed, policies, readings } from './reading.ts';

function app(options: string): string {
  return `import { Hono } from 'hono'\nimport { cors } from 'hono/cors'\nconst app = new Hono()\napp.use('*', cors(${options}))\n`;
}

/** Each was asked of hono 4.13.19. */
const ORIGINS: Readonly<Record<string, string>> = {
  '': 'any everyone',
  '{}': 'any everyone',
  "{ origin: '*' }": 'any everyone',
  "{ origin: '*', credentials: true }": 'any everyone; cookies',
  '{ credentials: true }': 'any everyone; cookies',
  '{ origin: true }': 'none; misread error-500',
  '{ origin: false }': 'none; misread error-500',
  '{ origin: undefined }': 'none; misread error-500',
  '{ origin: null }': 'none; misread error-500',
  "{ origin: '' }": 'echo-match',
  "{ origin: 'https://a.example' }": 'echo-match own',
  "{ origin: 'https://a.example/' }": 'echo-match',
  "{ origin: 'https://a.example,https://b.example' }": 'echo-match',
  "{ origin: ['https://a.example', 'https://b.example'], credentials: true }": 'echo-match own; cookies',
  "{ origin: ['*'] }": 'echo-match; misread nobody',
  '{ origin: [/a\\.example$/] }': 'echo-match; misread nobody',
  '{ origin: /a\\.example$/ }': 'none; misread error-500',
  "{ origin: new Set(['https://a.example']) }": 'none; misread error-500',
  "{ origin: 'https://*.a.example' }": 'echo-match',
  '{ origin: o => o, credentials: true }': 'echo-any everyone; cookies',
  '{ origin: (origin, c) => origin }': 'echo-any everyone',
  "{ origin: o => (o.endsWith('.a.example') ? o : 'https://a.example') }": 'fallback own sub',
  "{ origin: async o => (o === 'https://a.example' ? o : null) }": 'echo-match own',
  "{ origin: o => (o === 'https://a.example' ? o : undefined) }": 'echo-match own',
  "{ origin: () => '*' }": 'any everyone',
  '{ origin: process.env.ORIGIN }': 'echo-match; unset ORIGIN: error-500',
  "{ origin: process.env.ORIGIN ?? '*' }": 'any everyone',
  "{ origin: ['https://a.example'], credentials: 'false' }": 'echo-match own; cookies',
  "{ origins: ['https://a.example'] }": 'any everyone; unknown origins for origin',
  "{ allowedHeaders: ['x'] }": 'any everyone; unknown allowedHeaders for allowHeaders',
};

describe('hono/cors', () => {
  for (const [options, reading] of Object.entries(ORIGINS))
    it(`cors(${options})`, () => assert.deepEqual(readings(app(options)).at(-1), reading));

  it('a function that answers true sends the word', () => {
    const [policy] = policies(app("{ origin: o => ['https://a.example'].includes(o) }"));
    assert.equal(policy?.oddities[0]?.kind, 'origin-misread');
  });

  it('turned a wildcard with credentials into everybody from 4.12.9 to 4.12.24', () => {
    const at = (version: string) => readings(app('{ credentials: true }'), installed({ hono: version }))[0];
    assert.equal(at('4.12.8'), 'any everyone; cookies');
    assert.equal(at('4.12.9'), 'echo-any everyone; cookies; reflected 4.12.9');
    assert.equal(at('4.12.24'), 'echo-any everyone; cookies; reflected 4.12.24');
    assert.equal(at('4.12.25'), 'any everyone; cookies');
  });

  it('allows QUERY from 4.13 on', () => {
    const at = (version: string) => policies(app(''), installed({ hono: version })).map(it => listed(it.methods))[0];
    assert.equal(at('4.12.30'), 'GET,HEAD,PUT,POST,DELETE,PATCH');
    assert.equal(at('4.13.0'), 'GET,HEAD,PUT,POST,DELETE,PATCH,QUERY');
  });

  it('an empty list of headers is none', () => {
    assert.deepEqual(
      policies(app('{ allowHeaders: [] }')).map(it => listed(it.allowedHeaders)),
      ['reflected'],
    );
  });

  it('is read wherever it is mounted', () => {
    const source = `import { Hono } from 'hono'
import { cors } from 'npm:hono@4/cors'
const app = new Hono().basePath('/v1').use('/api/*', cors({ origin: 'https://a.example' }))
app.put('/x', cors(), c => c.text(''))
app.use('/late/*', async (c, next) => {
  const handler = cors({ origin: c.env.ORIGIN })
  return handler(c, next)
})
export default app`;
    assert.deepEqual(readings(source), ['echo-match own', 'any everyone', 'echo-match; unset ORIGIN: error-500']);
    assert.deepEqual(
      policies(source).map(it => it.scope),
      [{ path: '/api/*' }, { path: '/x', methods: ['PUT'] }, {}],
    );
  });

  it('knows the order of registration', () => {
    const source = `import { Hono } from 'hono'
import { cors } from 'hono/cors'
const app = new Hono()
app.get('/items', c => c.json([]))
app.route('/users', users)
app.use('*', cors())
app.use('/', cors())
app.get('/later', c => c.json([]))`;
    const [found] = sample({ 'server.ts': source })
      .facts()
      .flatMap(it => it.apps);
    assert.deepEqual(
      found?.steps.map(it => `${it.kind} ${'path' in it ? it.path : ''}`),
      ['route /items', 'middleware /users', 'cors *', 'cors /', 'route /later'],
    );
    assert.equal(found?.ordered, true);
  });
});
