import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { read, say } from './raw-reading.ts';

/** Code that names the header and sets no policy. */
const LOOKALIKES: readonly (readonly [string, string, string?])[] = [
  [
    'a test that reads the header',
    "expect(res.headers['access-control-allow-origin']).toBe('*'); expect(r.headers.get('access-control-allow-origin')).toBe('*');",
  ],
  ['a test that expects a call', "expect(res.setHeader).toHaveBeenCalledWith('Access-Control-Allow-Origin', '*');"],
  ['an expected object', "expect(headers).toEqual({ 'Access-Control-Allow-Origin': '*' });"],
  ['fetch', "export const load = () => fetch('/x', { headers: { 'Access-Control-Allow-Origin': '*' } });"],
  [
    'fetch with a constant',
    "const headers = { 'Access-Control-Allow-Origin': '*' };\nexport const load = async () => (await fetch('/x', { headers })).json();",
  ],
  [
    'fetch with options of its own',
    "export const post = async (url, body) => { const options = { method: 'POST', headers: { 'Access-Control-Allow-Origin': '*' }, body }; return fetch(url, options); };",
  ],
  [
    'fetch with a Headers',
    "export const load = async () => { const h = new Headers(); h.append('Access-Control-Allow-Origin', '*'); return fetch('/x', { headers: h }); };",
  ],
  ['a Request', "fetch(new Request('/x', { headers: { 'Access-Control-Allow-Origin': '*' } }));"],
  [
    'a function that makes request headers',
    "const headers = () => ({ 'Access-Control-Allow-Origin': '*', Authorization: token() });\nexport const get = url => fetch(url, { headers: headers() });",
  ],
  [
    'axios',
    "import axios from 'axios';\naxios.get('/x', { headers: { 'Access-Control-Allow-Origin': '*' } });\nexport default axios.create({ headers: { 'Access-Control-Allow-Origin': '*' } });",
  ],
  [
    'defaults of axios',
    "import axios from 'axios';\naxios.defaults.headers.common['Access-Control-Allow-Origin'] = '*';\naxios.defaults.headers.post['Access-Control-Allow-Origin'] = '*';",
  ],
  [
    'an interceptor',
    "api.interceptors.request.use(config => { config.headers['Access-Control-Allow-Origin'] = '*'; return config; });",
  ],
  [
    'a configuration for axios',
    "const config = { headers: { 'Access-Control-Allow-Origin': '*' } };\nexport const save = data => axios.post('/x', data, config);",
  ],
  [
    'http.request',
    "import http from 'node:http';\nconst req = http.request({ headers: { 'Access-Control-Allow-Origin': '*' } });\nreq.setHeader('Access-Control-Allow-Origin', '*');",
  ],
  [
    'Angular',
    "import { HttpHeaders } from '@angular/common/http';\nclass S { get() { const headers = new HttpHeaders().set('Access-Control-Allow-Origin', '*'); return this.http.post('/x', {}, { headers }); } }",
  ],
  [
    'an interceptor of Angular',
    "class I { intercept(req, next) { return next.handle(req.clone({ setHeaders: { 'Access-Control-Allow-Origin': '*' } })); } }",
  ],
  ['XMLHttpRequest', "const xhr = new XMLHttpRequest();\nxhr.setRequestHeader('Access-Control-Allow-Origin', '*');"],
  ['jQuery', "$.ajax({ url: '/x', headers: { 'Access-Control-Allow-Origin': '*' } });"],
  ['superagent', "import request from 'superagent';\nrequest.get('/x').set('Access-Control-Allow-Origin', '*').end();"],
  [
    'Redux Toolkit',
    "fetchBaseQuery({ prepareHeaders: headers => { headers.set('Access-Control-Allow-Origin', '*'); return headers; } });",
    '/src/store.ts',
  ],
  [
    'Apollo',
    "new ApolloClient({ uri: '/graphql', headers: { 'Access-Control-Allow-Origin': '*' } });",
    '/src/apollo.ts',
  ],
  ['a socket', "io('/x', { extraHeaders: { 'Access-Control-Allow-Origin': '*' } });", '/src/socket.ts'],
  [
    'a constant of a front end',
    "const API = { headers: { 'Access-Control-Allow-Origin': '*' } };\nexport default API;",
    '/src/services/config.ts',
  ],
  [
    'a list of names',
    "export const exposed = ['Access-Control-Allow-Origin', 'Vary'];\napp.use(cors({ allowedHeaders: ['Access-Control-Allow-Origin'] }));",
  ],
  [
    'a table of names',
    "export const labels = {\n  'access-control-allow-origin': 'Access-Control-Allow-Origin',\n  'access-control-allow-credentials': 'Access-Control-Allow-Credentials',\n};\nexport const label = res => labels[res.name];",
  ],
  [
    'comments',
    "// res.setHeader('Access-Control-Allow-Origin', '*');\n/* { 'Access-Control-Allow-Origin': '*' } */\ncreateServer((req, res) => res.end());",
  ],
  [
    'prose',
    "console.log('No Access-Control-Allow-Origin header');\nexport const help = \"Add res.setHeader('Access-Control-Allow-Origin', '*') to the server\";",
  ],
  [
    'headers that are taken away',
    "createServer((req, res) => { res.removeHeader('Access-Control-Allow-Origin'); });\nonProxyRes = r => { delete r.headers['access-control-allow-origin']; r.headers.delete('access-control-allow-origin'); };",
  ],
  [
    'a proxy that copies',
    "createServer(async (req, res) => { (await fetch(url)).headers.forEach((v, k) => { if (k !== 'access-control-allow-origin') res.setHeader(k, v); }); });",
  ],
  [
    'stand-ins for servers',
    "nock('https://x').get('/').reply(200, {}, { 'Access-Control-Allow-Origin': '*' });\ncy.intercept('/x', { headers: { 'access-control-allow-origin': '*' } });\npage.route('**', route => route.fulfill({ headers: { 'access-control-allow-origin': '*' } }));",
  ],
  [
    'a description of an API',
    "export const spec = { responses: { 200: { headers: { 'Access-Control-Allow-Origin': { schema: { type: 'string' } } } } } };",
  ],
  [
    'a gateway',
    "new MockIntegration({ integrationResponses: [{ responseParameters: { 'method.response.header.Access-Control-Allow-Origin': \"'*'\" } }] });",
  ],
  [
    'the requests of Electron',
    "session.webRequest.onBeforeSendHeaders((details, callback) => { details.requestHeaders['Access-Control-Allow-Origin'] = '*'; callback({ requestHeaders: details.requestHeaders }); });",
  ],
  [
    'a probe',
    "const r = await fetch(url, { method: 'OPTIONS' });\nif (r.headers.get('access-control-allow-origin') !== '*') throw new Error('closed');",
  ],
  ['broken code', "createServer((req, res) => { res.setHeader('Access-Control-Allow-Origin'"],
];

describe('what names the header and sets no policy', () => {
  for (const [name, source, path = '/server/a.ts'] of LOOKALIKES) {
    it(name, () =>
      assert.deepEqual(
        read(rawHeaders, { [path]: source }).policies.map(it => say(it)),
        [],
      ),
    );
  }
});

describe('half-typed code', () => {
  const source = `const LIST = ['https://a.com'];
app.use((req, res, next) => {
  const origin = req.headers.origin;
  if (LIST.includes(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.writeHead(204, { 'Access-Control-Allow-Credentials': 'true', ...more });
  }
  return new Response('', { headers: { 'Access-Control-Allow-Origin': \`https://\${host}\` } });
});`;
  it('never throws', () => {
    for (let end = 0; end <= source.length; end += 3) read(rawHeaders, { '/server/a.ts': source.slice(0, end) });
  });
});
