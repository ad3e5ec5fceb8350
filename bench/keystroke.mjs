import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, quantile } from './measure.mjs';

const SIZES = [200, 2000, 9000];
const WARM_UP = 15;
const KEYSTROKES = 80;
/** Milliseconds after which no further keystroke is made in one file: a slow server shall not hold up the bench. */
const LONGEST = 20_000;
const STARTS = 5;

/** What each sample begins with, so that it is code of a server or of a page, and has a finding. */
const SERVER = [
  "import cors from 'cors';",
  "import express from 'express';",
  'const app = express();',
  "app.use(cors({ origin: ['https://app.example.com', /\\.example\\.com$/], credentials: true }));",
];
const PAGE = [
  "'use client';",
  "import axios from 'axios';",
  "const http = axios.create({ baseURL: 'https://api.example.com', withCredentials: true });",
  "export const load = id => http.get(`/users/${id}`, { headers: { 'Access-Control-Allow-Origin': '*' } });",
  "export const save = user => fetch('https://api.example.com/users', { method: 'POST', body: JSON.stringify(user) });",
];

/** Diagnostics as an editor gets them: over standard input and output, after the start and after every keystroke. */
export async function editorFigures(product, files) {
  const workspace = join(product.home, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'package.json'), '{"dependencies":{"cors":"^2.8.5","express":"^4.18.0"}}');
  const write = (kind, head, lines) => {
    const path = join(workspace, `${kind}-${lines}.ts`);
    writeFileSync(path, sample(files, head, lines));
    return { kind, lines, path };
  };
  const samples = [
    ...SIZES.map(lines => write('server', SERVER, lines)),
    ...SIZES.map(lines => write('page', PAGE, lines)),
  ];
  const starts = [];
  for (let i = 0; i < STARTS; i++) starts.push(await startOnce(product, workspace, samples[0].path));
  const session = await open(product, workspace);
  const keystrokes = [];
  for (const { kind, lines, path } of samples) keystrokes.push({ kind, lines, ...(await type(session, path)) });
  await session.close();
  return { start: median(starts), keystrokes };
}

/** A file of so many lines, made of the largest real ones: they are put together, and cut where the lines are enough. */
function sample(files, head, lines) {
  const code = files
    .filter(it => /\.[cm]?[jt]s$/.test(it))
    .map(it => readFileSync(it, 'utf8').split('\n'))
    .filter(it => it.every(line => line.length < 300))
    .sort((a, b) => b.length - a.length)
    .slice(0, 20);
  if (!code.length) code.push(['export const x = 1;']);
  const result = [...head];
  for (let i = 0; result.length < lines; i++) result.push(...code[i % code.length].slice(0, lines - result.length));
  return `${result.join('\n')}\n`;
}

async function startOnce(product, workspace, path) {
  const before = performance.now();
  const session = await open(product, workspace);
  await session.show(path, readFileSync(path, 'utf8'));
  const time = performance.now() - before;
  await session.close();
  return time;
}

/** Types one letter after the other into the middle of the file and waits for the diagnostics after each. */
async function type(session, path) {
  const text = readFileSync(path, 'utf8');
  const middle = Math.floor(text.split('\n').length / 2);
  await session.show(path, text);
  const times = [];
  const end = performance.now() + LONGEST;
  for (let i = 0; i < WARM_UP + KEYSTROKES && (performance.now() < end || times.length < 5); i++) {
    const place = { line: middle, character: 0 };
    const before = performance.now();
    await session.change(path, i + 2, [{ range: { start: place, end: place }, text: i ? 'x' : '\n// x' }]);
    if (i >= WARM_UP || performance.now() > end) times.push(performance.now() - before);
  }
  return { p50: median(times), p95: quantile(times, 0.95) };
}

/** A client that can pull diagnostics and answers what a server asks. */
async function open(product, workspace) {
  const server = spawn(process.execPath, [product.server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map();
  let buffer = Buffer.alloc(0);
  let id = 0;
  server.on('exit', code => {
    for (const { reject } of waiting.values()) reject(new Error(`the server ended with ${code}`));
  });
  server.stdout.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, Math.max(0, end)))?.[1]);
      if (end < 0 || buffer.length < end + 4 + length) return;
      const message = JSON.parse(buffer.toString('utf8', end + 4, end + 4 + length));
      buffer = buffer.subarray(end + 4 + length);
      if (message.method && message.id !== undefined) send({ id: message.id, result: null });
      else if (message.id !== undefined) {
        const { resolve, reject } = waiting.get(message.id);
        waiting.delete(message.id);
        if (message.error) reject(new Error(message.error.message));
        else resolve(message.result);
      }
    }
  });
  const send = message => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      send({ id, method, params });
    });
  const uri = path => pathToFileURL(path).href;
  const pull = path => ask('textDocument/diagnostic', { textDocument: { uri: uri(path) } });

  await ask('initialize', {
    processId: process.pid,
    rootUri: uri(workspace),
    workspaceFolders: [{ uri: uri(workspace), name: 'bench' }],
    capabilities: { textDocument: { diagnostic: {} } },
  });
  send({ method: 'initialized', params: {} });
  return {
    async show(path, text) {
      send({
        method: 'textDocument/didOpen',
        params: { textDocument: { uri: uri(path), languageId: 'typescript', version: 1, text } },
      });
      const report = await pull(path);
      if (!report.items.length) throw new Error('the server found nothing in a file that has a finding');
    },
    change(path, version, contentChanges) {
      send({ method: 'textDocument/didChange', params: { textDocument: { uri: uri(path), version }, contentChanges } });
      return pull(path);
    },
    async close() {
      await ask('shutdown');
      send({ method: 'exit' });
      await new Promise(resolve => server.on('close', resolve));
    },
  };
}
