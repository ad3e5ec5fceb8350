import type { Program } from './programs.ts';

/** Kinds of code beside Express' options, and of configuration: long, nested, or in terms of one another. */

const EXPRESS = "import express from 'express';\nimport cors from 'cors';\nconst app = express();\n";
const WRITE = "res.setHeader('Access-Control-Allow-Origin', req.headers.origin)";

function many(lines: number, line: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: lines }, (_, i) => line(i)).join(separator);
}

export const SERVERS: Readonly<Record<string, Program>> = {
  'Hono chains': lines =>
    `import { Hono } from 'hono';\nimport { cors } from 'hono/cors';\nconst app = new Hono()\n${many(lines, i => `.use('/p${i}/*', cors({ origin: 'https://s${i}.example' }))`)};\nexport default app;\n`,
  'a variable for each policy': lines =>
    `${EXPRESS}${many(lines, i => `const c${i} = cors();`)}\n${many(lines, i => `app.use('/p${i}', c${i});`)}\n`,
  'responses through helpers': lines =>
    `const headers0 = () => ({ 'Access-Control-Allow-Origin': '*' });\n${many(lines, i => `const headers${i + 1} = x => ({ ...headers${i}(x), 'X-${i}': x });`)}\nexport default { fetch(request) { return new Response('', { headers: headers${lines}(request.url) }); } };\n`,
  'wrapped responses': lines =>
    `const reply = (request, body) => new Response(body, { headers: { 'Access-Control-Allow-Origin': request.headers.get('origin') } });\nexport default { fetch(request) {\n${many(lines, i => ` if (request.url.endsWith('/p${i}')) return reply(request, '${i}');`)}\n return reply(request, ''); } };\n`,
  'routes with a guard each': lines =>
    `${EXPRESS}${many(lines, i => `app.get('/r${i}', (req, res, next) => { if (!req.headers.authorization) return res.sendStatus(401); next(); }, cors());`)}\n`,
  'mounts and routes': lines =>
    `${EXPRESS}${many(lines, i => `app.use('/a/p${i}', cors());\napp.put('/a/p${i}/x', (req, res) => res.json({}));`)}\n`,
  'handlers by hand': lines =>
    `${EXPRESS}${many(lines, i => `app.get('/r${i}', (req, res) => { ${WRITE}; res.json({}); });`)}\n`,
  'functions that call one another': lines =>
    `${EXPRESS}${many(lines, i => `function f${i}(o) { return o.length > ${i} ? f${(i * 7 + 1) % lines}(o) : f${(i * 3 + 2) % lines}(o + 'x'); }`)}\napp.use(cors({ origin: (o, done) => done(null, f0(o)) }));\n`,
  'policies with a function each': lines =>
    `${EXPRESS}${many(lines, i => `app.use('/p${i}', cors({ origin: (o, done) => done(null, !o || o.endsWith('.s${i}.example')) }));`)}\n`,
  'plugins of Fastify with a policy each': lines =>
    `import Fastify from 'fastify';\nimport cors from '@fastify/cors';\nconst app = Fastify();\n${many(lines, i => `app.register(async own => { own.register(cors, { origin: 'https://s${i}.example' }); own.get('/p${i}', async () => 1); }, { prefix: '/q${i}' });`)}\napp.listen({ port: 3000 });\n`,
  'objects spread into one another': lines =>
    `${EXPRESS}const o0 = { origin: '*' };\n${many(lines, i => `const o${i + 1} = { ...o${i}, k${i}: [${i}] };`)}\napp.use(cors(o${lines}));\n`,
  'files that import one another': lines => ({
    'main.js': `${EXPRESS}import { list0 } from './m0.js';\napp.use(cors({ origin: list0 }));\n`,
    ...Object.fromEntries(
      Array.from({ length: Math.min(lines, 300) }, (_, i) => [
        `m${i}.js`,
        `import { list${(i + 1) % Math.min(lines, 300)} as next } from './m${(i + 1) % Math.min(lines, 300)}.js';\nexport const list${i} = ['https://s${i}.example', ...next];\n`,
      ]),
    ),
  }),
  'calls of a page': lines =>
    `const api = 'http://localhost:3000';\nconst get0 = (path, init) => fetch(api + path, init);\n${many(20, i => `const get${i + 1} = (path, init) => get${i}('/v' + path, { ...init, credentials: 'include' });`)}\n${many(lines, i => `get${i % 21}('/p${i}', { method: 'PUT' }).then(it => it.json());`)}\ndocument.title = 'x';\n`,
  'templates within one another': lines =>
    `${EXPRESS}const v0 = 'x';\napp.use(cors({ origin: ${many(Math.min(lines, 400), () => '`https://${', '\n')}v0${many(Math.min(lines, 400), () => '}.x`', '\n')} }));\n`,
  'alternatives in a pattern': lines =>
    `${EXPRESS}${many(lines, i => `app.use(cors({ origin: /^https:\\/\\/(?:(?:a|b|c|d${i})*|(?:x+x+)+y|[a-z]{2,40}){1,9}\\.example$/ }));`)}\n`,
  'scripts of a page': lines => ({
    'index.html': `<html>${many(lines, i => `<script>fetch('http://localhost:3000/p${i}', { credentials: 'include' });</script>`)}</html>\n`,
  }),
  'templates of Vue': lines => ({
    'app.vue': `<template>${many(lines, i => `<div v-if="a${i}">\n<b>{{ a${i} }}</b></div>`)}</template>\n<script setup>\nfetch('http://localhost:3000/x');\n</script>\n`,
  }),
};

