import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listed, policies, readings } from './reading.ts';

type Readings = Readonly<Record<string, string>>;

/** Every case of a library: the options as source, and how they read. */
function library(title: string, source: (options: string) => string, cases: Readings, path = 'server.ts'): void {
  describe(title, () => {
    for (const [options, reading] of Object.entries(cases))
      it(`(${options})`, () => assert.deepEqual(readings(source(options), {}, path), [reading]));
  });
}

library('@elysiajs/cors', it => `import { cors } from '@elysiajs/cors';\nnew Elysia().use(cors(${it}));`, {
  '': 'echo-any everyone; cookies',
  '{}': 'echo-any everyone; cookies',
  '{ credentials: false }': 'echo-any everyone',
  "{ origin: '*' }": 'any everyone; cookies',
  "{ origin: ['*'] }": 'any everyone; cookies',
  '{ origin: true }': 'echo-any everyone; cookies',
  '{ origin: false }': 'none; cookies',
  '{ origin: undefined }': 'echo-any everyone; cookies',
  "{ origin: 'https://a.example' }": 'echo-match own; cookies',
  "{ origin: 'a.example' }": 'echo-match own plain; cookies',
  "{ origin: ['a.example', /^https:\\/\\/x\\./] }": 'echo-match own plain sub; cookies',
  "{ origin: 'https://*.a.example' }": 'echo-match; cookies',
  "{ origin: request => request.headers.get('origin') === 'https://a.example' }": 'echo-match own; cookies',
  "{ origin: request => request.headers.get('origin') }": 'echo-match; cookies; misread nobody',
  '{ origin: () => true }': 'echo-any everyone; cookies',
  '{ origin: async () => true }': 'none; cookies; misread nobody',
  "{ origin: 'https://a.example', credentials: undefined, methods: true }": 'echo-match own; cookies',
});

library(
  'itty-router',
  it =>
    `import { cors, AutoRouter } from 'itty-router';\nconst { preflight, corsify } = cors(${it});\nAutoRouter({ before: [preflight], finally: [corsify] });`,
  {
    '': 'any everyone',
    "{ origin: '*', credentials: true }": 'echo-any everyone; cookies; reflected 6.0.0',
    '{ credentials: true }': 'echo-any everyone; cookies; reflected 6.0.0',
    '{ origin: true, credentials: true }': 'echo-any everyone; cookies',
    '{ origin: false }': 'none',
    "{ origin: 'https://a.example' }": 'fixed https://a.example',
    "{ origin: ['https://a.example'], credentials: true }": 'echo-match own; cookies',
    "{ origin: ['*'] }": 'echo-match; misread nobody',
    '{ origin: /a\\.example$/ }': 'echo-match own plain sub',
    '{ origin: o => o }': 'echo-any everyone',
    "{ origin: o => (o === 'https://a.example' ? o : undefined) }": 'echo-match own',
  },
);

library('micro-cors', it => `const cors = require('micro-cors')(${it});\nmodule.exports = cors(handler);`, {
  '': 'any everyone; cookies',
  "{ origin: 'https://a.example' }": 'fixed https://a.example; cookies',
  "{ origin: ['https://a.example', 'https://b.example'], allowCredentials: false }":
    'fixed https://a.example + https://b.example; misread literal-header',
  '{ origin: true }': 'fixed true; cookies; misread literal-header',
  "{ origins: ['https://a.example'] }": 'any everyone; cookies; unknown origins for origin',
});

library(
  'strapi::cors',
  it => `module.exports = ({ env }) => ['strapi::errors', ${it}, 'strapi::body'];`,
  {
    "'strapi::cors'": 'echo-any everyone; cookies; reflected 5.54.0',
    "{ name: 'strapi::cors', config: { enabled: true } }": 'echo-any everyone; cookies; reflected 5.54.0',
    "{ name: 'strapi::cors', config: { origin: '*' } }": 'echo-any everyone; cookies; reflected 5.54.0',
    "{ name: 'strapi::cors', config: { origin: ['*'] } }": 'echo-any everyone; cookies; reflected 5.54.0',
    "{ name: 'strapi::cors', config: { origin: '*', credentials: false } }": 'any everyone',
    "{ name: 'strapi::cors', config: { origin: ['https://a.example', 'http://a.example'] } }":
      'echo-match own plain; cookies',
    "{ name: 'strapi::cors', config: { origin: 'https://a.example, http://a.example' } }":
      'echo-match own plain; cookies',
    "{ name: 'strapi::cors', config: { origin: true } }": 'none; cookies; misread error-500',
    "{ name: 'strapi::cors', config: { origin: env.array('ORIGINS') } }": 'echo-match; cookies',
    "{ name: 'strapi::cors', config: { origins: ['https://a.example'] } }":
      'echo-any everyone; cookies; unknown origins for origin; reflected 5.54.0',
  },
  'config/middlewares.js',
);

library(
  '@adonisjs/cors',
  it => `import { defineConfig } from '@adonisjs/cors';\nexport default defineConfig(${it});`,
  {
    '{ enabled: true }': 'echo-any everyone; cookies',
    "{ origin: '*' }": 'echo-any everyone; cookies; reflected 3.0.0',
    "{ origin: '*', credentials: false }": 'any everyone',
    '{ enabled: true, origin: [], headers: true }': 'echo-match; cookies',
    "{ origin: ['https://a.example'] }": 'echo-match own; cookies',
    "{ origin: 'https://a.example,http://a.example' }": 'echo-match own plain; cookies',
    '{ origin: undefined }': 'none; cookies; misread error-500',
  },
  'config/cors.ts',
);

library(
  '@middy/http-cors',
  it => `import cors from '@middy/http-cors';\nexport const handler = middy().use(cors(${it})).handler(main);`,
  {
    '': 'none',
    "{ origin: '*' }": 'any everyone',
    "{ origin: '*', credentials: true }": 'echo-any everyone; cookies; reflected 6.4.5',
    "{ origin: 'https://a.example' }": 'fixed https://a.example',
    "{ origins: ['https://a.example', 'http://a.example'] }": 'echo-match own plain',
    "{ origins: ['https://*.a.example'], credentials: true }": 'echo-match sub; cookies',
    "{ origins: ['*'], credentials: true }": 'echo-any everyone; cookies; reflected 6.4.5',
  },
);

library(
  'nextjs-cors',
  it =>
    `import NextCors from 'nextjs-cors';\nexport default async function handler(req, res) { await NextCors(req, res, ${it}); res.json({}); }`,
  {
    '{}': 'any everyone',
    "{ methods: ['GET'], origin: '*', optionsSuccessStatus: 200 }": 'any everyone',
    '{ origin: true, credentials: true }': 'echo-any everyone; cookies',
  },
);

library(
  'expressjs/cors run by hand',
  it =>
    `import Cors from 'cors';\nconst cors = initMiddleware(Cors(${it}));\nexport default async function handler(req, res) { await cors(req, res); }`,
  { "{ methods: ['GET'] }": 'any everyone', "{ origin: 'https://a.example' }": 'fixed https://a.example' },
);

describe('what small libraries fill in', () => {
  it('elysia', () => {
    const [policy] = policies("import { cors } from '@elysiajs/cors';\ncors();");
    assert.equal(policy && listed(policy.methods), 'reflected');
    assert.equal(policy && listed(policy.exposedHeaders), 'reflected');
  });
  it('itty-router', () => {
    const [policy] = policies("import { cors } from 'itty-router';\ncors();");
    assert.equal(policy && listed(policy.methods), '*');
  });
});
