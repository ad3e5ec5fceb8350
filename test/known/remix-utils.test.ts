import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { cases, RETURNING } from './cases.ts';
import { recorded } from './known.ts';
import { listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const MORE = [
  '{ origin: () => true }',
  '{ origin: async () => false }',
  "{ origin: () => { throw new Error('no') } }",
  "{ origin: origin => origin === 'https://a.example', credentials: true }",
  "{ origin: () => ['https://a.example', /b\\.example$/] }",
  '{ methods: undefined, allowedHeaders: undefined, exposedHeaders: undefined, maxAge: undefined }',
  "{ credentials: true, methods: ['GET'], allowedHeaders: ['X-A'], exposedHeaders: ['X-B'], maxAge: 60 }",
];

recorded({
  title: 'remix-utils 10.0.0',
  dependencies: { 'remix-utils': '10.0.0' },
  source: options => `import { cors } from 'remix-utils/cors';

export const app = {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/fail') return new Response('broken', { status: 500 });
    return cors(request, new Response('ok')${options === undefined ? '' : `, ${options}`});
  },
};
`,
  cases: cases(names, RETURNING, MORE),
  asks: ({ reaches }) => reaches !== 'nothing',
  start: app => listening(createAdaptorServer(app as { fetch(it: Request): Response }) as Server),
});
