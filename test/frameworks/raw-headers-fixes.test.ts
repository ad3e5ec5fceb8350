import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { rawHeaders } from '../../server/src/frameworks/handwritten/index.ts';
import { type PolicyEdit, remove, replace, set } from '../../server/src/model/edit.ts';
import { type Read, read, say } from './raw-reading.ts';

const VARY: PolicyEdit = { kind: 'vary' };
const credentials = set('credentials', { kind: 'boolean', value: true });
const maxAge = set('maxAge', { kind: 'number', value: 600 });

function reading(source: string, path = '/server/a.ts'): Read {
  return read(rawHeaders, { [path]: source });
}

/** The source after a change; it still parses. */
function after(
  source: string,
  edit: PolicyEdit | ((it: Read) => PolicyEdit),
  path = '/server/a.js',
): string | undefined {
  const it = reading(source, path);
  const changed = it.after(typeof edit === 'function' ? edit(it) : edit);
  if (changed !== undefined) assert.deepEqual(errors(changed, path), [], changed);
  return changed;
}

function errors(source: string, path: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(source, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext },
  });
  return diagnostics.map(it => ts.flattenDiagnosticMessageText(it.messageText, ' '));
}

/** What the first policy says after a change. */
function reread(source: string, ...heads: readonly string[]): string {
  return say(reading(source).policies[0], ...heads);
}

const node = `createServer((req, res) => {
  const origin = req.headers.origin;
  if (LIST.includes(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin); // let in
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
  res.end();
});
const LIST = ['https://a.com', 'https://b.com/'];
`;

const object = `exports.handler = async event => ({
  statusCode: 200,
  headers: {
    "Access-Control-Allow-Origin": event.headers.origin, // echo
    // cookies
    "Access-Control-Allow-Credentials": true
  },
});
`;

describe('fixes of hand-written headers: taking away', () => {
  it('a statement with its line', () => {
    assert.equal(
      after(node, remove('credentials')),
      node.replace("    res.setHeader('Access-Control-Allow-Credentials', 'true');\n", ''),
    );
  });
  it('a comment behind a statement stays', () => {
    assert.equal(
      after(node, remove('origins')),
      node.replace("res.setHeader('Access-Control-Allow-Origin', origin); // let in", '// let in'),
    );
  });
  it('a statement among others on its line', () => {
    const source =
      "app.use((req, res, next) => { res.header('Access-Control-Allow-Origin', '*'); res.header('Access-Control-Allow-Credentials', 'true'); next(); });";
    assert.equal(
      after(source, remove('credentials')),
      "app.use((req, res, next) => { res.header('Access-Control-Allow-Origin', '*'); next(); });",
    );
  });
  it('a property, with the line and no comment', () => {
    assert.equal(
      after(object, remove('credentials')),
      object.replace('    "Access-Control-Allow-Credentials": true\n', ''),
    );
  });
  it('a property between others, and the last of a line', () => {
    const source =
      "const corsHeaders = { 'a': 'b', 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' };";
    assert.equal(
      after(source, remove('credentials')),
      "const corsHeaders = { 'a': 'b', 'Access-Control-Allow-Origin': '*' };",
    );
    assert.equal(
      after(source, remove('origins')),
      "const corsHeaders = { 'a': 'b', 'Access-Control-Allow-Credentials': 'true' };",
    );
  });
  it('a link of a chain', () => {
    const source =
      "app.get('/', (req, res) => res.status(200).set('Access-Control-Allow-Origin', '*').set('Access-Control-Allow-Credentials', 'true').json({}));";
    assert.equal(
      after(source, remove('credentials')),
      source.replace(".set('Access-Control-Allow-Credentials', 'true')", ''),
    );
  });
  it('wherever the header is written', () => {
    const source = `createServer((req, res) => {
  if (req.method === 'OPTIONS') {
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Access-Control-Allow-Credentials', 'true');
    return res.end();
  }
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
  res.setHeader('Access-Control-Allow-Credentials', 'true');
});`;
    const changed = reading(source).after(remove('credentials'), 1) ?? '';
    assert.equal(changed.includes('Credentials'), false);
  });
  it('not the only statement of an `if` without braces', () => {
    const source =
      "createServer((req, res) => {\n  if (ok(req))\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin)\n  res.end()\n})";
    assert.equal(after(source, remove('origins')), undefined);
  });
  it('a name in a list, an origin in an array', () => {
    const method =
      (index: number) =>
      (it: Read): PolicyEdit => {
        const { methods } = it.policies[0] ?? {};
        const names = methods?.kind === 'written' && methods.value.kind === 'names' ? methods.value.names : [];
        return { kind: 'drop', at: names[index]?.at ?? { path: '', start: 0, end: 0 } };
      };
    assert.equal(after(node, method(1)), node.replace('GET, POST, DELETE', 'GET, DELETE'));
    assert.equal(after(node, method(2)), node.replace('GET, POST, DELETE', 'GET, POST'));
    const origin = (it: Read): PolicyEdit => ({
      kind: 'drop',
      at: it.policies[0]?.origins.listed[1]?.at ?? { path: '', start: 0, end: 0 },
    });
    assert.equal(after(node, origin), node.replace(", 'https://b.com/'", ''));
  });
});

