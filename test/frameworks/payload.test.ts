import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installed, listed, policies, readings } from './reading.ts';

function config(cors: string, module = 'payload'): string {
  return `import { buildConfig } from '${module}';\nexport default buildConfig({ cors: ${cors}, csrf: ['https://a.example'] });`;
}

const CASES: Readonly<Record<string, readonly string[]>> = {
  "'*'": ['any everyone'],
  "['https://a.example', 'http://a.example']": ['echo-match own plain; cookies'],
  "['*']": ['echo-match; cookies; misread nobody'],
  "'https://a.example'": ['echo-match; cookies; misread nobody'],
  "[process.env.SITE || '', 'https://a.example'].filter(Boolean)": [
    'echo-match own; cookies',
    'echo-match own; cookies',
  ],
  "{ origins: ['https://a.example'], headers: ['x-a'] }": ['echo-match own; cookies'],
  "{ origins: '*' }": ['any everyone'],
  "{ origins: 'https://x.a.example, https://a.example' }": ['echo-match own sub; cookies'],
  "{ origin: ['https://a.example'] }": ['echo-match; cookies; unknown origin for origins'],
  '{ origins: true }': ['none; cookies; misread error-500'],
  'process.env.CORS': ['dynamic ?; cookies?'],
  "process.env.NODE_ENV === 'production' ? ['https://a.example'] : '*'": ['echo-match own; cookies', 'any everyone'],
  false: [],
  undefined: [],
};

describe('cors of Payload', () => {
  for (const [cors, expected] of Object.entries(CASES))
    it(cors, () => assert.deepEqual(readings(config(cors)), expected));

  it('an object says nothing to version 2', () => {
    const source = config("{ origins: ['https://a.example'] }", 'payload/config');
    assert.deepEqual(readings(source, installed({ payload: '2.32.3' })), ['echo-match; cookies; misread nobody']);
    const list = config("['https://a.example']", 'payload/config');
    assert.deepEqual(readings(list, installed({ payload: '2.32.3' })), ['echo-match own; cookies']);
  });

  it('the usual headers stand before those of the configuration', () => {
    const [policy] = policies(config("{ origins: '*', headers: ['x-a'] }"), installed({ payload: '3.54.0' }));
    assert.equal(
      policy && listed(policy.allowedHeaders),
      'X-Requested-With,Content-Type,Accept,Authorization,Content-Encoding,x-apollo-tracing,x-a',
    );
  });
});
