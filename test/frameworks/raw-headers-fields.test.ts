import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { express, policies } from './raw-headers-sources.ts';
import { read, say } from './raw-reading.ts';

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
    assert.equal(node('res.end();'), 'same');
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

  it('what hooks of Fastify write when the answer is gone, or for errors alone, is on no response', () => {
    const hook = (kind: string) =>
      policies(
        `import Fastify from 'fastify';\nconst app = Fastify();\napp.addHook('${kind}', async (request, reply) => { reply.header('Access-Control-Allow-Origin', '*'); });`,
      ).length;
    assert.deepEqual(
      ['onRequest', 'preHandler', 'onSend', 'onResponse', 'onError', 'onTimeout'].map(hook),
      [1, 1, 1, 0, 0, 0],
    );
  });

  it('what only preflights carry belongs to the response, too', () => {
    const source = `createServer((req, res) => {
      if (req.method === 'OPTIONS') { res.writeHead(204, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'PUT' }); return res.end(); }
      res.writeHead(200, { 'Access-Control-Allow-Origin': '*' });
    });`;
    assert.deepEqual(policies(source, 'methods'), ['PUT', 'PUT']);
  });
});
