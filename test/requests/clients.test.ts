import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sent } from './reading.ts';

type Cases = Readonly<Record<string, string | readonly string[]>>;

/** Every call of a client, and how its requests read. */
function client(title: string, before: string, cases: Cases): void {
  describe(title, () => {
    for (const [call, reading] of Object.entries(cases))
      it(call, () => assert.deepEqual(sent(`${before}\n${call};`), typeof reading === 'string' ? [reading] : reading));
  });
}

client(
  'ky',
  "import ky from 'ky';\nconst api = ky.create({ prefixUrl: 'https://a.example/v1', headers: { 'X-B': '2' }, credentials: 'include' });",
  {
    "ky.get('https://a.example/users').json()": 'GET https://a.example/users same-origin',
    "ky.post('https://a.example/users', { json: { a: 1 } })":
      'POST https://a.example/users same-origin type=application/json',
    "ky('https://a.example/users', { method: 'patch', body: 'x', headers: { 'X-A': '1' } })":
      'PATCH https://a.example/users same-origin x-a=1 type=text/plain;charset=UTF-8',
    "api.get('users')": 'GET https://a.example/v1/users include x-b=2',
    "api.extend({ headers: { 'X-C': '3' } }).delete('users/1')":
      'DELETE https://a.example/v1/users/1 include x-b=2 x-c=3',
  },
);

client(
  'ofetch',
  "import { ofetch } from 'ofetch';\nconst api = ofetch.create({ baseURL: 'https://a.example/v1', headers: { 'X-A': '1' } });",
  {
    "ofetch('https://a.example/users')": 'GET https://a.example/users same-origin',
    "ofetch('/users', { baseURL: 'https://a.example/v1/', method: 'post', body: { a: 1 } })":
      'POST https://a.example/v1/users same-origin type=application/json',
    "ofetch('https://a.example', { method: 'POST', body: new FormData() })":
      'POST https://a.example same-origin type=multipart/form-data',
    "api('users', { credentials: 'include' })": 'GET https://a.example/v1/users include x-a=1',
    "$fetch('/api/users')": 'GET (page) /api/users same-origin',
    "useFetch('https://a.example/users', { headers: { 'x-app': 'web' } })":
      'GET https://a.example/users same-origin x-app=web',
  },
);

client(
  'SWR calls the fetcher with the key',
  "import axios from 'axios';\nimport useSWR from 'swr';\nimport useSWRImmutable from 'swr/immutable';\nimport { fetcher } from './lib';\nconst api = axios.create({ baseURL: 'https://a.example' });\nconst get = url => api.get(url, { headers: { 'X-A': '1' } }).then(it => it.data);\nconst id = location.hash;",
  {
    "useSWR('/users', get)": ['GET (unknown) … same-origin x-a=1', 'GET https://a.example/users same-origin x-a=1'],
    'useSWRImmutable(id ? `/users/${id}` : null, { fetcher: get })': [
      'GET (unknown) … same-origin x-a=1',
      'GET https://a.example/users/… same-origin x-a=1',
    ],
    "useSWR('/users', api.get)": ['GET (unknown) … same-origin x-a=1', 'GET https://a.example/users same-origin'],
    "useSWR(['https://a.example/k', id], ([url, key]) => fetch(url, { headers: { 'x-key': key } }))": [
      'GET (unknown) … same-origin x-a=1',
      'GET https://a.example/k same-origin x-key=?',
      'GET (unknown) … same-origin x-key=?',
    ],
    'useSWR(id, get)': ['GET (unknown) … same-origin x-a=1'],
    "useSWR('/users', fetcher)": ['GET (unknown) … same-origin x-a=1'],
  },
);

