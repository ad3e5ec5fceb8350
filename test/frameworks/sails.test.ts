import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installed, policies, readings } from './reading.ts';

const SAILS = installed({ sails: '1.5.18' });

function security(cors: string): readonly string[] {
  return readings(`module.exports.security = { cors: ${cors}, csrf: false };`, SAILS, 'config/security.js');
}

function routes(cors: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const source = `module.exports.routes = { 'GET /feed': { action: 'feed', cors: ${cors} }, '/': { view: 'home' } };`;
  return policies(source, { ...SAILS, ...files }, 'config/routes.js').flatMap(it =>
    it.at.path.endsWith('routes.js') ? [it.scope.methods?.join() ?? 'all'] : [],
  );
}

describe('security.cors of Sails', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "{ allowOrigins: '*' }": [],
    "{ allRoutes: false, allowOrigins: '*' }": [],
    '{ allRoutes: true }': ['any everyone'],
    "{ allRoutes: true, allowOrigins: ['https://a.example', 'http://a.example'] }": ['echo-match own plain'],
    "{ allRoutes: true, allowOrigins: 'https://a.example, http://a.example', allowCredentials: true }": [
      'echo-match own plain; cookies',
    ],
    "{ allRoutes: true, allowOrigins: ['*'] }": ['none; misread crashes'],
    "{ allRoutes: true, allowOrigins: ['https://a.example/'] }": ['none; misread crashes'],
    '{ allRoutes: true, allowOrigins: /a\\.example$/ }': ['none; misread crashes'],
    "{ allRoutes: true, allowOrigins: '*', allowCredentials: true }": ['none; cookies; misread crashes'],
    "{ allRoutes: true, allowOrigins: '*', allowCredentials: true, allowAnyOriginWithCredentialsUnsafe: true }": [
      'echo-any everyone; cookies; reflected 1.5.18',
    ],
    "{ allRoutes: true, allowOrigins: '*', allowCredentials: 'true' }": ['any everyone; credentials-not-true'],
    "{ allRoutes: true, allowOrgins: ['https://a.example'] }": ['any everyone; unknown allowOrgins for allowOrigins'],
    '{ allRoutes: true, allowOrigins: process.env.ORIGINS }': ['echo-match'],
  };
  for (const [cors, expected] of Object.entries(cases)) it(cors, () => assert.deepEqual(security(cors), expected));

  it('says nothing of Sails 0 and of other libraries', () => {
    const source = "module.exports.security = { cors: { allowOrigins: '*' } };";
    assert.deepEqual(readings(source, installed({ sails: '0.12.14' }), 'config/security.js'), []);
    assert.deepEqual(readings(source, installed({ lab: '1.0.0' }), 'config/security.js'), []);
  });

  it('an environment has its own, on top of the shared options', () => {
    const files = {
      ...SAILS,
      'config/security.js':
        "module.exports.security = { cors: { allRoutes: true, allowCredentials: true, allowOrigins: ['http://localhost:3000'] } };",
    };
    const source = "module.exports = { security: { cors: { allowOrigins: ['https://a.example'] } } };";
    const found = policies(source, files, 'config/env/production.js');
    const [own] = found.filter(it => it.at.path.endsWith('production.js'));
    assert.deepEqual(own?.guards, [{ kind: 'mode', mode: 'production' }]);
    assert.equal(own?.credentials.kind === 'written' && own.credentials.value, true);
  });
});

describe('cors of a route of Sails', () => {
  it('a route has its own', () => {
    assert.deepEqual(routes("{ allowOrigins: ['https://a.example'] }"), ['GET,OPTIONS']);
    assert.deepEqual(routes("'https://a.example'"), ['GET,OPTIONS']);
    assert.deepEqual(routes('false'), []);
  });

  it('`true` stands for the shared options, unless those hold for all routes', () => {
    assert.deepEqual(routes('true'), ['GET,OPTIONS']);
    const everywhere = { 'config/security.js': 'module.exports.security = { cors: { allRoutes: true } };' };
    assert.deepEqual(routes('true', everywhere), []);
  });
});
