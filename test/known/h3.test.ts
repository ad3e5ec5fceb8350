import { createServer } from 'node:http';
import { cases, NESTED, RETURNING } from './cases.ts';
import { known } from './known.ts';
import { type KnownLibrary, listening } from './library.ts';

const names = {
  origin: 'origin',
  credentials: 'credentials',
  methods: 'methods',
  allowedHeaders: 'allowHeaders',
  exposedHeaders: 'exposeHeaders',
  maxAge: 'maxAge',
};

const FUNCTIONS = [
  ...RETURNING,
  '() => true',
  '() => false',
  "origin => origin === 'https://a.example'",
  "origin => origin.endsWith('.example')",
  'async () => false',
  "() => { throw new Error('no'); }",
  '(origin, cb) => cb(null, true)',
];

const MORE = [
  `{ origin: ${NESTED} }`,
  "{ origin: '*', preflight: { statusCode: 200 }, methods: '*' }",
  "{ origin: '*', preflight: {} }",
  "{ methods: '*', credentials: true }",
  "{ methods: ['*'], credentials: true }",
  "{ exposeHeaders: '*' }",
  "{ exposeHeaders: '*', credentials: true }",
  "{ exposeHeaders: ['*'], credentials: true }",
  "{ allowHeaders: '*', credentials: true }",
  '{ methods: undefined, allowHeaders: undefined, exposeHeaders: undefined, maxAge: undefined }',
  '{ methods: null, allowHeaders: null, exposeHeaders: null, maxAge: false }',
  '{ origin: [/^https:\\/\\/a/g], credentials: true }',
  "{ origin: ['https://a.example', 1, {}] }",
  "{ methods: 'GET', exposeHeaders: 'X-A' }",
  "{ allowHeaders: 'X-A', methods: 'GET' }",
  "{ credentials: true, methods: ['GET'], allowHeaders: ['X-A'], exposeHeaders: ['X-B'], maxAge: '60' }",
];

const first: KnownLibrary = {
  title: 'h3 1.15.11 handleCors',
  dependencies: { h3: '1.15.11' },
  aliases: { h3: 'h3v1' },
  source: options => `import { createApp, createRouter, eventHandler, handleCors, toNodeListener } from 'h3';

const h3 = createApp({ onError: error => void (error.unhandled = false) });
h3.use(
  eventHandler(event => {
    if (handleCors(event${options === undefined ? '' : `, ${options}`})) return;
  }),
);
const router = createRouter();
router.use('/ok', eventHandler(() => 'ok'));
router.use('/fail', eventHandler(() => {
  throw new Error('broken');
}));
h3.use(router);
export const app = toNodeListener(h3);
`,
  cases: cases(names, FUNCTIONS, MORE),
  start: app => listening(createServer(app as Parameters<typeof createServer>[1])),
};

const second: KnownLibrary = {
  ...first,
  title: 'h3 2.0.8 handleCors',
  dependencies: { h3: '2.0.8' },
  aliases: {},
  source: options => `import { H3, handleCors } from 'h3';
import { toNodeHandler } from 'h3/node';

const h3 = new H3({ silent: true });
h3.use(event => {
  const answered = handleCors(event${options === undefined ? '' : `, ${options}`});
  if (answered) return answered;
});
h3.all('/ok', () => 'ok');
h3.all('/fail', () => {
  throw new Error('broken');
});
export const app = toNodeHandler(h3);
`,
};

/** Where the answer of h3 2 is not returned, as it need not be with h3 1, the application answers the preflight. */
const dropped: KnownLibrary = {
  ...second,
  title: 'h3 2.0.8 handleCors, in the way of h3 1',
  source: options =>
    second.source(options).replace(/const answered = (.*);\n {2}if \(answered\) return answered;/, 'if ($1) return;'),
  cases: [undefined, '{}', "{ origin: ['https://a.example'], credentials: true }"],
};

/** Headers alone; the preflight is the application's. */
function appended(library: KnownLibrary): KnownLibrary {
  return {
    ...library,
    title: library.title.replace('handleCors', 'appendCorsHeaders'),
    source: options => library.source(options).replaceAll('handleCors', 'appendCorsHeaders'),
    cases: [
      undefined,
      '{}',
      "{ origin: '*', credentials: true, methods: ['PUT'], maxAge: 60 }",
      "{ origin: 'https://a.example', exposeHeaders: '*' }",
      "{ origin: ['https://a.example'], credentials: true, exposeHeaders: '*' }",
      "{ origin: o => o.endsWith('.example'), exposeHeaders: ['X-A'] }",
    ],
  };
}

known(first);
known(second);
known(dropped);
known(appended(first));
known(appended(dropped));