client('superagent', "import request from 'superagent';", {
  "request.get('https://a.example/u').set('X-A', '1')": 'GET https://a.example/u same-origin x-a=1',
  "request.post('https://a.example/u').send({ a: 1 })": 'POST https://a.example/u same-origin type=application/json',
  "request.post('https://a.example/u').send('a=1')":
    'POST https://a.example/u same-origin type=application/x-www-form-urlencoded',
  "request.put('https://a.example/u').withCredentials().set({ 'X-B': '2' }).auth('t', { type: 'bearer' }).send({})":
    'PUT https://a.example/u include x-b=2 authorization=? type=application/json',
  "request.del('https://a.example/u').then(it => it.body)": 'DELETE https://a.example/u same-origin',
  "request('PATCH', 'https://a.example/u').type('json').send(text)":
    'PATCH https://a.example/u same-origin type=application/json',
  "request.post('https://a.example/u').field('a', 'b')":
    'POST https://a.example/u same-origin type=multipart/form-data',
});

client(
  'supabase',
  "import { createClient } from '@supabase/supabase-js';\nconst supabase = createClient('https://abc.supabase.co', 'anon');",
  {
    "supabase.functions.invoke('hello', { body: {} })":
      'POST https://abc.supabase.co/functions/v1/hello same-origin apikey=? authorization=? x-client-info=? type=application/json',
    "supabase.functions.invoke('hello', { method: 'GET', headers: { 'X-A': 'b' } })":
      'GET https://abc.supabase.co/functions/v1/hello same-origin apikey=? authorization=? x-client-info=? x-a=b',
    "supabase.from('t').select('*')": [],
  },
);

client(
  'firebase',
  "import { getFunctions, httpsCallable } from 'firebase/functions';\nimport { initializeApp } from 'firebase/app';\nconst app = initializeApp({ projectId: 'demo' });",
  {
    "httpsCallable(getFunctions(app), 'greet')({})":
      'POST https://us-central1-demo.cloudfunctions.net/greet same-origin authorization=?? firebase-instance-id-token=?? x-firebase-appcheck=?? type=application/json',
    "httpsCallable(getFunctions(app, 'europe-west1'), 'greet')":
      'POST https://europe-west1-demo.cloudfunctions.net/greet same-origin authorization=?? firebase-instance-id-token=?? x-firebase-appcheck=?? type=application/json',
  },
);

client('Socket.IO', "import { io } from 'socket.io-client';", {
  "io('https://a.example:3001/chat', { withCredentials: true })": 'GET https://a.example:3001/socket.io/ include',
  "io('ws://a.example', { transports: ['websocket'] })": 'GET http://a.example/socket.io/ same-origin websocket',
  "io({ extraHeaders: { 'X-A': '1' } })": 'GET (page) /socket.io/ same-origin x-a=1',
  "io('https://a.example', { path: '/live' })": 'GET https://a.example/live same-origin',
});

client('jQuery', "import $ from 'jquery';", {
  "$.get('https://a.example')": 'GET https://a.example same-origin',
  "$.post('https://a.example', { a: 1 })":
    'POST https://a.example same-origin type=application/x-www-form-urlencoded; charset=UTF-8',
  "$.ajax({ url: 'https://a.example', method: 'put', data: JSON.stringify({}), contentType: 'application/json', xhrFields: { withCredentials: true }, headers: { 'X-A': '1' } })":
    'PUT https://a.example include x-a=1 type=application/json',
  "$.ajax('https://a.example', { type: 'DELETE', beforeSend: it => it })": 'DELETE https://a.example same-origin +',
});

client(
  'jquery that is set up',
  "import $ from 'jquery';\n$.ajaxSetup({ headers: { 'X-App': 'web' }, xhrFields: { withCredentials: true } });",
  {
    "$.get('https://a.example')": 'GET https://a.example include x-app=web',
    "$.ajax({ url: 'https://a.example', headers: { 'X-A': '1' } })": 'GET https://a.example include x-app=web x-a=1',
  },
);

