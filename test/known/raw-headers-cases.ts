/** Sources in the ways people write CORS headers themselves, by what they show. */
type Cases = Readonly<Record<string, string>>;

const LIST = "['https://a.example', 'https://b.example']";

export const EXPRESS: Cases = {
  'names put together': `const prefix = 'Access-Control-';
app.use((req, res, next) => {
  res.setHeader(prefix + 'Allow-Origin', 'https://a.example');
  res.set(\`\${prefix}Allow-Methods\`, 'GET, PUT');
  res.setHeader(['Access', 'Control', 'Allow', 'Credentials'].join('-'), 'true');
  next();
});`,
  'keys put together': `app.use((req, res, next) => {
  res.set({ ['Access-Control-' + 'Allow-Origin']: '*', ['Access-Control-' + 'Allow-Methods']: 'PUT' });
  next();
});`,
  'star, next': `app.use((req, res, next) => {
  res.header('Access-Control-Allow-Origin', '*');
  res.header('Access-Control-Allow-Headers', 'Origin, X-Requested-With, Content-Type, Accept');
  next();
});`,
  'star, OPTIONS answered with 200': `app.use((req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE');
  res.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-A');
  if (req.method === 'OPTIONS') {
    return res.status(200).end();
  }
  next();
});`,
  'methods on the preflight alone': `app.use(function (req, res, next) {
  res.header('Access-Control-Allow-Origin', 'https://a.example');
  res.header('Access-Control-Allow-Credentials', true);
  if (req.method === 'OPTIONS') {
    res.header('Access-Control-Allow-Methods', 'PUT, POST, PATCH, DELETE, GET');
    return res.status(200).json({});
  }
  next();
});`,
  'checked, Vary always': `const allowed = ${LIST};
app.use((req, res, next) => {
  const origin = req.headers.origin;
  res.vary('Origin');
  if (origin && allowed.includes(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  if (req.method === 'OPTIONS') return res.sendStatus(204);
  return next();
});`,
  'checked, refused with 403': `const allowed = ${LIST};
app.use((req, res, next) => {
  const origin = req.get('Origin');
  if (origin && !allowed.includes(origin)) {
    return res.status(403).json({ error: 'origin' });
  }
  if (origin) res.set('Access-Control-Allow-Origin', origin);
  res.set('Vary', 'Origin');
  next();
});`,
  'reflected, what is asked for too': `app.use((req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin || '*');
  res.setHeader('Access-Control-Allow-Headers', req.headers['access-control-request-headers'] || 'Content-Type');
  res.setHeader('Access-Control-Max-Age', 600);
  if (req.method === 'OPTIONS') res.sendStatus(204);
  else next();
});`,
  'header of a missing origin': `app.use((req, res, next) => {
  res.header('Access-Control-Allow-Origin', req.headers.origin);
  res.header('Vary', 'Origin');
  next();
});`,
  'set of an object': `app.use((req, res, next) => {
  res.set({
    'Access-Control-Allow-Origin': 'https://a.example',
    'Access-Control-Allow-Methods': 'GET,PUT',
    'Access-Control-Expose-Headers': 'X-B',
  });
  next();
});`,
  'appended twice': `app.use((req, res, next) => {
  res.append('Access-Control-Allow-Origin', 'https://a.example');
  res.append('Access-Control-Allow-Origin', 'https://b.example');
  next();
});`,
  'the list or its first': `const allowed = ${LIST};
app.use((req, res, next) => {
  const { origin } = req.headers;
  res.setHeader('Access-Control-Allow-Origin', allowed.includes(origin) ? origin : allowed[0]);
  res.setHeader('Vary', 'Origin');
  if ('OPTIONS' === req.method) res.sendStatus(200);
  else next();
});`,
  'by pattern': `app.use((req, res, next) => {
  const origin = req.headers.origin;
  if (/^https:\\/\\/[ab]\\.example$/.test(origin)) {
    res.header('Access-Control-Allow-Origin', origin);
    res.header('Access-Control-Allow-Credentials', 'true');
  }
  next();
});`,
  'a named middleware and a helper': `function allow(res, origin) {
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, PUT');
}
const cors = (req, res, next) => {
  allow(res, 'https://b.example');
  if (req.method.toLowerCase() === 'options') return res.status(204).send();
  next();
};
app.use(cors);`,
  'a loop over constants': `const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': ['GET', 'PUT'].join(', '),
  'Access-Control-Max-Age': '86400',
};
app.use((req, res, next) => {
  for (const [name, value] of Object.entries(HEADERS)) res.setHeader(name, value);
  next();
});`,
  'an error for strangers': `app.use((req, res, next) => {
  const { origin } = req.headers;
  if (origin && origin !== 'https://a.example') return next(new Error('not allowed'));
  res.setHeader('Access-Control-Allow-Origin', 'https://a.example');
  next();
});`,
  'written over': `app.use((req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  if (req.headers.origin === 'https://a.example') {
    res.setHeader('Access-Control-Allow-Origin', 'https://a.example');
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  next();
});`,
};

