import assert from 'node:assert/strict';
import { it } from 'node:test';
import { requests, sent } from './reading.ts';

const HTTP =
  "import axios from 'axios';\nexport const http = axios.create({ baseURL: 'http://localhost:8081/api' });\nexport default http;";
const WRAPPER = `const BASE = 'https://a.example/v1';
export async function request(path, { method = 'GET', ...rest } = {}) {
  const headers = { 'X-App': 'web' };
  if (rest.body) headers['Content-Type'] = 'application/json';
  const response = await fetch(BASE + path, { method, headers, credentials: 'include' });
  if (!response.ok) throw new Error('no');
  return response.json();
}`;

it('an instance of another file is used as if it stood here', () => {
  assert.deepEqual(
    sent("import { http } from './http';\nexport const users = () => http.get('/users');", { 'web/src/http.js': HTTP }),
    ['GET http://localhost:8081/api/users same-origin'],
  );
  assert.deepEqual(
    sent("import http from '../lib/http';\nhttp.post('/users', { a: 1 });\nhttp('/x');", { 'web/lib/http.js': HTTP }),
    [
      'POST http://localhost:8081/api/users same-origin type=application/json',
      'GET http://localhost:8081/api/x same-origin',
    ],
  );
});

it('a wrapper gives one request for each call', () => {
  const [users, save, ...more] = requests(
    "import { request } from './http';\nexport const users = () => request('/users');\nexport const save = user => request(`/users/${user.id}`, { method: 'DELETE' });",
    { 'web/src/http.js': WRAPPER },
  );
  assert.deepEqual(more, []);
  assert.equal(users?.url.text, 'https://a.example/v1/users');
  assert.equal(users?.at.path, '/w/web/src/api.ts');
  assert.equal(users?.within?.path, '/w/web/src/http.js');
  assert.deepEqual(
    [save?.url.text, save?.method.kind === 'written' && save.method.value],
    ['https://a.example/v1/users/…', 'DELETE'],
  );
});

it('a wrapper of the same file, and one around it', () => {
  assert.deepEqual(
    sent(`${WRAPPER}\nconst remove = id => request('/users/' + id, { method: 'DELETE' });\nremove(7);`).slice(1),
    [
      'DELETE https://a.example/v1/users/… include x-app=web type=?',
      'DELETE https://a.example/v1/users/7 include x-app=web type=?',
    ],
  );
});

it('a class of the workspace is followed with what it was made with', () => {
  const client = `export class Client {
    constructor(base) { this.base = base; }
    get(path) { return this.send('GET', path); }
    users() { return this.get('/users'); }
    send(method, path) { return fetch(this.base + path, { method, headers: { 'x-client': '1' } }); }
  }
  export const client = new Client('https://a.example');`;
  assert.deepEqual(
    sent("import { client } from './client';\nclient.get('/x');\nclient.users();", { 'web/src/client.js': client }),
    ['GET https://a.example/x same-origin x-client=1', 'GET https://a.example/users same-origin x-client=1'],
  );
});

it('what sends nothing of the caller stays with the file that sends it', () => {
  assert.deepEqual(
    sent("import { load } from './http';\nload();", {
      'web/src/http.js': "export const load = () => fetch('https://a.example');",
    }),
    [],
  );
});
