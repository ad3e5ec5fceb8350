import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine, Failure } from '../../server/src/fetch/failure.ts';
import { messageOf } from '../../server/src/fetch/messages.ts';
import { readBrowserError } from '../../server/src/fetch/pasted.ts';

const FAILURES: readonly Failure[] = [
  { kind: 'wildcard' },
  { kind: 'missing-origin' },
  { kind: 'several-origins', value: 'https://a.example, https://b.example', lines: 1 },
  { kind: 'invalid-origin', value: 'a.example' },
  { kind: 'other-origin', value: 'https://b.example' },
  { kind: 'credentials', value: '' },
  { kind: 'status', status: 405 },
  { kind: 'redirect', status: 301 },
  { kind: 'unreadable-list', of: 'methods', value: 'GET POST' },
  { kind: 'method', method: 'DELETE' },
  { kind: 'header', name: 'x-tenant', listed: false },
];

/** What an engine cannot tell apart. */
const SAME: Readonly<Record<string, string>> = {
  'firefox invalid-origin': 'other-origin',
  'webkit missing-origin': 'no-origin',
  'webkit invalid-origin': 'no-origin',
  'webkit other-origin': 'no-origin',
  'webkit redirect': 'status',
};

const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

test('every message that the engines print is read back', () => {
  for (const engine of ENGINES)
    for (const failure of FAILURES)
      for (const on of ['preflight', 'response'] as const) {
        const text = messageOf({ failure, on, origin: 'https://app.example', status: 405 }, engine);
        const read = readBrowserError(text);
        assert.equal(read?.by, engine, text);
        assert.equal(read?.cause, SAME[`${engine} ${failure.kind}`] ?? failure.kind, text);
        if (failure.kind === 'method' && engine !== 'firefox') assert.equal(read?.method, 'DELETE');
        if (failure.kind === 'header') assert.equal(read?.header, 'x-tenant');
      }
});

test('whole lines of consoles give the page and the address as well', () => {
  assert.deepEqual(
    readBrowserError(
      "Access to fetch at 'http://localhost:4000/items' from origin 'http://localhost:5173' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.\nGET http://localhost:4000/items net::ERR_FAILED 401 (Unauthorized)",
    ),
    {
      by: 'chromium',
      cause: 'missing-origin',
      on: 'preflight',
      url: 'http://localhost:4000/items',
      origin: 'http://localhost:5173',
      status: 401,
    },
  );
  assert.deepEqual(
    readBrowserError(
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:4000/items. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.',
    ),
    { by: 'firefox', cause: 'missing-origin', url: 'http://localhost:4000/items', status: 200 },
  );
  assert.deepEqual(
    readBrowserError(
      '[Error] Origin http://localhost:5173 is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load http://localhost:4000/items due to access control checks.',
    ),
    {
      by: 'webkit',
      cause: 'no-origin',
      url: 'http://localhost:4000/items',
      origin: 'http://localhost:5173',
      status: 200,
    },
  );
});

test('what scripts see, what is no CORS, and what is no message at all', () => {
  assert.equal(readBrowserError('Uncaught (in promise) TypeError: Failed to fetch')?.cause, 'silent');
  assert.equal(readBrowserError('AxiosError: Network Error')?.cause, 'silent');
  assert.equal(readBrowserError('GET http://localhost:4000/ net::ERR_CONNECTION_REFUSED')?.cause, 'not-cors');
  assert.equal(
    readBrowserError(
      'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://x.example/. (Reason: CORS request did not succeed). Status code: (null).',
    )?.cause,
    'not-cors',
  );
  assert.equal(readBrowserError("Cannot read properties of undefined (reading 'map')"), undefined);
});