export const EXPRESS_ROUTES: Cases = {
  'GET alone': `app.get('/ok', (req, res) => {
  res.set('Access-Control-Allow-Origin', '*');
  res.json({ ok: true });
});`,
  'GET and OPTIONS': `app.get('/ok', (req, res) => {
  res.setHeader('Access-Control-Allow-Origin', 'https://a.example');
  res.send('ok');
});
app.options('/ok', (req, res) => {
  res.setHeader('Access-Control-Allow-Origin', 'https://a.example');
  res.setHeader('Access-Control-Allow-Methods', 'GET, PUT');
  res.setHeader('Access-Control-Allow-Headers', 'X-A');
  res.sendStatus(204);
});`,
  'OPTIONS without headers': `app.get('/ok', (req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.end('ok');
});
app.options('/ok', (req, res) => res.sendStatus(200));`,
  'a callback answers': `app.get('/ok', (req, res) => {
  res.header('Access-Control-Allow-Origin', '*');
  setTimeout(() => res.json([]), 1);
});`,
  'all methods': `app.all('/ok', (req, res) => {
  res.header('Access-Control-Allow-Origin', 'https://a.example').header('Vary', 'Origin').status(200).send('ok');
});`,
};

export const KOA: Cases = {
  'names put together': `app.use(async (ctx, next) => {
  ctx.set('Access-Control-' + 'Allow-Origin', 'https://a.example');
  await next();
});`,
  'set, await next': `app.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Access-Control-Allow-Headers', 'Content-Type, X-A');
  await next();
});`,
  'OPTIONS answered with 204': `app.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', 'https://a.example');
  ctx.set('Access-Control-Allow-Methods', 'GET, PUT');
  if (ctx.method === 'OPTIONS') {
    ctx.status = 204;
    return;
  }
  await next();
});`,
  'OPTIONS answered with a body': `app.use(async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Access-Control-Allow-Methods', 'PUT, POST, GET, DELETE, OPTIONS');
  if (ctx.method == 'OPTIONS') {
    ctx.body = 200;
  } else {
    await next();
  }
});`,
  checked: `const allowed = ${LIST};
app.use(async (ctx, next) => {
  const origin = ctx.get('Origin');
  ctx.vary('Origin');
  if (allowed.includes(origin)) {
    ctx.set('Access-Control-Allow-Origin', origin);
    ctx.set('Access-Control-Allow-Credentials', 'true');
  }
  await next();
});`,
  'of an object': `app.use((ctx, next) => {
  ctx.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'X-B' });
  return next();
});`,
  'appended twice': `app.use(async (ctx, next) => {
  ctx.append('Access-Control-Allow-Origin', 'https://a.example');
  ctx.append('Access-Control-Allow-Origin', 'https://b.example');
  await next();
});`,
};

export const FASTIFY: Cases = {
  'names put together': `app.addHook('onRequest', async (request, reply) => {
  reply.header('Access-Control-' + 'Allow-Origin', 'https://a.example');
});`,
  'a hook': `app.addHook('onRequest', async (request, reply) => {
  reply.header('Access-Control-Allow-Origin', '*');
  reply.header('Access-Control-Allow-Headers', 'Content-Type, X-A');
});`,
  'a hook that answers OPTIONS': `app.addHook('onRequest', (request, reply, done) => {
  reply.header('Access-Control-Allow-Origin', 'https://a.example');
  reply.header('Vary', 'Origin');
  if (request.method === 'OPTIONS') {
    reply.header('Access-Control-Allow-Methods', 'GET, PUT');
    reply.code(204).send();
    return;
  }
  done();
});`,
  'a checked hook': `const allowed = ${LIST};
app.addHook('onRequest', async (request, reply) => {
  const { origin } = request.headers;
  if (allowed.includes(origin)) {
    reply.headers({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' });
  }
  if (request.method === 'OPTIONS') return reply.status(200).send();
});`,
};

