import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

/** What the package of Nitro 2 gives, as far as it is needed here. */
interface Nitro {
  createNitro(config: object): Promise<object & { close(): Promise<void> }>;
  prepare(nitro: object): Promise<void>;
  build(nitro: object): Promise<void>;
}

const ROUTES: Readonly<Record<string, string>> = {
  'ok.mjs': "import { eventHandler } from 'h3';\nexport default eventHandler(() => 'ok');\n",
  'fail.mjs':
    "import { createError, eventHandler } from 'h3';\nexport default eventHandler(() => { throw createError('no'); });\n",
};

let builds = 0;

/** Builds a server with these rules and two routes, as middleware of Node, and serves it. */
async function start(app: unknown) {
  const modules = resolve(process.env.RECORD ?? '', 'node_modules');
  const rootDir = resolve(process.env.RECORD ?? '', 'sites', String(builds++));
  rmSync(rootDir, { recursive: true, force: true });
  mkdirSync(resolve(rootDir, 'routes'), { recursive: true });
  for (const [name, text] of Object.entries(ROUTES)) writeFileSync(resolve(rootDir, 'routes', name), text);
  const core = pathToFileURL(resolve(modules, 'nitropack/dist/core/index.mjs')).href;
  const { createNitro, prepare, build } = (await import(core)) as Nitro;
  const nitro = await createNitro({
    ...(app as object),
    rootDir,
    preset: 'node',
    logLevel: 0,
    compatibilityDate: '2025-01-01',
  });
  await prepare(nitro);
  await build(nitro);
  await nitro.close();
  const built = (await import(pathToFileURL(resolve(rootDir, '.output/server/index.mjs')).href)) as {
    listener: RequestListener;
  };
  return listening(createServer(built.listener));
}

const RULES = [
  '{ cors: true }',
  "{ cors: { origin: 'https://a.example', credentials: true } }",
  "{ cors: true, headers: { 'access-control-allow-credentials': 'true' } }",
  "{ cors: true, headers: { 'Access-Control-Allow-Origin': 'https://a.example', Vary: 'Origin' } }",
  "{ cors: true, headers: { 'access-control-max-age': '600', 'access-control-expose-headers': '*' } }",
  "{ headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'X-A, X-B' } }",
];

const nitro: KnownLibrary = {
  title: 'nitropack 2.13.6 routeRules',
  dependencies: { nitropack: '2.13.6' },
  file: 'nitro.config.mjs',
  source: rule => `export const app = { routeRules: { '/**': ${rule} } };
export default app;
`,
  cases: RULES,
  unknown: Object.fromEntries(RULES.map(it => [it, 'the file of a route says whether it takes `OPTIONS`'])),
  start,
};

recorded(nitro);
