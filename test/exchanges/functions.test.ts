import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serve } from '../known/built.ts';
import { gateway } from '../known/event.ts';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

const JSON_POST = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
const APP = "'Access-Control-Allow-Origin': 'https://app.example.com'";

type Told = Partial<Program> & Pick<Program, 'wants'>;

/** A worker of Cloudflare, run by miniflare. */
function worker(title: string, code: string, told: Told): Program {
  return {
    title: `${title}, in a worker`,
    files: { 'worker.js': `${code.trim()}\n` },
    dependencies: { miniflare: '4.20260426.0' },
    recorded: true,
    built: true,
    async start(_, entry) {
      const load = createRequire(join(process.env.RECORD ?? '', 'node_modules/x.js'));
      const { Miniflare } = load('miniflare') as {
        Miniflare: new (options: object) => { readonly ready: Promise<URL>; dispose(): Promise<void> };
      };
      const running = new Miniflare({ modules: true, script: readFileSync(entry, 'utf8'), host: '127.0.0.1' });
      return { port: Number((await running.ready).port), stop: () => running.dispose() };
    },
    ...told,
  };
}

/** A function behind an API gateway that hands it every method. */
function lambda(title: string, code: string, told: Told): Program {
  return {
    title: `${title}, in a function of AWS`,
    files: { 'index.mjs': `${code.trim()}\n` },
    dependencies: {},
    start: ({ handler }) => listening(gateway(handler as Parameters<typeof gateway>[0])),
    ...told,
  };
}

function node(title: string, code: string, told: Told): Program {
  return {
    title: `${title}, on node:http`,
    files: { 'server.mjs': `export function handler(req, res) {\n${code.trim()}\n}\n` },
    dependencies: {},
    start: ({ handler }) => listening(createServer(handler as RequestListener)),
    ...told,
  };
}

/** A site of Next.js 14.0.2, whose configuration sets the headers of everything below `/api`. */
function next(title: string, route: string, told: Told): Program {
  const files = {
    'app/api/echo/route.js': `${route.trim()}\n`,
    'app/layout.js':
      'export default function Layout({ children }) {\n  return <html><body>{children}</body></html>;\n}\n',
    'next.config.js': `module.exports = {
  async headers() {
    return [
      {
        source: '/api/:path*',
        headers: [
          { key: 'Access-Control-Allow-Origin', value: 'https://app.example.com' },
          { key: 'Access-Control-Allow-Headers', value: 'Content-Type' },
        ],
      },
    ];
  },
};
`,
  };
  const bin = 'node_modules/next/dist/bin/next';
  return {
    title: `${title}, in next 14.0.2`,
    files,
    dependencies: { next: '14.0.2' },
    recorded: true,
    built: true,
    start: () =>
      serve({
        files,
        folders: ['app', '.next'],
        build: [bin, 'build'],
        serve: port => ({ command: [bin, 'start', '-p', String(port)] }),
      }),
    ...told,
  };
}

