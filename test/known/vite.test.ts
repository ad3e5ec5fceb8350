import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CALLBACKS, cases } from './cases.ts';
import { recorded } from './known.ts';
import type { KnownLibrary } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

/** What Vite's own functions give, as far as it is needed here. */
interface Vite {
  createServer(config: object): Promise<{ listen(): Promise<unknown>; httpServer: Server; close(): Promise<void> }>;
  preview(config: object): Promise<{ httpServer: Server; close(): Promise<void> }>;
}

const FILES: Readonly<Record<string, string>> = {
  'index.html': '<script type="module" src="/ok.js"></script>',
  'ok.js': 'export default 1;\n',
  'fail.js': "import 'nothing-of-this-name';\n",
  'dist/index.html': '<p>',
  'dist/ok.js': 'export default 1;\n',
};

/** A folder beside the recorded packages with a module to serve, and one that cannot be parsed. */
function site(): string {
  const root = resolve(process.env.RECORD ?? '', 'site');
  mkdirSync(resolve(root, 'dist'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(resolve(root, name), text);
  return root;
}

async function running(name = 'vite'): Promise<Vite> {
  const file = resolve(process.env.RECORD ?? '', 'node_modules', name, 'dist/node/index.js');
  return (await import(pathToFileURL(file).href)) as Vite;
}

/** Starts the dev server of one of the packages. */
function starting(name: string): KnownLibrary['start'] {
  return async app => {
    const { createServer } = await running(name);
    const own = (app as { server: object }).server;
    const inline = { ...own, port: 0, host: '127.0.0.1', hmr: false, ws: false };
    const it = await createServer({ ...QUIET, root: site(), server: inline, optimizeDeps: { noDiscovery: true } });
    await it.listen();
    return { port: port(it.httpServer), stop: () => it.close() };
  };
}

const QUIET = { configFile: false, logLevel: 'silent', appType: 'mpa' };
const port = (server: Server) => (server.address() as AddressInfo).port;

const OPTIONS = [
  ...cases(names, CALLBACKS, ['true', 'false', 'undefined', '{ preflightContinue: true }']),
  '{ optionsSuccessStatus: 200, origin: undefined, credentials: true }',
];

/** A file is served to any method, a page is not: what answers `OPTIONS` where `cors` does not rests on the path. */
const served = (options: readonly string[]) => Object.fromEntries(options.map(it => [it, 'a file or a page']));

const server: KnownLibrary = {
  title: 'vite 8.3.8 server.cors',
  dependencies: { vite: '8.3.8' },
  file: 'vite.config.mjs',
  source: options => `/** @type {import("vite").UserConfig} */
export const app = { server: { ${options === undefined ? '' : `cors: ${options}`} } };
export default app;
`,
  cases: OPTIONS,
  unknown: served(
    OPTIONS.filter(it => it !== undefined).filter(it =>
      /^false|origin: (false|null|''|\(origin)|preflightContinue/.test(it),
    ),
  ),
  paths: { route: '/ok.js', error: '/fail.js' },
  // Nothing but plugins and proxies answers any other method.
  asks: ({ method }) => method !== 'POST',
  start: starting('vite'),
};

/** Before 6.0.11, options without an origin are open; before 6.0.9 and 5.4.12 so is the default. */
function older(version: string): KnownLibrary {
  return {
    ...server,
    title: `vite ${version} server.cors`,
    dependencies: { vite: version },
    cases: [
      ...(version === '6.0.9' ? [] : [undefined]),
      'true',
      '{}',
      '{ credentials: true }',
      "{ origin: 'https://a.example' }",
      "{ origin: ['https://a.example'], credentials: true }",
      '{ origin: undefined, credentials: true }',
    ],
    unknown: served(['{ origin: undefined, credentials: true }']),
    start: starting(`vite-${version}`),
  };
}

/** `vite preview` takes the server's options where it has none itself, and fills no default into its own. */
const preview: KnownLibrary = {
  ...server,
  title: 'vite 8.3.8 preview.cors',
  source: options => `/** @type {import("vite").UserConfig} */
export const app = { preview: { cors: ${options} } };
export default app;
`,
  cases: [
    'true',
    'false',
    '{}',
    '{ credentials: true }',
    "{ origin: 'https://a.example' }",
    "{ origin: ['https://a.example'], credentials: true }",
  ],
  unknown: served(['false']),
  asks: ({ method, reaches }) => method !== 'POST' && reaches !== 'error',
  async start(app) {
    const { preview } = await running();
    const own = (app as { preview: object }).preview;
    const it = await preview({ ...QUIET, root: site(), preview: { ...own, port: 0, host: '127.0.0.1' } });
    return { port: port(it.httpServer), stop: () => it.close() };
  },
};

const HEADERS = [
  "headers: { 'Access-Control-Allow-Origin': '*' }",
  "headers: { 'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Allow-Credentials': 'true' }",
  "cors: true, headers: { 'Access-Control-Allow-Origin': 'https://b.example' }",
  "cors: false, headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'X-A' }",
];

/** `server.headers` stand on what is served, over those of `server.cors`. */
const headers: KnownLibrary = {
  ...server,
  title: 'vite 8.3.8 server.headers',
  source: options => `/** @type {import("vite").UserConfig} */
export const app = { server: { ${options} } };
export default app;
`,
  cases: HEADERS,
  unknown: Object.fromEntries(HEADERS.map(it => [it, '`server.cors` answers preflights and errors'])),
};

recorded(server);
recorded(preview);
recorded(headers);
for (const version of ['5.4.11', '5.4.21', '6.0.8', '6.0.9']) recorded(older(version));
