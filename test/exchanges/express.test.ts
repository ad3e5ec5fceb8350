import { createServer, type RequestListener } from 'node:http';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

const JSON_POST = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };

type Told = Omit<Program, 'files' | 'dependencies' | 'start'>;

/** One program on Express 5 and on Express 4. */
function express(code: string, told: Told): readonly Program[] {
  const files = {
    'server.mjs': `import cors from 'cors';
import express from 'express';

export const app = express();
app.set('env', 'test');
${code.trim()}
`,
  };
  const start: Program['start'] = ({ app }) => listening(createServer(app as RequestListener));
  const on = (version: string): Program => ({
    ...told,
    title: `${told.title}, on express ${version}`,
    files,
    dependencies: { express: version, cors: '2.8.6' },
    start,
  });
  return [on('5.3.0'), { ...on('4.22.3'), aliases: { express: 'express4' } }];
}

programs([
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com' }));
app.use(express.json());
app.post('/items', (req, res) => res.json({ ok: true }));
`,
    { title: 'cors before the body parser', wants: [{ path: '/items', ...JSON_POST }] },
  ),
  ...express(
    `
app.use(cors());
app.use('/me', cors({ origin: 'https://app.example.com', credentials: true }));
app.get('/me', (req, res) => res.json({ ok: true }));
app.put('/me', (req, res) => res.json({ ok: true }));
`,
    {
      title: 'a second cors with cookies behind one for everybody',
      wants: [
        { path: '/me', credentials: true, policy: 1 },
        { path: '/me', method: 'PUT', credentials: true, policy: 1 },
      ],
      finds: [
        "conflicting-cors-writers: app.use('/me', cors({ origin: 'https://app.example.com', credentials: true }));",
      ],
    },
  ),
  ...express(
    `
app.use('/me', cors({ origin: 'https://app.example.com', credentials: true }));
app.use('/open', cors());
app.put('/me', (req, res) => res.json({ ok: true }));
app.get('/open', (req, res) => res.json({ ok: true }));
`,
    {
      title: 'two cors on two paths',
      wants: [
        { path: '/me', method: 'PUT', credentials: true },
        { path: '/open', policy: 1 },
      ],
    },
  ),
  ...express(
    `
app.use((req, res, next) => {
  if (!req.headers.authorization) return res.sendStatus(401);
  next();
});
app.use(cors({ origin: 'https://app.example.com' }));
app.get('/orders', (req, res) => res.json([]));
`,
    {
      title: 'a login check by hand before cors',
      wants: [{ path: '/orders', headers: { Authorization: 'Bearer a' } }],
      finds: ['preflight-blocked-by-auth: app.use((req, res, next) => {'],
    },
  ),
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com' }));
app.use((req, res, next) => {
  if (!req.headers.authorization) return res.sendStatus(401);
  next();
});
app.get('/orders', (req, res) => res.json([]));
`,
    {
      title: 'a login check by hand behind cors',
      wants: [{ path: '/orders', headers: { Authorization: 'Bearer a' } }],
    },
  ),
  ...express(
    `
const router = express.Router();
router.use(cors({ origin: 'https://app.example.com' }));
router.post('/', (req, res) => res.json(req.body));
app.use(express.json());
app.use('/members', router);
`,
    {
      title: 'a body parser before the cors of a router',
      wants: [
        { path: '/members', ...JSON_POST },
        { path: '/members', ...JSON_POST, body: '{broken', unpredicted: true },
      ],
      finds: ['responder-before-cors: app.use(express.json());'],
    },
  ),
  ...express(
    `
const router = express.Router();
router.use(cors({ origin: 'https://app.example.com' }));
router.use(express.json());
router.post('/', (req, res) => res.json(req.body));
app.use('/members', router);
`,
    {
      title: 'a body parser behind the cors of a router',
      wants: [
        { path: '/members', ...JSON_POST },
        { path: '/members', ...JSON_POST, body: '{broken', unpredicted: true },
      ],
    },
  ),
  ...express(
    `
app.use((req, res, next) => (req.headers.authorization ? next() : res.sendStatus(401)));
const router = express.Router();
router.use(cors({ origin: 'https://app.example.com' }));
router.get('/', (req, res) => res.json([]));
app.use('/members', router);
`,
    {
      title: 'a login check before the cors of a router',
      wants: [{ path: '/members', headers: { Authorization: 'Bearer a' } }],
      finds: [
        'preflight-blocked-by-auth: app.use((req, res, next) => (req.headers.authorization ? next() : res.sendStatus(401)));',
      ],
    },
  ),
  ...express(
    `
app.use(express.json());
app.use(cors({ origin: 'https://app.example.com' }));
app.post('/items', (req, res) => res.json(req.body));
`,
    {
      title: 'a body parser before cors',
      wants: [
        { path: '/items', ...JSON_POST },
        { path: '/items', ...JSON_POST, body: '{broken', unpredicted: true },
      ],
      finds: ["responder-before-cors: app.use(cors({ origin: 'https://app.example.com' }));"],
    },
  ),
  ...express(
    `
app.use((req, res, next) => {
  if (!req.path.endsWith('/')) return res.redirect(301, req.path + '/');
  next();
});
app.use(cors({ origin: 'https://app.example.com' }));
app.get('/posts/', (req, res) => res.json([]));
`,
    {
      title: 'a redirect before cors, where the address is right',
      wants: [{ path: '/posts/', headers: { 'X-Key': 'k' } }],
    },
  ),
  ...express(
    `
app.use(cors);
app.get('/items', (req, res) => res.json([]));
`,
    { title: 'cors that is not called', wants: [{ path: '/items' }], finds: ['middleware-not-called: app.use(cors);'] },
  ),
  ...express(
    `
app.use((req, res, next) => {
  cors(req, res, next);
});
app.get('/items', (req, res) => res.json([]));
`,
    {
      title: 'cors called with the request',
      wants: [{ path: '/items' }],
      finds: ['middleware-not-called: cors(req, res, next);'],
    },
  ),
  ...express(
    `
const allow = cors({ origin: 'https://app.example.com' });
app.use((req, res, next) => {
  allow(req, res, next);
});
app.get('/items', (req, res) => res.json([]));
`,
    { title: 'the middleware called with the request', wants: [{ path: '/items' }] },
  ),
  ...express(
    `
const router = express.Router();
router.use(cors);
router.get('/items', (req, res) => res.json([]));
app.use('/api', router);
`,
    {
      title: 'cors that is not called, on a router',
      wants: [{ path: '/api/items' }],
      finds: ['middleware-not-called: router.use(cors);'],
    },
  ),

  ...express(
    `
app.use(cors());
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Credentials', 'true');
  next();
});
app.get('/me', (req, res) => res.json({}));
`,
    {
      title: 'credentials by hand behind cors for everybody',
      wants: [{ path: '/me' }, { path: '/me', credentials: true }],
      finds: ["wildcard-with-credentials: res.header('Access-Control-Allow-Credentials', 'true');"],
    },
  ),
  ...express(
    `
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Credentials', 'true');
  next();
});
app.use(cors());
app.put('/me', (req, res) => res.json({}));
`,
    {
      title: 'credentials by hand before cors for everybody',
      wants: [{ path: '/me', method: 'PUT', credentials: true, policy: 1 }],
      finds: ["wildcard-with-credentials: res.header('Access-Control-Allow-Credentials', 'true');"],
    },
  ),
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com' }));
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Credentials', 'true');
  next();
});
app.get('/me', (req, res) => res.json({}));
`,
    { title: 'credentials by hand behind cors for one site', wants: [{ path: '/me', credentials: true }] },
  ),
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com', credentials: true }));
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Origin', '*');
  next();
});
app.get('/me', (req, res) => res.json({}));
`,
    {
      title: 'a star by hand over the origin of cors',
      wants: [{ path: '/me', credentials: true }],
      finds: ["conflicting-cors-writers: res.header('Access-Control-Allow-Origin', '*');"],
    },
  ),
  ...express(
    `
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Origin', 'https://app.example.com');
  res.header('Access-Control-Allow-Credentials', 'true');
  next();
});
app.use(cors());
app.get('/me', (req, res) => res.json({}));
`,
    {
      title: 'cors for everybody over an origin by hand',
      wants: [{ path: '/me', credentials: true }],
      finds: ['conflicting-cors-writers: app.use(cors());'],
    },
  ),
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com', credentials: true }));
app.get('/me', (req, res) => {
  res.set('Access-Control-Allow-Origin', '*');
  res.json({});
});
`,
    {
      title: 'a star by hand in a route behind cors for one site',
      wants: [{ path: '/me', credentials: true, policy: 1 }],
      finds: ["conflicting-cors-writers: res.set('Access-Control-Allow-Origin', '*');"],
    },
  ),
  ...express(
    `
