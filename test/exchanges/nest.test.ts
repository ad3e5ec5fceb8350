import type { Server } from 'node:http';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

interface NestApplication {
  init(): Promise<unknown>;
  getHttpServer(): Server;
}

const AUTH = `const login = (req, res, next) => {
  if (!req.headers.authorization) return res.status(401).end();
  next();
};`;

/** An application of Nest on Express; `code` creates `app` of the module `Main`. */
function nest(title: string, code: string, told: Partial<Program> = {}): Program {
  return {
    title: `${title}, on nest 11`,
    files: {
      'server.mjs': `import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
${AUTH}
class Orders {
  all() {
    return [];
  }
}
Get()(Orders.prototype, 'all', Object.getOwnPropertyDescriptor(Orders.prototype, 'all'));
Controller('orders')(Orders);
${code.trim()}
export { app };
`,
    },
    dependencies: {
      '@nestjs/common': '11.2.10',
      '@nestjs/core': '11.2.10',
      '@nestjs/platform-express': '11.2.10',
    },
    start: async ({ app }) => {
      await (app as NestApplication).init();
      return listening((app as NestApplication).getHttpServer());
    },
    wants: [{ path: '/orders', headers: { Authorization: 'Bearer a' } }],
    recorded: true,
    ...told,
  };
}

const MAIN = 'class Main {}\nModule({ controllers: [Orders] })(Main);';
const CORS = "{ origin: 'https://app.example.com' }";
const found = { finds: ['preflight-blocked-by-auth: app.use(login);'] };

programs([
  nest(
    'a login check before enableCors',
    `${MAIN}\nconst app = await NestFactory.create(Main, { logger: false });\napp.use(login);\napp.enableCors(${CORS});`,
    found,
  ),
  nest(
    'a login check behind enableCors',
    `${MAIN}\nconst app = await NestFactory.create(Main, { logger: false });\napp.enableCors(${CORS});\napp.use(login);`,
  ),
  nest(
    'a login check and the option of the factory',
    `${MAIN}\nconst app = await NestFactory.create(Main, { logger: false, cors: ${CORS} });\napp.use(login);`,
    found,
  ),
  nest(
    'a login check of the module',
    `class Main {
  configure(consumer) {
    consumer.apply(login).forRoutes('{*path}');
  }
}
Module({ controllers: [Orders] })(Main);
const app = await NestFactory.create(Main, { logger: false });
app.enableCors(${CORS});`,
  ),
]);
