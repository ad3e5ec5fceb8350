import { readFileSync } from 'node:fs';
import { options, type Place, WHETHER, WHICH, wrap } from './place.ts';
import { byFetch, byNode } from './start.ts';

const hono: Place = {
  dependencies: { hono: '4.13.19' },
  o: 'origin',
  sinks: WHICH,
  module: (statements, scene) => {
    const used = wrap(
      "app.use('*', cors(",
      options(scene.dice.pick(['origin', 'origin, c']), statements, scene),
      '));',
    );
    return [
      "import { Hono } from 'hono';",
      "import { cors } from 'hono/cors';",
      '',
      ...scene.declarations,
      '',
      'export const app = new Hono();',
      ...used,
      "app.onError((error, c) => c.text('failed', 500));",
      "app.get('/ok', c => c.text('ok'));",
    ];
  },
  start: byFetch,
};

const h3: Place = {
  dependencies: { h3: '2.0.8' },
  o: 'origin',
  sinks: WHETHER,
  module: (statements, scene) => {
    const answered = wrap('const answered = handleCors(event, ', options('origin', statements, scene), ');');
    return [
      "import { H3, handleCors } from 'h3';",
      '',
      ...scene.declarations,
      '',
      'export const app = new H3({ silent: true });',
      'app.use(event => {',
      ...answered,
      'if (answered) return answered;',
      '});',
      "app.all('/ok', () => 'ok');",
    ];
  },
  start: byFetch,
};

const firstH3: Place = {
  ...h3,
  dependencies: { h3: '1.15.11' },
  aliases: { h3: 'h3v1' },
  module: (statements, scene) => {
    const handled = wrap('if (handleCors(event, ', options('origin', statements, scene), ')) return;');
    return [
      "import { createApp, createRouter, eventHandler, handleCors, toNodeListener } from 'h3';",
      '',
      ...scene.declarations,
      '',
      'const h3 = createApp({ onError: error => void (error.unhandled = false) });',
      'h3.use(eventHandler(event => {',
      ...handled,
      '}));',
      'const router = createRouter();',
      "router.use('/ok', eventHandler(() => 'ok'));",
      'h3.use(router);',
      'export const app = toNodeListener(h3);',
    ];
  },
  start: byNode,
};

const elysia: Place = {
  dependencies: { elysia: '1.4.30', '@elysiajs/cors': '1.4.2' },
  o: 'origin',
  sinks: WHETHER,
  module: (statements, scene) => {
    const inner = ["const origin = request.headers.get('origin');", ...statements];
    const used = wrap('.use(cors(', options('request', inner, scene), '))');
    return [
      "import { Elysia } from 'elysia';",
      "import { cors } from '@elysiajs/cors';",
      '',
      ...scene.declarations,
      '',
      'export const app = new Elysia()',
      ...used,
      ".get('/ok', () => 'ok');",
    ];
  },
  start: byFetch,
};

const itty: Place = {
  dependencies: { 'itty-router': JSON.parse(readFileSync('node_modules/itty-router/package.json', 'utf8')).version },
  o: 'origin',
  sinks: WHICH,
  module: (statements, scene) => {
    const made = wrap('const { preflight, corsify } = cors(', options('origin', statements, scene), ');');
    return [
      "import { AutoRouter, cors } from 'itty-router';",
      '',
      ...scene.declarations,
      '',
      ...made,
      'export const app = AutoRouter({ before: [preflight], finally: [corsify] });',
      "app.get('/ok', () => 'ok');",
    ];
  },
  start: byFetch,
};

/** Libraries on `Request` and `Response`. */
export const FETCH_PLACES: Readonly<Record<string, Place>> = {
  'hono/cors': hono,
  'hono/cors, asynchronous': {
    ...hono,
    module: (statements, scene) => {
      const used = wrap("app.use('*', cors(", options('origin', statements, scene, true), '));');
      return [
        "import { Hono } from 'hono';",
        "import { cors } from 'hono/cors';",
        '',
        ...scene.declarations,
        '',
        'export const app = new Hono();',
        ...used,
        "app.onError((error, c) => c.text('failed', 500));",
        "app.get('/ok', c => c.text('ok'));",
      ];
    },
    waits: true,
  },
  h3,
  'h3, first': firstH3,
  elysia,
  'itty-router': itty,
};
