import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { recorded } from './known.ts';
import type { KnownLibrary } from './library.ts';

interface DevServer {
  readonly server: Server;
  start(): Promise<void>;
  stop(): Promise<void>;
}

type DevServerClass = new (options: object, compiler: unknown) => DevServer;

const modules = () => resolve(process.env.RECORD ?? '', 'node_modules');

/** Starts a dev server for one module, by the packages that are recorded. */
function starting(name: string): KnownLibrary['start'] {
  return async app => {
    const site = resolve(process.env.RECORD ?? '', 'site');
    mkdirSync(site, { recursive: true });
    writeFileSync(resolve(site, 'ok.js'), 'export default 1;\n');
    const load = createRequire(resolve(modules(), 'none.js'));
    const webpack = load('webpack') as (config: object) => unknown;
    const found = (await import(pathToFileURL(resolve(modules(), name, 'lib/Server.js')).href)) as {
      default: DevServerClass;
    };
    const compiler = webpack({
      mode: 'development',
      context: site,
      entry: './ok.js',
      infrastructureLogging: { level: 'none' },
      stats: 'none',
    });
    const options = {
      ...(app as { devServer: object }).devServer,
      port: 0,
      host: '127.0.0.1',
      hot: false,
      client: false,
    };
    const running = new found.default({ ...options, webSocketServer: false, static: false }, compiler);
    await running.start();
    return { port: (running.server.address() as AddressInfo).port, stop: () => running.stop() };
  };
}

function devServer(version: string, name: string): KnownLibrary {
  return {
    title: `webpack-dev-server ${version} headers`,
    dependencies: { 'webpack-dev-server': version },
    file: 'webpack.config.mjs',
    source: options => `export const app = { mode: 'development', devServer: { headers: ${options} } };
export default app;
`,
    cases: [
      "{ 'Access-Control-Allow-Origin': '*' }",
      "[{ key: 'Access-Control-Allow-Origin', value: '*' }, { key: 'Access-Control-Allow-Headers', value: 'X-A' }]",
      "{ 'access-control-allow-origin': 'https://a.example', 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' }",
      "{ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, PUT', 'Access-Control-Expose-Headers': '*', 'Access-Control-Max-Age': '60' }",
      "() => ({ 'Access-Control-Allow-Origin': '*' })",
      "req => ({ 'Access-Control-Allow-Origin': req.headers.origin, 'Access-Control-Allow-Credentials': 'true' })",
      "req => ({ 'Access-Control-Allow-Origin': req.headers.origin ?? 'https://a.example' })",
    ],
    unknown: {
      "req => ({ 'Access-Control-Allow-Origin': req.headers.origin ?? 'https://a.example' })": 'a function',
    },
    paths: { route: '/main.js' },
    // What is bundled is served to no other method, and no request fails.
    asks: ({ method, reaches }) => method !== 'POST' && reaches !== 'error',
    start: starting(name),
  };
}

recorded(devServer('6.1.0', 'webpack-dev-server'));
recorded(devServer('5.2.7', 'wds5'));
