import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headersFile, netlifyToml } from '../../server/src/frameworks/platforms/headers-file.ts';
import { remove, set } from '../../server/src/model/edit.ts';
import { readToml } from '../../server/src/syntax/toml.ts';
import { read, say } from './raw-reading.ts';

const HEADERS = `# open data
/api/*
  Access-Control-Allow-Origin: *
  Access-Control-Allow-Credentials: true
  access-control-allow-headers: Content-Type, X-Token

/fonts/*
  Cache-Control: max-age=3600
/twice
  Access-Control-Allow-Origin: https://a.example
  Access-Control-Allow-Origin: https://b.example
`;

const NETLIFY = `[build]
  publish = "dist" # built

[[headers]]
  for = "/api/*"
  [headers.values]
    # everybody
    Access-Control-Allow-Origin = "*"
    "Access-Control-Allow-Credentials" = "true"
    Access-Control-Allow-Methods = '''
      GET,
      PUT'''
[[headers]]
  for = "/b"
  values = { "Access-Control-Allow-Origin" = "https://b.example/", X-A = "b" }
[[redirects]]
  from = "/x"
`;

describe('_headers', () => {
  const file = read(headersFile, { '/public/_headers': HEADERS });

  it('one policy for each path; the same name twice is two values', () => {
    assert.deepEqual(
      file.policies.map(it => it.scope.path),
      ['/api/*', '/twice'],
    );
    assert.equal(say(file.policies[0]), 'any all');
    assert.equal(say(file.policies[0], 'allowed'), 'Content-Type, X-Token');
    assert.deepEqual(
      file.policies[1]?.oddities.map(it => it.kind),
      ['duplicate-header'],
    );
  });

  it('fixes are lines of the same kind; comments stay', () => {
    assert.equal(file.after(remove('credentials')), HEADERS.replace('  Access-Control-Allow-Credentials: true\n', ''));
    assert.equal(
      file.after(set('maxAge', { kind: 'number', value: 600 })),
      HEADERS.replace('Origin: *\n', 'Origin: *\n  Access-Control-Max-Age: 600\n'),
    );
    const origin = set('origins', { kind: 'texts', texts: ['https://a.example'] });
    assert.equal(file.after(origin), HEADERS.replace('Origin: *', 'Origin: https://a.example'));
  });
});

describe('netlify.toml', () => {
  const file = read(netlifyToml, { '/netlify.toml': NETLIFY });

  it('tables of headers, values on several lines', () => {
    assert.deepEqual(
      file.policies.map(it => it.scope.path),
      ['/api/*', '/b'],
    );
    assert.equal(say(file.policies[0]), 'any all');
    assert.equal(say(file.policies[0], 'methods'), 'GET, PUT');
    assert.equal(say(file.policies[1]), 'fixed equals "https://b.example/"');
  });

  it('fixes keep quotes and comments, also in tables on one line', () => {
    assert.equal(
      file.after(remove('credentials')),
      NETLIFY.replace('    "Access-Control-Allow-Credentials" = "true"\n', ''),
    );
    assert.equal(
      file.after({ kind: 'vary' }),
      NETLIFY.replace('Origin = "*"\n', 'Origin = "*"\n    Vary = "Origin"\n'),
    );
    assert.equal(
      file.after(remove('origins'), 1),
      NETLIFY.replace('{ "Access-Control-Allow-Origin" = "https://b.example/", ', '{ '),
    );
    assert.equal(
      file.after(set('origins', { kind: 'text', text: 'https://b.example' }), 1),
      NETLIFY.replace('example/', 'example'),
    );
  });

  it('broken files are read without a crash', () => {
    for (let end = 0; end < NETLIFY.length; end++) {
      read(netlifyToml, { '/netlify.toml': NETLIFY.slice(0, end) });
      read(netlifyToml, { '/netlify.toml': NETLIFY.slice(0, end) + NETLIFY.slice(end + 1) });
    }
    for (let end = 0; end < HEADERS.length; end++) read(headersFile, { '/_headers': HEADERS.slice(0, end) });
    readToml('f', `a = ${'['.repeat(50000)}`);
    readToml('f', `a${'.b'.repeat(20000)} = 1`);
  });
});

it('TOML: strings, numbers, tables within tables, and what is broken left out', () => {
  const text =
    'a.b = "x\\n\\u0041"\n[c."d e"]\nf = [1, 2.5, true, \'g\\n\', # h\n]\n= broken\ni = { j = 1979-05-27 }\n';
  assert.equal(
    JSON.stringify(readToml('f', text), (key, value: unknown) =>
      key.toLowerCase().endsWith('span') ? undefined : value,
    ),
    '{"kind":"record","container":"object","entries":[{"key":"a","value":{"kind":"record","container":"object","entries":[{"key":"b","value":{"kind":"literal","value":"x\\nA"}}]}},{"key":"c","value":{"kind":"record","container":"object","entries":[{"key":"d e","value":{"kind":"record","container":"object","entries":[{"key":"f","value":{"kind":"list","container":"array","items":[{"kind":"literal","value":1},{"kind":"literal","value":2.5},{"kind":"literal","value":true},{"kind":"literal","value":"g\\\\n"}]}},{"key":"i","value":{"kind":"record","container":"object","entries":[{"key":"j","value":{"kind":"unknown","why":"a value that is not followed","onOrigin":false}}]}}]}}]}}]}',
  );
});
