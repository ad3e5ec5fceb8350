import { createServer, type RequestListener } from 'node:http';
import { cases, NESTED } from './cases.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const MORE = [
  `{ origin: ${NESTED} }`,
  'true',
  '{ origin: () => true }',
  '{ origin: origin => origin }',
  "{ origin: ['https://*.example', 'https://b.example'] }",
  "{ origin: ['null', 'https://b.example'] }",
  "{ origin: 'https://a.example', credentials: null }",
  '{ methods: null, allowedHeaders: undefined, exposedHeaders: null }',
  "{ credentials: false, methods: ['GET'], allowedHeaders: ['X-A'], exposedHeaders: ['X-B'], maxAge: 60 }",
  "() => ({ origin: 'https://a.example' })",
  "request => ({ origin: request.headers.get('origin') })",
  "request => ({ origin: request.headers.get('origin') === 'https://a.example' ? 'https://a.example' : 'https://b.example' })",
  "async request => (request.headers.get('origin') === 'https://a.example' ? { origin: ['https://a.example'], maxAge: 5 } : {})",
];

const yoga: KnownLibrary = {
  title: 'graphql-yoga 5.24.1',
  dependencies: { 'graphql-yoga': '5.24.1', graphql: '16.9.0' },
  source: options => `import { createSchema, createYoga } from 'graphql-yoga';

export const app = createYoga({
  schema: createSchema({ typeDefs: 'type Query { ok: String }', resolvers: { Query: { ok: () => 'ok' } } }),
  context: ({ request }) => {
    if (request.url.endsWith('fail')) throw new Error('broken');
    return {};
  },
  logging: false,
  ${options === undefined ? '' : `cors: ${options},`}
});
`,
  cases: cases(names, [], MORE),
  paths: { route: '/graphql?query=%7Bok%7D', error: '/graphql?query=%7Bok%7D&why=fail' },
  asks: ({ method }) => method !== 'POST',
  start: app => listening(createServer(app as RequestListener)),
};

known(yoga);
