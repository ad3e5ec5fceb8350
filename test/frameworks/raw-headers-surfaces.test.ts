import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { type Files, policies } from './raw-headers-sources.ts';
import { read, say } from './raw-reading.ts';

describe('headers written by hand: where they are written', () => {
  const places: readonly (readonly [string, string | Files, string?])[] = [
    ['setHeader of node', "http.createServer((req, res) => { res.setHeader('Access-Control-Allow-Origin', '*'); });"],
    ['any spelling', "http.createServer((req, res) => { res.setHeader('access-control-ALLOW-origin', '*'); });"],
    [
      'writeHead with an object',
      "createServer((q, s) => { s.writeHead(200, { 'Access-Control-Allow-Origin': '*' }); });",
    ],
    ['writeHead with a list', "createServer((q, s) => { s.writeHead(200, ['Access-Control-Allow-Origin', '*']); });"],
    [
      'res.set of Express, an object',
      "app.get('/', (req, res) => { res.set({ 'Access-Control-Allow-Origin': '*' }); });",
    ],
    ['a chain', "app.get('/', (req, res) => res.status(200).set('Access-Control-Allow-Origin', '*').json({}));"],
    ['Koa', "app.use(async (ctx, next) => { ctx.set('Access-Control-Allow-Origin', '*'); await next(); });"],
    ['Oak', "app.use(ctx => { ctx.response.headers.set('Access-Control-Allow-Origin', '*'); });"],
    ['Hono', "app.use(async (c, next) => { c.header('Access-Control-Allow-Origin', '*'); await next(); });"],
    [
      'the response of Hono',
      "app.use(async (c, next) => { await next(); c.res.headers.set('Access-Control-Allow-Origin', '*'); });",
    ],
    ['headers of c.json', "const answer = (c, data) => c.json(data, 200, { 'Access-Control-Allow-Origin': '*' });"],
    [
      'Fastify',
      "app.addHook('onRequest', async (request, reply) => { reply.header('access-control-allow-origin', '*'); });",
    ],
    [
      'h3',
      "export default defineEventHandler(event => { setResponseHeaders(event, { 'Access-Control-Allow-Origin': '*' }); });",
    ],
    ['Elysia', "app.onRequest(({ set }) => { set.headers['Access-Control-Allow-Origin'] = '*'; });"],
    ['Nest', "class C { @Get() @Header('Access-Control-Allow-Origin', '*') all() { return []; } }"],
    [
      'Azure',
      "module.exports = async (context, req) => { context.res = { headers: { 'Access-Control-Allow-Origin': '*' } }; };",
    ],
    ['static files', "serve('x', { setHeaders(res) { res.setHeader('Access-Control-Allow-Origin', '*'); } });"],
    ['a Response', "export const GET = () => new Response('', { headers: { 'Access-Control-Allow-Origin': '*' } });"],
    [
      'Response.json',
      "export const GET = () => Response.json({}, { headers: { 'Access-Control-Allow-Origin': '*' } });",
    ],
    [
      'a Headers',
      "export const GET = () => { const h = new Headers(); h.append('Access-Control-Allow-Origin', '*'); return new Response('', { headers: h }); };",
    ],
    [
      'a copied response',
      "export default { async fetch(request) { const r = new Response((await fetch(request)).body); r.headers.set('Access-Control-Allow-Origin', '*'); return r; } };",
    ],
    [
      'SvelteKit',
      "export const handle = async ({ event, resolve }) => { const r = await resolve(event); r.headers.append('Access-Control-Allow-Origin', '*'); return r; };",
    ],
    [
      'an init that is kept',
      "export function GET() { const init = { status: 200, headers: { 'Access-Control-Allow-Origin': '*' } }; return new Response('', init); }",
    ],
    [
      'Lambda, returned',
      "exports.handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: '' });",
    ],
    [
      'Lambda, called back',
      "exports.handler = (e, c, done) => { done(null, { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } }); };",
    ],
    [
      'Lambda, a promise',
      "exports.handler = () => new Promise(ok => { ok({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } }); });",
    ],
    [
      'Lambda, wrapped',
      "export const handler = middy(async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } }));",
    ],
    [
      'assigned to a record',
      "exports.handler = async () => { const r = { statusCode: 200, headers: {} }; r.headers['Access-Control-Allow-Origin'] = '*'; return r; };",
    ],
    [
      'a wrapper',
      "const withCors = handler => async req => { const r = await handler(req); const h = new Headers(r.headers); h.set('Access-Control-Allow-Origin', '*'); return new Response(r.body, { headers: h }); };",
    ],
    [
      'a static method',
      "class Reply { static ok(body) { return { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body }; } }",
    ],
    [
      'a name that is kept',
      "const NAME = 'Access-Control-Allow-Origin'; createServer((req, res) => { res.setHeader(NAME, '*'); });",
    ],
    [
      'a computed key',
      "const NAME = 'Access-Control-Allow-Origin'; export const GET = () => new Response('', { headers: { [NAME]: '*' } });",
    ],
    [
      'a proxy',
      "createProxyMiddleware({ onProxyRes(proxyRes) { proxyRes.headers['Access-Control-Allow-Origin'] = '*'; } });",
    ],
  ];
  for (const [name, source] of places) it(name, () => assert.deepEqual(policies(source), ['any all']));

  it('a constant, and whoever spreads or loops over it', () => {
    const constant =
      "const corsHeaders = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'x-a' };\n";
    const users = [
      'Deno.serve(() => new Response("", { headers: { ...corsHeaders, a: "b" } }));',
      'createServer((req, res) => { for (const [k, v] of Object.entries(corsHeaders)) res.setHeader(k, v); });',
      'createServer((req, res) => { for (const k in corsHeaders) res.setHeader(k, corsHeaders[k]); });',
      'createServer((req, res) => { Object.keys(corsHeaders).forEach(k => res.setHeader(k, corsHeaders[k])); });',
      'createServer((req, res) => { new Headers(corsHeaders).forEach((v, k) => res.setHeader(k, v)); });',
      'createServer((req, res) => { res.writeHead(200, Object.assign({}, corsHeaders)); });',
    ];
    for (const user of users) {
      const { policies: found, text } = read(rawHeaders, { '/a.ts': constant + user });
      assert.deepEqual(
        found.map(it => [say(it), text(it.at).split(':')[0], say(it, 'allowed headers')]),
        [
          ['any all', "'Access-Control-Allow-Origin'", 'x-a'],
          ['any all', 'corsHeaders', 'x-a'],
        ],
        user,
      );
      assert.deepEqual(found[0]?.origins.at, found[1]?.origins.at);
    }
  });

  it('an imported constant and helper', () => {
    const files = {
      '/a.ts':
        "import { handleCors, corsHeaders } from './cors';\nDeno.serve(async req => {\n  const early = handleCors(req);\n  if (early) return early;\n  return new Response('', { headers: corsHeaders });\n});",
      '/cors.ts':
        "export const corsHeaders = { 'Access-Control-Allow-Origin': '*' };\nexport const handleCors = req => (req.method === 'OPTIONS' ? new Response('ok', { headers: corsHeaders }) : null);",
    };
    const { policies: found, text } = read(rawHeaders, files);
    assert.deepEqual(
      found.map(it => say(it, 'origins', 'preflight')),
      ['origins: any all\npreflight: manual 200'],
    );
    assert.equal(text(found[0]?.at), 'handleCors');
    assert.equal(found[0]?.origins.at.path, '/cors.ts');
  });

  it('each response with headers of its own is a policy of its own', () => {
    const source = `exports.handler = async event => {
      if (!event.body) return { statusCode: 400, headers: { 'Access-Control-Allow-Origin': '*' } };
      return { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': true } };
    };`;
    assert.deepEqual(policies(source, 'credentials'), ['false (default)', 'true']);
  });

  it('Electron says so', () => {
    const source = `session.webRequest.onHeadersReceived((details, callback) => {
      callback({ responseHeaders: { ...details.responseHeaders, 'Access-Control-Allow-Origin': ['*'] } });
    });`;
    const [policy] = read(rawHeaders, { '/main.js': source }).policies;
    assert.equal(say(policy), 'any all');
    assert.equal(policy?.details?.surface, 'electron');
  });

  it('code with too many ways is read where it stands', () => {
    const ways = Array.from({ length: 10 }, (_, i) => `if (req.url === '/${i}') { await work${i}(); }`).join('\n');
    const source = `createServer(async (req, res) => {\n${ways}\nres.setHeader('Access-Control-Allow-Origin', '*');\nres.setHeader('Access-Control-Allow-Credentials', 'true');\n});`;
    assert.deepEqual(policies(source, 'origins', 'credentials'), ['origins: any all\ncredentials: true']);
  });
});
