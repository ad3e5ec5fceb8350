import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listed, policies, readings } from './reading.ts';

function server(cors: string): string {
  return `const Hapi = require('@hapi/hapi');\nconst server = Hapi.server({ port: 3000, routes: { cors: ${cors} } });\n`;
}

/** Each was asked of @hapi/hapi 21.4.10; what crashes does so at the start. */
const ORIGINS: Readonly<Record<string, string>> = {
  true: 'echo-any everyone',
  '{}': 'echo-any everyone',
  '{ credentials: true }': 'echo-any everyone; cookies; reflected 21.4.10',
  "{ origin: ['*'], credentials: true }": 'echo-any everyone; cookies; reflected 21.4.10',
  "{ origin: 'ignore' }": 'any everyone',
  "{ origin: '*' }": 'none; misread crashes',
  "{ origin: 'https://a.example' }": 'none; misread crashes',
  '{ origin: true }': 'none; misread crashes',
  "{ origin: ['https://a.example'], credentials: true }": 'echo-match own; cookies',
  "{ origin: ['https://*.a.example'] }": 'echo-match sub',
  "{ origin: ['http*://a.example'] }": 'echo-match own plain',
  "{ origin: [process.env.UI, 'https://a.example'] }": 'echo-match own',
};

describe('hapi', () => {
  for (const [options, reading] of Object.entries(ORIGINS))
    it(`routes.cors: ${options}`, () => assert.deepEqual(readings(server(options)), [reading]));

  it('is off where it says so, and where nothing is said', () => {
    assert.deepEqual(readings(server('false')), []);
    assert.deepEqual(readings("import Hapi from '@hapi/hapi';\nnew Hapi.Server({ port: 3000 });"), []);
  });

  it('fills in its own lists', () => {
    const [policy] = policies(server("{ origin: ['https://a.example'], additionalHeaders: ['x-a'] }"));
    assert.ok(policy);
    assert.equal(listed(policy.allowedHeaders), 'Accept,Authorization,Content-Type,If-None-Match,x-a');
    assert.equal(listed(policy.exposedHeaders), 'WWW-Authenticate,Server-Authorization');
    assert.equal(policy.maxAge.kind === 'default' && policy.maxAge.value, 86400);
  });

  it('reads routes', () => {
    const source = `${server('false')}
server.route({ method: 'PUT', path: '/x', options: { cors: { origin: ['https://a.example'] }, handler } });
server.route([{ method: '*', path: '/y', config: { cors: true, handler } }, { method: 'GET', path: '/z', handler }]);`;
    assert.deepEqual(readings(source), ['echo-match own', 'echo-any everyone']);
    assert.deepEqual(
      policies(source).map(it => it.scope),
      [{ path: '/x', methods: ['PUT'] }, { path: '/y' }],
    );
  });
});
