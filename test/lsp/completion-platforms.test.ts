import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { proposals } from '../../server/src/analysis/complete.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';

/** The labels that are proposed at the `|` in a file. */
function labels(source: string, name: string): readonly string[] {
  const path = `/w/${name}`;
  const offset = source.indexOf('|');
  const files: Record<string, string> = { [path]: source.replace('|', '') };
  const workspace = openWorkspace({ read: it => files[it], exists: it => it in files });
  return proposals(workspace.facts(path).policies, path, files[path] ?? '', offset).map(it => it.label);
}

const CASES: Readonly<Record<string, readonly [file: string, source: string, expected: readonly string[]]>> = {
  Payload: [
    'payload.config.ts',
    "import { buildConfig } from 'payload';\nexport default buildConfig({ cors: { origins: ['https://a.example'], | } });",
    ['headers'],
  ],
  Sails: [
    'config/security.js',
    'module.exports.security = { cors: { allRoutes: true, allowCredentials: true, | } };',
    [
      'allowOrigins',
      'allowRequestMethods',
      'allowRequestHeaders',
      'allowResponseHeaders',
      'allowAnyOriginWithCredentialsUnsafe',
    ],
  ],
  restify: [
    'server.js',
    "const cors = require('restify-cors-middleware2')({ origins: [], | });\nserver.use(cors.actual);",
    [
      'credentials',
      'allowHeaders',
      'exposeHeaders',
      'preflightMaxAge',
      'allowCredentialsAllOrigins',
      'preflightStrategy',
    ],
  ],
  Elysia: [
    'app.ts',
    "import { cors } from '@elysiajs/cors';\nnew Elysia().use(cors({ origin: true, | }));",
    ['credentials', 'methods', 'allowedHeaders', 'exposeHeaders', 'maxAge', 'aot', 'preflight'],
  ],
  'itty-router': [
    'app.ts',
    "import { cors } from 'itty-router';\nexport const { corsify } = cors({ allowMethods: 'GET', | });",
    ['origin', 'credentials', 'allowHeaders', 'exposeHeaders', 'maxAge'],
  ],
  'micro-cors': [
    'api.js',
    "const cors = require('micro-cors')({ origin: '*', | });\nmodule.exports = cors(run);",
    ['allowCredentials', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'maxAge'],
  ],
  'GraphQL Yoga': [
    'yoga.ts',
    "import { createYoga } from 'graphql-yoga';\nexport const yoga = createYoga({ schema, cors: { origin: [], | } });",
    ['credentials', 'methods', 'allowedHeaders', 'exposedHeaders', 'maxAge'],
  ],
  'nextjs-cors': [
    'pages/api/x.js',
    "import NextCors from 'nextjs-cors';\nexport default async (req, res) => { await NextCors(req, res, { origin: '*', | }); };",
    [
      'credentials',
      'methods',
      'allowedHeaders',
      'exposedHeaders',
      'maxAge',
      'preflightContinue',
      'optionsSuccessStatus',
    ],
  ],
  middy: [
    'handler.js',
    "import cors from '@middy/http-cors';\nexport const run = middy(f).use(cors({ origins: [], methods: | }));",
    ["'GET, POST'"],
  ],
  SST: [
    'infra/api.ts',
    "new sst.aws.ApiGatewayV2('Api', { cors: { allowOrigins: ['https://a.example'], | } });",
    ['allowCredentials', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'maxAge'],
  ],
  'a bucket of SST, which takes no credentials': [
    'infra/bucket.ts',
    "new sst.aws.Bucket('Files', { cors: { allowOrigins: ['https://a.example'], | } });",
    ['allowMethods', 'allowHeaders', 'exposeHeaders', 'maxAge'],
  ],
  Pulumi: [
    'infra/index.ts',
    "import * as aws from '@pulumi/aws';\nnew aws.apigatewayv2.Api('api', { corsConfiguration: { allowMethods: ['GET'], | } });",
    ['allowOrigins', 'allowCredentials', 'allowHeaders', 'exposeHeaders', 'maxAge'],
  ],
};

describe('the options of platforms are proposed', () => {
  for (const [platform, [file, source, expected]] of Object.entries(CASES))
    it(platform, () => assert.deepEqual(labels(source, file), expected));
});
