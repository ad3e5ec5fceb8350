import { createServer, type RequestListener } from 'node:http';
import { recorded } from './known.ts';
import { listening } from './library.ts';

recorded({
  title: 'json-server 0.17.4',
  dependencies: { 'json-server': '0.17.4' },
  source: options => `import jsonServer from 'json-server';

export const app = jsonServer.create();
app.use(jsonServer.defaults(${options ?? ''}));
app.get('/fail', () => {
  throw new Error('broken');
});
app.use(jsonServer.router({ ok: [] }));
app.use((error, req, res, next) => res.status(500).end());
`,
  cases: ['{ logger: false }', '{ logger: false, noCors: false }', '{ logger: false, readOnly: false, noGzip: true }'],
  // A POST makes an item, whose status is another; a PUT wants one.
  asks: ({ method }) => method !== 'POST',
  start: app => listening(createServer(app as RequestListener)),
});
