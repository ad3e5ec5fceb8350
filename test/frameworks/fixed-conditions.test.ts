import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { accepts } from '../../server/src/origins/ask.ts';

const EVIL = 'https://evil.net';
const FRIEND = 'https://a.example';

/** Whether the policy of a module lets both in: strangers, and the one that it names. */
function letsIn(source: string): readonly (boolean | undefined)[] {
  const workspace = openWorkspace({
    read: it => (it === '/a.mjs' ? source : undefined),
    exists: it => it === '/a.mjs',
  });
  const { policies } = workspace.facts('/a.mjs');
  assert.equal(policies.length, 1, source);
  return [EVIL, FRIEND].map(it => policies[0] && accepts(policies[0].origins.acceptor, it));
}

const option = (body: string) =>
  `import cors from 'cors';\nimport express from 'express';\nimport os from 'node:os';\nimport fs from 'node:fs';\nconst config = JSON.parse(fs.readFileSync('c.json', 'utf8'));\nconst app = express();\napp.use(cors({ origin(origin, callback) {\n${body}\n}, credentials: true }));\n`;
const written = (body: string) =>
  `import http from 'node:http';\nimport os from 'node:os';\nimport fs from 'node:fs';\nconst config = JSON.parse(fs.readFileSync('c.json', 'utf8'));\nhttp.createServer((req, res) => {\nconst origin = req.headers.origin;\nres.setHeader('Access-Control-Allow-Credentials', 'true');\n${body}\nres.end();\n}).listen(3000);\n`;
const decided = (test: string) =>
  [
    option(`callback(null, ${test});`),
    written(`if (${test}) res.setHeader('Access-Control-Allow-Origin', origin);`),
  ] as const;

describe('conditions that no request decides', () => {
  const open = [
    'config.open',
    "process.argv.includes('--open')",
    "os.hostname() === 'mine'",
    "fs.existsSync('/open')",
    'Date.now() < 1e12',
    "typeof window !== 'undefined'",
    "parseInt('0', 10) > 1",
    '2 ** 3 >> 4',
  ];
  for (const it_ of open) {
    it(`${it_}, beside a test of the origin: not known of strangers, and of the one that is named it is`, () => {
      const [option, byHand] = decided(`${it_} || origin === '${FRIEND}'`).map(letsIn);
      // As an option, what the condition is made of is handed over, and may be more than a yes.
      assert.equal(option?.[0], undefined);
      assert.notEqual(option?.[1], false);
      assert.deepEqual(byHand, [undefined, true]);
    });
    it(`${it_}, around everything: said of where it holds`, () => {
      for (const source of decided(`${it_} && origin === '${FRIEND}'`))
        assert.deepEqual(letsIn(source), [false, true], source);
      assert.deepEqual(letsIn(decided(it_)[1]), [true, true]);
      assert.deepEqual(letsIn(decided(`!(${it_})`)[1]), [true, true]);
    });
  }

  it('else-branches, and lists of which one is chosen', () => {
    const set = "res.setHeader('Access-Control-Allow-Origin', origin);";
    assert.deepEqual(letsIn(written(`if (config.open) ${set} else if (origin === '${FRIEND}') ${set}`)), [
      undefined,
      true,
    ]);
    assert.deepEqual(
      letsIn(option(`if (config.open) return callback(null, true);\ncallback(null, origin === '${FRIEND}');`)),
      [undefined, true],
    );
    assert.deepEqual(
      letsIn(
        written(
          `const list = config.dev ? ['${FRIEND}', 'https://b.example'] : ['${FRIEND}'];\nif (list.includes(origin)) ${set}`,
        ),
      ),
      [false, undefined],
    );
  });

  it('what the sender of a request chooses is met', () => {
    for (const it of ["req.headers['x-open']", "req.url.startsWith('/public')", "req.method === 'POST'"])
      assert.deepEqual(letsIn(decided(`${it} || origin === '${FRIEND}'`)[1]), [true, true], it);
  });

  it('an address is one of few, and not one of few is everybody', () => {
    const set = "res.setHeader('Access-Control-Allow-Origin', origin);";
    assert.deepEqual(letsIn(written(`if (req.socket.remoteAddress === '10.1.2.3') ${set}`)), [undefined, undefined]);
    assert.deepEqual(letsIn(written(`if (req.socket.remoteAddress !== '10.1.2.3') ${set}`)), [true, true]);
  });

  it('what is found for an origin, held against what is not known', () => {
    for (const it of [
      `({ '${FRIEND}': 1 })[origin] === os.constants.signals.SIGHUP`,
      `({ '${FRIEND}': 8e15 })[origin] > Date.now()`,
      `[{ at: '${FRIEND}', until: 8e15 }, { at: 'https://b.example', until: 0 }].some(one => one.at === origin && one.until > Date.now())`,
    ])
      for (const source of decided(it)) assert.notEqual(letsIn(source)[0], true, source);
  });
});

