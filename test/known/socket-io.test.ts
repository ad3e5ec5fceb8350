import type { Server } from 'node:http';
import { CALLBACKS, cases } from './cases.ts';
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

/** Only the polling transport is a CORS request: it is opened by a `GET`, all else needs the session that comes of it. */
const socketIo: KnownLibrary = {
  title: 'Socket.IO 4.8.4',
  dependencies: { 'socket.io': '4.8.4' },
  source: options => `import { createServer } from 'node:http';
import { Server } from 'socket.io';

export const app = createServer();
const io = new Server(app, { cors: ${options} });
`,
  cases: [...cases(names, CALLBACKS).filter(it => it !== undefined), 'true', "'*'", "'https://a.example'"],
  paths: { route: '/socket.io/?EIO=4&transport=polling' },
  asks: it => it.reaches === undefined && it.method !== 'POST',
  start: app => listening(app as Server),
};

known(socketIo);
