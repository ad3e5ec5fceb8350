import type { FastifyInstance } from 'fastify';
import { type Program, programs } from './program.ts';

const LOGGED_IN = { Authorization: 'Bearer a' };

/** A program on Fastify 5. */
function fastify(title: string, code: string, told: Partial<Program>): Program {
  return {
    title: `${title}, on fastify 5`,
    files: {
      'server.mjs': `import cors from '@fastify/cors';
import Fastify from 'fastify';

export const app = Fastify();
${code.trim()}
app.get('/orders', async () => []);
`,
    },
    dependencies: { fastify: '5.12.8', '@fastify/cors': '11.4.3' },
    async start({ app }) {
      const server = app as FastifyInstance;
      await server.listen({ port: 0, host: '127.0.0.1' });
      const address = server.server.address();
      return {
        port: typeof address === 'object' && address ? address.port : 0,
        async stop() {
          server.server.closeAllConnections();
          await server.close();
        },
      };
    },
    wants: [{ path: '/orders', headers: LOGGED_IN }],
    ...told,
  };
}

const HOOK = `app.addHook('onRequest', async (request, reply) => {
  if (!request.headers.authorization) return reply.code(401).send({ error: 'login' });
});`;
const REGISTER = "app.register(cors, { origin: ['https://app.example.com'] });";

programs([
  fastify('a hook before cors', `${HOOK}\n${REGISTER}`, {
    finds: ["preflight-blocked-by-auth: app.addHook('onRequest', async (request, reply) => {"],
  }),
  fastify('a hook before cors that is awaited', `${HOOK}\nawait ${REGISTER}`, {
    finds: ["preflight-blocked-by-auth: app.addHook('onRequest', async (request, reply) => {"],
  }),
  fastify(
    'a hook that ends OPTIONS before cors',
    `app.addHook('onRequest', async (request, reply) => {
  if (request.method === 'OPTIONS') return reply.code(204).send();
});
app.register(cors, { origin: ['https://app.example.com'], methods: ['GET', 'PUT'] });
app.put('/orders', async () => ({}));`,
    {
      wants: [{ path: '/orders' }, { path: '/orders', method: 'PUT' }],
      finds: ["no-preflight-handler: app.addHook('onRequest', async (request, reply) => {"],
    },
  ),
  fastify('a hook behind cors', `${REGISTER}\n${HOOK}`, {}),
  fastify('a hook of another kind before cors', `${HOOK.replace('onRequest', 'preHandler')}\n${REGISTER}`, {}),
  fastify(
    'a hook of a plugin before cors',
    `app.register(async instance => {
  instance.addHook('onRequest', async (request, reply) => {
    if (!request.headers.authorization) return reply.code(401).send();
  });
});
${REGISTER}`,
    {},
  ),
  fastify('a route whose method the plugin does not list', `${REGISTER}\napp.put('/orders', async () => []);`, {
    wants: [{ path: '/orders' }, { path: '/orders', method: 'PUT' }],
    finds: [`method-not-allowed: ${REGISTER}`],
  }),
  fastify(
    'a hook that lets preflights pass',
    `${HOOK.replace('if (', "if (request.method !== 'OPTIONS' && ")}\n${REGISTER}`,
    {
      wants: [
        { path: '/orders', headers: LOGGED_IN },
        { path: '/orders', unpredicted: true },
      ],
      finds: [`responder-before-cors: ${REGISTER}`],
    },
  ),
  fastify(
    'routes with options of their own',
    `app.register(cors, { origin: 'https://app.example.com' });
app.get('/items', { config: { cors: { origin: 'https://admin.example.com' } } }, async () => []);`.replace(
      "app.get('/items'",
      "app.put('/items'",
    ),
    { wants: [{ path: '/orders' }] },
  ),
  fastify(
    'a hook before cors that writes Vary when all have answered',
    `app.addHook('onSend', async (q, r, payload) => {
  r.header('Vary', 'Cookie');
  return payload;
});
${REGISTER}`,
    {
      wants: [{ path: '/orders' }],
      unknown: 'the hook writes over what is there',
    },
  ),
  fastify(
    'a hook behind cors that writes Vary',
    `${REGISTER}
app.addHook('onRequest', async (q, r) => {
  r.header('Vary', 'Cookie');
});`,
    {
      wants: [{ path: '/orders' }],
      unknown: 'the hook writes over what is there',
    },
  ),
  fastify(
    'a hook that writes the header and gives the body back',
    `app.addHook('preSerialization', async (request, reply, payload) => {
  reply.header('Access-Control-Allow-Origin', 'https://app.example.com');
  return payload;
});
app.put('/orders', async () => ({}));`,
    {
      wants: [{ path: '/orders' }],
    },
  ),
  fastify(
    'a hook that sends what it is given',
    `app.addHook('onSend', async (request, reply, payload) => {
  reply.header('Access-Control-Allow-Origin', 'https://app.example.com');
  return payload;
});
app.put('/orders', async () => ({}));`,
    {
      wants: [{ path: '/orders' }],
    },
  ),
]);
