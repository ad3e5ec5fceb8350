import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { folder } from './fake.ts';

const BAD = "const app = require('express')();\napp.use(require('cors')({ origin: '*', credentials: true }));\n";

/** Sends lines to the program as it ships and gathers what it answers until it ends. */
async function talk(cwd: string, ...lines: readonly (string | object)[]) {
  const server = spawn(process.execPath, [resolve('dist/cli.js'), 'mcp', '--stdio'], { cwd });
  for (const it of lines)
    server.stdin.write(`${typeof it === 'string' ? it : JSON.stringify({ jsonrpc: '2.0', ...it })}\n`);
  server.stdin.end();
  const answers: Record<string, unknown>[] = [];
  for await (const line of createInterface({ input: server.stdout })) answers.push(JSON.parse(line));
  return answers;
}

const call = (id: number, name: string, args: object) => ({
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});

interface Called {
  readonly content: readonly { readonly text: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: boolean;
}

test('language models are told what the command line tells', async t => {
  const cwd = folder(t, { 'server.js': BAD, 'package.json': '{"dependencies":{"cors":"2.8.5","express":"5.0.0"}}' });
  const answers = await talk(
    cwd,
    { id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {} } },
    { method: 'notifications/initialized' },
    { id: 1, method: 'tools/list' },
    call(2, 'audit', { paths: ['server.js'] }),
    call(3, 'simulate_request', { file: 'server.js', line: 2, origin: 'https://a.example', credentials: true }),
    call(4, 'explain_error', { message: "No 'Access-Control-Allow-Origin' header is present." }),
    { id: 5, method: 'ping' },
  );
  const results = answers.map(it => it.result as Record<string, unknown> & Called);
  assert.deepEqual(
    answers.map(it => it.id),
    [0, 1, 2, 3, 4, 5],
  );
  assert.equal(results[0]?.protocolVersion, '2025-06-18');
  const tools = results[1]?.tools as readonly { name: string; annotations: { readOnlyHint: boolean } }[];
  assert.deepEqual(
    tools.map(it => it.name),
    ['audit', 'explain_error', 'simulate_request'],
  );
  assert.ok(tools.every(it => it.annotations.readOnlyHint));
  const data = results.map(it => it.structuredContent ?? {});
  const [finding] = Object(data[2]?.findings) as readonly { rule: string }[];
  assert.equal(finding?.rule, 'wildcard-with-credentials');
  assert.deepEqual(JSON.parse(results[2]?.content[0]?.text ?? ''), results[2]?.structuredContent);
  assert.equal((Object(data[3]?.verdict) as Record<string, string>).chromium, 'blocked');
  assert.ok((Object(data[4]?.says) as unknown[]).length > 0);
  assert.deepEqual(results[5], {});
});

test('what makes no sense is answered, and ends nothing', async t => {
  const cwd = folder(t, { 'server.js': BAD });
  const answers = await talk(
    cwd,
    'not json',
    '[]',
    { id: 1, method: 'no/such' },
    call(2, 'delete_everything', {}),
    call(3, 'simulate_request', { file: 'server.js' }),
    call(4, 'audit', { fix: true }),
    call(5, 'audit', { profile: 'lax' }),
    call(6, 'audit', { paths: ['--fix'] }),
    { id: 7, method: 'initialize', params: { protocolVersion: '1999-01-01' } },
  );
  const codes = answers.slice(0, 4).map(it => (it.error as { code: number }).code);
  assert.deepEqual(codes, [-32700, -32600, -32601, -32602]);
  const told = answers.slice(4, 8).map(it => it.result as Called);
  assert.ok(told.every(it => it.isError));
  assert.deepEqual(
    told.map(it => it.content[0]?.text),
    [
      '`origin` is missing',
      'there is no argument `fix`',
      '`profile` is one of recommended, strict, audit',
      'there is no file or folder `--fix`',
    ],
  );
  assert.match(String(Object(answers[8]?.result).protocolVersion), /^20\d\d-/);
});
