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
    ['DELETE https://a.example/v1/users/… include x-app=web', 'DELETE https://a.example/v1/users/7 include x-app=web'],
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

it('a class has from the one that it extends what that sends, with what it was made with', () => {
  const files = {
    'web/src/core/base.ts':
      "export abstract class Base {\n  protected headers = { 'x-app': 'web' };\n  constructor(protected readonly url: string) {}\n  protected send(method: string, path: string) { return fetch(`${this.url}${this.prefix()}${path}`, { method, headers: this.headers }); }\n  protected prefix() { return '/v1'; }\n  get(path: string) { return this.send('GET', path); }\n  drop = (path: string) => this.send('DELETE', path);\n}",
    'web/src/core/users.ts':
      "import { Base } from './base';\nexport class Users extends Base {\n  constructor() { super('https://a.example'); }\n  prefix() { return super.prefix() + '/users'; }\n  list() { return this.get('/'); }\n}\nexport default new Users();",
    'web/src/rest/index.ts': "export { default as users } from '../core/users';\nexport * from '../core/base';",
  };
  assert.deepEqual(sent("import { users } from './rest';\nusers.get('/7');\nusers.drop('/8');\nusers.list();", files), [
    'GET https://a.example/v1/users/7 same-origin x-app=web',
    'DELETE https://a.example/v1/users/8 same-origin x-app=web',
  ]);
  assert.deepEqual(sent(files['web/src/core/users.ts'], files, 'web/src/core/users.ts'), [
    'GET https://a.example/v1/users/ same-origin x-app=web',
  ]);
});

it('a class that extends itself, or one that is not seen, comes to an end', () => {
  assert.deepEqual(
    sent(
      "class A extends A { send() { return fetch(this.url); } }\nnew A().send();\nclass B extends Lib { go(p) { return fetch(this.base + p); } }\nnew B().go('/x');",
    ),
    ['GET (unknown) … same-origin', 'GET (unknown) …… same-origin', 'GET (unknown) …/x same-origin'],
  );
});

it('one client for all is the one that is made when it is asked for first', () => {
  const files = {
    'web/src/api.ts':
      "export class Api {\n  private static instance: Api;\n  static getInstance() { if (!Api.instance) Api.instance = new Api('https://a.example'); return Api.instance; }\n  constructor(private url: string) {}\n  get(path: string) { return fetch(this.url + path); }\n}\nlet shared: Api | undefined;\nexport function api() {\n  if (!shared) shared = new Api('https://b.example');\n  return shared;\n}\nlet changing = new Api('https://c.example');\nexport const use = (url: string) => { changing = new Api(url); };\nexport const current = () => changing;",
  };
  assert.deepEqual(
    sent(
      "import { Api, api, current } from './api';\nApi.getInstance().get('/1');\napi().get('/2');\ncurrent().get('/3');",
      files,
      'web/src/page.ts',
    ),
    ['GET https://a.example/1 same-origin', 'GET https://b.example/2 same-origin'],
  );
});

it('what a query asks stands in its function, and what a hook of SWR asks in the fetcher of another file', () => {
  const files = { 'web/package.json': '{ "dependencies": { "react-dom": "18" } }', 'web/src/http.js': WRAPPER };
  assert.deepEqual(
    sent(
      "import { useMutation, useQuery } from '@tanstack/react-query';\nimport { request } from './http';\nexport const useUsers = () => useQuery({ queryKey: ['users'], queryFn: () => request('/users') });\nexport const useDrop = () => useMutation({ mutationFn: id => request(`/users/${id}`, { method: 'DELETE' }) });",
      files,
    ),
    ['GET https://a.example/v1/users include x-app=web', 'DELETE https://a.example/v1/users/… include x-app=web'],
  );
  assert.deepEqual(
    sent(
      "import useSWR from 'swr';\nimport { request } from './http';\nexport const useUsers = () => useSWR('/users', request);",
      files,
    ),
    ['GET https://a.example/v1/users include x-app=web'],
  );
});
