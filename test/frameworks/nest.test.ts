import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installed, listed, policies, readings } from './reading.ts';

const EXPRESS = `import { NestFactory } from '@nestjs/core';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
`;
const FASTIFY = `import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
async function bootstrap() {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());
`;

describe('NestJS', () => {
  it('reads enableCors as expressjs/cors does', () => {
    assert.deepEqual(readings(`${EXPRESS}  app.enableCors();\n}`), ['any everyone']);
    assert.deepEqual(readings(`${EXPRESS}  app.enableCors({ origin: true, credentials: true });\n}`), [
      'echo-any everyone; cookies',
    ]);
    assert.deepEqual(readings(`${EXPRESS}  app.enableCors({ origin: ['*'] });\n}`), ['echo-match; misread nobody']);
    assert.deepEqual(
      readings(`${EXPRESS}  app.enableCors((req, cb) => cb(null, { origin: 'https://a.example' }));\n}`),
      ['fixed https://a.example'],
    );
  });

  it('reads it as @fastify/cors does on the Fastify adapter', () => {
    const source = `${FASTIFY}  app.enableCors({ origin: ['*'] });\n}`;
    assert.deepEqual(readings(source), ['any everyone']);
    assert.deepEqual(
      policies(source).map(it => [it.framework, it.library?.name, listed(it.methods)]),
      [['nest', '@fastify/cors', 'GET,HEAD,POST']],
    );
    const older = policies(source, installed({ '@nestjs/core': '10.4.1' }));
    assert.deepEqual(
      older.map(it => listed(it.methods)),
      ['GET,HEAD,PUT,PATCH,POST,DELETE'],
    );
  });

  it('asks what is installed where the application comes from elsewhere', () => {
    const source =
      "import type { INestApplication } from '@nestjs/common';\nexport function setUp(app: INestApplication) { app.enableCors({ origin: ['*'] }); }";
    assert.deepEqual(readings(source), ['echo-match; misread nobody']);
    assert.deepEqual(readings(source, installed({ '@nestjs/platform-fastify': '11.0.0' })), ['any everyone']);
  });

  it('reads the option of NestFactory.create', () => {
    const create = (options: string) =>
      `import { NestFactory } from '@nestjs/core';\nNestFactory.create(AppModule, ${options});`;
    assert.deepEqual(readings(create('{ cors: true }')), ['any everyone']);
    assert.deepEqual(readings(create('{ cors: false }')), []);
    assert.deepEqual(readings(create("{ cors: { origin: 'https://a.example' } }")), ['fixed https://a.example']);
    assert.deepEqual(readings(create('new FastifyAdapter(), { cors: { origin: true } }')), ['echo-any everyone']);
  });

  it('reads gateways by themselves', () => {
    const source =
      "import { WebSocketGateway } from '@nestjs/websockets';\n@WebSocketGateway(81, { cors: { origin: '*' }, namespace: 'x' })\nexport class Events {}\n@WebSocketGateway({ cors: true })\nclass More {}";
    assert.deepEqual(readings(source), ['any everyone', 'any everyone']);
    assert.deepEqual(
      policies(source).map(it => it.scope.path),
      ['/socket.io/', '/socket.io/'],
    );
  });
});

describe('Socket.IO', () => {
  it('reads the cors option of every form of server', () => {
    for (const source of [
      "import { Server } from 'socket.io';\nconst io = new Server(server, { cors: { origin: true, credentials: true } });",
      "import { Server as IO } from 'socket.io';\nconst io = new IO(3000, { cors: { origin: true, credentials: true } });",
      "const io = require('socket.io')(server, { cors: { origin: true, credentials: true } });",
      "const socketIO = require('socket.io');\nconst io = socketIO(server, { cors: { origin: true, credentials: true } });",
      "const { Server } = require('socket.io');\nconst options = { cors: { origin: true, credentials: true } };\nmodule.exports = s => new Server(s, options);",
      "import socketio from 'socket.io';\nconst io = new socketio.Server({ cors: { origin: true, credentials: true } });",
      "import { IoAdapter } from '@nestjs/platform-socket.io';\nclass A extends IoAdapter { createIOServer(port, options) { return super.createIOServer(port, { ...options, cors: { origin: true, credentials: true } }); } }",
    ])
      assert.deepEqual(readings(source), ['echo-any everyone; cookies'], source);
  });

  it('takes true and texts for the defaults, and a server without the option for one without CORS', () => {
    const server = (options: string) => `import { Server } from 'socket.io';\nnew Server(server, ${options});`;
    assert.deepEqual(readings(server('{ cors: true }')), ['any everyone']);
    assert.deepEqual(readings(server("{ cors: '*' }")), ['any everyone']);
    assert.deepEqual(readings(server('{ cors: false }')), []);
    assert.deepEqual(readings(server("{ path: '/ws' }")), []);
    assert.deepEqual(
      policies(server("{ path: '/ws', cors: {} }")).map(it => it.scope.path),
      ['/ws'],
    );
  });
});