app.use((req, res, next) => {
  res.header('Access-Control-Allow-Methods', 'GET, PUT');
  res.header('Access-Control-Allow-Credentials', 'true');
  next();
});
app.get('/me', (req, res) => res.json({}));
`,
    {
      title: 'headers by hand without an origin',
      wants: [{ path: '/me', credentials: true }],
      finds: ["allow-origin-missing: res.header('Access-Control-Allow-Credentials', 'true');"],
    },
  ),
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com', exposedHeaders: ['X-Total'] }));
app.use('/items', (req, res, next) => {
  res.set('Access-Control-Expose-Headers', 'X-Total, X-Page');
  next();
});
app.get('/items', (req, res) => res.json([]));
`,
    { title: 'a header by hand that says more than cors', wants: [{ path: '/items', policy: 1 }] },
  ),

  ...express(
    `
app.use(cors({ origin: 'https://app.example.com', preflightContinue: true }));
app.options('/items', (req, res) => res.sendStatus(204));
app.put('/items', (req, res) => res.json({}));
`,
    {
      title: 'a preflight that cors hands on',
      wants: [{ path: '/items', method: 'PUT' }],
    },
  ),
  ...express(
    `
const members = express.Router();
members.use(cors({ origin: 'https://app.example.com', credentials: true }));
members.put('/', (req, res) => res.json({}));
const open = express.Router();
open.use(cors());
open.get('/', (req, res) => res.json([]));
app.use('/members', members);
app.use('/open', open);
`,
    {
      title: 'two routers with a cors of their own',
      wants: [
        { path: '/members', method: 'PUT', credentials: true },
        { path: '/open', policy: 1 },
      ],
    },
  ),
  ...express(
    `
app.use(cors());
const members = express.Router();
members.use(cors({ origin: 'https://app.example.com', credentials: true }));
members.put('/', (req, res) => res.json({}));
app.use('/members', members);
`,
    {
      title: 'a router with cookies behind cors for everybody',
      wants: [{ path: '/members', method: 'PUT', credentials: true, policy: 1 }],
      finds: ["conflicting-cors-writers: app.use('/members', members);"],
    },
  ),
  ...express(
    `
app.use(cors({ origin: 'https://app.example.com' }));
app.get('/broken', () => {
  throw Object.assign(new Error('no'), { status: 400 });
});
app.use((error, req, res, next) => {
  res.status(error.status).json({ error: 'no' });
});
`,
    { title: 'an error handler behind cors', wants: [{ path: '/broken', unpredicted: true }] },
  ),
  ...express(
    `
const allow = (req, res, next) => {
  res.header('Access-Control-Allow-Origin', 'https://app.example.com');
  res.header('Access-Control-Allow-Methods', 'GET, PUT');
  if (req.method === 'OPTIONS') return res.sendStatus(204);
  next();
};
app.use(allow);
app.put('/items', (req, res) => res.json({}));
`,
    { title: 'headers by hand with the preflight', wants: [{ path: '/items', method: 'PUT' }] },
  ),
]);
