import { CALLBACKS, cases, DELEGATES } from './cases.ts';
import { recorded } from './known.ts';
import type { KnownLibrary, Running } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

interface Application {
  readonly restServer: { readonly url: string };
  start(): Promise<void>;
  stop(): Promise<void>;
}

const loopback: KnownLibrary = {
  title: 'rest.cors of LoopBack 15.0.16',
  dependencies: { '@loopback/rest': '15.0.16' },
  source: options => `import { RestApplication } from '@loopback/rest';

export const app = new RestApplication({ rest: { port: 0, host: '127.0.0.1'${options === undefined ? '' : `, cors: ${options}`} } });
const spec = { responses: {} };
for (const verb of ['get', 'post', 'put']) app.route(verb, '/ok', spec, () => 'ok');
app.route('get', '/fail', spec, () => {
  throw new Error('broken');
});
const { error } = console;
console.error = (...args) => (String(args[0]).startsWith('Request') ? undefined : error(...args));
`,
  cases: [...cases(names, CALLBACKS, ['true', 'false', ...DELEGATES.slice(0, 3)])],
  async start(app): Promise<Running> {
    const { start, stop, restServer } = app as Application;
    await start.call(app);
    return { port: Number(new URL(restServer.url).port), stop: () => stop.call(app) };
  },
};

recorded(loopback);
