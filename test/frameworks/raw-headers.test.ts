import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawHeaders } from '../../server/src/frameworks/raw-headers/index.ts';
import { read, say } from './raw-reading.ts';

type Files = Readonly<Record<string, string>>;

function policies(source: string | Files, ...heads: readonly string[]): readonly string[] {
  const files = typeof source === 'string' ? { '/server/a.ts': source } : source;
  return read(rawHeaders, files).policies.map(policy => say(policy, ...heads));
}

/** What the first policy says of the origins. */
function origins(source: string | Files): string {
  return policies(source)[0] ?? 'no policy';
}

const LISTED = '(equals "https://a.com" or equals "https://b.com")';
const LIST = "const LIST = ['https://a.com', 'https://b.com'];";
const express = (body: string, before = LIST) =>
  `${before}\napp.use((req, res, next) => {\n  const origin = req.headers.origin;\n  ${body}\n  next();\n});\n`;

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

describe('headers written by hand: whom they let in', () => {
  const checks: readonly (readonly [string, string | Files, string])[] = [
    [
      'a fixed origin',
      express("res.header('Access-Control-Allow-Origin', 'https://a.com');"),
      'fixed equals "https://a.com"',
    ],
    [
      'an item of a list',
      express("res.header('Access-Control-Allow-Origin', LIST[0]);"),
      'fixed equals "https://a.com"',
    ],
    [
      'a joined list',
      express("res.header('Access-Control-Allow-Origin', LIST.join(', '));"),
      'fixed equals "https://a.com, https://b.com"',
    ],
    ['whoever asks', express("res.header('Access-Control-Allow-Origin', origin);"), 'echo-any all'],
    [
      'whoever asks, or everybody',
      express("res.header('Access-Control-Allow-Origin', origin || '*');"),
      'echo-any all',
    ],
    [
      'a list',
      express("if (LIST.includes(origin)) res.header('Access-Control-Allow-Origin', origin);"),
      `echo-match ${LISTED}`,
    ],
    [
      'indexOf',
      express("if (LIST.indexOf(origin) > -1) { res.header('Access-Control-Allow-Origin', origin); }"),
      `echo-match ${LISTED}`,
    ],
    [
      'a set and an early return',
      express(
        "if (!SET.has(origin)) return next(); res.header('Access-Control-Allow-Origin', origin);",
        "const SET = new Set(['https://a.com']);",
      ),
      'echo-match equals "https://a.com"',
    ],
    [
      'find',
      express(
        "const found = LIST.find(it => it === origin); if (found) res.header('Access-Control-Allow-Origin', found);",
      ),
      `echo-match ${LISTED}`,
    ],
    [
      'some',
      express("if (LIST.some(it => origin.startsWith(it))) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-match (starts "https://a.com" or starts "https://b.com")',
    ],
    [
      'a pattern',
      express("if (/\\.a\\.com$/.test(origin)) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-match matches /\\.a\\.com$/',
    ],
    [
      'a host name',
      express(
        "try { if (new URL(origin).hostname.endsWith('a.com')) res.header('Access-Control-Allow-Origin', origin); } catch {}",
      ),
      'echo-match hostname ends "a.com"',
    ],
    [
      'a fallback',
      express("res.header('Access-Control-Allow-Origin', LIST.includes(origin) ? origin : LIST[0]);"),
      `fallback ${LISTED}`,
    ],
    [
      'a variable that changes',
      express(
        "let allow = LIST[0]; if (LIST.includes(origin)) { allow = origin; } res.header('Access-Control-Allow-Origin', allow);",
      ),
      `fallback ${LISTED}`,
    ],
    [
      'nothing otherwise',
      express("res.header('Access-Control-Allow-Origin', LIST.includes(origin) ? origin : '');"),
      `echo-match ${LISTED}`,
    ],
    [
      'a conditional spread',
      `${LIST}\nexport const GET = req => { const o = req.headers.get('origin'); return new Response('', { headers: { ...(LIST.includes(o) && { 'Access-Control-Allow-Origin': o }) } }); };`,
      `echo-match ${LISTED}`,
    ],
    [
      'a list in another file',
      {
        '/a.ts': express(
          "if (config.cors.origins.includes(origin)) res.header('Access-Control-Allow-Origin', origin);",
          "import config from './config';",
        ),
        '/config.ts': "export default { cors: { origins: ['https://a.com', 'https://b.com'] } };",
      },
      `echo-match ${LISTED}`,
    ],
    [
      'a function that decides',
      express(
        "if (ok(origin)) res.header('Access-Control-Allow-Origin', origin);",
        "function ok(o) { if (!o) return false; if (o === 'https://a.com') return true; return o.endsWith('.a.com'); }",
      ),
      'echo-match (equals "https://a.com" or ends ".a.com")',
    ],
    [
      'a class that keeps its list',
      "class Cors { constructor() { this.list = ['https://a.com']; } handle(req, res) { if (this.list.includes(req.headers.origin)) res.setHeader('Access-Control-Allow-Origin', req.headers.origin); } }",
      'echo-match equals "https://a.com"',
    ],
    [
      'a helper that is given the origin',
      "const reply = origin => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': origin } });\nexports.handler = async e => reply(e.headers.origin);",
      'echo-any all',
    ],
    [
      'a helper nobody calls, which checks what it is given',
      `${LIST}\nexport function cors(origin: string | null) { if (!origin || !LIST.includes(origin)) return {}; return { 'Access-Control-Allow-Origin': origin }; }`,
      `echo-match ${LISTED}`,
    ],
    [
      'a helper nobody calls',
      "export const reply = origin => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': origin } });",
      'dynamic unknown (`origin` is given by whoever calls)',
    ],
    [
      'a check that is not followed',
      express("if (await db.isAllowed(origin)) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-match unknown (the answer of a function that is not followed)',
    ],
    [
      'who is logged in decides nothing',
      express("if (!isAuthenticated(req)) return next(); res.header('Access-Control-Allow-Origin', origin);"),
      'echo-any all',
    ],
    [
      'the path decides nothing',
      express("if (req.path.startsWith('/api')) res.header('Access-Control-Allow-Origin', origin);"),
      'echo-any all',
    ],
    [
      '`*` for the others, who get no cookies',
      express(
        "res.header('Access-Control-Allow-Origin', LIST.includes(origin) ? origin : '*'); res.header('Access-Control-Allow-Credentials', 'true');",
      ),
      `fallback ${LISTED}`,
    ],
    [
      'a value that may be missing hides the echo behind it',
      express("res.header('Access-Control-Allow-Origin', settings.origin() || origin);"),
      'echo-match (unknown (a value that is not known) or unknown (whether a value is set))',
    ],
    [
      'a variable of the environment',
      express("res.header('Access-Control-Allow-Origin', process.env.WEB);"),
      'fixed equals ${WEB}',
    ],
    [
      'around a variable',
      express('res.header("Access-Control-Allow-Origin", `https://${process.env.HOST}`);'),
      'fixed equals https://${HOST}',
    ],
    [
      'a list in the environment',
      express(
        "const list = process.env.ORIGINS.split(',').map(it => it.trim()); if (list.includes(origin)) res.header('Access-Control-Allow-Origin', origin);",
      ),
      'echo-match equals ${ORIGINS each}',
    ],
    [
      'the host of the request',
      express('res.header("Access-Control-Allow-Origin", `https://${req.headers.host}`);'),
      'dynamic unknown (a value that is not known)',
    ],
  ];
  for (const [name, source, expected] of checks) it(name, () => assert.equal(origins(source), expected));

  it('branches, with the place of each', () => {
    const source = express(
      "if (LIST.includes(origin)) {\n    res.header('Access-Control-Allow-Origin', origin);\n  } else {\n    res.header('Access-Control-Allow-Origin', origin); // for now\n  }",
    );
    const { policies: found, text } = read(rawHeaders, { '/a.js': source });
    const branches = found[0]?.origins.branches ?? [];
    assert.deepEqual(
      branches.map(it => [it.outcome, text(it.at)]),
      [
        ['allow', 'origin'],
        ['allow', 'origin'],
      ],
    );
    assert.ok((branches[0]?.at.start ?? 0) < (branches[1]?.at.start ?? 0));
  });

  it('origins as written, each with its place', () => {
    const source = express("if (LIST.includes(origin)) res.header('Access-Control-Allow-Origin', origin);");
    const { policies: found, text } = read(rawHeaders, { '/a.js': source });
    const policy = found[0];
    assert.deepEqual(
      policy?.origins.listed.map(it => text(it.at)),
      ["'https://a.com'", "'https://b.com'"],
    );
    assert.equal(text(policy?.origins.at), 'origin');
    assert.equal(text(policy?.origins.entry), "res.header('Access-Control-Allow-Origin', origin);");
  });

  it('environments', () => {
    const split = (body: string, before = LIST) => policies(express(body, before), 'origins', 'only');
    assert.deepEqual(
      split(
        "if (process.env.NODE_ENV === 'production') res.header('Access-Control-Allow-Origin', LIST[0]); else res.header('Access-Control-Allow-Origin', '*');",
      ),
      ['origins: fixed equals "https://a.com"\nonly where: production', 'origins: any all\nonly where: not-production'],
    );
    assert.deepEqual(split("res.header('Access-Control-Allow-Origin', process.env.WEB || '*');"), [
      'origins: fixed equals ${WEB}\nonly where: WEB set',
      'origins: any all\nonly where: WEB unset',
    ]);
    assert.deepEqual(
      split(
        "if (LIST.includes(origin)) res.header('Access-Control-Allow-Origin', origin);",
        "const dev = process.env.NODE_ENV !== 'production'; const LIST = ['https://a.com', ...(dev ? ['http://localhost:3000'] : [])];",
      ),
      [
        'origins: echo-match equals "https://a.com"\nonly where: production',
        'origins: echo-match (equals "https://a.com" or equals "http://localhost:3000")\nonly where: not-production',
      ],
    );
    assert.deepEqual(
      split("if (process.env.NODE_ENV !== 'production') res.header('Access-Control-Allow-Origin', origin);"),
      ['origins: echo-any all\nonly where: not-production'],
    );
    assert.deepEqual(
      split("if (process.env.DEBUG) console.log(origin); res.header('Access-Control-Allow-Origin', '*');"),
      ['origins: any all'],
    );
  });
});

describe('headers written by hand: the other headers', () => {
  const say1 = (body: string, ...heads: readonly string[]) => policies(express(body), ...heads)[0];
  const star = "res.header('Access-Control-Allow-Origin', '*'); ";

  it('credentials are on with the text `true` alone', () => {
    assert.equal(say1(`${star}res.header('Access-Control-Allow-Credentials', 'true');`, 'credentials'), 'true');
    assert.equal(say1(`${star}res.header('Access-Control-Allow-Credentials', true);`, 'credentials'), 'true');
    assert.equal(
      say1(`${star}res.header('Access-Control-Allow-Credentials', 'True');`, 'credentials', 'oddity'),
      "credentials: false\noddity: credentials-not-true 'True'",
    );
    assert.equal(
      say1(`${star}res.header('Access-Control-Allow-Credentials', flag);`, 'credentials'),
      'dynamic (it depends on something that is not known)',
    );
    assert.equal(say1(star, 'credentials'), 'false (default)');
  });

  it('lists, with the place of every name', () => {
    const source = express(
      `${star}res.header('Access-Control-Allow-Methods', 'GET, PUT'); res.header('Access-Control-Expose-Headers', ['X-A', 'X-B'].join(', '));`,
    );
    const { policies: found, text } = read(rawHeaders, { '/a.js': source });
    const [policy] = found;
    assert.equal(say(policy, 'methods', 'exposed headers'), 'methods: GET, PUT\nexposed headers: X-A, X-B');
    const methods =
      policy?.methods.kind === 'written' && policy.methods.value.kind === 'names' ? policy.methods.value.names : [];
    assert.deepEqual(
      methods.map(it => text(it.at)),
      ['GET', 'PUT'],
    );
  });

  it('what the preflight asks for', () => {
    assert.equal(
      say1(
        `${star}res.header('Access-Control-Allow-Headers', req.headers['access-control-request-headers'] || 'x');`,
        'allowed headers',
      ),
      'reflect',
    );
    assert.equal(say1(`${star}res.header('Access-Control-Allow-Headers', '*');`, 'allowed headers'), '*');
  });

  it('max age', () => {
    assert.equal(say1(`${star}res.header('Access-Control-Max-Age', '600');`, 'max age'), '600');
    assert.equal(say1(`${star}res.header('Access-Control-Max-Age', 'soon');`, 'max age'), 'soon');
  });

  it('vary', () => {
    const echo = "if (LIST.includes(origin)) { res.header('Access-Control-Allow-Origin', origin); VARY }";
    assert.equal(say1(echo.replace('VARY', ''), 'vary'), 'never (default)');
    assert.equal(say1(echo.replace('VARY', "res.vary('Origin');"), 'vary'), 'when-matched');
    assert.equal(say1(`res.vary('Origin'); ${echo.replace('VARY', '')}`, 'vary'), 'always');
    assert.equal(say1(`res.append('Vary', 'Accept, Origin'); ${echo.replace('VARY', '')}`, 'vary'), 'always');
    assert.equal(say1(`res.vary('Accept-Encoding'); ${echo.replace('VARY', '')}`, 'vary'), 'never');
  });

  it('oddities', () => {
    const oddity = (body: string) => say1(body, 'oddity');
    assert.equal(oddity("res.header('Access-Control-Allow-Origin', req.query.origin);"), 'untrusted-source the query');
    assert.equal(
      oddity("res.header('Access-Control-Allow-Origin', new URL(req.headers.referer).origin);"),
      'untrusted-source the `referer` header',
    );
    assert.equal(
      oddity(
        "res.append('Access-Control-Allow-Origin', '*'); res.append('Access-Control-Allow-Origin', 'https://a.com');",
      ),
      'duplicate-header access-control-allow-origin',
    );
    assert.equal(
      oddity("res.header('Access-Control-Allow-Origin', process.env.WEB);"),
      'unset-variable WEB literal-header',
    );
    assert.equal(
      policies(
        "export const GET = () => new Response('', { headers: { 'Access-Control-Allow-Origin': '*', 'access-control-allow-origin': 'https://a.com' } });",
        'oddity',
      )[0],
      'duplicate-header access-control-allow-origin',
    );
    assert.equal(
      policies(
        express(
          "if (RE.test(origin)) res.header('Access-Control-Allow-Origin', origin);",
          'const RE = /^https:\\/\\/a\\.com$/g;',
        ),
        'oddity',
      )[0],
      'stateful-pattern ^https:\\/\\/a\\.com$ g',
    );
  });

  it('preflights', () => {
    const node = (body: string) =>
      policies(
        `createServer((req, res) => { res.setHeader('Access-Control-Allow-Origin', '*'); ${body} });`,
        'preflight',
      )[0];
    assert.equal(node('res.end();'), 'unknown');
    assert.equal(node("if (req.method === 'OPTIONS') { res.writeHead(204); return res.end(); }"), 'manual 204');
    assert.equal(
      node("if (req.method.toUpperCase() === 'OPTIONS') { res.statusCode = 200; return res.end(); }"),
      'manual 200',
    );
    assert.equal(
      node("switch (req.method) { case 'OPTIONS': res.writeHead(204); res.end(); break; default: res.end('x'); }"),
      'manual 204',
    );
    const route = (more: string) =>
      policies(
        {
          '/app/api/x/route.ts': `export const POST = () => Response.json({}, { headers: { 'Access-Control-Allow-Origin': '*' } });\n${more}`,
        },
        'preflight',
        'scope',
      )[0];
    assert.equal(route(''), 'preflight: none\nscope: POST');
    assert.equal(
      route(
        "export function OPTIONS() { return new Response(null, { status: 204, headers: { 'Access-Control-Allow-Origin': '*' } }); }",
      ),
      'preflight: manual\nscope: POST',
    );
    const routes =
      "app.options('/x', (req, res) => { res.header('Access-Control-Allow-Origin', '*'); res.sendStatus(204); });\napp.post('/x', (req, res) => { res.header('Access-Control-Allow-Origin', '*'); });";
    assert.deepEqual(policies(routes, 'preflight', 'scope'), [
      'preflight: manual 204\nscope: OPTIONS /x',
      'preflight: manual\nscope: POST /x',
    ]);
  });

  it('what only preflights carry belongs to the response, too', () => {
    const source = `createServer((req, res) => {
      if (req.method === 'OPTIONS') { res.writeHead(204, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'PUT' }); return res.end(); }
      res.writeHead(200, { 'Access-Control-Allow-Origin': '*' });
    });`;
    assert.deepEqual(policies(source, 'methods'), ['PUT', 'PUT']);
  });
});