export const HONO: Cases = {
  'names put together': `app.use('*', async (c, next) => {
  const prefix = 'Access-Control-';
  c.header(prefix + 'Allow-Origin', 'https://a.example');
  await next();
});`,
  'before next': `app.use('*', async (c, next) => {
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Access-Control-Allow-Headers', 'Content-Type, X-A');
  await next();
});`,
  'after next': `app.use(async (c, next) => {
  await next();
  c.header('Access-Control-Allow-Origin', 'https://a.example');
  c.header('Vary', 'Origin');
});`,
  'OPTIONS answered': `app.use('*', async (c, next) => {
  if (c.req.method === 'OPTIONS') {
    return new Response(null, {
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, PUT',
        'Access-Control-Allow-Headers': c.req.header('Access-Control-Request-Headers') || '*',
      },
    });
  }
  await next();
  c.res.headers.set('Access-Control-Allow-Origin', '*');
});`,
  checked: `const allowed = ${LIST};
app.use('*', async (c, next) => {
  const origin = c.req.header('Origin');
  if (origin && allowed.includes(origin)) {
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Access-Control-Allow-Credentials', 'true');
    c.header('Vary', 'Origin');
  }
  if (c.req.method === 'OPTIONS') return c.body(null, 204);
  await next();
});`,
  'reflected, nothing without an origin': `app.use('*', async (c, next) => {
  c.header('Access-Control-Allow-Origin', c.req.header('Origin'));
  await next();
});`,
  'a status of the context': `app.use('*', async (c, next) => {
  c.header('Access-Control-Allow-Origin', '*');
  if (c.req.method === 'OPTIONS') {
    c.status(204);
    return c.body(null);
  }
  await next();
});`,
};

export const HONO_ROUTES: Cases = {
  'c.json with headers': `app.get('/ok', c => c.json({ ok: true }, 200, { 'Access-Control-Allow-Origin': 'https://a.example', Vary: 'Origin' }));`,
  'c.header, then a Response': `app.get('/ok', c => {
  c.header('Access-Control-Allow-Origin', '*');
  return new Response('ok', { headers: { 'Access-Control-Allow-Origin': 'https://a.example' } });
});`,
  'GET and OPTIONS': `const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, PUT' };
app.get('/ok', c => c.text('ok', 200, headers));
app.options('/ok', c => c.body(null, 204, headers));`,
};

export const NODE: Cases = {
  'names put together': `export const app = createServer((req, res) => {
  res.setHeader('Access-Control-' + 'Allow-Origin', 'https://a.example');
  res.end('ok');
});`,
  'setHeader and end': `export const app = createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.end('ok');
});`,
  'OPTIONS by writeHead': `export const app = createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Access-Control-Allow-Methods', 'OPTIONS, GET, PUT');
  res.setHeader('Access-Control-Max-Age', 2592000);
  if (req.method === 'OPTIONS') {
    res.writeHead(204);
    res.end();
    return;
  }
  if (['GET', 'POST'].indexOf(req.method) > -1) {
    res.writeHead(200);
    res.end('ok');
    return;
  }
  res.writeHead(405);
  res.end('no');
});`,
  'writeHead with headers': `const headers = {
  'Access-Control-Allow-Origin': 'https://a.example',
  'Access-Control-Allow-Headers': 'X-A, Content-Type',
  Vary: 'Origin',
};
export const app = createServer((req, res) => {
  if (req.method === 'OPTIONS') {
    res.writeHead(200, headers);
    return res.end();
  }
  res.writeHead(200, { ...headers, 'Content-Type': 'text/plain' });
  res.end('ok');
});`,
  'an object that is filled': `const headers = {};
headers['Access-Control-Allow-Origin'] = 'https://a.example';
headers['Vary'] = 'Origin';
export const app = createServer((req, res) => {
  res.writeHead(200, headers);
  res.end('ok');
});`,
  'a map that is filled': `const headers = new Map();
headers.set('Access-Control-Allow-Origin', 'https://a.example');
headers.set('Vary', 'Origin');
export const app = createServer((req, res) => {
  for (const [name, value] of headers) res.setHeader(name, value);
  res.end('ok');
});`,
  'a map for setHeaders': `const headers = new Map();
headers.set('Access-Control-Allow-Origin', '*');
export const app = createServer((req, res) => {
  res.setHeaders(headers);
  res.end('ok');
});`,
  'writeHead over setHeader': `export const app = createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', 'https://a.example');
  res.writeHead(200, { 'Access-Control-Allow-Origin': 'https://b.example' });
  res.end('ok');
});`,
  'a list is two lines': `export const app = createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', ['https://a.example', 'https://b.example']);
  res.end('ok');
});`,
  'checked, statusCode': `const allowed = new Set(${LIST});
export const app = createServer((req, res) => {
  const { origin } = req.headers;
  if (allowed.has(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Vary', 'Origin');
  } else if (origin) {
    res.statusCode = 403;
    return res.end('no');
  }
  if (req.method === 'OPTIONS') {
    res.statusCode = 204;
    res.setHeader('Access-Control-Allow-Methods', 'PUT');
    return res.end();
  }
  res.end('ok');
});`,
  'a switch over methods': `export const app = createServer((req, res) => {
  res.setHeader('access-control-allow-origin', '*');
  switch (req.method) {
    case 'OPTIONS':
      res.setHeader('access-control-allow-methods', 'GET, PUT');
      res.writeHead(204).end();
      break;
    case 'GET':
      res.writeHead(200).end('ok');
      break;
    default:
      res.writeHead(405).end();
  }
});`,
  'with an origin or without': `export const app = createServer((req, res) => {
  if (req.headers.origin) {
    res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
  }
  if (req.headers['access-control-request-method']) {
    res.setHeader('Access-Control-Allow-Methods', req.headers['access-control-request-method']);
  }
  if (req.headers['access-control-request-headers']) {
    res.setHeader('Access-Control-Allow-Headers', req.headers['access-control-request-headers']);
  }
  res.end('ok');
});`,
  'removed again': `export const app = createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  res.removeHeader('Access-Control-Allow-Credentials');
  res.end('ok');
});`,
};

