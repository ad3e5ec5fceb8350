import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import { serve } from './built.ts';
import { recorded } from './known.ts';
import type { KnownLibrary } from './library.ts';

const LIST = "['https://a.example', 'https://b.example']";

const ROUTES: Readonly<Record<string, string>> = {
  'GET alone': `export function GET() {
  return new Response('ok', { headers: { 'Access-Control-Allow-Origin': '*' } });
}
`,
  'GET and OPTIONS share a constant': `const headers = {
  'Access-Control-Allow-Origin': 'https://a.example',
  'Access-Control-Allow-Methods': 'GET, PUT, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, X-A',
};
export async function GET() {
  return Response.json({ ok: true }, { headers });
}
export async function OPTIONS() {
  return new Response(null, { status: 204, headers });
}
`,
  'OPTIONS without headers': `import { NextResponse } from 'next/server';

export async function GET() {
  return NextResponse.json({ ok: true }, { headers: { 'Access-Control-Allow-Origin': '*' } });
}
export async function OPTIONS() {
  return new NextResponse(null, { status: 200 });
}
`,
  'a checked origin': `const allowed = ${LIST};
function corsHeaders(request) {
  const origin = request.headers.get('origin') ?? '';
  return allowed.includes(origin)
    ? { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' }
    : { Vary: 'Origin' };
}
export async function GET(request) {
  return Response.json({ ok: true }, { headers: corsHeaders(request) });
}
export const OPTIONS = async request => new Response(null, { status: 204, headers: corsHeaders(request) });
`,
  'set on the response': `import { NextResponse } from 'next/server';

export async function GET(request) {
  const response = NextResponse.json({ ok: true });
  response.headers.set('Access-Control-Allow-Origin', request.headers.get('origin') || '*');
  response.headers.append('Vary', 'Origin');
  return response;
}
`,
};

const API: Readonly<Record<string, string>> = {
  'no filter of methods': `export default function handler(req, res) {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.status(200).json({ ok: true });
}
`,
  'OPTIONS answered': `export default async function handler(req, res) {
  res.setHeader('Access-Control-Allow-Credentials', true);
  res.setHeader('Access-Control-Allow-Origin', 'https://a.example');
  res.setHeader('Access-Control-Allow-Methods', 'GET,OPTIONS,PATCH,DELETE,POST,PUT');
  if (req.method === 'OPTIONS') {
    res.status(200).end();
    return;
  }
  res.json({ ok: true });
}
`,
  'a wrapper around the handler': `const allowCors = fn => async (req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Access-Control-Allow-Headers', 'X-A, Content-Type');
  if (req.method === 'OPTIONS') {
    res.status(204).end();
    return;
  }
  return await fn(req, res);
};
const handler = (req, res) => {
  res.end('ok');
};
export default allowCors(handler);
`,
  'a checked origin': `const allowed = ${LIST};
export default function handler(req, res) {
  const { origin } = req.headers;
  res.setHeader('Vary', 'Origin');
  if (allowed.includes(origin)) res.setHeader('Access-Control-Allow-Origin', origin);
  if (req.method === 'OPTIONS') return res.status(204).end();
  if (req.method !== 'GET') return res.status(405).json({ error: 'method' });
  res.status(200).json({ ok: true });
}
`,
};

const PROXIES: Readonly<Record<string, string>> = {
  'the sample of the documentation': `import { NextResponse } from 'next/server';

const allowedOrigins = ${LIST};
const corsOptions = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, Authorization',
};
export function proxy(request) {
  const origin = request.headers.get('origin') ?? '';
  const isAllowedOrigin = allowedOrigins.includes(origin);
  const isPreflight = request.method === 'OPTIONS';
  if (isPreflight) {
    const preflightHeaders = {
      ...(isAllowedOrigin && { 'Access-Control-Allow-Origin': origin }),
      ...corsOptions,
    };
    return NextResponse.json({}, { headers: preflightHeaders });
  }
  const response = NextResponse.next();
  if (isAllowedOrigin) {
    response.headers.set('Access-Control-Allow-Origin', origin);
  }
  Object.entries(corsOptions).forEach(([key, value]) => {
    response.headers.set(key, value);
  });
  return response;
}
`,
};

const LAYOUT = 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n';
const PAGE = 'export default () => <p>home</p>;\n';
const OWN = "export const GET = () => new Response('ok');\nexport const POST = GET;\nexport const PUT = GET;\n";

function library(
  kind: string,
  file: string,
  cases: Readonly<Record<string, string>>,
  more: Partial<KnownLibrary>,
): void {
  recorded({
    title: `${kind} of next 16.4.6`,
    dependencies: { next: '16.4.6' },
    file,
    source: name => cases[name ?? ''] ?? '',
    cases: Object.keys(cases),
    policy: 0,
    built: true,
    start: (_, source) =>
      serve({
        files: {
          'app/layout.jsx': LAYOUT,
          'app/page.jsx': PAGE,
          ...(kind === 'the proxy' ? { 'app/ok/route.js': OWN } : {}),
          [file]: source,
        },
        folders: ['app', 'pages', '.next', 'proxy.js'],
        build: ['node_modules/next/dist/bin/next', 'build'],
        serve: port => ({
          command: ['node_modules/next/dist/bin/next', 'start', '-p', String(port), '-H', '127.0.0.1'],
        }),
      }),
    ...more,
  });
}

const served = ({ reaches }: ServerRequest) => reaches === undefined;

library('route handlers', 'app/ok/route.js', ROUTES, { asks: it => served(it) && it.method !== 'POST' });
library('pages and api', 'pages/api/ok.js', API, { asks: served, paths: { route: '/api/ok' } });
library('the proxy', 'proxy.js', PROXIES, { asks: served });
