import { createServer, type RequestListener } from 'node:http';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const medusa: KnownLibrary = {
  title: '@medusajs/utils 2.21.2 in front of cors 2.8.5',
  dependencies: { '@medusajs/medusa': '2.21.2' },
  file: 'medusa-config.mjs',
  /** The rest of Medusa wants a database: what dist/http/router.js of @medusajs/framework does with the text is repeated. */
  source: options => `import medusa from '@medusajs/utils';
import cors from 'cors';
import express from 'express';

const config = { projectConfig: { http: { storeCors: ${options} } } };
export const app = express();
const origin = medusa.parseCorsOrigins(config.projectConfig.http.storeCors ?? '');
const served = ['/ok', '/fail'];
const answer = cors({ origin, credentials: true, preflightContinue: false });
app.use((req, res, next) => (served.includes(req.path) ? answer(req, res, next) : next()));
app.all('/ok', (req, res) => res.send('ok'));
app.get('/fail', () => {
  throw new Error('broken');
});
app.use((error, req, res, next) => res.status(500).send('failed'));
export default config;
`,
  policy: 1,
  cases: [
    "'https://a.example'",
    "'https://a.example,https://b.example'",
    "'https://b.example, https://a.example'",
    "'https://a.example/'",
    "'*'",
    "'*,https://a.example'",
    "'null'",
    "''",
    "','",
    'undefined',
    "'/example$/'",
    "'/^https:\\\\/\\\\/[ab]\\\\.example$/g'",
    "'/EXAMPLE$/i,null'",
    "'#b.example#'",
    "'/example$/x'",
  ],
  start: app => listening(createServer(app as RequestListener)),
};

recorded(medusa);
