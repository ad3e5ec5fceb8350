import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requests, sent } from './reading.ts';

const CASES: Readonly<Record<string, string>> = {
  "fetch('https://a.example/users')": 'GET https://a.example/users same-origin',
  "fetch('/api/me')": 'GET (page) /api/me same-origin',
  "window.fetch('//a.example')": 'GET //a.example same-origin',
  "fetch('https://a.example', { method: 'post', credentials: 'include' })": 'POST https://a.example include',
  "fetch('https://a.example', { method: 'patch', body: 'x' })":
    'patch https://a.example same-origin type=text/plain;charset=UTF-8',
  "fetch('https://a.example', { headers: { 'X-App': 'web', Accept: '*/*' } })":
    'GET https://a.example same-origin x-app=web accept=*/*',
  "fetch('https://a.example', { headers: new Headers([['X-App', 'web']]) })":
    'GET https://a.example same-origin x-app=web',
  "fetch('https://a.example', { headers: { ...auth(), 'X-App': app } })": 'GET https://a.example same-origin x-app=? +',
  "fetch('https://a.example', { headers: { 'X-App': user ? user.app : undefined } })":
    'GET https://a.example same-origin x-app=??',
  "fetch('https://a.example', { method: 'POST', body: JSON.stringify(it), headers: { 'content-type': 'application/json' } })":
    'POST https://a.example same-origin type=application/json',
  "fetch('https://a.example', { method: 'POST', body: new FormData() })":
    'POST https://a.example same-origin type=multipart/form-data',
  "fetch('https://a.example', { method: 'POST', body: new URLSearchParams() })":
    'POST https://a.example same-origin type=application/x-www-form-urlencoded;charset=UTF-8',
  "fetch('https://a.example', { mode: 'no-cors' })": 'GET https://a.example same-origin no-cors',
  "fetch('https://a.example', options)": '? https://a.example ? ? type=? +',
  "fetch(new Request('https://a.example', { method: 'PUT' }), { credentials: 'omit' })": 'PUT https://a.example omit',
  "fetch(new URL('/x?y', 'https://a.example:8443/b/c'))": 'GET https://a.example:8443/x?y same-origin',
  "fetch(new URL('d', 'https://a.example:8443/b/c'))": 'GET https://a.example:8443/b/d same-origin',
  'fetch(`https://a.example/users/${id}`)': 'GET https://a.example/users/… same-origin',
  'fetch(`https://${host}/users`)': 'GET (unknown) https://…/users same-origin',
  'fetch(url)': 'GET (unknown) … same-origin',
};

describe('fetch', () => {
  for (const [call, reading] of Object.entries(CASES))
    it(call, () => assert.deepEqual(sent(`function load(it, id, url, options, user) { ${call}; }`), [reading]));

  it('is not what the workspace or a package calls so', () => {
    assert.deepEqual(sent("function fetch(url) {}\nfetch('https://a.example');"), []);
    assert.deepEqual(sent("import fetch from './own';\nfetch('https://a.example');"), []);
    assert.deepEqual(sent("cache.fetch('https://a.example');"), []);
  });
});

describe('URLs', () => {
  it('have a case for each environment', () => {
    assert.deepEqual(
      sent(
        "const BASE = process.env.NODE_ENV === 'production' ? 'https://a.example' : 'http://localhost:3000';\nfetch(`${BASE}/users`);",
      ),
      [
        '[production] GET https://a.example/users same-origin',
        '[not-production] GET http://localhost:3000/users same-origin',
      ],
    );
    assert.deepEqual(
      sent("const BASE = process.env.REACT_APP_API || 'http://localhost:3000';\nfetch(BASE + '/users');"),
      [
        '[REACT_APP_API=set] GET (unknown) …/users same-origin',
        '[REACT_APP_API=unset] GET http://localhost:3000/users same-origin',
      ],
    );
  });

  const source = "const API = import.meta.env.VITE_API ?? 'http://localhost:3000';\nfetch(API + '/users');";

  it('take the values of .env files', () => {
    assert.deepEqual(sent(source, { 'web/.env': 'VITE_API=https://a.example/v1' }), [
      'GET https://a.example/v1/users same-origin',
    ]);
    assert.deepEqual(sent(source, { 'web/.env.production': 'VITE_API=https://a.example/v1' }), [
      '[production] GET https://a.example/v1/users same-origin',
      '[VITE_API=unset] GET http://localhost:3000/users same-origin',
    ]);
  });

  it('name the place that names the server, and hold the path as a pattern', () => {
    const [request] = requests(source, { 'web/.env': 'VITE_API=https://a.example/v1' });
    assert.ok(request);
    assert.equal(request.url.at.path, '/w/web/.env');
    assert.equal(request.url.variable, 'VITE_API');
    assert.deepEqual(
      [request.url.scheme, request.url.host, request.url.port].map(it => 'value' in it && it.value),
      ['https', 'a.example', 443],
    );
    const [other] = requests('fetch(`http://[::1]:80/users/${id}/posts`)');
    assert.ok(other?.url.path.kind === 'written');
    assert.deepEqual(other.url.path.value.pattern, [
      {
        segments: [{ kind: 'text', text: 'users' }, { kind: 'any' }, { kind: 'text', text: 'posts' }],
        rest: 'none',
      },
    ]);
    assert.equal('value' in other.url.host && other.url.host.value, '[::1]');
  });
});
