import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asked, course, type Ending, type ScriptRequest } from '../../server/src/fetch/course.ts';
import { ENGINES, type Engine } from '../../server/src/fetch/failure.ts';
import type { Response } from '../../server/src/fetch/headers.ts';
import { isKept, preflightSeconds } from '../../server/src/fetch/preflight-cache.ts';
import { isForbiddenRequestHeader, unsafeRequestHeaders } from '../../server/src/fetch/request-headers.ts';

const PAGE = 'https://page.example';
const API = 'https://api.example';

const request: ScriptRequest = {
  origin: PAGE,
  url: `${API}/a`,
  method: 'GET',
  headers: [],
  credentials: 'same-origin',
  mode: 'cors',
  redirect: 'follow',
};

const open: Response = {
  status: 200,
  headers: {
    'access-control-allow-origin': ['*'],
    'access-control-allow-methods': ['*'],
    'access-control-allow-headers': ['*, authorization'],
  },
};

function to(location: string, status = 302): Response {
  return { status, headers: { ...open.headers, location: [location] } };
}

/** Runs a request; `answers` are given to the requests themselves, preflights are let through. */
function run(change: Partial<ScriptRequest>, answers: readonly Response[], engine: Engine = 'spec') {
  const asked: Asked[] = [];
  const way = course({ ...request, ...change }, engine);
  let step = way.next();
  let next = 0;
  while (!step.done) {
    asked.push(step.value);
    step = way.next(step.value.kind === 'preflight' ? open : (answers[next++] ?? open));
  }
  const ending: Ending = step.value;
  return { asked, ending, words: asked.map(it => `${it.kind} ${it.method} ${it.origin ?? '-'}`) };
}

test('a request to the page’s own origin is no matter of CORS', () => {
  const { words, ending } = run({ url: `${PAGE}/a`, method: 'PUT' }, [
    { status: 200, headers: { 'set-cookie': ['a=b'] } },
  ]);
  assert.deepEqual(words, ['request PUT -']);
  assert.ok(
    ending.kind === 'response' && ending.type === 'basic' && ending.readable('x') && !ending.readable('set-cookie'),
  );
});

test('cookies go to the page’s own origin, and elsewhere only where they are asked for', () => {
  const sent = (change: Partial<ScriptRequest>) => run(change, []).asked.map(it => it.credentials);
  assert.deepEqual(sent({}), [false]);
  assert.deepEqual(sent({ url: `${PAGE}/a` }), [true]);
  assert.deepEqual(sent({ url: `${PAGE}/a`, credentials: 'omit' }), [false]);
  assert.deepEqual(sent({ method: 'PUT', credentials: 'include' }), [false]);
});

// https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
test('redirects', () => {
  const own = { url: `${PAGE}/a`, method: 'PUT' };
  assert.deepEqual(run(own, [to(`${API}/b`)]).words, [
    'request PUT -',
    `preflight OPTIONS ${PAGE}`,
    `request PUT ${PAGE}`,
  ]);
  assert.deepEqual(run({}, [to(`${API}/b`), to(`${PAGE}/c`)]).words, [
    `request GET ${PAGE}`,
    `request GET ${PAGE}`,
    'request GET null',
  ]);
  const posted = run({ method: 'POST', headers: [{ name: 'Content-Type', value: 'text/plain' }] }, [to('/b')]);
  assert.deepEqual(
    posted.asked.map(it => [it.method, it.headers.length]),
    [
      ['POST', 1],
      ['GET', 0],
    ],
  );
  assert.deepEqual(
    run({ method: 'POST' }, [to('/b', 307)]).asked.map(it => it.method),
    ['POST', 'POST'],
  );
  const login = run({ headers: [{ name: 'Authorization', value: 'x' }] }, [to('/b'), to(`${PAGE}/c`)]);
  assert.deepEqual(
    login.asked.filter(it => it.kind === 'request').map(it => it.headers.length),
    [1, 1, 0],
  );
  const around = run(
    {},
    Array.from({ length: 30 }, () => to('/b')),
  );
  assert.deepEqual([around.asked.length, around.ending], [21, { kind: 'impossible', why: 'redirect' }]);
});