const NGINX_LINE = "add_header Access-Control-Allow-Origin '*';";

export const CONFIGURATIONS: Readonly<Record<string, Program>> = {
  'YAML that doubles': lines => ({
    'serverless.yml': `service: x\nprovider:\n  name: aws\ncustom:\n  a0: &a0 [x, x]\n${many(lines, i => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)}\nfunctions:\n  f:\n    handler: h.h\n    events:\n      - http: { path: x, method: get, cors: { origin: '*' } }\n`,
  }),
  'YAML that merges': lines => ({
    'serverless.yml': `service: x\nprovider:\n  name: aws\ncustom:\n  a0: &a0 { k: v }\n${many(lines, i => `  a${i + 1}: &a${i + 1} { <<: *a${i}, k${i}: *a${i} }`)}\nfunctions:\n  f:\n    handler: h.h\n    events:\n      - http: { path: x, method: get, cors: *a${lines} }\n`,
  }),
  'blocks of nginx': levels => ({
    'nginx.conf': `http { server {\n${many(levels, i => `location /p${i} {\n`)}${NGINX_LINE}\n${many(levels, () => '}')}\n} }\n`,
  }),
  'locations of nginx': lines => ({
    'nginx.conf': `http { server { listen 80;\n${many(lines, i => `location /p${i} { ${NGINX_LINE} }`)}\n} }\n`,
  }),
  'maps of nginx': lines => ({
    'nginx.conf': `http {\nmap $http_origin $v0 { default ''; ~^https://a $http_origin; }\n${many(lines, i => `map $v${i} $v${i + 1} { default $v${i}; x $v${i}; }`)}\nserver { location / { add_header Access-Control-Allow-Origin $v${lines}; } } }\n`,
  }),
  'tables of TOML': lines => ({
    'netlify.toml': `${many(lines, i => `[[headers]]\nfor = "/p${i}/*"\n[headers.values]\nAccess-Control-Allow-Origin = "*"`)}\n`,
  }),
  'arrays of TOML': levels => ({
    'netlify.toml': `x = ${many(levels, () => '[', '\n')}1${many(levels, () => ']', '\n')}\n[[headers]]\nfor = "/*"\n[headers.values]\nAccess-Control-Allow-Origin = "*"\n`,
  }),
  'locals of Terraform': lines => ({
    'main.tf': `locals {\n  a0 = ["*"]\n${many(lines, i => `  a${i + 1} = concat(local.a${i}, local.a${i})`)}\n}\nresource "aws_s3_bucket_cors_configuration" "x" {\n  bucket = "b"\n  cors_rule {\n    allowed_methods = ["GET"]\n    allowed_origins = local.a${lines}\n  }\n}\n`,
  }),
  'entities of XML': lines => ({
    'web.config': `<!DOCTYPE x [<!ENTITY e0 "x">${many(lines, i => `<!ENTITY e${i + 1} "&e${i};&e${i};">`)}]>\n<configuration><system.webServer><httpProtocol><customHeaders><add name="Access-Control-Allow-Origin" value="&e${lines};"/></customHeaders></httpProtocol></system.webServer></configuration>\n`,
  }),
  'elements of XML': levels => ({
    'web.config': `<configuration>${many(levels, () => '<a>')}<add name="Access-Control-Allow-Origin" value="*"/>${many(levels, () => '</a>')}</configuration>\n`,
  }),
  'lists of JSON': levels => ({
    'vercel.json': `{ "x": ${many(levels, () => '[')}${many(levels, () => ']')},\n"headers": [{ "source": "/(.*)", "headers": [{ "key": "Access-Control-Allow-Origin", "value": "*" }] }] }\n`,
  }),
  'rules of JSON': lines => ({
    'vercel.json': `{ "headers": [${many(lines, i => `{ "source": "/p${i}/(.*)", "headers": [{ "key": "Access-Control-Allow-Origin", "value": "*" }] }`, ',\n')}] }\n`,
  }),
  'rules of a headers file': lines => ({
    _headers: `${many(lines, i => `/p${i}/*\n  Access-Control-Allow-Origin: *`)}\n`,
    'netlify.toml': '[build]\n',
  }),
  'sites of Caddy': lines => ({
    Caddyfile: `${many(lines, i => `s${i}.example {\n header Access-Control-Allow-Origin *\n}`)}\n`,
  }),
  'matchers of Caddy': lines => ({
    Caddyfile: `a.example {\n${many(lines, i => `@m${i} header Origin https://s${i}.example\nheader @m${i} Access-Control-Allow-Origin https://s${i}.example`)}\n}\n`,
  }),
  'rules of HAProxy': lines => ({
    'haproxy.cfg': `frontend f\n bind :80\n${many(lines, i => ` acl a${i} req.hdr(Origin) -i https://s${i}.example\n http-response set-header Access-Control-Allow-Origin https://s${i}.example if a${i}`)}\n default_backend b\nbackend b\n server s 127.0.0.1:1\n`,
  }),
  'rules of Apache': lines => ({
    '.htaccess': `${many(lines, i => `SetEnvIf Origin "^https://s${i}\\.example$" O=$0\nHeader set Access-Control-Allow-Origin "%{O}e" env=O`)}\n`,
  }),
  'variables of the environment': lines => ({
    '.env': `${many(lines, i => `V${i}=\${V${i + 1}}\${V${i + 1}}`)}\n`,
    'main.js': `${EXPRESS}app.use(cors({ origin: process.env.V0 }));\n`,
  }),
};