programs([
  worker(
    'a preflight answered before the headers',
    `export default {
  async fetch(request) {
    if (request.method === 'OPTIONS') return new Response('ok');
    return Response.json([], { headers: { ${APP}, 'Access-Control-Allow-Headers': 'content-type' } });
  },
};`,
    {
      wants: [{ path: '/', ...JSON_POST }],
      finds: ["preflight-actual-mismatch: if (request.method === 'OPTIONS') return new Response('ok');"],
    },
  ),
  worker(
    'headers on both answers',
    `const headers = { ${APP}, 'Access-Control-Allow-Headers': 'content-type' };
export default {
  async fetch(request) {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
    return Response.json(await request.json(), { headers });
  },
};`,
    { wants: [{ path: '/', ...JSON_POST }] },
  ),
  worker(
    'a body that preflights do not have',
    `export default {
  async fetch(request) {
    const item = await request.json();
    return Response.json(item, { headers: { ${APP}, 'Access-Control-Allow-Headers': 'content-type' } });
  },
};`,
    {
      wants: [{ path: '/', ...JSON_POST }],
      finds: ['no-preflight-handler: const item = await request.json();'],
    },
  ),
  worker(
    'a body that preflights do not have, and a way that catches it',
    `const headers = { ${APP}, 'Access-Control-Allow-Headers': 'content-type' };
export default {
  async fetch(request) {
    try {
      const item = await request.json();
      return Response.json(item, { headers });
    } catch (error) {
      return Response.json({ error: 'broken' }, { status: 400, headers });
    }
  },
};`,
    {
      wants: [{ path: '/', ...JSON_POST }],
      finds: ['no-preflight-handler: const item = await request.json();'],
    },
  ),
  worker(
    'a guard of the method',
    `export default {
  async fetch(request) {
    if (request.method !== 'POST') return new Response('POST only', { status: 405 });
    const item = await request.json();
    return Response.json(item, { headers: { ${APP} } });
  },
};`,
    {
      wants: [{ path: '/', ...JSON_POST }],
      finds: ['no-preflight-handler: const item = await request.json();'],
    },
  ),
  worker(
    'the same headers on every answer',
    `export default {
  fetch() {
    return Response.json([], {
      headers: { ${APP}, 'Access-Control-Allow-Methods': 'GET, PUT', 'Access-Control-Allow-Headers': 'content-type' },
    });
  },
};`,
    {
      wants: [
        { path: '/', ...JSON_POST },
        { path: '/', method: 'PUT' },
      ],
    },
  ),
  lambda(
    'a preflight answered before the headers',
    `export async function handler(event) {
  if (event.httpMethod === 'OPTIONS') return { statusCode: 200, headers: {}, body: '' };
  return { statusCode: 200, headers: { ${APP}, 'Access-Control-Allow-Headers': 'Content-Type' }, body: '{}' };
}`,
    {
      wants: [{ path: '/', ...JSON_POST }],
      finds: [
        "preflight-actual-mismatch: if (event.httpMethod === 'OPTIONS') return { statusCode: 200, headers: {}, body: '' };",
      ],
    },
  ),
  lambda(
    'headers on both answers',
    `const headers = { ${APP}, 'Access-Control-Allow-Headers': 'Content-Type' };
export async function handler(event) {
  if (event.httpMethod === 'OPTIONS') return { statusCode: 204, headers, body: '' };
  return { statusCode: 200, headers, body: '{}' };
}`,
    { wants: [{ path: '/', ...JSON_POST }] },
  ),
  lambda(
    'an error without headers',
    `export async function handler(event) {
  if (event.headers['x-item'] === undefined) {
    return { statusCode: 400, headers: {}, body: 'no item' };
  }
  return { statusCode: 200, headers: { ${APP} }, body: '{}' };
}`,
    {
      wants: [{ path: '/', unpredicted: true }],
      finds: ["error-path-without-cors: return { statusCode: 400, headers: {}, body: 'no item' };"],
    },
  ),
  lambda(
    'an error with headers',
    `const headers = { ${APP} };
export async function handler(event) {
  if (event.headers['x-item'] === undefined) {
    return { statusCode: 400, headers, body: 'no item' };
  }
  return { statusCode: 200, headers, body: '{}' };
}`,
    { wants: [{ path: '/', unpredicted: true }] },
  ),
  node(
    'a preflight answered before the headers',
    `  if (req.method === 'OPTIONS') {
    res.writeHead(204);
    res.end();
    return;
  }
  res.setHeader('Access-Control-Allow-Origin', 'https://app.example.com');
  res.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
  res.end('[]');`,
    { wants: [{ path: '/', method: 'PUT' }], finds: ['preflight-actual-mismatch: return;'] },
  ),
  node(
    'headers before the preflight is answered',
    `  res.setHeader('Access-Control-Allow-Origin', 'https://app.example.com');
  res.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
  if (req.method === 'OPTIONS') {
    res.writeHead(204);
    res.end();
    return;
  }
  res.end('[]');`,
    { wants: [{ path: '/', method: 'PUT' }] },
  ),
  next(
    'a route without GET and OPTIONS',
    `export async function POST(request) {
  return Response.json(await request.json());
}`,
    {
      wants: [{ path: '/api/echo', ...JSON_POST, unpredicted: true }],
      finds: ['preflight-not-ok: export async function POST(request) {'],
    },
  ),
  next(
    'a route with GET',
    `export const dynamic = 'force-dynamic';
export async function GET() {
  return Response.json([]);
}
export async function POST(request) {
  return Response.json(await request.json());
}`,
    { wants: [{ path: '/api/echo', ...JSON_POST }], unknown: 'which route answers below a configured path' },
  ),
]);
