import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listed, policies, readings } from './reading.ts';

function server(options: string, name = 'restify-cors-middleware2'): string {
  return `const corsMiddleware = require('${name}');\nconst cors = corsMiddleware(${options});\nserver.pre(cors.preflight);\nserver.use(cors.actual);`;
}

describe('restify-cors-middleware2', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    '': [],
    '{}': ['echo-any everyone'],
    "{ origins: ['*'] }": ['echo-any everyone'],
    "{ origins: ['*'], credentials: true }": ['none; cookies; misread crashes'],
    "{ origins: ['*'], credentials: true, allowCredentialsAllOrigins: true }": [
      'echo-any everyone; cookies; reflected 2.2.1',
    ],
    "{ origins: ['https://a.example', 'http://a.example'] }": ['echo-match own plain'],
    "{ origins: ['https://*.example'] }": ['echo-match own sub'],
    "{ origins: 'https://a.example' }": ['none; misread crashes'],
    '{ origins: /a/ }': ['none; misread crashes'],
    '{ origins: [/a\\.example$/g] }': ['echo-match own plain sub'],
    "{ origin: ['https://a.example'] }": ['echo-any everyone; unknown origin for origins'],
  };
  for (const [options, expected] of Object.entries(cases))
    it(`(${options})`, () => assert.deepEqual(readings(server(options)), expected));

  it('restify-cors-middleware knows no way to allow credentials to everybody', () => {
    const source = server(
      "{ origins: ['*'], credentials: true, allowCredentialsAllOrigins: true }",
      'restify-cors-middleware',
    );
    assert.deepEqual(readings(source), ['none; cookies; misread crashes']);
  });

  it('the headers of restify stand behind those that are given', () => {
    const [policy] = policies(server("{ origins: [], allowHeaders: ['Authorization', 'origin'] }"));
    assert.equal(
      policy && listed(policy.allowedHeaders),
      'Authorization,origin,accept,accept-version,content-type,request-id,x-api-version,x-request-id,x-requested-with',
    );
  });
});