describe('a check that turns other origins away', () => {
  const head =
    "import cors from 'cors';\nimport express from 'express';\nconst app = express();\nconst allowed = ['https://a.example'];\n";
  const guard = (body: string, more = '') => `${head}app.use(${more}(req, res, next) => {\n${body}\n});\n`;
  const behind = 'app.use(cors({ origin: true, credentials: true }));\n';
  const listed = 'req.headers.origin && !allowed.includes(req.headers.origin)';

  it('lets nobody else come to what stands behind it', () => {
    for (const refusal of ['return res.status(403).end();', "return next(new Error('no'));", "throw new Error('no');"])
      assert.deepEqual(letsIn(`${guard(`if (${listed}) ${refusal}\nnext();`)}${behind}`), [false, true], refusal);
    const byHand =
      "app.use((req, res, next) => { res.set('Access-Control-Allow-Origin', req.headers.origin); next(); });\n";
    assert.deepEqual(letsIn(`${guard(`if (${listed}) return res.sendStatus(403);\nnext();`)}${byHand}`), [false, true]);
  });

  it('says nothing where it comes later, stands elsewhere, or answers preflights alone', () => {
    const check = guard(`if (${listed}) return res.sendStatus(403);\nnext();`).slice(head.length);
    assert.deepEqual(letsIn(`${head}${behind}${check}`), [true, true]);
    assert.deepEqual(letsIn(`${guard(`if (${listed}) return res.sendStatus(403);\nnext();`, "'/admin', ")}${behind}`), [
      true,
      true,
    ]);
    assert.deepEqual(
      letsIn(`${guard(`if (req.method === 'OPTIONS' && ${listed}) return res.sendStatus(403);\nnext();`)}${behind}`),
      [true, true],
    );
  });

  it('is not known where it runs only in a branch, or asks what is not followed', () => {
    const check = guard(`if (${listed}) return res.sendStatus(403);\nnext();`).slice(head.length);
    assert.equal(letsIn(`${head}if (allowed.length > 2) ${check}${behind}`)[0], undefined);
    assert.equal(
      letsIn(`${guard(`if (isStranger(req.headers.origin)) return res.sendStatus(403);\nnext();`)}${behind}`)[0],
      undefined,
    );
  });

  it('is not known where another function is handed what comes next, and lets nobody pass where nothing comes next', () => {
    for (const it of ['verify(req, res, next);', 'verify(req, () => next());'])
      assert.equal(letsIn(`${guard(`if (${listed}) return res.sendStatus(403);\n${it}`)}${behind}`)[1], undefined, it);
    assert.deepEqual(letsIn(`${guard('res.status(403).send(`no ${req.headers.origin}`);')}${behind}`), [false, false]);
  });

  it('in Koa, Hono and Fastify', () => {
    const koa = (refusal: string) =>
      `import Koa from 'koa';\nimport cors from '@koa/cors';\nconst app = new Koa();\napp.use(async (ctx, next) => {\nif (ctx.get('Origin') !== '${FRIEND}') ${refusal}\nawait next();\n});\napp.use(cors({ origin: ctx => ctx.get('Origin'), credentials: true }));\n`;
    for (const it of ['ctx.throw(403);', '{ ctx.status = 403; return; }', "throw new Error('no');"])
      assert.deepEqual(letsIn(koa(it)), [false, true], it);
    assert.deepEqual(
      letsIn(
        `import { Hono } from 'hono';\nimport { cors } from 'hono/cors';\nconst app = new Hono();\napp.use(async (c, next) => {\nif (c.req.header('Origin') !== '${FRIEND}') return c.text('no', 403);\nawait next();\n});\napp.use(cors({ origin: it => it, credentials: true }));\n`,
      ),
      [false, true],
    );
    const fastify = (hook: string) =>
      `import Fastify from 'fastify';\nimport cors from '@fastify/cors';\nconst app = Fastify();\napp.addHook('onRequest', ${hook});\napp.register(cors, { origin: true, credentials: true });\n`;
    for (const it of [
      `async (req, reply) => { if (req.headers.origin !== '${FRIEND}') return reply.code(403).send('no'); }`,
      `(req, reply, done) => { if (req.headers.origin !== '${FRIEND}') return done(new Error('no')); done(); }`,
    ])
      assert.deepEqual(letsIn(fastify(it)), [false, true], it);
  });
});
