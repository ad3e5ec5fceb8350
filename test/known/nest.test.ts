import { CALLBACKS, cases, DELEGATES, DELEGATES_UNKNOWN } from './cases.ts';
import { known } from './known.ts';
import type { KnownLibrary, Running } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

interface Nest {
  listen(port: number, host: string): Promise<unknown>;
  getUrl(): Promise<string>;
  close(): Promise<void>;
}

async function start(app: unknown): Promise<Running> {
  const nest = app as Nest;
  await nest.listen(0, '127.0.0.1');
  return { port: Number(new URL(await nest.getUrl()).port), stop: () => nest.close() };
}

const HEAD = `import 'reflect-metadata';
import { Controller, Get, HttpCode, Module, Post, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

class Things {
  read() {
    return 'ok';
  }
  make() {
    return 'ok';
  }
  change() {
    return 'ok';
  }
  fail() {
    throw new Error('broken');
  }
}

function decorate(name, ...decorators) {
  const described = Object.getOwnPropertyDescriptor(Things.prototype, name);
  for (const it of decorators) it(Things.prototype, name, described);
}

decorate('read', Get('ok'));
decorate('make', HttpCode(200), Post('ok'));
decorate('change', Put('ok'));
decorate('fail', Get('fail'));
Controller()(Things);

class AppModule {}
Module({ controllers: [Things] })(AppModule);
`;

const express: KnownLibrary = {
  title: 'enableCors of NestJS 12.5.0 on Express',
  dependencies: { '@nestjs/core': '12.5.0', '@nestjs/platform-express': '12.5.0' },
  source: options => `${HEAD}
export const app = await NestFactory.create(AppModule, { logger: false, forceCloseConnections: true });
app.enableCors(${options ?? ''});
`,
  cases: cases(names, CALLBACKS, ['{ preflightContinue: true }', '{ optionsSuccessStatus: 200 }', ...DELEGATES]),
  unknown: DELEGATES_UNKNOWN,
  start,
};

const fastify: KnownLibrary = {
  ...express,
  title: 'enableCors of NestJS 12.5.0 on Fastify',
  dependencies: { '@nestjs/core': '12.5.0', '@nestjs/platform-fastify': '12.5.0' },
  source: options => `${HEAD}
import { FastifyAdapter } from '@nestjs/platform-fastify';

export const app = await NestFactory.create(AppModule, new FastifyAdapter({ forceCloseConnections: true }), { logger: false });
app.enableCors(${options ?? ''});
`,
};

const SOME = [
  '{}',
  "{ origin: '*', credentials: true }",
  '{ origin: true, credentials: true }',
  "{ origin: ['https://a.example', 'https://b.example'], methods: ['GET', 'PUT'], maxAge: 600 }",
  '{ origin: false }',
];

known(express);
known(fastify);
known({
  ...express,
  title: 'NestFactory.create of NestJS 12.5.0 on Express',
  source: options => `${HEAD}
export const app = await NestFactory.create(AppModule, { logger: false, forceCloseConnections: true, cors: ${options} });
`,
  cases: [...SOME, 'true', "(req, cb) => cb(null, { origin: 'https://a.example' })"],
});
known({
  ...fastify,
  title: 'NestFactory.create of NestJS 12.5.0 on Fastify',
  source: options => `${HEAD}
import { FastifyAdapter } from '@nestjs/platform-fastify';

const adapter = new FastifyAdapter({ forceCloseConnections: true });
export const app = await NestFactory.create(AppModule, adapter, { logger: false, cors: ${options} });
`,
  cases: [...SOME, 'true', "(req, cb) => cb(null, { origin: 'https://a.example' })"],
});

/** Both ways at once: `enableCors` comes first, the option of `create` last. */
known({
  ...express,
  title: 'both policies of NestJS 12.5.0 on Express',
  source: options => `${HEAD}
export const app = await NestFactory.create(AppModule, { logger: false, forceCloseConnections: true, cors: ${options} });
app.enableCors({ origin: 'https://b.example', credentials: true, exposedHeaders: ['X-B'] });
`,
  cases: [...SOME, 'true', "{ origin: ['https://a.example'], exposedHeaders: ['X-A'], maxAge: 60 }"],
  policy: 0,
});

known({
  ...express,
  title: 'enableCors of NestJS 12.5.0 on Express after init',
  source: options => express.source(options).replace('app.enableCors', 'await app.init();\n$&'),
  cases: SOME,
});
