import { createServer, type RequestListener } from 'node:http';
import { CALLBACKS, ORIGINS } from './cases.ts';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

/** Functions get their requests from the Functions Framework, which is Express. A request that fails is none of theirs. */
const onRequest: KnownLibrary = {
  title: 'onRequest of firebase-functions 7.4.0',
  dependencies: { 'firebase-functions': '7.4.0' },
  source: options => `import express from 'express';
import { onRequest } from 'firebase-functions/v2/https';

const api = onRequest({ cors: ${options} }, (request, response) => void response.send('ok'));
export const app = express();
app.set('env', 'test');
app.use(express.json());
app.all('/ok', api);
`,
  cases: [...ORIGINS.filter(it => it !== "'null'"), "'a.example'", ...CALLBACKS.slice(0, 8)],
  asks: it => it.reaches === undefined,
  start: app => listening(createServer(app as RequestListener)),
};

const onCall: KnownLibrary = {
  ...onRequest,
  title: 'onCall of firebase-functions 7.4.0',
  source: options => `import express from 'express';
import { onCall } from 'firebase-functions/v2/https';

const api = onCall(${options === undefined ? '' : `{ cors: ${options} }, `}() => 'ok');
export const app = express();
app.set('env', 'test');
app.use((request, response, next) => {
  request.headers['content-type'] = 'application/json';
  request.body = { data: null };
  next();
});
app.all('/ok', api);
`,
  cases: [undefined, ...onRequest.cases],
};

recorded(onRequest);
recorded(onCall);
recorded({
  ...onCall,
  title: 'onCall of the first generation, firebase-functions 7.4.0',
  source: () => onCall.source(undefined).replace('firebase-functions/v2/https', 'firebase-functions/v1/https'),
  cases: [undefined],
});
for (const it of [onRequest, onCall])
  recorded({ ...it, title: it.title.replace('7.4.0', '6.6.0'), dependencies: { 'firebase-functions': '6.6.0' } });
