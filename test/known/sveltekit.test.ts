import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import { serve } from './built.ts';
import { recorded } from './known.ts';
import type { KnownLibrary } from './library.ts';

const ENDPOINTS: Readonly<Record<string, string>> = {
  'GET alone': `export function GET() {
  return new Response('ok', { headers: { 'Access-Control-Allow-Origin': '*' } });
}
`,
  'GET and OPTIONS': `import { json } from '@sveltejs/kit';

const headers = { 'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Allow-Methods': 'GET, PUT' };
export const GET = async () => json({ ok: true }, { headers });
export const OPTIONS = async () => new Response(null, { status: 204, headers });
`,
  'set by the event': `import { json } from '@sveltejs/kit';

export async function GET({ setHeaders }) {
  setHeaders({ 'Access-Control-Allow-Origin': '*' });
  return json({ ok: true });
}
`,
  'a checked origin': `export async function GET({ request }) {
  const origin = request.headers.get('origin');
  const headers = new Headers({ Vary: 'Origin' });
  if (origin === 'https://a.example') headers.set('Access-Control-Allow-Origin', origin);
  return new Response('ok', { headers });
}
`,
};

const HOOKS: Readonly<Record<string, string>> = {
  'OPTIONS answered, others resolved': `const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT',
  'Access-Control-Allow-Headers': '*',
};
export async function handle({ event, resolve }) {
  if (event.request.method === 'OPTIONS') {
    return new Response(null, { headers: corsHeaders });
  }
  const response = await resolve(event);
  response.headers.set('Access-Control-Allow-Origin', '*');
  return response;
}
`,
  'a checked origin': `const allowed = ['https://a.example', 'https://b.example'];
export const handle = async ({ event, resolve }) => {
  const origin = event.request.headers.get('Origin') ?? '';
  const good = allowed.includes(origin);
  if (event.request.method === 'OPTIONS' && good) {
    return new Response(null, {
      status: 204,
      headers: { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Methods': 'PUT', Vary: 'Origin' },
    });
  }
  const response = await resolve(event);
  if (good) response.headers.set('Access-Control-Allow-Origin', origin);
  response.headers.append('Vary', 'Origin');
  return response;
};
`,
};

const OWN = "const own = () => new Response('ok');\nexport { own as GET, own as POST, own as PUT };\n";
const CONFIG = "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n";
const VITE = "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n";
const HTML = '<!doctype html><html lang="en"><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n';

function library(
  kind: string,
  file: string,
  cases: Readonly<Record<string, string>>,
  more: Partial<KnownLibrary>,
): void {
  recorded({
    title: `${kind} of sveltekit 2.70.4`,
    dependencies: { '@sveltejs/kit': '2.70.4' },
    file,
    source: name => cases[name ?? ''] ?? '',
    cases: Object.keys(cases),
    policy: 0,
    built: true,
    start: (_, source) =>
      serve({
        files: {
          'svelte.config.js': CONFIG,
          'vite.config.js': VITE,
          'src/app.html': HTML,
          'src/routes/+page.svelte': '<p>home</p>\n',
          'src/routes/ok/+server.js': OWN,
          [file]: source,
        },
        folders: ['src', 'build', '.svelte-kit'],
        build: ['node_modules/vite/bin/vite.js', 'build'],
        serve: port => ({ command: ['build/index.js'], env: { PORT: String(port), HOST: '127.0.0.1' } }),
      }),
    ...more,
  });
}

const served = ({ reaches }: ServerRequest) => reaches === undefined;

library('endpoints', 'src/routes/ok/+server.js', ENDPOINTS, { asks: it => served(it) && it.method !== 'POST' });
library('hooks', 'src/hooks.server.js', HOOKS, {
  asks: it => served(it) && it.method !== 'POST',
  unknown: {
    'a checked origin': 'a preflight that is refused goes on to the route, whose own answer is another file’s',
  },
});
