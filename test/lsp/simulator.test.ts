import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headersOf, policyOptions, resultHtml, simulatorPage } from '../../client/simulator/page.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { COMMANDS, type PolicyPlace, type SimulationAnswer } from '../../server/src/lsp/protocol.ts';
import { startEditor, until } from './editor.ts';

const A = 'file:///w/server.js';
const SERVER = `import cors from 'cors';
import express from 'express';
const app = express();
app.use(cors({ origin: process.env.NODE_ENV === 'production' ? ['https://a.example', 'not an origin'] : true, credentials: true }));
`;

async function start() {
  const editor = await startEditor({
    open: openWorkspace,
    files: { '/w/package.json': '{ "dependencies": { "cors": "2.8.5", "express": "5.0.0" } }', '/w/server.js': SERVER },
  });
  const policies = async () => (await editor.execute(COMMANDS.policies)) as readonly PolicyPlace[];
  await until(async () => (await policies()).length > 0, 'it is read');
  return { editor, policies };
}

test('of several policies at one line each is asked by its turn', async () => {
  const { editor, policies } = await start();
  const all = await policies();
  assert.deepEqual(
    all.map(it => [it.path, it.line, it.brief, it.origins]),
    [
      [
        'server.js',
        4,
        'Readable by https://a.example, with cookies, where the mode is production',
        ['https://a.example'],
      ],
      ['server.js', 4, 'Readable by any site, with cookies, where the mode is not production', []],
    ],
  );
  const verdicts = [];
  for (const nth of [0, 1]) {
    const params = { uri: A, line: 4, nth, origin: 'https://attacker.example', method: 'GET' };
    const { verdict } = (await editor.execute(COMMANDS.simulate, params)) as SimulationAnswer;
    verdicts.push(verdict.chromium);
  }
  assert.deepEqual(verdicts, ['blocked', 'allowed']);
  await editor.stop();
});

test('the page of a simulation has every header, verdict and message, and runs nothing of them', async () => {
  const { editor, policies } = await start();
  const params = {
    ...{ uri: A, line: 4, nth: 0, origin: 'https://attacker.example', method: 'put' },
    ...{ headers: { 'X-Trace': '1', Cookie: 'a=b' }, credentials: true },
  };
  const answer = (await editor.execute(COMMANDS.simulate, params)) as SimulationAnswer;
  assert.deepEqual([answer.method, answer.dropped], ['PUT', ['Cookie']]);
  const html = resultHtml(answer);
  for (const it of ['Chromium', 'Firefox', 'WebKit', 'The standard'])
    assert.match(html, new RegExp(`<th scope="row">${it}</th><td><b class="blocked">✗ blocked</b>`));
  assert.match(html, /access-control-request-method<\/code><\/th><td><code>PUT/);
  assert.match(html, /access-control-request-headers<\/code><\/th><td><code>x-trace/);
  assert.match(html, /The server answers <b>204<\/b>/);
  assert.match(html, /Browsers keep <code>Cookie<\/code> for themselves/);
  const hostile = resultHtml({ ...answer, messages: { chromium: '<img src=x onerror=alert(1)>' } });
  assert.ok(!hostile.includes('<img'));
  assert.equal(resultHtml('`a` is <b>'), '<p class="unknown"><code>a</code> is &#60;b&#62;</p>');
  const [first] = await policies();
  assert.ok(first);
  assert.ok(!policyOptions([{ ...first, brief: '"><script>' }], 0).includes('<script'));
  await editor.stop();
});

test('a simple request is sent without asking', async () => {
  const { editor } = await start();
  const params = { uri: A, line: 4, nth: 0, origin: 'https://a.example' };
  const html = resultHtml((await editor.execute(COMMANDS.simulate, params)) as SimulationAnswer);
  assert.match(html, /None: browsers send this request without asking/);
  assert.match(html, /<b class="allowed">✓ allowed<\/b><\/td><td>The page may read the response/);
  await editor.stop();
});

test('headers are read line by line, and a line that is none is said', () => {
  assert.deepEqual(headersOf('Content-Type: application/json\n\n  X-Trace\nA:b:c '), {
    headers: { 'Content-Type': 'application/json', 'X-Trace': '', A: 'b:c' },
  });
  assert.deepEqual(headersOf('a b c'), { wrong: 'a b c' });
});

test('the simulator’s page loads nothing from anywhere, and every field has its label', () => {
  const html = simulatorPage('n0nce');
  assert.match(html, /default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'; form-action 'none'/);
  assert.doesNotMatch(html, /https?:|url\(|\son\w+=|style="/);
  const fields = [...html.matchAll(/<(?:input|select|textarea)[^>]* id="(\w+)"/g)].map(it => it[1]);
  assert.deepEqual(fields, ['policy', 'origin', 'method', 'headers', 'credentials']);
  for (const it of fields)
    assert.match(html, new RegExp(`<label for="${it}"|<label[^>]*><input[^>]* id="${it}"`), String(it));
});
