/** The names of a library's options; a field it has no option for is left out of the cases. */
export interface OptionNames {
  readonly origin: string;
  readonly credentials?: string;
  readonly methods?: string;
  readonly allowedHeaders?: string;
  readonly exposedHeaders?: string;
  readonly maxAge?: string;
}

const LIST = "['https://a.example', 'https://b.example']";

/** Values of the origin option that mean something to one library or another. */
export const ORIGINS: readonly string[] = [
  "'*'",
  'true',
  'false',
  'undefined',
  'null',
  "''",
  "'https://a.example'",
  "'https://a.example/'",
  "'https://a.example,https://b.example'",
  "'https://*.example'",
  "'null'",
  "'true'",
  LIST,
  "['https://a.example']",
  "['*']",
  "['https://a.example', '*']",
  "['https://*.example']",
  "['https://a.example/', 'null']",
  '[]',
  '/^https:\\/\\/a\\.example$/',
  '/example$/',
  '/null/',
  '[/^https:\\/\\/[ab]\\.example$/]',
  "['https://b.example', /^null$/]",
  '[true]',
  `new Set(${LIST})`,
  '{}',
  '1',
];

/** A list in a list, for libraries that can be run here. */
export const NESTED = "[['https://a.example'], 'https://b.example']";

/** Origin functions of the form `(origin, callback) => …`. */
export const CALLBACKS: readonly string[] = [
  '(origin, cb) => cb(null, true)',
  '(origin, cb) => cb(null, false)',
  '(origin, cb) => cb(null, origin)',
  "(origin, cb) => cb(null, '*')",
  "(origin, cb) => cb(null, 'https://a.example')",
  `(origin, cb) => cb(null, ${LIST})`,
  `(origin, cb) => cb(null, ${LIST}.includes(origin))`,
  '(origin, cb) => cb(null, /^https:\\/\\/[ab]\\.example$/.test(origin))',
  '(origin, cb) => cb(null, undefined)',
  "(origin, cb) => cb(new Error('no'))",
  `(origin, cb) => { if (!origin || ${LIST}.includes(origin)) cb(null, true); else cb(new Error('no')); }`,
  `(origin, cb) => { if (!origin || ${LIST}.includes(origin)) cb(null, true); else cb(null, false); }`,
  `(origin, cb) => { if (${LIST}.indexOf(origin) !== -1) { cb(null, origin); } else { cb(new Error('no')); } }`,
  "(origin, cb) => { if (origin === 'null') cb(null, true); else cb(null, 'https://b.example'); }",
  "(origin, cb) => { if (!origin) return cb(null, true); cb(null, origin.endsWith('.example')); }",
  "(origin, cb) => cb(null, origin === 'https://a.example' ? '*' : false)",
];

/** Origin functions of the form `origin => …`. */
export const RETURNING: readonly string[] = [
  'origin => origin',
  "() => 'https://a.example'",
  "() => '*'",
  '() => null',
  '() => undefined',
  `origin => (${LIST}.includes(origin) ? origin : null)`,
  `origin => (${LIST}.includes(origin) ? origin : 'https://a.example')`,
  "origin => { if (origin.endsWith('.example')) return origin; return ''; }",
  `async origin => (${LIST}.includes(origin) ? origin : undefined)`,
];

/** Functions `(request, callback) => …` in the place of the options, which hand over options in turn. */
export const DELEGATES: readonly string[] = [
  "(req, cb) => cb(null, { origin: 'https://a.example' })",
  '(req, cb) => cb(null, { origin: true, credentials: true, maxAge: 60 })',
  '(req, cb) => cb(null, { origin: false })',
  `(req, cb) => cb(null, { origin: ${LIST}.includes(req.headers.origin) })`,
  `(req, cb) => cb(null, { origin: ${LIST}, methods: ['GET', 'PUT'], exposedHeaders: ['X-B'] })`,
  `(req, cb) => { let options; if (${LIST}.indexOf(req.headers['origin']) !== -1) { options = { origin: true, credentials: true }; } else { options = { origin: false }; } cb(null, options); }`,
  `(req, cb) => { const origin = req.headers.origin; if (origin && origin.endsWith('.example')) cb(null, { origin: true, credentials: true }); else cb(null, { origin: 'https://b.example' }); }`,
  `(req, cb) => { const isOpen = req.headers.origin === 'https://a.example'; cb(null, { origin: isOpen ? '*' : ['https://b.example'], methods: isOpen ? ['GET'] : ['GET', 'PUT'] }); }`,
  `(req, cb) => { if (${LIST}.includes(req.headers.origin)) { cb(null, { origin: true }); } else { cb(new Error('no')); } }`,
  "(req, cb) => cb(null, { origin: (origin, done) => done(null, origin === 'https://a.example') })",
  '(req, cb) => cb(null, { origin: req.headers.origin })',
];

/** Where a delegate is not known: what a request without `Origin` gets, and what more than the origin decides. */
export const DELEGATES_UNKNOWN: Readonly<Record<string, string>> = Object.fromEntries(
  DELEGATES.filter(it => it.includes('headers.origin') || it.includes("headers['origin']")).map(it => [
    it,
    'without Origin',
  ]),
);

/** The options of every case, as source: `undefined` for a call without any. */
export function cases(
  names: OptionNames,
  functions: readonly string[] = [],
  more: readonly string[] = [],
): readonly (string | undefined)[] {
  const { origin, credentials } = names;
  const origins = [undefined, ...ORIGINS, ...functions].map(it => (it === undefined ? [] : [`${origin}: ${it}`]));
  const withCredentials = credentials ? [[], [`${credentials}: true`]] : [[]];
  const main = origins.flatMap(it => withCredentials.map(more => object([...it, ...more])));
  const list = `${origin}: ${LIST}`;
  const field = (name: string | undefined, values: readonly string[]) =>
    name === undefined ? [] : values.map(it => object([list, `${name}: ${it}`]));
  const headers = ["['X-A', 'Content-Type']", "['X-A']", "'X-A, Content-Type'", "'X-A,Content-Type'", "['*']", '[]'];
  return [
    undefined,
    ...main,
    ...field(credentials, ['false', "'true'", "'false'", '1', '0', 'undefined']),
    ...field(names.methods, ["['GET', 'PUT']", "'GET,PUT'", "'GET, PUT'", "['*']", "['get', 'patch']", '[]']),
    ...field(names.allowedHeaders, headers),
    ...field(names.exposedHeaders, headers),
    ...field(names.maxAge, ['600', '0', '-1', "'600'", "'10m'", '3.5']),
    object(['origins: []']),
    object(['allowedOrigins: []', list]),
    ...more,
  ];
}

function object(entries: readonly string[]): string {
  return `{ ${entries.join(', ')} }`.replace('{  }', '{}');
}
