import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import type { Scene } from './scene.ts';
import { byFetch, byNode, type Start } from './start.ts';
import type { Sink } from './statements.ts';

/** A way in which a library takes a predicate. */
export interface Place {
  readonly dependencies: Readonly<Record<string, string>>;
  /** What holds the origin within the predicate. */
  readonly o: string;
  readonly sinks: readonly Sink[];
  /** The module, around the statements of the predicate. */
  readonly module: (statements: readonly string[], scene: Scene) => readonly string[];
  readonly start: Start;
  /** The predicate may be asynchronous. */
  readonly waits?: boolean;
  /** Which requests make sense; all of them otherwise. */
  readonly asks?: (request: ServerRequest) => boolean;
}

const CALLBACK: readonly Sink[] = [
  { yes: 'return callback(null, true);', no: 'return callback(null, false);', value: it => `callback(null, ${it});` },
  { yes: 'return callback(null, true);', no: "return callback(new Error('Not allowed by CORS'));" },
  {
    yes: 'return callback(null, origin);',
    no: 'return callback(null, false);',
    value: it => `callback(null, ${it} ? origin : false);`,
  },
  { yes: '{ callback(null, true); return; }', no: "{ callback(new Error('no')); return; }" },
];

function origin(o: string): readonly Sink[] {
  return [
    { yes: `return ${o};`, no: 'return null;', value: it => `return ${it} ? ${o} : null;` },
    { yes: `return ${o};`, no: "return '';", value: it => `return (${it}) ? ${o} : '';` },
    { yes: `return ${o};`, no: 'return undefined;' },
  ];
}

/** An options object with a function under `origin`, and perhaps credentials. */
function options(head: string, statements: readonly string[], { dice }: Scene): readonly string[] {
  return ['{', `origin: ${head} {`, ...statements, '},', ...(dice.chance(0.5) ? ['credentials: true,'] : []), '}'];
}

const EXPRESS = { cors: '2.8.6', express: '5.3.0' };
const express = (use: readonly string[], scene: Scene): readonly string[] => [
  "import cors from 'cors';",
  "import express from 'express';",
  '',
  ...scene.declarations,
  '',
  'export const app = express();',
  "app.set('env', 'test');",
  ...use,
  "app.get('/ok', (req, res) => res.send('ok'));",
];

function wrap(before: string, lines: readonly string[], after: string): readonly string[] {
  const [first = '', ...rest] = lines;
  return [`${before}${first}`, ...rest.slice(0, -1), `${rest.at(-1) ?? ''}${after}`];
}

export const PLACES: Readonly<Record<string, Place>> = {
  cors: {
    dependencies: EXPRESS,
    o: 'origin',
    sinks: CALLBACK,
    module: (statements, scene) => {
      const head = scene.dice.pick(['(origin, callback) =>', 'function (origin, callback)']);
      return express(wrap('app.use(cors(', options(head, statements, scene), '));'), scene);
    },
    start: byNode,
  },
  'cors, in a constant': {
    dependencies: EXPRESS,
    o: 'origin',
    sinks: CALLBACK,
    module: (statements, scene) =>
      express(
        [
          ...wrap('const corsOptions = ', options('(origin, callback) =>', statements, scene), ';'),
          'app.use(cors(corsOptions));',
        ],
        scene,
      ),
    start: byNode,
  },
  'hono/cors': {
    dependencies: { hono: '4.13.19' },
    o: 'origin',
    sinks: origin('origin'),
    module: (statements, scene) => [
      "import { Hono } from 'hono';",
      "import { cors } from 'hono/cors';",
      '',
      ...scene.declarations,
      '',
      'export const app = new Hono();',
      ...wrap(
        "app.use('*', cors(",
        options(scene.dice.pick(['origin =>', '(origin, c) =>']), statements, scene),
        '));',
      ),
      "app.onError((error, c) => c.text('failed', 500));",
      "app.get('/ok', c => c.text('ok'));",
    ],
    start: byFetch,
  },
  'node:http': {
    dependencies: {},
    o: 'origin',
    sinks: [
      {
        yes: "res.setHeader('Access-Control-Allow-Origin', origin);",
        no: '',
        flat: true,
      },
    ],
    module: (statements, scene) => [
      "import { createServer } from 'node:http';",
      '',
      ...scene.declarations,
      '',
      'export const app = createServer((req, res) => {',
      'const origin = req.headers.origin;',
      ...statements,
      "res.setHeader('Vary', 'Origin');",
      "res.end('ok');",
      '});',
    ],
    start: byNode,
  },
  express: {
    dependencies: { express: '5.3.0' },
    o: 'origin',
    sinks: [{ yes: "res.header('Access-Control-Allow-Origin', origin);", no: '', flat: true }],
    module: (statements, scene) => [
      "import express from 'express';",
      '',
      ...scene.declarations,
      '',
      'export const app = express();',
      "app.set('env', 'test');",
      'app.use((req, res, next) => {',
      `const ${scene.dice.pick(['{ origin } = req.headers', "origin = req.get('Origin')", "origin = req.headers['origin']"])};`,
      ...statements,
      "res.vary('Origin');",
      'next();',
      '});',
      "app.get('/ok', (req, res) => res.send('ok'));",
    ],
    start: byNode,
  },
};
