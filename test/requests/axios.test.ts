import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sent } from './reading.ts';

const CASES: Readonly<Record<string, string>> = {
  "axios.get('https://a.example/users')": 'GET https://a.example/users same-origin',
  "axios('https://a.example', { withCredentials: true })": 'GET https://a.example include',
  "axios({ url: 'https://a.example', method: 'patch', data: { a: 1 } })":
    'PATCH https://a.example same-origin type=application/json',
  "axios.post('https://a.example', { a: 1 }, { headers: { Authorization: `Bearer ${token}` } })":
    'POST https://a.example same-origin authorization=? type=application/json',
  "axios.post('https://a.example', JSON.stringify(it))":
    'POST https://a.example same-origin type=application/x-www-form-urlencoded',
  "axios.post('https://a.example', JSON.stringify(it), { headers: { 'Content-Type': 'application/json' } })":
    'POST https://a.example same-origin type=application/json',
  "axios.get('https://a.example', { headers: { 'Content-Type': 'application/json' } })":
    'GET https://a.example same-origin',
  "axios.get('https://a.example', { auth: { username, password } })":
    'GET https://a.example same-origin authorization=?',
  "axios.delete('/users', { baseURL: 'https://a.example/v1/' })": 'DELETE https://a.example/v1/users same-origin',
};

describe('axios', () => {
  for (const [call, reading] of Object.entries(CASES))
    it(call, () => assert.deepEqual(sent(`import axios from 'axios';\n${call};`), [reading]));

  it('instances hand on what they were made with', () => {
    assert.deepEqual(
      sent(
        `const axios = require('axios');
        const api = axios.create({ baseURL: process.env.REACT_APP_API, withCredentials: true, headers: { 'X-App': 'web' } });
        api.get('/users');
        api.post('https://b.example', { a: 1 }, { withCredentials: false, headers: { 'x-app': 'other' } });`,
        { 'web/.env': 'REACT_APP_API=https://a.example/' },
      ),
      [
        'GET https://a.example/users include x-app=web',
        'POST https://b.example same-origin x-app=other type=application/json',
      ],
    );
  });

  it('is not what another package calls so', () => {
    assert.deepEqual(sent("import axios from './axios-like';\naxios.get('https://a.example');"), []);
  });
});

describe('what is laid over axios', () => {
  it('defaults and interceptors of an instance, in the file that makes it', () => {
    const api = `import axios from 'axios';
      const api = axios.create({ baseURL: 'https://a.example' });
      api.defaults.withCredentials = true;
      api.defaults.headers.common['X-App'] = 'web';
      api.interceptors.request.use(config => {
        const token = localStorage.getItem('token');
        if (token) config.headers.Authorization = \`Bearer \${token}\`;
        config.headers['X-Trace'] = '1';
        return config;
      }, it => Promise.reject(it));
      api.interceptors.response.use(it => it);
      export default api;`;
    assert.deepEqual(sent("import api from './http';\napi.get('/users');", { 'web/src/http.js': api }), [
      'GET https://a.example/users include x-app=web authorization=?? x-trace=1',
    ]);
  });

  it('those of axios itself, in the entry of the package', () => {
    const main =
      "import axios from 'axios';\naxios.defaults.baseURL = 'https://a.example';\naxios.defaults.withCredentials = true;";
    assert.deepEqual(
      sent("import axios from 'axios';\naxios.get('/users');", { 'web/src/main.js': main, 'web/package.json': '{}' }),
      ['GET https://a.example/users include'],
    );
    assert.deepEqual(
      sent("import axios from 'axios';\naxios.create().get('/users');", {
        'web/src/main.js': main,
        'web/package.json': '{}',
      }),
      ['GET (page) /users same-origin'],
    );
  });

  it('an interceptor that is not followed may set any header', () => {
    assert.deepEqual(
      sent(
        "import axios from 'axios';\nimport { sign } from 'signer';\naxios.interceptors.request.use(it => sign(it));\naxios.get('https://a.example');",
      ),
      ['GET https://a.example same-origin +'],
    );
  });
});

it('the token of a cookie is repeated in a header where axios does so for other origins', () => {
  const call =
    "import axios from 'axios';\naxios.get('https://a.example', { withCredentials: true, withXSRFToken: true, xsrfHeaderName: 'X-CSRFToken' });";
  const sentBy = (version: string) =>
    sent(call, { 'web/package.json': `{ "dependencies": { "axios": "${version}" } }` })[0];
  assert.equal(sentBy('1.7.9'), 'GET https://a.example include x-csrftoken=??');
  assert.equal(sentBy('1.6.1'), 'GET https://a.example include');
  assert.equal(sentBy('0.27.2'), 'GET https://a.example include x-csrftoken=??');
  assert.deepEqual(sent("import axios from 'axios';\naxios.get('https://a.example', { withCredentials: true });"), [
    'GET https://a.example include',
  ]);
});