test('what a redirect may not do', () => {
  const ending = (change: Partial<ScriptRequest>, answer: Response) => run(change, [answer]).ending;
  const redirect = { kind: 'impossible', why: 'redirect' };
  assert.deepEqual(ending({}, to('https://user:password@api.example/')), redirect);
  assert.deepEqual(ending({}, to('data:text/plain,x')), redirect);
  assert.deepEqual(ending({ redirect: 'error' }, to('/b')), redirect);
  assert.deepEqual(ending({ url: `${PAGE}/a`, mode: 'same-origin' }, to(`${API}/b`)), {
    kind: 'impossible',
    why: 'mode',
  });
  const manual = ending({ redirect: 'manual' }, to('/b'));
  assert.ok(manual.kind === 'response' && manual.type === 'opaqueredirect' && !manual.readable('location'));
  const blocked = ending({}, { status: 302, headers: { location: ['/b'] } });
  assert.ok(blocked.kind === 'blocked' && blocked.failure.kind === 'missing-origin' && blocked.location === `${API}/b`);
});

test('without CORS: what cannot be sent, what is dropped, what cannot be read', () => {
  const bare = {
    mode: 'no-cors',
    headers: [
      { name: 'X-A', value: '1' },
      { name: 'Accept', value: 'a' },
    ],
  } as const;
  const { asked, ending } = run(bare, [{ status: 200, headers: {} }]);
  assert.deepEqual(
    asked[0]?.headers.map(it => it.name),
    ['Accept'],
  );
  assert.ok(ending.kind === 'response' && ending.type === 'opaque' && !ending.readable('content-type'));
  for (const change of [
    { ...bare, method: 'PUT' },
    { method: 'TRACE' },
    { method: 'a b' },
    { headers: [{ name: 'a b', value: '' }] },
  ])
    assert.deepEqual(run(change, []).ending, { kind: 'impossible', why: 'request' });
});

test('listeners on an upload make it ask', () => {
  const asks = (listens: 'with-body' | 'without-body', engine: Engine) =>
    run({ method: 'POST', listens }, [], engine).asked.length === 2;
  for (const engine of ENGINES) assert.ok(asks('with-body', engine), engine);
  assert.deepEqual(
    ENGINES.map(it => asks('without-body', it)),
    [true, false, true, true],
  );
});

test('Firefox and WebKit ask again after every redirect, each in its own way', () => {
  const change = { method: 'PUT', headers: [{ name: 'Content-Type', value: 'application/json' }] };
  const questions = (engine: Engine) =>
    run(change, [to(`${PAGE}/b`, 303)], engine)
      .asked.filter(it => it.kind === 'preflight')
      .map(it => `${it.origin} ${it.requestMethod} ${it.requestHeaders}`);
  const first = `${PAGE} PUT content-type`;
  assert.deepEqual(questions('spec'), [first]);
  assert.deepEqual(questions('chromium'), [first]);
  assert.deepEqual(questions('firefox'), [first, `${PAGE} GET `]);
  assert.deepEqual(questions('webkit'), [first, 'null GET content-type']);
});

test('what engines ask for, otherwise than the standard', () => {
  const asks = (name: string, value: string) =>
    ENGINES.map(it => unsafeRequestHeaders([{ name, value }], it).length === 1);
  assert.deepEqual(asks('DPR', '2.5'), [true, false, true, true]);
  assert.deepEqual(asks('DPR', 'x'), [true, true, true, true]);
  assert.deepEqual(asks('Save-Data', 'on'), [true, false, true, true]);
  assert.deepEqual(asks('Accept', 'é'), [false, false, true, false]);
  assert.deepEqual(asks('Content-Type', 'text/plain;a=b,c'), [false, false, true, false]);
  assert.deepEqual(asks('Range', 'BYTES=0-1'), [true, true, true, false]);
  assert.deepEqual(
    ENGINES.map(it => isForbiddenRequestHeader({ name: 'User-Agent', value: 'x' }, it)),
    [false, true, false, false],
  );
});

test('how long engines keep what a preflight answered', () => {
  const seconds = (value?: string) =>
    ENGINES.map(it => preflightSeconds(value === undefined ? {} : { 'access-control-max-age': [value] }, it));
  assert.deepEqual(seconds(), [5, 5, 5, 5]);
  assert.deepEqual(seconds('100000'), [100_000, 7200, 86_400, 600]);
  assert.deepEqual(seconds('10m'), [5, 5, 0, 5]);
  assert.deepEqual(seconds('-1'), [5, 0, 0, 0]);
  const page = { origin: PAGE, method: 'PUT', headers: [], credentials: false };
  assert.deepEqual(
    ENGINES.map(it => isKept(page, open, it)),
    [true, true, false, true],
  );
});
