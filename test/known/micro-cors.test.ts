import { createServer, type RequestListener } from 'node:http';
import { cases } from './cases.ts';
import { recorded } from './known.ts';
import { listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'allowCredentials',
  methods: 'allowMethods',
  allowedHeaders: 'allowHeaders',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

const FUNCTIONS = ['origin => origin', 'async () => true'];

const MORE = [
  "{ origin: '*', allowCredentials: false }",
  '{ origin: [true, false] }',
  "{ origin: ['https://a.example', /b/] }",
  "{ exposeHeaders: '' }",
  '{ allowMethods: undefined, maxAge: undefined }',
  "{ allowMethods: ['GET'], allowHeaders: ['X-A'], exposeHeaders: ['X-B'], maxAge: 60 }",
];

recorded({
  title: 'micro-cors 0.1.1 on micro 10.0.1',
  dependencies: { micro: '10.0.1', 'micro-cors': '0.1.1' },
  source: options => `import { send, serve } from 'micro';
import microCors from 'micro-cors';

const cors = microCors(${options ?? ''});
const handler = (req, res) => {
  if (req.url === '/fail') throw new Error('broken');
  return send(res, req.url === '/ok' ? 200 : 404, 'answered');
};

export const app = serve(cors(handler));
`,
  cases: cases(names, FUNCTIONS, MORE),
  start: app => listening(createServer(app as RequestListener)),
  unknown: Object.fromEntries(
    FUNCTIONS.flatMap(it => [`{ origin: ${it} }`, `{ origin: ${it}, allowCredentials: true }`]).map(it => [
      it,
      'the source of the function is sent as text',
    ]),
  ),
});