describe('fixes of hand-written headers: changing and adding', () => {
  it('a text in its own quotes', () => {
    const origin = (it: Read): PolicyEdit =>
      replace(it.policies[0]?.origins.listed[1]?.at ?? { path: '', start: 0, end: 0 }, {
        kind: 'text',
        text: 'https://b.com',
      });
    assert.equal(after(node, origin), node.replace("'https://b.com/'", "'https://b.com'"));
    assert.equal(
      after(object, set('origins', { kind: 'texts', texts: ['https://a.com'] })),
      object.replace('event.headers.origin', '"https://a.com"'),
    );
    assert.equal(
      after(node, set('methods', { kind: 'texts', texts: ['GET', 'PUT'] })),
      node.replace('GET, POST, DELETE', 'GET, PUT'),
    );
  });
  it('beside the origin, written as it is', () => {
    assert.equal(
      after(object, maxAge),
      object.replace(
        'event.headers.origin,',
        'event.headers.origin,\n    "Access-Control-Max-Age": \'600\','.replaceAll("'", '"'),
      ),
    );
    const index =
      "exports.h = async e => {\n  const headers = {};\n  headers['Access-Control-Allow-Origin'] = e.headers.origin\n  return { statusCode: 200, headers };\n};";
    assert.equal(
      after(index, credentials),
      index.replace('e.headers.origin\n', "e.headers.origin\n  headers['Access-Control-Allow-Credentials'] = 'true'\n"),
    );
    const lower = "const corsHeaders = { 'access-control-allow-origin': '*' };";
    assert.equal(
      after(lower, maxAge),
      "const corsHeaders = { 'access-control-allow-origin': '*', 'access-control-max-age': '600' };",
    );
    const chain = "app.get('/', (req, res) => res.set('Access-Control-Allow-Origin', '*').json({}));";
    assert.equal(
      after(chain, credentials),
      "app.get('/', (req, res) => res.set('Access-Control-Allow-Origin', '*').set('Access-Control-Allow-Credentials', 'true').json({}));",
    );
    const windows = node.replaceAll('\n', '\r\n');
    assert.equal(
      after(windows, maxAge),
      windows.replace(
        'origin); // let in',
        "origin);\r\n    res.setHeader('Access-Control-Max-Age', '600'); // let in",
      ),
    );
  });
  it('several origins need a check', () => {
    const source =
      "createServer((req, res) => {\n  res.setHeader('Access-Control-Allow-Origin', req.headers.origin)\n  res.end()\n})";
    const texts = ['https://a.com', 'https://b.com'];
    assert.equal(
      after(source, set('origins', { kind: 'texts', texts })),
      "createServer((req, res) => {\n  if (['https://a.com', 'https://b.com'].includes(req.headers.origin)) {\n    res.setHeader('Access-Control-Allow-Origin', req.headers.origin)\n  }\n  res.end()\n})",
    );
    assert.match(
      after(source, set('origins', { kind: 'texts', texts }), '/server/a.ts') ?? '',
      /includes\(req\.headers\.origin \?\? ''\)/,
    );
    assert.equal(
      after(
        source.replace('req.headers.origin', "req.headers.origin || '*'"),
        set('origins', { kind: 'texts', texts }),
      ),
      undefined,
    );
  });
  it('a branch that lets everybody in', () => {
    const source =
      "app.use((req, res, next) => {\n  const origin = req.headers.origin;\n  if (LIST.includes(origin)) {\n    res.header('Access-Control-Allow-Origin', origin);\n  } else {\n    res.header('Access-Control-Allow-Origin', origin);\n    log(origin);\n  }\n  next();\n});\nconst LIST = ['https://a.com'];";
    const changed =
      after(source, it => ({
        kind: 'refuse-branch',
        at: it.policies[0]?.origins.branches?.[1]?.at ?? { path: '', start: 0, end: 0 },
      })) ?? '';
    assert.equal(reread(changed), 'echo-match equals "https://a.com"');
    assert.match(changed, /\} else \{\n {4}log\(origin\);/);
  });
});

