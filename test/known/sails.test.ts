import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { recorded } from './known.ts';
import { type KnownLibrary, listening, type Running } from './library.ts';

interface Lifted {
  lower(then: () => void): void;
}

/** Sails wants the number of its port beforehand. */
async function start(app: unknown): Promise<Running> {
  const free = createServer() as unknown as Server;
  const { port, stop } = await listening(free);
  await stop();
  const sails = await (app as (port: number) => Promise<Lifted>)(port);
  return { port, stop: () => new Promise(resolve => sails.lower(() => resolve())) };
}

const LIST = "['https://a.example', 'https://b.example']";

const ORIGINS = [
  "'*'",
  "'https://a.example'",
  "'https://a.example, https://b.example'",
  LIST,
  "['https://a.example']",
  "['https://*.example']",
  '[]',
  'undefined',
];

const MORE = [
  "allowRequestMethods: 'GET, PUT'",
  "allowRequestMethods: ['GET', 'PUT']",
  "allowRequestMethods: ''",
  'allowRequestMethods: []',
  "allowRequestHeaders: 'X-A, Content-Type'",
  "allowRequestHeaders: ['X-A']",
  "allowRequestHeaders: ''",
  'allowRequestHeaders: []',
  'allowRequestHeaders: undefined',
  "allowResponseHeaders: 'X-A,X-B'",
  "allowResponseHeaders: ['X-A']",
  "allowCredentials: 'true'",
  'allowCredentials: 1',
  'maxAge: 600',
  "methods: 'GET'",
  "headers: 'X-A'",
  "exposeHeaders: ['X-B']",
  'credentials: true',
];

function options(...entries: readonly string[]): string {
  return `{ ${['allRoutes: true', ...entries].join(', ')} }`;
}

const sails: KnownLibrary = {
  title: 'sails 1.5.18',
  dependencies: { sails: '1.5.18' },
  file: 'config/security.mjs',
  source: cors => `import sails from 'sails';

export const security = { cors: ${cors} };
const off = Object.fromEntries('grunt session sockets pubsub views i18n blueprints'.split(' ').map(it => [it, false]));
const routes = {
  '/ok': (req, res) => res.send('ok'),
  'GET /fail': () => {
    throw new Error('broken');
  },
};
export const app = port =>
  new Promise((resolve, reject) =>
    new sails.constructor().lift(
      { appPath: '/nowhere', port, explicitHost: '127.0.0.1', globals: false, hooks: off, log: { level: 'silent' }, security, routes },
      (error, lifted) => (error ? reject(error) : resolve(lifted)),
    ),
  );
`,
  cases: [
    options(),
    ...ORIGINS.map(it => options(`allowOrigins: ${it}`)),
    ...ORIGINS.slice(1)
      .map(it => options(`allowOrigins: ${it}`, 'allowCredentials: true'))
      .slice(0, -1),
    options("allowOrigins: '*'", 'allowCredentials: true', 'allowAnyOriginWithCredentialsUnsafe: true'),
    options('allowCredentials: true', 'allowAnyOriginWithCredentialsUnsafe: true'),
    options("allowOrigins: '*'", 'allowAnyOriginWithCredentialsUnsafe: true'),
    ...MORE.map(it => options(`allowOrigins: ${LIST}`, it)),
    options(`origin: ${LIST}`, 'credentials: true'),
    options(`origin: 'https://a.example'`),
    options(`origins: ${LIST}`),
  ],
  start,
};

recorded(sails);
