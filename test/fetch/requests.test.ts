import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForbiddenMethod, isMethod, isSafelistedMethod, normaliseMethod } from '../../server/src/fetch/methods.ts';
import { needsPreflight, type PageRequest } from '../../server/src/fetch/preflight.ts';
import {
  isForbiddenRequestHeader,
  isNonWildcardRequestHeader,
  isSafelistedRequestHeader,
  unsafeRequestHeaders,
} from '../../server/src/fetch/request-headers.ts';

// https://fetch.spec.whatwg.org/#methods
test('methods', () => {
  const sent = { get: 'GET', Put: 'PUT', delete: 'DELETE', options: 'OPTIONS', head: 'HEAD', post: 'POST' };
  for (const [written, normal] of Object.entries(sent)) assert.equal(normaliseMethod(written), normal);
  for (const it of ['patch', 'Patch', 'PATCH', 'query', 'unıcorn']) assert.equal(normaliseMethod(it), it);
  for (const it of ['GET', 'HEAD', 'POST']) assert.ok(isSafelistedMethod(it));
  for (const it of ['PUT', 'get', 'OPTIONS', '']) assert.ok(!isSafelistedMethod(it));
  for (const it of ['CONNECT', 'trace', 'TrAcK']) assert.ok(isForbiddenMethod(it));
  assert.ok(!isForbiddenMethod('PATCH'));
  assert.ok(isMethod('X-my~METHOD') && !isMethod('GET POST') && !isMethod(''));
});

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
const SAFELISTED: readonly (readonly [name: string, value: string, safe: boolean])[] = [
  ['Accept', 'text/html, application/xhtml+xml;q=0.9', true],
  ['accept', 'a\tb', true],
  ['accept', 'text/html; q="1"', false],
  ['accept', 'a:b', false],
  ['accept', 'a\u007fb', false],
  ['accept', 'a\u0001b', false],
  ['accept', 'x'.repeat(128), true],
  ['accept', 'x'.repeat(129), false],
  ['accept-language', 'de-CH, de;q=0.9, *;q=0.5', true],
  ['accept-language', 'de_CH', false],
  ['content-language', 'en', true],
  ['content-language', 'en/us', false],
  ['content-type', 'text/plain', true],
  ['content-type', 'TEXT/PLAIN;charset=utf-8', true],
  ['content-type', ' multipart/form-data; boundary=x', true],
  ['content-type', 'application/x-www-form-urlencoded', true],
  ['content-type', 'application/json', false],
  ['content-type', 'text/plain2', false],
  ['content-type', 'text', false],
  ['content-type', '', false],
  ['content-type', 'text/plain; charset="utf-8"', false],
  ['range', 'bytes=0-', true],
  ['range', 'bytes=0-255', true],
  ['range', 'bytes=5-5', true],
  ['range', 'bytes=6-5', false],
  ['range', 'bytes=-5', false],
  ['range', 'bytes=0-1,3-4', false],
  ['range', 'bytes = 0-1', false],
  ['authorization', 'x', false],
  ['x-requested-with', 'XMLHttpRequest', false],
];

test('headers that may be sent without asking', () => {
  for (const [name, value, safe] of SAFELISTED)
    assert.equal(isSafelistedRequestHeader({ name, value }), safe, `${name}: ${value}`);
});

test('headers that browsers keep for themselves', () => {
  for (const name of ['Cookie', 'HOST', 'origin', 'Sec-Fetch-Mode', 'proxy-authorization', 'Set-Cookie', 'via'])
    assert.ok(isForbiddenRequestHeader({ name, value: '' }), name);
  for (const name of ['User-Agent', 'Authorization', 'Security', 'X-Method-Override'])
    assert.ok(!isForbiddenRequestHeader({ name, value: 'x' }), name);
  assert.ok(isForbiddenRequestHeader({ name: 'X-HTTP-Method-Override', value: 'GET, track' }));
  assert.ok(isNonWildcardRequestHeader('Authorization') && !isNonWildcardRequestHeader('x-a'));
});

test('what a preflight has to ask for', () => {
  const names = (...headers: readonly (readonly [string, string])[]) =>
    unsafeRequestHeaders(headers.map(([name, value]) => ({ name, value })));
  assert.deepEqual(names(['X-B', '1'], ['x-a', '1'], ['X-A', '2'], ['Cookie', 'c']), ['x-a', 'x-b']);
  assert.deepEqual(names(['Content-Type', 'application/json'], ['Accept', '*/*']), ['content-type']);
  const long = 'x'.repeat(128);
  const eight = Array.from({ length: 8 }, () => ['accept', long] as const);
  assert.deepEqual(names(...eight), []);
  assert.deepEqual(names(...eight, ['accept-language', 'e']), ['accept', 'accept-language']);
});

test('when browsers ask first', () => {
  const request: PageRequest = { origin: 'https://a.example', method: 'GET', headers: [], credentials: true };
  assert.ok(!needsPreflight(request));
  assert.ok(!needsPreflight({ ...request, method: 'post', headers: [{ name: 'Accept', value: '*/*' }] }));
  assert.ok(needsPreflight({ ...request, method: 'patch' }));
  assert.ok(needsPreflight({ ...request, headers: [{ name: 'X-A', value: '' }] }));
});
