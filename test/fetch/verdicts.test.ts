import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corsCheck } from '../../server/src/fetch/check.ts';
import { ENGINES } from '../../server/src/fetch/failure.ts';
import { exposedIn, type HeaderValues, isReadable, namesIn } from '../../server/src/fetch/headers.ts';
import { type PageRequest, preflightCheck } from '../../server/src/fetch/preflight.ts';
import { judge } from '../../server/src/fetch/verdict.ts';

const A = 'https://a.example';

/** `acao`, `acac`, … and the values of their lines. */
function headers(short: Readonly<Record<string, string | readonly string[]>>): HeaderValues {
  const names: Readonly<Record<string, string>> = {
    acao: 'access-control-allow-origin',
    acac: 'access-control-allow-credentials',
    acam: 'access-control-allow-methods',
    acah: 'access-control-allow-headers',
    aceh: 'access-control-expose-headers',
    acma: 'access-control-max-age',
  };
  return Object.fromEntries(
    Object.entries(short).map(([name, value]) => [names[name] ?? name, typeof value === 'string' ? [value] : value]),
  );
}

// https://fetch.spec.whatwg.org/#concept-cors-check
const CHECKS: readonly (readonly [HeaderValues, origin: string, credentials: boolean, kind: string | undefined])[] = [
  [headers({}), A, false, 'missing-origin'],
  [headers({ acao: '*' }), A, false, undefined],
  [headers({ acao: '*' }), 'null', false, undefined],
  [headers({ acao: '*', acac: 'true' }), A, true, 'wildcard'],
  [headers({ acao: A }), A, false, undefined],
  [headers({ acao: ` ${A}\t` }), A, false, undefined],
  [headers({ acao: `${A}/` }), A, false, 'other-origin'],
  [headers({ acao: 'HTTPS://A.EXAMPLE' }), A, false, 'other-origin'],
  [headers({ acao: 'null' }), 'null', false, undefined],
  [headers({ acao: [A, A] }), A, false, 'other-origin'],
  [headers({ acao: ['*', '*'] }), A, false, 'other-origin'],
  [headers({ acao: A }), A, true, 'credentials'],
  [headers({ acao: A, acac: 'true' }), A, true, undefined],
  [headers({ acao: A, acac: 'True' }), A, true, 'credentials'],
  [headers({ acao: A, acac: ['true', 'true'] }), A, true, 'credentials'],
];

test('the CORS check', () => {
  for (const [values, origin, credentials, kind] of CHECKS)
    for (const engine of ENGINES) {
      const failure = corsCheck(values, origin, credentials, engine);
      assert.equal(failure === undefined, kind === undefined, JSON.stringify(values));
      if (engine === 'spec') assert.equal(failure?.kind, kind, JSON.stringify(values));
    }
});

/** The reasons that Chromium, Firefox and WebKit give for one value. */
const REASONS: readonly (readonly [string | readonly string[], string, string, string])[] = [
  [`${A}, https://b.example`, 'several-origins', 'other-origin', 'several-origins'],
  [`${A} https://b.example`, 'several-origins', 'other-origin', 'other-origin'],
  [[A, 'https://b.example'], 'several-origins', 'several-origins', 'several-origins'],
  ['a.example', 'invalid-origin', 'other-origin', 'other-origin'],
  ['', 'invalid-origin', 'other-origin', 'other-origin'],
  ['true', 'invalid-origin', 'other-origin', 'other-origin'],
  ['null', 'other-origin', 'other-origin', 'other-origin'],
  [`${A}/`, 'other-origin', 'other-origin', 'other-origin'],
  ['https://*.example', 'other-origin', 'other-origin', 'other-origin'],
];

test('each engine finds its own reason', () => {
  for (const [acao, ...kinds] of REASONS)
    for (const [index, engine] of (['chromium', 'firefox', 'webkit'] as const).entries())
      assert.equal(corsCheck(headers({ acao }), A, false, engine)?.kind, kinds[index], `${engine}: ${acao}`);
});

const put: PageRequest = { origin: A, method: 'PUT', headers: [{ name: 'X-A', value: '1' }], credentials: false };
const good = headers({ acao: A, acac: 'true', acam: 'GET, PUT', acah: 'x-a' });

// https://fetch.spec.whatwg.org/#cors-preflight-fetch
test('the preflight’s answer', () => {
  const kind = (request: Partial<PageRequest>, values: HeaderValues, status = 204) =>
    preflightCheck({ ...put, ...request }, { status, headers: values })?.kind;
  assert.equal(kind({}, good), undefined);
  assert.equal(kind({ credentials: true }, good), undefined);
  assert.equal(kind({}, good, 299), undefined);
  for (const status of [199, 300, 304, 404, 500]) assert.equal(kind({}, good, status), 'status');
  assert.equal(kind({}, good, 308), 'redirect');
  assert.equal(kind({ method: 'patch' }, { ...good, ...headers({ acam: 'PATCH' }) }), 'method');
  assert.equal(kind({ method: 'POST' }, { ...good, ...headers({ acam: 'GET' }) }), undefined);
  assert.equal(kind({}, { ...good, ...headers({ acam: 'GET PUT' }) }), 'unreadable-list');
  assert.equal(kind({}, { ...good, ...headers({ acam: ['GET', 'PUT'], acah: ', X-A,' }) }), undefined);
  assert.equal(kind({}, { ...good, ...headers({ acah: 'x-b' }) }), 'header');
  const stars = headers({ acao: A, acac: 'true', acam: '*', acah: '*' });
  assert.equal(kind({}, stars), undefined);
  assert.equal(kind({ credentials: true }, stars), 'method');
  assert.equal(kind({ credentials: true, method: 'GET' }, stars), 'header');
});

test('`*` covers Authorization in every browser, and not in the standard', () => {
  const request = { ...put, headers: [{ name: 'Authorization', value: 'Bearer x' }] };
  const preflight = { status: 204, headers: headers({ acao: '*', acam: '*', acah: '*' }) };
  const response = { status: 200, headers: headers({ acao: '*' }) };
  const verdicts = ENGINES.map(it => judge(request, { preflight, response }, it).verdict);
  assert.deepEqual(verdicts, ['blocked', 'allowed', 'allowed', 'allowed']);
});

test('a missing route: who looks at the status first', () => {
  const preflight = { status: 404, headers: {} };
  const messages = ENGINES.map(it => {
    const judgement = judge(put, { preflight, response: preflight }, it);
    return judgement.verdict === 'blocked' ? judgement.message : '';
  });
  assert.deepEqual(messages, [
    'The preflight’s answer has no `Access-Control-Allow-Origin`.',
    "Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    '(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 404.',
    'Preflight response is not successful. Status code: 404',
  ]);
});

test('Firefox reads one list after the other', () => {
  const values = { ...good, ...headers({ acam: 'GET', acah: 'x a' }) };
  const kinds = ENGINES.map(it => preflightCheck(put, { status: 204, headers: values }, it)?.kind);
  assert.deepEqual(kinds, ['unreadable-list', 'unreadable-list', 'method', 'unreadable-list']);
});

test('what scripts may read', () => {
  const exposed = exposedIn(headers({ aceh: 'X-A, ETag' }));
  assert.ok(isReadable('content-type', [], true) && isReadable('etag', exposed, true));
  assert.ok(!isReadable('location', exposed, false) && !isReadable('Set-Cookie', ['set-cookie', '*'], false));
  assert.ok(isReadable('location', ['*'], false) && !isReadable('location', ['*'], true));
  assert.equal(namesIn(headers({ aceh: 'x"y' }), 'access-control-expose-headers'), undefined);
});