describe('fixes of hand-written headers: Vary', () => {
  const varied = (source: string, path?: string) => {
    const changed = after(source, VARY, path);
    assert.equal(reread(changed ?? '', 'vary'), 'always');
    return changed;
  };
  it('node, before the check', () => {
    assert.equal(varied(node), node.replace('  if (LIST', "  res.setHeader('Vary', 'Origin');\n  if (LIST"));
  });
  it('Express and Koa, by their own means', () => {
    const express = `import express from 'express';\n${node}`;
    assert.equal(varied(express), express.replace('  if (LIST', "  res.vary('Origin');\n  if (LIST"));
    const koa =
      "app.use(async (ctx, next) => {\n  ctx.set('Access-Control-Allow-Origin', ctx.headers.origin);\n  await next();\n});";
    assert.equal(varied(koa), koa.replace("  ctx.set('", "  ctx.vary('Origin');\n  ctx.set('"));
  });
  it('Hono and Fastify', () => {
    const hono =
      "app.use(async (c, next) => {\n  c.header('Access-Control-Allow-Origin', c.req.header('Origin'));\n  await next();\n});";
    assert.equal(
      varied(hono),
      hono.replace("  c.header('", "  c.header('Vary', 'Origin', { append: true });\n  c.header('"),
    );
    const fastify =
      "app.addHook('onSend', async (request, reply) => {\n  reply.header('access-control-allow-origin', request.headers.origin)\n})";
    assert.equal(
      varied(fastify),
      fastify.replace("  reply.header('", "  reply.header('vary', 'Origin')\n  reply.header('"),
    );
  });
  it('a Headers, where what was conditional goes away', () => {
    const source = `export function middleware(request) {
  const response = NextResponse.next();
  const origin = request.headers.get('origin');
  if (origin && LIST.has(origin)) {
    response.headers.set('Access-Control-Allow-Origin', origin);
    response.headers.set('Vary', 'Origin');
  }
  return response;
}
const LIST = new Set(['https://a.com']);`;
    assert.equal(
      varied(source),
      source
        .replace("    response.headers.set('Vary', 'Origin');\n", '')
        .replace('  if (origin', "  response.headers.append('Vary', 'Origin');\n  if (origin"),
    );
  });
  it('before the whole chain of conditions', () => {
    const source =
      "createServer((req, res) => {\n  const o = req.headers.origin;\n  if (o === 'https://a.com') {\n    log();\n  } else if (LIST.includes(o))\n    res.setHeader('Access-Control-Allow-Origin', o);\n  res.end();\n});\nconst LIST = ['https://b.com'];";
    assert.equal(varied(source), source.replace('  if (o ===', "  res.setHeader('Vary', 'Origin');\n  if (o ==="));
  });
  it('a property, another name in a text', () => {
    assert.equal(
      varied(object),
      object.replace('event.headers.origin,', 'event.headers.origin,\n    "Vary": "Origin",'),
    );
    const accept = object.replace('// cookies', '"Vary": "Accept",');
    assert.equal(varied(accept), accept.replace('"Accept"', '"Accept, Origin"'));
  });
  it('a link of a chain, and nothing inside an expression', () => {
    const chain = "app.get('/', (req, res) => res.set('Access-Control-Allow-Origin', req.headers.origin).json({}));";
    assert.equal(varied(chain), chain.replace('origin)', "origin).set('Vary', 'Origin')"));
    assert.equal(
      after("app.get('/', (req, res) => res.setHeader('Access-Control-Allow-Origin', req.headers.origin));", VARY),
      undefined,
    );
  });
  it('an object that is set under a condition gives its own `Vary` up', () => {
    const set = (object: string, rest = '') =>
      `const app = require('express')();\napp.get('/', (req, res) => {\n  const o = req.headers.origin;\n${rest}  if (o === 'https://a.com') res.set({ 'Access-Control-Allow-Origin': o${object} });\n  res.json({});\n});\n`;
    assert.equal(varied(set(", Vary: 'Origin'")), set('', "  res.vary('Origin');\n"));
    assert.equal(varied(set('')), set('', "  res.vary('Origin');\n"));
  });
  it('before a way out, and whatever stands in texts', () => {
    const early = `createServer((req, res) => {
  const o = req.headers.origin;
  if (!LIST.includes(o)) return res.end(':-) {');
  log(':-('); res.setHeader('Access-Control-Allow-Origin', o);
  res.end();
});
const LIST = ['https://a.com'];`;
    assert.equal(varied(early), early.replace('  if (', "  res.setHeader('Vary', 'Origin');\n  if ("));
  });
  it('not where only one of several objects would have it', () => {
    const source =
      "const cors = o => (LIST.includes(o) ? { 'Access-Control-Allow-Origin': o } : {});\nconst LIST = ['https://a.com'];\nexport const GET = req => new Response('', { headers: cors(req.headers.get('origin')) });";
    assert.equal(after(source, VARY), undefined);
  });
  it('the answer to refused origins, too, or nothing', () => {
    const refusing = (refused: string) =>
      `const LIST = ['https://a.com'];\nexport const handler = async event => {\n  const o = event.headers.origin;\n  if (!LIST.includes(o)) return ${refused};\n  return { statusCode: 200, headers: { 'Access-Control-Allow-Origin': o }, body: '' };\n};`;
    const given = (refused: string) => refusing(refused).replace("Origin': o", "Origin': o, 'Vary': 'Origin'");
    assert.equal(
      varied(refusing("{ statusCode: 403, body: 'no' }")),
      given("{ headers: { Vary: 'Origin' }, statusCode: 403, body: 'no' }"),
    );
    assert.equal(
      varied(refusing("{ statusCode: 403, headers: { 'X-A': 'b' }, body: 'no' }")),
      given("{ statusCode: 403, headers: { Vary: 'Origin', 'X-A': 'b' }, body: 'no' }"),
    );
    assert.equal(after(refusing('refuse(event)'), VARY), undefined);
  });
});