client(
  'GraphQL',
  "import { request, GraphQLClient } from 'graphql-request';\nimport { HttpLink } from '@apollo/client';\nimport { Client } from '@urql/core';",
  {
    "request('https://a.example/graphql', '{ a }')": 'POST https://a.example/graphql same-origin type=application/json',
    "new GraphQLClient('https://a.example/graphql', { headers: { authorization: 'x' }, credentials: 'include' }).request('{ a }')":
      'POST https://a.example/graphql include authorization=x type=application/json',
    "new HttpLink({ uri: 'https://a.example/graphql', credentials: 'include' })":
      'POST https://a.example/graphql include type=application/json',
    "new Client({ url: 'https://a.example/graphql', fetchOptions: () => ({ headers: { 'x-a': '1' } }) })":
      'POST https://a.example/graphql same-origin x-a=1 type=application/json',
  },
);

client('tRPC', "import { httpBatchLink, httpBatchStreamLink } from '@trpc/client';", {
  "httpBatchLink({ url: 'https://a.example/trpc', headers: () => ({ 'x-a': '1' }) })":
    'POST https://a.example/trpc/… same-origin x-a=1 type=application/json',
  "httpBatchLink({ url: 'https://a.example/trpc', fetch: (url, it) => fetch(url, { ...it, credentials: 'include' }) })":
    ['POST https://a.example/trpc/… ? type=application/json', '? (unknown) … include ? type=? +'],
});

client('the client of Better Auth', "import { createAuthClient } from 'better-auth/react';", {
  "createAuthClient({ baseURL: 'https://a.example' })":
    'POST https://a.example/api/auth/sign-in/… include type=application/json',
  "createAuthClient({ baseURL: 'https://a.example/auth', fetchOptions: { headers: { 'x-a': '1' }, credentials: 'omit' } })":
    'POST https://a.example/auth/sign-in/… omit x-a=1 type=application/json',
});

client(
  'the client of Hono',
  "import { hc } from 'hono/client';\nconst client = hc('https://a.example/', { headers: { 'x-a': '1' }, init: { credentials: 'include' } });",
  {
    'client.users.me.$get()': 'GET https://a.example/users/me include x-a=1',
    "client.posts[':id'].$put({ param: { id: '7' }, json: { a: 1 } }, { headers: { 'x-b': '2' } })":
      'PUT https://a.example/posts/… include x-a=1 x-b=2 type=application/json',
    "client.index.$post({ form: { a: 'x' } })": 'POST https://a.example/ include x-a=1 type=multipart/form-data',
  },
);

client('what browsers bring along', '', {
  "new EventSource('https://a.example/events', { withCredentials: true })": 'GET https://a.example/events include',
  "navigator.sendBeacon('https://a.example/log', 'x')":
    'POST https://a.example/log include no-cors type=text/plain;charset=UTF-8',
  "navigator.sendBeacon('https://a.example/log', new Blob([], { type: 'application/json' }))":
    'POST https://a.example/log include type=application/json',
  "new WebSocket('wss://a.example/live')": 'GET wss://a.example/live include websocket',
});

describe('XMLHttpRequest', () => {
  it('is what is called on one object', () => {
    const source = `function save(body) {
      const xhr = new XMLHttpRequest();
      xhr.open('post', 'https://a.example/users', true);
      xhr.withCredentials = true;
      xhr.setRequestHeader('X-App', 'web');
      if (body) xhr.setRequestHeader('Content-Type', 'application/json');
      xhr.onload = () => show(xhr.responseText);
      xhr.send(JSON.stringify({}));
    }
    function load() {
      const xhr = new XMLHttpRequest();
      xhr.open('GET', 'https://b.example');
      xhr.send();
    }
    window.open('https://c.example');`;
    assert.deepEqual(sent(source), [
      'POST https://a.example/users include x-app=web type=?',
      'GET https://b.example same-origin',
    ]);
  });
});

