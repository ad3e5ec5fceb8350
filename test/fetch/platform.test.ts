import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corsCheck } from '../../server/src/fetch/check.ts';
import { course } from '../../server/src/fetch/course.ts';
import { ENGINES } from '../../server/src/fetch/failure.ts';
import { preflightCheck } from '../../server/src/fetch/preflight.ts';
import { unsafeRequestHeaders } from '../../server/src/fetch/request-headers.ts';

// The vectors of the web-platform-tests on CORS that are data, in the terms of fetch/. https://github.com/web-platform-tests/wpt

/** Runs vectors, prints how many agree, and fails on those that do not. */
function agree<T>(file: string, vectors: readonly T[], holds: (vector: T) => boolean): void {
  test(`web-platform-tests: ${file}`, t => {
    const wrong = vectors.filter(it => !holds(it));
    t.diagnostic(`${vectors.length - wrong.length} of ${vectors.length} agree`);
    assert.deepEqual(wrong, []);
  });
}

const HOST = 'web-platform.test:8000';
const PAGE = `http://${HOST}`;
const ABOVE = 'test:8000';

const LET_IN = ['*', ' *  ', '\t*', PAGE, ` ${PAGE}`, ` ${PAGE}   \t `, `\t${PAGE}`];
const KEPT_OUT = [
  ...[
    `http://www1.${HOST}`,
    `//${HOST}`,
    `://${HOST}`,
    `ftp://${HOST}`,
    `http:://${HOST}`,
    `http:/${HOST}`,
    `http:${HOST}`,
  ],
  ...[HOST, `${PAGE}?`, `${PAGE}/`, `${PAGE} /`, `${PAGE}#`, `${PAGE}%23`, `${PAGE}:80`, `${PAGE}, *`, `${PAGE}\0`],
  ...[
    PAGE.toUpperCase(),
    `HTTP://${HOST}`,
    '-',
    '**',
    '\0*',
    '*\0',
    "'*'",
    '"*"',
    '* *',
    '* null',
    '*http://*',
    `*${PAGE}`,
  ],
  ...[`* ${PAGE}`, `*, ${PAGE}`, `\0${PAGE}`, `null ${PAGE}`, 'http://example.net', 'null', 'null *', ''],
  ...[`${PAGE}/cors/origin.htm`, `${PAGE}/cors/`, `http://www1.${HOST}/cors/`, ABOVE, `.${ABOVE}`, `*.${ABOVE}`],
  ...[`http://${ABOVE}`, `http://.${ABOVE}`, `http://*.${ABOVE}`],
];
const TWICE = [
  ['', '*'],
  ['*', ''],
  ['*', '*'],
  ['', PAGE],
  ['*', PAGE],
  [PAGE, PAGE],
];

agree(
  'cors/origin.htm',
  [
    ...LET_IN.map(it => ({ lines: [it], reads: true })),
    ...KEPT_OUT.map(it => ({ lines: [it], reads: false })),
    ...TWICE.map(lines => ({ lines, reads: false })),
  ],
  ({ lines, reads }) =>
    ENGINES.every(it => (corsCheck({ 'access-control-allow-origin': lines }, PAGE, false, it) === undefined) === reads),
);

const STARS: readonly (readonly [boolean, boolean, methods: string, headers: string, string, string])[] = [
  [true, false, 'get', 'x-test', 'GET', 'X-Test'],
  [true, false, '*', 'x-test', 'SUPER', 'X-Test'],
  [true, false, '*', '*', 'OK', 'X-Test'],
  [false, true, '*', '*', 'OK', 'X-Test'],
  [false, true, '*', '', 'PUT', ''],
  [true, true, 'PUT', '*', 'PUT', ''],
  [false, true, 'get', '*', 'GET', 'X-Test'],
  [false, true, '*', '*', 'GET', 'X-Test'],
  [true, true, '*', '*', '*', '*'],
  [false, true, 'put', '*', 'PUT', ''],
];

agree('fetch/api/cors/cors-preflight-star.any.js', STARS, ([passes, credentials, methods, names, method, name]) => {
  const request = { origin: PAGE, method, headers: name === '' ? [] : [{ name, value: '1' }], credentials };
  const headers = {
    'access-control-allow-origin': [credentials ? PAGE : '*'],
    'access-control-allow-credentials': ['true'],
    'access-control-allow-methods': [methods],
    'access-control-allow-headers': [names],
  };
  return ENGINES.every(it => (preflightCheck(request, { status: 200, headers }, it) === undefined) === passes);
});

