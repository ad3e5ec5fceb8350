import { createServer, type RequestListener } from 'node:http';
import { listening } from '../known/library.ts';
import { type Program, programs } from './program.ts';

/** Programs whose origins come of a configuration object, run without any of its variables; what is answered is the defaults. */
function configured(title: string, library: string, version: string, code: string, told: Partial<Program>): Program {
  return {
    title: `origins from ${title}`,
    files: {
      'server.mjs': `import cors from 'cors';
import express from 'express';
${code.trim()}
export const app = express();
app.use(cors({ origin, credentials: true }));
app.get('/orders', (req, res) => res.json([]));
`,
    },
    dependencies: { express: '5.3.0', cors: '2.8.6', [library]: version },
    start: ({ app }) => listening(createServer(app as RequestListener)),
    wants: [{ path: '/orders', credentials: true, policy: 1 }],
    recorded: true,
    ...told,
  };
}

const zod = (title: string, field: string, told: Partial<Program> = {}) =>
  configured(
    `zod, ${title}`,
    'zod',
    '4.6.7',
    `import { z } from 'zod';
const { SHOPS: origin } = z.object({ SHOPS: ${field} }).parse(process.env);`,
    told,
  );

const envVar = (title: string, chain: string, told: Partial<Program> = {}) =>
  configured(
    `env-var, ${title}`,
    'env-var',
    '7.5.0',
    `import env from 'env-var';\nconst origin = env.get('SHOPS')${chain};`,
    told,
  );

programs([
  zod('a default', "z.url().default('https://app.example.com')"),
  zod('a default that is everybody', "z.string().default('*')", {
    finds: [
      "wildcard-with-credentials: const { SHOPS: origin } = z.object({ SHOPS: z.string().default('*') }).parse(process.env);",
    ],
  }),
  zod(
    'a default that is split',
    "z.string().default('https://a.example,https://app.example.com').transform(it => it.split(','))",
  ),
  zod(
    'a default for what is split before',
    "z.string().transform(it => it.split(',')).default(['https://app.example.com'])",
  ),
  zod(
    'a default that goes through the split',
    "z.string().transform(it => it.split(',')).prefault('https://a.example,https://app.example.com')",
  ),
  zod(
    'a list that is checked',
    "z.string().default('https://app.example.com').transform(it => it.split(',')).pipe(z.array(z.url()))",
  ),
  configured(
    'a checked object, zod',
    'zod',
    '4.6.7',
    `import * as z from 'zod';
const schema = z.object({ SHOPS: z.string().optional().default('https://app.example.com') });
const read = schema.safeParse(process.env);
if (!read.success) throw new Error('no configuration');
const origin = read.data.SHOPS;`,
    {},
  ),
  configured(
    'envalid',
    'envalid',
    '8.2.0',
    `import { cleanEnv, url } from 'envalid';
const { SHOPS: origin } = cleanEnv(process.env, { SHOPS: url({ default: 'https://app.example.com' }) });`,
    {},
  ),
  configured(
    'envalid, with a slash',
    'envalid',
    '8.2.0',
    `import { cleanEnv, url } from 'envalid';
const env = cleanEnv(process.env, { SHOPS: url({ default: 'https://app.example.com/' }) });
const origin = env.SHOPS;`,
    {
      finds: [
        "origin-trailing-slash-or-path: const env = cleanEnv(process.env, { SHOPS: url({ default: 'https://app.example.com/' }) });",
      ],
    },
  ),
  configured(
    '@t3-oss/env-core',
    '@t3-oss/env-core',
    '0.13.11',
    `import { createEnv } from '@t3-oss/env-core';
import { z } from 'zod';
const env = createEnv({ server: { SHOPS: z.url().default('https://app.example.com') }, runtimeEnv: process.env });
const origin = env.SHOPS;`,
    {},
  ),
  configured(
    'convict',
    'convict',
    '6.2.5',
    `import convict from 'convict';
const config = convict({ web: { shops: { format: Array, default: ['https://app.example.com'], env: 'SHOPS' } } });
config.validate({ allowed: 'strict' });
const origin = config.get('web.shops');`,
    {},
  ),
  envVar('a list', ".default('https://a.example,https://app.example.com').asArray()"),
  envVar('a list with a space', ".default('https://a.example, https://app.example.com').asArray()", {
    finds: [
      "origin-not-serialized: const origin = env.get('SHOPS').default('https://a.example, https://app.example.com').asArray();",
    ],
  }),
  envVar('a parsed URL', ".default('https://app.example.com').asUrlString()", {
    finds: [
      "origin-trailing-slash-or-path: const origin = env.get('SHOPS').default('https://app.example.com').asUrlString();",
    ],
  }),
]);