describe('RTK Query', () => {
  it('each endpoint is a request', () => {
    const source = `import { createApi, fetchBaseQuery } from '@reduxjs/toolkit/query/react';
    export const api = createApi({
      baseQuery: fetchBaseQuery({
        baseUrl: 'https://a.example/v1',
        credentials: 'include',
        prepareHeaders: (headers, { getState }) => {
          const token = getState().auth.token;
          if (token) headers.set('Authorization', token);
          return headers;
        },
      }),
      endpoints: builder => ({
        users: builder.query({ query: () => '/users' }),
        user: builder.query({ query: id => \`users/\${id}\` }),
        save: builder.mutation({ query: body => ({ url: '/users', method: 'POST', body: { body } }) }),
      }),
    });`;
    assert.deepEqual(sent(source), [
      'GET https://a.example/v1/users include authorization=??',
      'GET https://a.example/v1/users/… include authorization=??',
      'POST https://a.example/v1/users include authorization=?? type=application/json',
    ]);
  });
});

describe('Angular', () => {
  const service = `import { HttpClient, HttpHeaders } from '@angular/common/http';
  export class Users {
    private base = 'https://a.example/v1';
    constructor(private http: HttpClient, private cache: Map<string, string>) {}
    all() { return this.http.get(this.base + '/users', { withCredentials: true }); }
    add(user) { return this.http.post('https://a.example/users', { user }, { headers: new HttpHeaders({ 'X-A': '1' }).set('X-B', '2') }); }
    other() { return this.cache.get('https://a.example'); }
  }`;
  it('the service that a constructor is given', () => {
    assert.deepEqual(sent(service), [
      'GET https://a.example/v1/users include',
      'POST https://a.example/users same-origin x-a=1 x-b=2 type=application/json',
    ]);
  });
  const files = { 'web/package.json': '{ "dependencies": { "@angular/core": "19.0.0" } }' };
  it('with functions that intercept', () => {
    const config = `import { provideHttpClient, withInterceptors } from '@angular/common/http';
      import { auth } from './auth';
      export const appConfig = { providers: [provideHttpClient(withInterceptors([auth, (req, next) => next(req.clone({ withCredentials: true }))]))] };`;
    const auth = `export const auth = (req, next) => {
      if (!token()) return next(req);
      return next(req.clone({ setHeaders: { Authorization: 'Bearer ' + token(), 'X-App': 'web' } }));
    };`;
    assert.deepEqual(sent(service, { ...files, 'web/src/app/app.config.ts': config, 'web/src/app/auth.ts': auth }), [
      'GET https://a.example/v1/users include authorization=?? x-app=web?',
      'POST https://a.example/users include x-a=1 x-b=2 authorization=?? x-app=web? type=application/json',
    ]);
  });
  it('with a class that intercepts, and with one that is not seen', () => {
    const module = (name: string) => `import { NgModule } from '@angular/core';
      import { HTTP_INTERCEPTORS } from '@angular/common/http';
      import { Auth } from '${name}';
      @NgModule({ providers: [{ provide: HTTP_INTERCEPTORS, useClass: Auth, multi: true }] })
      export class AppModule {}`;
    const auth = `import { Injectable } from '@angular/core';
    @Injectable()
    export class Auth {
      constructor(private tokens) {}
      intercept(request, next) {
        return next.handle(request.clone({ headers: request.headers.set('X-Tenant', 'a') })).pipe(retry(1));
      }
    }`;
    const readWith = (name: string) =>
      sent(service, { ...files, 'web/src/app/app.module.ts': module(name), 'web/src/app/auth.ts': auth })[0];
    assert.equal(readWith('./auth'), 'GET https://a.example/v1/users include x-tenant=a');
    assert.equal(readWith('@company/auth'), 'GET https://a.example/v1/users include +');
  });
  it('the service that is injected', () => {
    assert.deepEqual(
      sent(
        "import { inject } from '@angular/core';\nimport { HttpClient } from '@angular/common/http';\nclass A { http = inject(HttpClient); a() { return this.http.delete('https://a.example'); } }",
      ),
      ['DELETE https://a.example same-origin'],
    );
  });
});
