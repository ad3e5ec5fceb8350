import { createServer, type RequestListener } from 'node:http';
import { CALLBACKS, cases } from './cases.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening, type Running } from './library.ts';

const HEAD = `import { ApolloServer } from '@apollo/server';

const typeDefs = 'type Query { a: Int }';
`;

interface Standalone {
  readonly url: string;
  readonly server: { stop(): Promise<void> };
}

/** `GET` alone is asked: a `POST` has to carry a query. Every path is that of the one endpoint. */
const standalone: KnownLibrary = {
  title: 'startStandaloneServer of Apollo Server 5.5.1',
  dependencies: { '@apollo/server': '5.5.1' },
  source: options => `${HEAD}import { startStandaloneServer } from '@apollo/server/standalone';

const server = new ApolloServer({ typeDefs, csrfPrevention: false });
const { url } = await startStandaloneServer(server, ${options ?? '{ listen: { port: 0 } }'});
export const app = { url, server };
`,
  cases: [
    undefined,
    "{ listen: { port: 0 }, cors: { origin: 'https://a.example', credentials: true } }",
    '{ listen: { port: 0 }, cors: false }',
  ],
  paths: { route: '/?query=%7Ba%7D' },
  asks: it => it.reaches === undefined && it.method !== 'POST',
  start(app): Running {
    const { url, server } = app as Standalone;
    return { port: Number(new URL(url).port), stop: () => server.stop() };
  },
};

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
  maxAge: 'maxAge',
};

const express: KnownLibrary = {
  ...standalone,
  title: 'cors 2.8.6 in front of Apollo Server 5.5.1',
  dependencies: { '@apollo/server': '5.5.1', '@as-integrations/express5': '1.1.2', cors: '2.8.6', express: '5.3.0' },
  source: options => `${HEAD}import { expressMiddleware } from '@as-integrations/express5';
import cors from 'cors';
import express from 'express';

const server = new ApolloServer({ typeDefs, csrfPrevention: false });
await server.start();
export const app = express();
app.set('env', 'test');
app.use('/graphql', cors(${options ?? ''}), express.json(), expressMiddleware(server));
`,
  cases: cases(names, CALLBACKS, ['{ preflightContinue: true }']),
  paths: { route: '/graphql?query=%7Ba%7D' },
  start: app => listening(createServer(app as RequestListener)),
};

known(standalone);
known(express);
known({
  ...express,
  title: 'preflights of cors 2.8.6 in front of Apollo Server 5.5.1 as it comes',
  source: options => express.source(options).replace(', csrfPrevention: false', ''),
  cases: [undefined, '{ origin: false }', '{ preflightContinue: true }'],
  asks: it => it.reaches === undefined && it.method === 'OPTIONS',
});
