import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installed, listed, policies, readings } from './reading.ts';

type Readings = Readonly<Record<string, string>>;

/** Every case of a library: the options as source, and how they read. */
function library(title: string, source: (options: string) => string, cases: Readings, path = 'server.ts'): void {
  describe(title, () => {
    for (const [options, reading] of Object.entries(cases))
      it(`(${options})`, () =>
        assert.deepEqual(readings(source(options), {}, path), reading === 'none at all' ? [] : [reading]));
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
  '{ origin: async () => true }': 'echo-match; cookies; misread nobody',
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
    "{ name: 'strapi::cors', config: { origin: '*', credentials: false } }": 'echo-any everyone',
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

library('GraphQL Yoga', it => `import { createYoga } from 'graphql-yoga';\nexport const yoga = createYoga(${it});`, {
  '{ schema }': 'echo-any everyone; cookies',
  '{ schema, cors: false }': 'none at all',
  '{ schema, cors: {} }': 'echo-any everyone; cookies',
  "{ cors: { origin: '*' } }": 'echo-any everyone; cookies; reflected 5.24.1',
  "{ cors: { origin: '*', credentials: false } }": 'echo-any everyone',
  "{ cors: { origin: 'https://*.a.example' } }": 'echo-any everyone; cookies; reflected 5.24.1',
  "{ cors: { origin: 'https://a.example' } }": 'fixed https://a.example; cookies',
  "{ cors: { origin: ['https://a.example'] } }": 'fixed https://a.example; cookies',
  "{ cors: { origin: ['https://a.example', 'http://a.example'] } }": 'echo-match own plain null; cookies',
  '{ cors: { origin: [] } }': 'echo-any everyone; cookies; reflected 5.24.1',
  "{ cors: { origin: '' } }": 'echo-any everyone; cookies; misread reflects-everyone',
  '{ cors: { origin: /a/ } }': 'none; cookies; misread error-500',
});

library('Apollo Server', it => it, {
  "import { startStandaloneServer } from '@apollo/server/standalone';\nstartStandaloneServer(server, { listen: { port: 4000 } });":
    'any everyone',
  "import { startStandaloneServer } from '@apollo/server/standalone';\nstartStandaloneServer(server, { cors: { origin: 'https://a.example' } });":
    'any everyone; unknown cors',
  "import { ApolloServer } from '@apollo/server';\nimport { startStandaloneServer } from '@apollo/server/standalone';\nconst server = new ApolloServer({ cors: { origin: 'https://a.example' } });\nstartStandaloneServer(server);":
    'any everyone; unknown cors',
  "import { ApolloServer } from 'apollo-server';\nnew ApolloServer({ typeDefs, cors: { origin: true, credentials: true } });":
    'echo-any everyone; cookies',
  "import { ApolloServer } from 'apollo-server';\nnew ApolloServer({ typeDefs });": 'any everyone',
  "import { ApolloServer } from 'apollo-server-express';\nconst server = new ApolloServer({ typeDefs });\nserver.applyMiddleware({ app, cors: false });":
    'none at all',
  "import { ApolloServer } from 'apollo-server-express';\nconst server = new ApolloServer({ typeDefs });\nserver.applyMiddleware({ app, cors: { origin: 'https://a.example' } });":
    'fixed https://a.example',
  "import { ApolloServer } from 'apollo-server-lambda';\nconst server = new ApolloServer({ typeDefs });\nexport const handler = server.createHandler({ cors: { origin: '*', credentials: true } });":
    'any everyone; cookies',
});

library(
  'AWS CDK',
  it =>
    `import * as cdk from 'aws-cdk-lib';\nimport * as apigateway from 'aws-cdk-lib/aws-apigateway';\nimport { Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';\n${it}`,
  {
    "new apigateway.RestApi(this, 'api', { defaultCorsPreflightOptions: { allowOrigins: apigateway.Cors.ALL_ORIGINS, allowMethods: apigateway.Cors.ALL_METHODS } });":
      'any everyone',
    "api.root.addResource('x').addCorsPreflight({ allowOrigins: ['https://a.example'], allowCredentials: true });":
      'echo-match own; cookies',
    "new HttpApi(this, 'api', { corsPreflight: { allowOrigins: ['https://a.example'], maxAge: cdk.Duration.days(1) } });":
      'echo-match own',
    "fn.addFunctionUrl({ cors: { allowedOrigins: ['*'] } });": 'any everyone',
    "new Bucket(this, 'b', { cors: [{ allowedMethods: [HttpMethods.GET], allowedOrigins: ['https://*.a.example'] }] });":
      'echo-match sub',
  },
);

library(
  'routeRules of Nuxt',
  it => `export default defineNuxtConfig({ nitro: { routeRules: ${it} } });`,
  {
    "{ '/api/**': { cors: true } }": 'any everyone',
    "{ '/api/**': { cors: false } }": 'none at all',
    "{ '/api/**': { cors: { origin: 'https://a.example', credentials: true } } }": 'any everyone; unknown origin',
    "{ '/api/**': { cors: true, headers: { 'Access-Control-Allow-Origin': 'https://a.example' } } }":
      'fixed https://a.example',
    "{ '/api/**': { cors: true, headers: { 'access-control-allow-credentials': 'true' } } }": 'any everyone; cookies',
    "{ '/api/**': { headers: { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 's-maxage=60' } } }":
      'any everyone',
    "{ '/api/**': { headers: { 'Cache-Control': 's-maxage=60' } } }": 'none at all',
  },
  'nuxt.config.ts',
);

describe('routeRules of Nitro 3', () => {
  const of = (version: string) =>
    readings(
      "export default defineNitroConfig({ routeRules: { '/api/**': { cors: { origin: 'https://a.example' } } } });",
      installed({ nitro: version }),
      'nitro.config.ts',
    );
  it('3.0.0 takes any object for true', () => assert.deepEqual(of('3.0.0'), ['any everyone; unknown origin']));
  it('later betas hand it to handleCors', () => assert.deepEqual(of('3.0.260903-beta'), ['echo-match own']));
});

library(
  'corsHandler of nuxt-security',
  it => `export default defineNuxtConfig({ modules: ['nuxt-security'], security: { corsHandler: ${it} } });`,
  {
    "{ origin: '*' }": 'any everyone',
    "{ origin: 'https://a.example', credentials: true }": 'echo-match own; cookies',
    "{ origin: ['https://a.example'] }": 'echo-match own',
    "{ origin: ['a\\\\.example$'], useRegExp: true }": 'echo-match own plain sub',
    "{ origin: 'https://a.example', useRegExp: true }": 'echo-match own',
    '{ origin: o => true }': 'dynamic ?',
    "{ origin: '' }": 'echo-match',
    '{ origin: undefined }': 'dynamic ?',
    "{ methods: ['GET'] }": 'dynamic ?',
    "{ origin: 'https://a.example', allowedHeaders: ['X-A'] }":
      'echo-match own; unknown allowedHeaders for allowHeaders',
    false: 'none at all',
  },
  'nuxt.config.ts',
);

library(
  'handleCors of h3 1',
  it => `export default defineEventHandler(event => { if (handleCors(event, ${it})) return; });`,
  {
    "{ origin: '*', preflight: { statusCode: 204 }, methods: '*' }": 'any everyone',
    '{ credentials: true }': 'any everyone; cookies',
    "{ origin: ['https://a.example', /\\.a\\.example$/], credentials: true }": 'echo-match own sub; cookies',
    "{ origin: 'https://a.example' }": 'fixed https://a.example',
    '{ origin: false }': 'any everyone; misread any',
    '{ origin: true }': 'echo-match; misread error-500',
    "{ origin: ['*'] }": 'echo-match; misread nobody',
    "{ origin: [getHeader(event, 'origin')], credentials: true }": 'echo-any everyone; cookies',
    "{ origin: origin => origin.endsWith('.a.example') }": 'echo-match sub',
    '{ origin: async origin => false, credentials: true }': 'echo-any everyone; cookies; misread reflects-everyone',
  },
);

describe('handleCors of h3 2', () => {
  const two = installed({ h3: '2.0.8' });
  const read = (options: string) =>
    readings(`import { handleCors } from 'h3';\nexport default event => handleCors(event, ${options});`, two);
  const cases: Readings = {
    "{ origin: '*' }": 'any everyone',
    '{}': 'any everyone',
    "{ origin: 'https://a.example' }": 'echo-match own',
    '{ origin: true }': 'echo-match; misread nobody',
    '{ origin: /a\\.example$/ }': 'echo-match; misread nobody',
    '{ origin: [/a\\.example$/g] }': 'echo-match own plain sub',
    "{ origin: ['https://a.example', true] }": 'echo-match own',
    '{ origin: async o => false, credentials: true }': 'echo-any everyone; cookies; misread reflects-everyone',
  };
  for (const [options, reading] of Object.entries(cases))
    it(`(${options})`, () => assert.deepEqual(read(options), [reading]));

  it('is told by what it alone has, where no version is', () => {
    const read = (source: string) => policies(source)[0]?.library?.version;
    const options = "{ origin: 'https://a.example' }";
    assert.equal(
      read(`import { H3, handleCors } from 'h3';\nnew H3().use(event => handleCors(event, ${options}));`),
      '2.0.8',
    );
    assert.equal(
      read(`import { handleCors } from 'nitro/h3';\nexport default event => handleCors(event, ${options});`),
      '2.0.8',
    );
    assert.equal(
      read(`import { createApp, handleCors } from 'h3';\ncreateApp().use(event => handleCors(event, ${options}));`),
      '1.15.11',
    );
  });

  it('the wildcards that are filled in are none with credentials', () => {
    const of = (options: string) =>
      policies(`import { handleCors } from 'h3';\nhandleCors(event, ${options});`, two)[0];
    const plain = of('{}');
    const signedIn = of("{ origin: ['https://a.example'], credentials: true }");
    assert.ok(plain && signedIn);
    assert.equal(listed(plain.methods), '*');
    assert.equal(listed(plain.exposedHeaders), '*');
    assert.equal(listed(signedIn.methods), 'reflected');
    assert.equal(listed(signedIn.exposedHeaders), '');
  });
});

describe('appendCorsHeaders of h3', () => {
  it('leaves preflights alone', () => {
    const [policy] = policies("export default eventHandler(event => appendCorsHeaders(event, { origin: '*' }));");
    assert.deepEqual(policy?.preflight, { by: 'none' });
  });
  it('beside appendCorsPreflightHeaders, what answers a preflight is not known', () => {
    const [policy] = policies(`export default eventHandler(event => {
  const options = { origin: ['https://a.example'] };
  if (isPreflightRequest(event)) return appendCorsPreflightHeaders(event, options);
  appendCorsHeaders(event, options);
});`);
    assert.deepEqual(policy?.preflight, { by: 'manual' });
    assert.equal(policy?.behaviour, undefined);
  });
  it('in a route for one method, what answers OPTIONS is not known', () => {
    const [policy] = policies(
      "import { H3, handleCors } from 'h3';\nnew H3().get('/hello', event => { if (handleCors(event, { origin: '*' })) return; return ''; });",
    );
    assert.deepEqual(policy?.preflight, { by: 'unknown' });
    assert.deepEqual(policy?.behaviour?.untold?.on, ['preflight', 'options']);
  });
  it('functions of these names from elsewhere are not those of h3', () => {
    assert.deepEqual(policies("import { handleCors } from './cors';\nhandleCors(event, { origin: '*' });"), []);
  });
});

library(
  'server.cors of Vite',
  it => `import { defineConfig } from 'vite';\nexport default defineConfig({ server: { cors: ${it} } });`,
  {
    true: 'any everyone',
    false: 'none',
    '{}': 'echo-match',
    '{ credentials: true }': 'echo-match; cookies',
    '{ origin: undefined }': 'echo-match',
    "{ origin: '*' }": 'any everyone',
    "{ origin: 'https://a.example' }": 'fixed https://a.example',
    "{ origin: ['https://a.example'], credentials: true }": 'echo-match own; cookies',
    "(req, cb) => cb(null, { origin: 'https://a.example' })": 'fixed https://a.example',
  },
  'vite.config.ts',
);

library(
  'preview.cors of Vite, which gets no defaults',
  it => `export default defineConfig(({ mode }) => ({ preview: { cors: ${it} } })); // vite`,
  { true: 'any everyone', '{}': 'any everyone', '{ credentials: true }': 'any everyone; cookies', false: 'none' },
  'vite.config.mts',
);

describe('the default of Vite, by version', () => {
  const of = (version: string, config: string) =>
    readings(
      `import { defineConfig } from 'vite';\nexport default defineConfig(${config});`,
      installed({ vite: version }),
      'vite.config.ts',
    );
  const served = '{ server: { port: 3000 } }';
  const bare = '{ server: { cors: {} } }';
  const versions: Readonly<Record<string, readonly [string | undefined, string]>> = {
    '8.3.8': ['echo-match', 'echo-match'],
    '6.0.11': ['echo-match', 'echo-match'],
    '6.0.10': [undefined, 'any everyone'],
    '6.0.9': [undefined, 'any everyone'],
    '6.0.8': ['any everyone', 'any everyone'],
    '5.4.21': ['echo-match', 'any everyone'],
    '5.4.13': [undefined, 'any everyone'],
    '5.4.11': ['any everyone', 'any everyone'],
    '4.5.9': ['echo-match', 'any everyone'],
    '4.5.6': [undefined, 'any everyone'],
    '4.5.5': ['any everyone', 'any everyone'],
    '3.2.11': ['any everyone', 'any everyone'],
  };
  for (const [version, [without, empty]] of Object.entries(versions)) {
    it(`vite ${version}`, () => {
      assert.deepEqual(of(version, served), without === undefined ? [] : [without]);
      assert.deepEqual(of(version, bare), [empty]);
    });
  }

  it('without options for the server, only an open default of a version that is certain is a policy', () => {
    const source = "import { defineConfig } from 'vite';\nexport default defineConfig({ plugins: [] });";
    const with_ = (version: string) => ({
      'node_modules/vite/package.json': JSON.stringify({ name: 'vite', version }),
    });
    assert.deepEqual(readings(source, with_('8.3.8'), 'vite.config.ts'), []);
    assert.deepEqual(readings(source, with_('6.0.8'), 'vite.config.ts'), ['any everyone']);
    assert.deepEqual(readings(source, installed({ vite: '^6.0.8' }), 'vite.config.ts'), []);
  });
  it('is that of vite for the tools that hand it a configuration', () => {
    const source = 'export default defineNuxtConfig({ vite: { server: { cors: true } } });';
    assert.deepEqual(readings(source, {}, 'nuxt.config.ts'), ['any everyone']);
  });
  it('Astro hands its headers on', () => {
    const source = "export default defineConfig({ server: { headers: { 'Access-Control-Allow-Origin': '*' } } });";
    const [policy] = policies(source, {}, 'astro.config.mjs');
    assert.equal(policy?.origins.mode, 'any');
    assert.equal(policy.details?.surface, 'dev-server');
    assert.equal(policy.behaviour, undefined);
  });
  it('preview.headers are over preview.cors', () => {
    const source =
      "export default defineConfig({ preview: { cors: true, headers: { 'Access-Control-Allow-Origin': 'https://a.example' } } }); // vite";
    assert.deepEqual(readings(source, {}, 'vite.config.js'), ['fixed https://a.example']);
  });
  it('is covered by server.headers', () => {
    const source =
      "export default defineConfig({ server: { cors: true, headers: { 'Access-Control-Allow-Origin': 'https://a.example' } } });";
    assert.deepEqual(readings(source, {}, 'vite.config.js'), ['fixed https://a.example']);
  });
});

library(
  'Firebase functions',
  it =>
    `import { onRequest } from 'firebase-functions/v2/https';\nexport const api = onRequest(${it}, (req, res) => res.send(''));`,
  {
    '{ cors: true }': 'echo-any everyone',
    '{ cors: undefined }': 'echo-any everyone',
    '{ cors: false }': 'none',
    "{ region: 'x' }": 'none at all',
    "{ cors: ['https://a.example'] }": 'fixed https://a.example',
    "{ cors: [/a\\.example$/, 'https://b.example'] }": 'echo-match own plain sub',
    '{ cors: [] }': 'none',
  },
);

library('Firebase callables', it => it, {
  "import { onCall } from 'firebase-functions/v2/https';\nexport const api = onCall(() => 'ok');": 'echo-any everyone',
  "import { onCall } from 'firebase-functions/https';\nexport const api = onCall({ cors: ['https://a.example', 'http://a.example'] }, () => 'ok');":
    'echo-match own plain',
  "import { onCall } from 'firebase-functions/https';\nexport const api = onCall(options, () => 'ok');": 'none at all',
  "import * as functions from 'firebase-functions/v1';\nexport const api = functions.region('europe-west1').https.onCall((data, context) => 'ok');":
    'echo-any everyone',
  "import * as functions from 'firebase-functions';\nexport const api = functions.https.onRequest((req, res) => res.send('ok'));":
    'none at all',
});

describe('what small libraries fill in', () => {
  it('elysia', () => {
    const [policy] = policies("import { cors } from '@elysiajs/cors';\ncors();");
    assert.equal(policy && listed(policy.methods), 'reflected');
    assert.equal(policy && listed(policy.exposedHeaders), 'reflected');
  });
  it('AWS CDK', () => {
    const source =
      "new RestApi(this, 'api', { defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS, allowMethods: Cors.ALL_METHODS, maxAge: Duration.minutes(5) } });";
    const [policy] = policies(
      `import { Cors, RestApi } from 'aws-cdk-lib/aws-apigateway';\nimport { Duration } from 'aws-cdk-lib';\n${source}`,
    );
    assert.equal(policy && listed(policy.methods), 'OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD');
    assert.equal(policy?.maxAge.kind === 'written' && policy.maxAge.value, 300);
  });
  it('itty-router', () => {
    const [policy] = policies("import { cors } from 'itty-router';\ncors();");
    assert.equal(policy && listed(policy.methods), '*');
  });
});
