import { createServer, type RequestListener } from 'node:http';
import { CALLBACKS, cases } from './cases.ts';
import { recorded } from './known.ts';
import { listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const MORE = [
  "{ methods: ['GET', 'POST'], origin: '*', optionsSuccessStatus: 200 }",
  "{ origin: 'https://a.example', preflightContinue: true }",
];

recorded({
  title: 'nextjs-cors 2.2.1',
  dependencies: { 'nextjs-cors': '2.2.1', cors: '2.8.6' },
  // Next.js catches what an API route throws, and answers 500 with the headers that are set by then (next 15.5.29,
  // server/api-utils/node/api-resolver.js). A path without a route never gets here.
  source: options => `import NextCors from 'nextjs-cors';

async function handler(req, res) {
  await NextCors(req, res${options === undefined ? '' : `, ${options}`});
  if (req.url === '/fail') throw new Error('broken');
  res.end('ok');
}

export const app = (req, res) =>
  handler(req, res).catch(() => {
    res.statusCode = 500;
    res.end('Internal Server Error');
  });
`,
  cases: cases(names, CALLBACKS, MORE),
  asks: ({ reaches }) => reaches !== 'nothing',
  start: app => listening(createServer(app as RequestListener)),
});