export const FETCH: Cases = {
  'names put together': `const name = 'Access-Control-' + 'Allow-Origin';
export const app = async request => new Response('ok', { headers: { [name]: 'https://a.example' } });`,
  'the constant of edge functions': `const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, x-client-info, apikey, content-type',
};
export const app = async req => {
  if (req.method === 'OPTIONS') return new Response('ok', { headers: corsHeaders });
  return new Response(JSON.stringify({ ok: true }), {
    headers: { ...corsHeaders, 'Content-Type': 'application/json' },
  });
};`,
  'a function of the request': `const ALLOWED = ${LIST};
function corsHeaders(request) {
  const origin = request.headers.get('Origin');
  return {
    'Access-Control-Allow-Origin': origin && ALLOWED.includes(origin) ? origin : ALLOWED[0],
    'Access-Control-Allow-Methods': 'GET, PUT, OPTIONS',
    Vary: 'Origin',
  };
}
export async function app(request) {
  const headers = corsHeaders(request);
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
  return Response.json({ ok: true }, { headers });
}`,
  'no branch for OPTIONS': `export const app = request =>
  new Response('ok', { headers: { 'Access-Control-Allow-Origin': 'https://a.example' } });`,
  'reflected, null without one': `export const app = request =>
  new Response('ok', {
    headers: { 'Access-Control-Allow-Origin': request.headers.get('Origin'), 'Access-Control-Allow-Credentials': 'true' },
  });`,
  'set on the response': `export const app = async request => {
  const response = new Response('ok');
  response.headers.set('Access-Control-Allow-Origin', '*');
  response.headers.append('Vary', 'Origin');
  return response;
};`,
  'appended twice': `export const app = async request => {
  const headers = new Headers();
  headers.append('Access-Control-Allow-Origin', 'https://a.example');
  headers.append('Access-Control-Allow-Origin', 'https://b.example');
  return new Response('ok', { headers });
};`,
  'conditional entries': `export const app = async request => {
  const origin = request.headers.get('origin');
  const headers = new Headers({ Vary: 'Origin' });
  if (origin === 'https://a.example' || origin?.endsWith('.b.example')) {
    headers.set('Access-Control-Allow-Origin', origin);
  }
  if (request.method === 'OPTIONS') {
    headers.set('Access-Control-Allow-Methods', 'GET,PUT');
    headers.set('Access-Control-Max-Age', '86400');
    return new Response(null, { status: 204, headers });
  }
  return new Response('ok', { status: 200, headers });
};`,
  'a helper with a status': `function json(data, status = 200) {
  return new Response(JSON.stringify(data), {
    status,
    headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
  });
}
export const app = async request => {
  if (request.method === 'OPTIONS') return json({});
  if (request.method !== 'GET') return json({ error: 'method' }, 405);
  return json({ ok: true });
};`,
  'headers that are filled': `const headers = new Headers();
headers.set('Access-Control-Allow-Origin', '*');
export const app = async request => new Response('ok', { headers });`,
  'refused without headers': `export const app = async request => {
  const origin = request.headers.get('Origin');
  if (origin !== 'https://a.example') return new Response('no', { status: 403 });
  return new Response('ok', { headers: { 'Access-Control-Allow-Origin': origin } });
};`,
};
