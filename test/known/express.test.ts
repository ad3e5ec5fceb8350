import { createServer, type RequestListener } from 'node:http';
import { CALLBACKS, cases, DELEGATES, DELEGATES_UNKNOWN, NESTED } from './cases.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const MORE = [
  `{ origin: ${NESTED} }`,
  "{ origin: (origin, cb) => { const r = origin === 'https://a.example' ? [null, true] : [null, false]; cb(...r); } }",
  "(req, cb) => cb(null, req.path === '/ok' ? { origin: 'https://a.example' } : { origin: false })",
  '(req, cb) => cb(null)',
  '{ methods: undefined }',
  "{ headers: ['X-A'] }",
  "{ allowedHeaders: '' }",
  "{ allowHeaders: ['X-A'] }",
  '{ optionsSuccessStatus: 200 }',
  "{ origin: 'https://a.example', preflightContinue: true }",
  '{ origin: () => true }',
  '{ origin: async () => true }',
  "{ origin: (origin, cb) => { throw new Error('no'); } }",
  "{ origin: (origin, cb) => cb(null, origin.endsWith('a.example')) }",
  "{ origin: ['https://a.example'], credentials: true, methods: ['GET', 'POST'], allowedHeaders: ['X-A'], exposedHeaders: ['X-B', 'X-C'], maxAge: 86400 }",
];

const express: KnownLibrary = {
  title: 'cors 2.8.6 on Express 5.3.0',
  dependencies: { cors: '2.8.6', express: '5.3.0' },
  source: options => `import cors from 'cors';
import express from 'express';

export const app = express();
app.set('env', 'test');
app.use(cors(${options ?? ''}));
app.get('/ok', (req, res) => res.send('ok'));
app.post('/ok', (req, res) => res.send('ok'));
app.put('/ok', (req, res) => res.send('ok'));
app.get('/fail', () => {
  throw new Error('broken');
});
`,
  cases: cases(names, CALLBACKS, [...MORE, ...DELEGATES]),
  unknown: {
    ...DELEGATES_UNKNOWN,
    "(req, cb) => cb(null, req.path === '/ok' ? { origin: 'https://a.example' } : { origin: false })":
      'the path decides',
  },
  start: app => listening(createServer(app as RequestListener)),
};

known(express);
known({
  ...express,
  title: 'cors 2.8.6 on Express 4.22.3',
  dependencies: { cors: '2.8.6', express: '4.22.3' },
  aliases: { express: 'express4' },
});
known({
  ...express,
  title: 'two policies of cors 2.8.6 on Express 5.3.0',
  source: options =>
    express
      .source(options)
      .replace(
        "app.get('/ok'",
        `app.use(cors({ origin: ['https://a.example'], credentials: true, methods: ['GET', 'PUT'], maxAge: 60 }));\n$&`,
      ),
  cases: [
    undefined,
    "{ origin: ['https://b.example'], exposedHeaders: ['X-B'] }",
    "{ origin: 'https://b.example' }",
    '{ origin: false }',
    '{ preflightContinue: true }',
    "{ origin: (origin, cb) => cb(null, origin === 'https://b.example') }",
    "{ origin: (origin, cb) => cb(new Error('no')) }",
  ],
  policy: 1,
});
known({
  ...express,
  title: 'a router with a policy of its own behind cors 2.8.6 on Express 5.3.0',
  source: options => `import cors from 'cors';
import express from 'express';

export const app = express();
app.set('env', 'test');
app.use(cors({ origin: ['https://a.example'], credentials: true, maxAge: 60 }));
const router = express.Router();
router.use(cors(${options ?? ''}));
router.get('/', (req, res) => res.send('ok'));
router.post('/', (req, res) => res.send('ok'));
app.use('/ok', router);
app.use(cors({ origin: 'https://c.example' }));
`,
  cases: [undefined, "{ origin: ['https://b.example'], exposedHeaders: ['X-B'] }", '{ origin: false }'],
  asks: it => it.reaches === undefined,
  policy: 1,
});
