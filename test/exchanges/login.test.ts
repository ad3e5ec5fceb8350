import { createServer, type RequestListener } from 'node:http';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

const LOGGED_IN = { Authorization: 'Bearer a' };
const CORS = "cors({ origin: 'https://app.example.com' })";

/** A package that asks for a login, before or behind cors; it was run in front of cors 2.8.6 on Express 5.3.0. */
function before(
  login: string,
  packages: Readonly<Record<string, string>>,
  code: string,
  told: Partial<Program>,
): Program {
  return {
    title: `${login} before cors`,
    files: {
      'server.mjs': `import cors from 'cors';
import express from 'express';
${code.trim()}
app.use(${CORS});
app.get('/orders', (req, res) => res.json([]));
app.put('/orders', (req, res) => res.json([]));
`,
    },
    dependencies: { express: '5.3.0', cors: '2.8.6', ...packages },
    start: ({ app }) => listening(createServer(app as RequestListener)),
    wants: [{ path: '/orders', headers: LOGGED_IN }],
    recorded: true,
    ...told,
  };
}

const APP = "export const app = express();\napp.set('env', 'test');";

const PASSPORT = `import passport from 'passport';
import { Strategy } from 'passport-http-bearer';
passport.use(new Strategy((token, done) => done(null, { token })));
${APP}`;

/** The answer to the request itself hangs on the login, which is none that these tests could have. */
const byLogin = { path: '/orders', headers: LOGGED_IN, unpredicted: true } as const;

programs([
  before(
    'passport',
    { passport: '0.7.0', 'passport-http-bearer': '1.0.1' },
    `${PASSPORT}\napp.use(passport.initialize());\napp.use(passport.authenticate('bearer', { session: false }));`,
    {
      finds: ["preflight-blocked-by-auth: app.use(passport.authenticate('bearer', { session: false }));"],
    },
  ),
  {
    ...before(
      'passport',
      { passport: '0.7.0', 'passport-http-bearer': '1.0.1' },
      `${PASSPORT}\napp.use(passport.initialize());\napp.use(${CORS});\napp.use(passport.authenticate('bearer', { session: false }));`,
      {},
    ),
    title: 'passport behind cors',
  },
  before(
    'express-jwt',
    { 'express-jwt': '8.5.1' },
    `import { expressjwt } from 'express-jwt';
${APP}
app.use(expressjwt({ secret: 'secret', algorithms: ['HS256'] }));`,
    { wants: [byLogin], finds: [`responder-before-cors: app.use(${CORS});`] },
  ),
  before(
    'express-jwt with a cookie',
    { 'express-jwt': '8.5.1' },
    `import { expressjwt } from 'express-jwt';
${APP}
app.use(expressjwt({ secret: 'secret', algorithms: ['HS256'], getToken: req => req.headers.cookie }));`,
    {
      wants: [{ path: '/orders', method: 'PUT', credentials: true, unpredicted: true }],
      finds: [
        "preflight-blocked-by-auth: app.use(expressjwt({ secret: 'secret', algorithms: ['HS256'], getToken: req => req.headers.cookie }));",
      ],
    },
  ),
  before(
    'express-oauth2-jwt-bearer',
    { 'express-oauth2-jwt-bearer': '1.10.0' },
    `import { auth } from 'express-oauth2-jwt-bearer';
${APP}
app.use(auth({ audience: 'https://orders.example.org', issuerBaseURL: 'https://login.example.org/' }));`,
    {
      wants: [byLogin],
      finds: [
        "preflight-blocked-by-auth: app.use(auth({ audience: 'https://orders.example.org', issuerBaseURL: 'https://login.example.org/' }));",
      ],
    },
  ),
  before(
    'express-basic-auth',
    { 'express-basic-auth': '1.2.1' },
    `import basicAuth from 'express-basic-auth';
${APP}
app.use(basicAuth({ users: { ann: 'secret' } }));`,
    {
      wants: [{ path: '/orders', headers: { Authorization: 'Basic YW5uOnNlY3JldA==' } }],
      finds: ["preflight-blocked-by-auth: app.use(basicAuth({ users: { ann: 'secret' } }));"],
    },
  ),
  before(
    'jsonwebtoken, but for an address,',
    { jsonwebtoken: '9.0.3' },
    `import jwt from 'jsonwebtoken';
${APP}
app.use((req, res, next) => {
  if (req.path === '/health') return next();
  try {
    req.user = jwt.verify(req.headers.authorization, 'secret');
    next();
  } catch {
    res.status(401).end();
  }
});`,
    { wants: [byLogin], finds: ['preflight-blocked-by-auth: app.use((req, res, next) => {'] },
  ),
  {
    ...before(
      'a check that lets preflights pass',
      {},
      `${APP}
app.use((req, res, next) => {
  if (req.method === 'OPTIONS') return next();
  if (!req.headers.authorization) return res.status(401).json({ error: 'login' });
  next();
});`,
      {},
    ),
    recorded: false,
    wants: [
      { path: '/orders', headers: LOGGED_IN },
      { path: '/orders', unpredicted: true },
    ],
    finds: [`responder-before-cors: app.use(${CORS});`],
  },
  {
    ...before(
      'a check of a header',
      {},
      `${APP}\napp.use((q, r, n) => (q.get('x-key') ? n() : r.status(401).end()));`,
      {
        wants: [{ path: '/orders' }, { path: '/orders', headers: { 'X-Key': '1' } }],
        finds: ["preflight-blocked-by-auth: app.use((q, r, n) => (q.get('x-key') ? n() : r.status(401).end()));"],
      },
    ),
    recorded: false,
  },
  {
    ...before(
      'a check of a header behind headers by hand, not',
      {},
      `${APP}
app.use((q, r, n) => {
  r.set('Access-Control-Allow-Origin', 'https://app.example.com');
  r.set('Access-Control-Allow-Headers', 'x-key');
  n();
});
app.use((q, r, n) => (q.get('x-key') ? n() : r.status(401).end()));`,
      {
        wants: [{ path: '/orders', headers: { 'X-Key': '1' } }],
        finds: ["preflight-blocked-by-auth: app.use((q, r, n) => (q.get('x-key') ? n() : r.status(401).end()));"],
      },
    ),
    recorded: false,
  },
]);
