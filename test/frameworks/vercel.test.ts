import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { vercelJson } from '../../server/src/frameworks/platforms/vercel.ts';
import { type PolicyEdit, remove, set } from '../../server/src/model/edit.ts';
import { read, say } from './raw-reading.ts';

const SOURCE = `{
  "headers": [
    {
      "source": "/api/(.*)",
      "headers": [
        { "key": "Access-Control-Allow-Credentials", "value": "true" },
        { "key": "Access-Control-Allow-Origin", "value": "*" },
        { "key": "Access-Control-Allow-Methods", "value": "GET,OPTIONS" }
      ]
    },
    { "source": "/(.*)", "headers": [{ "key": "Cache-Control", "value": "no-store" }] }
  ]
}
`;

const config = (source: string) => read(vercelJson, { '/vercel.json': source });

function after(source: string, edit: PolicyEdit): string | undefined {
  const changed = config(source).after(edit);
  if (changed !== undefined) JSON.parse(changed);
  return changed;
}

describe('vercel.json', () => {
  it('is known by its name', () => {
    assert.equal(vercelJson.files('/w/vercel.json'), true);
    assert.equal(vercelJson.files('/w/my-vercel.json'), false);
  });

  it('one policy for each rule that concerns CORS', () => {
    const { policies, text } = config(SOURCE);
    assert.deepEqual(
      policies.map(it => say(it, 'origins', 'credentials', 'methods', 'preflight', 'scope')),
      ['origins: any all\ncredentials: true\nmethods: GET, OPTIONS\npreflight: none\nscope: /api/(.*)'],
    );
    assert.equal(text(policies[0]?.origins.at), '"*"');
    assert.equal(text(policies[0]?.at), '{ "key": "Access-Control-Allow-Origin", "value": "*" }');
  });

  it('legacy routes', () => {
    const source =
      '{"routes":[{"src":"/(.*)","dest":"a.js","headers":{"Access-Control-Allow-Origin":"http://localhost:3000","access-control-allow-methods":"GET"}}]}';
    assert.deepEqual(
      config(source).policies.map(it => say(it, 'origins', 'methods', 'scope')),
      ['origins: fixed equals "http://localhost:3000"\nmethods: GET\nscope: /(.*)'],
    );
  });

  it('an origin that has to match, and is quoted', () => {
    const rule = (value: string) =>
      `{"headers":[{"source":"/a","has":[{"type":"header","key":"Origin","value":"(?<o>https://.*\\\\.a\\\\.com)"}],"headers":[{"key":"Access-Control-Allow-Origin","value":"${value}"}]}]}`;
    assert.equal(say(config(rule(':o')).policies[0]), 'echo-match matches /^(?:(?<o>https://.*\\.a\\.com))$/');
    assert.equal(say(config(rule('*')).policies[0]), 'any matches /^(?:(?<o>https://.*\\.a\\.com))$/');
  });

  it('broken files give no policy', () => {
    for (let end = 0; end < SOURCE.length; end += 7) config(SOURCE.slice(0, end));
    assert.deepEqual(config('{"headers": "x", "routes": [1, {"headers": 2}]}').policies, []);
    assert.deepEqual(config('[]').policies, []);
  });

  it('fixes are rows', () => {
    const row = '        { "key": "Access-Control-Allow-Origin", "value": "*" },\n';
    assert.equal(
      after(SOURCE, remove('credentials')),
      SOURCE.replace('        { "key": "Access-Control-Allow-Credentials", "value": "true" },\n', ''),
    );
    assert.equal(
      after(SOURCE, remove('methods')),
      SOURCE.replace(',\n        { "key": "Access-Control-Allow-Methods", "value": "GET,OPTIONS" }', ''),
    );
    assert.equal(
      after(SOURCE, set('maxAge', { kind: 'number', value: 600 })),
      SOURCE.replace(row, `${row}        { "key": "Access-Control-Max-Age", "value": "600" },\n`),
    );
    assert.equal(
      after(SOURCE, { kind: 'vary' }),
      SOURCE.replace(row, `${row}        { "key": "Vary", "value": "Origin" },\n`),
    );
    assert.equal(
      after(SOURCE, set('origins', { kind: 'texts', texts: ['https://a.com'] })),
      SOURCE.replace('"*"', '"https://a.com"'),
    );
    assert.equal(
      after(SOURCE, set('origins', { kind: 'texts', texts: ['https://a.com', 'https://b.com'] })),
      undefined,
    );
  });

  it('fixes are properties in routes', () => {
    const source =
      '{ "routes": [{ "src": "/", "headers": { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true" } }] }';
    assert.equal(
      after(source, remove('credentials')),
      source.replace(', "Access-Control-Allow-Credentials": "true"', ''),
    );
    assert.equal(after(source, { kind: 'vary' }), source.replace('"*",', '"*", "Vary": "Origin",'));
  });
});
