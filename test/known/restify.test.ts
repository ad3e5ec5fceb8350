import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const LIST = "['https://a.example', 'https://b.example']";

const CASES = [
  '{}',
  "{ origins: ['*'] }",
  "{ origins: ['https://a.example', '*'] }",
  `{ origins: ${LIST} }`,
  `{ origins: ${LIST}, credentials: true }`,
  `{ origins: ${LIST}, credentials: false }`,
  '{ origins: [] }',
  '{ credentials: false }',
  "{ origins: ['https://*.example'] }",
  "{ origins: ['https://*.example'], credentials: true }",
  "{ origins: ['*.example'] }",
  "{ origins: ['https://a.*'] }",
  "{ origins: ['https://a.example/', 'null'] }",
  '{ origins: [/^https:\\/\\/[ab]\\.example$/g] }',
  "{ origins: ['https://b.example', /^null$/] }",
  `{ origin: ${LIST} }`,
  `{ origins: ${LIST}, allowHeaders: ['X-A', 'content-type'] }`,
  `{ origins: ${LIST}, allowHeaders: ['*'] }`,
  `{ origins: ${LIST}, allowHeaders: [] }`,
  `{ origins: ${LIST}, exposeHeaders: ['X-B', 'date'] }`,
  `{ origins: ${LIST}, exposeHeaders: ['*'] }`,
  `{ origins: ${LIST}, preflightMaxAge: 600 }`,
  `{ origins: ${LIST}, preflightMaxAge: 0 }`,
  `{ origins: ${LIST}, maxAge: 600, methods: ['GET'] }`,
];

function library(name: string, version: string, behind: string): KnownLibrary {
  return {
    title: `${name} ${version} on restify ${behind}`,
    dependencies: { [name]: version, restify: behind },
    source: options => `import corsMiddleware from '${name}';
import restify from 'restify';

const server = restify.createServer();
const cors = corsMiddleware(${options});
server.pre(cors.preflight);
server.use(cors.actual);
const answer = (req, res, next) => {
  res.send('ok');
  next();
};
server.get('/ok', answer);
server.post('/ok', answer);
server.put('/ok', answer);
server.get('/fail', (req, res, next) => next(new Error('broken')));
export const app = server;
`,
    cases: CASES,
    start: app => listening((app as { server: Parameters<typeof listening>[0] }).server),
  };
}

const second = library('restify-cors-middleware2', '2.2.1', '11.1.0');
recorded({
  ...second,
  cases: [
    ...CASES,
    "{ origins: ['*'], credentials: true, allowCredentialsAllOrigins: true }",
    '{ credentials: true, allowCredentialsAllOrigins: true }',
  ],
});
recorded(library('restify-cors-middleware', '1.1.1', '11.1.0'));