const STATUSES = [
  ...[200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 305, 306, 307, 308],
  ...[400, 401, 402, 403, 404, 405, 501, 502, 503, 504, 505],
];

agree('fetch/api/cors/cors-preflight-status.any.js', STATUSES, status => {
  const request = {
    origin: PAGE,
    method: 'GET',
    headers: [{ name: 'x-force-preflight', value: '' }],
    credentials: false,
  };
  const headers = { 'access-control-allow-origin': ['*'], 'access-control-allow-headers': ['x-force-preflight'] };
  return ENGINES.every(it => (preflightCheck(request, { status, headers }, it) === undefined) === status < 300);
});

const ASKED: readonly (readonly [name: string, value: string])[] = [
  ...[
    'text /plain',
    'text\t/\tplain',
    'text/plain;garbage\u0001\u0002',
    'text/plain,',
    ',text/plain',
    'text/plain,text/plain',
  ].map(type),
  ...['text/plain,x/x', 'text/plain\u000b', 'text/plain\u000c', 'application/www-form-urlencoded'].map(type),
  ...['application/x-www-form-urlencoded;\u007f', 'multipart/form-data;"'].map(type),
  ...['100-200', 'MB=100-200', 'bytes =100-200', 'bytes\t=100-200', 'bytes=  100-200', 'bytes=\t\t100-200'].map(range),
  ...[
    'bytes= \t100-200',
    'bytes=100 -200',
    'bytes=100\t-200',
    'bytes=100- 200',
    'bytes=100-\t200',
    'bytes=100-200hello',
  ].map(range),
  ...['bytes=abc-def', 'bytes=100-200,300-400', 'bytes=-200', 'bytes=200-100', 'bytes 100-200', 'bytes = 100-200'].map(
    range,
  ),
  ...[`bytes=1${'0'.repeat(60)}-2${'0'.repeat(60)}`, ',bytes=100-200', 'bytes=,100-200'].map(range),
];
const UNASKED: readonly (readonly [name: string, value: string])[] = [
  ...['text/plain;', 'text/plain;garbage', 'multipart/form-data'].map(type),
  ...['bytes=100-200', 'bytes=200-'].map(range),
];

function type(value: string): readonly [string, string] {
  return ['content-type', value];
}

function range(value: string): readonly [string, string] {
  return ['range', value];
}

// Its vectors for Last-Event-ID are left out: the standard has it no more among the names that need no asking.
agree(
  'cors/cors-safelisted-request-header.any.js',
  [...ASKED.map(it => ({ it, asks: true })), ...UNASKED.map(it => ({ it, asks: false }))],
  ({ it: [name, value], asks }) => ENGINES.every(it => unsafeRequestHeaders([{ name, value }], it).length > 0 === asks),
);

const REMOTE = `http://www1.${HOST}`;
const OTHER = 'http://web-platform.test:8001';
const CODES = [301, 302, 303, 307, 308];

/** The origin that the second request carries; undefined where there is none. */
function afterRedirect(from: string, location: string, status: number): string | undefined {
  const request = { origin: PAGE, url: `${from}/redirect`, method: 'GET', headers: [] } as const;
  const way = course({ ...request, credentials: 'same-origin', mode: 'cors', redirect: 'follow' });
  way.next();
  const next = way.next({ status, headers: { 'access-control-allow-origin': ['*'], location: [location] } });
  return next.done ? undefined : next.value.origin;
}

agree(
  'fetch/api/cors/cors-redirect.any.js',
  CODES.flatMap(status => [
    { status, from: REMOTE, to: REMOTE, origin: PAGE },
    { status, from: REMOTE, to: OTHER, origin: 'null' },
    { status, from: PAGE, to: REMOTE, origin: PAGE },
    { status, from: REMOTE, to: PAGE, origin: 'null' },
  ]),
  ({ status, from, to, origin }) => afterRedirect(from, `${to}/preflight`, status) === origin,
);

const LOGINS = ['user:password@', 'user:@', ':password@'];

agree(
  'fetch/api/cors/cors-redirect-credentials.any.js',
  CODES.flatMap(status => [
    { status, from: PAGE, to: `http://web-platform.test:8001`, follows: true },
    ...[
      [PAGE, OTHER],
      [OTHER, PAGE],
      [OTHER, OTHER],
      [OTHER, REMOTE],
    ].flatMap(([from = '', to = '']) =>
      LOGINS.map(login => ({ status, from, to: to.replace('://', `://${login}`), follows: false })),
    ),
  ]),
  ({ status, from, to, follows }) => (afterRedirect(from, `${to}/preflight`, status) !== undefined) === follows,
);
