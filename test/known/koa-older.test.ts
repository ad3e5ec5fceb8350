import { createServer, type RequestListener } from 'node:http';
import { cases } from './cases.ts';
import { recorded } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'allowMethods',
  allowedHeaders: 'allowHeaders',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

function library(name: string, version: string): KnownLibrary {
  return {
    title: `${name} ${version} on koa 2.16`,
    dependencies: { [name]: version, koa: '2.16.0' },
    source: options => `import Koa from 'koa';
import cors from '${name}';

export const app = new Koa();
app.silent = true;
app.use(cors(${options ?? ''}));
app.use(ctx => {
  if (ctx.path === '/fail') throw new Error('broken');
  if (ctx.path === '/ok' && ctx.method !== 'OPTIONS') ctx.body = 'ok';
});
`,
    cases: cases(names, ["() => 'https://a.example'", "() => '*'", '() => false']),
    start: app => listening(createServer((app as { callback(): RequestListener }).callback())),
  };
}

recorded(library('kcors', '2.2.2'));
recorded(library('@koa/cors', '3.1.0'));
recorded({
  ...library('koa-cors', '0.0.16'),
  // What a function answers may end the request without a word.
  cases: cases({ ...names, methods: 'methods', allowedHeaders: 'headers', exposedHeaders: 'expose' }).filter(
    it => !it?.includes('methods: []'),
  ),
});
