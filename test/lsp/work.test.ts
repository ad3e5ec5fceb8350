import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { openSession } from '../../server/src/lsp/session.ts';
import { WORK } from '../../server/src/syntax/work.ts';
import { fakeDisk } from './fake.ts';

const FILES = {
  '/w/package.json': JSON.stringify({ dependencies: { axios: '^1.7.0', express: '^5.0.0', cors: '^2.8.5' } }),
  '/w/src/http.ts': `import axios from 'axios';
const http = axios.create({ baseURL: 'https://api.example.com' });
export const send = (path, options) => http.request({ url: path, ...options });
export default http;`,
};
const PAGE = `'use client';
import http, { send } from './http';
export const load = id => http.get(\`/users/\${id}\`, { headers: { 'Access-Control-Allow-Origin': '*' } });
send('/users', { method: 'DELETE' });
`;

/** What such files are made of besides: handlers that call each other, and wrappers of wrappers, handing on what they were given. */
function component(i: number): string {
  return `export class Form${i} {
  async submit(user, event) {
    const body = user.copy(user.roles.map(it => it.id));
    try { for (const it of user.items) await this.save(it.id, it, body); } catch (error) { this.fail(error); } finally { this.done(); }
    if (event.target.value === 'fetch(') this.cancel(event.target.value); else this.submit(user, event);
  }
  save(id, item, body) { return send(item.path + id, body); }
  fail(error) { if (error.response) console.log(error.response.status, 'axios'); else throw error; }
  done() { this.open = false; }
  cancel(value) { this.value = value; }
}
const store${i} = async user => { const saved = await send(user.path, user); if (!saved.ok) return store${i}(saved.user); return saved; };
export const later${i} = users => users.filter(it => it.name !== 'axios').forEach(it => store${i}(it));
`;
}

/** The expressions worked out for one letter typed into a page of so many components. */
function keystroke(components: number): number {
  const path = '/w/src/page.ts';
  const session = openSession(openWorkspace, fakeDisk(FILES), () => {});
  session.setFolders(['/w']);
  const body = Array.from({ length: components }, (_, i) => component(i)).join('');
  const show = (version: number, text: string) =>
    session.show({ uri: `file://${path}`, path, version, text: PAGE + text + body });
  show(1, '// x\n');
  assert.deepEqual(
    session.facts(path).requests.map(it => it.url.text),
    ['https://api.example.com/users/…', 'https://api.example.com/users'],
  );
  const before = WORK.expressions;
  show(2, '// xy\n');
  assert.equal(session.facts(path).requests.length, 2);
  session.findings(path);
  return WORK.expressions - before;
}

test('a keystroke in a page works out next to nothing of what only hands on what it was given', () => {
  const [short, long] = [keystroke(5), keystroke(150)];
  assert.ok(short > 0);
  // Of each component the two calls of the wrapper alone, to see what they call.
  assert.ok(long - short <= 3 * 145, `${long} expressions in a long page, ${short} in a short one`);
});

/** The expressions worked out for one letter typed into a file that has so many of these statements. */
function typedBeside(path: string, head: string, count: number, statement: (i: number) => string): number {
  const body = Array.from({ length: count }, (_, i) => statement(i)).join('');
  let text = `${head}export function typed() {\n  // x\n}\n${body}`;
  const host = {
    read: (it: string) => (it === path ? text : FILES[it as keyof typeof FILES]),
    exists: (it: string) => it === path || it in FILES,
  };
  const workspace = openWorkspace(host);
  const found = () => workspace.facts(path).requests.length + workspace.facts(path).policies.length;
  const first = found();
  assert.ok(first > 0);
  let worked = 0;
  // At the first edit it is seen what statements have to do with each other.
  for (const letter of ['y', 'z']) {
    text = text.replace('// x', `// x${letter}`);
    workspace.changed(path);
    const before = WORK.expressions;
    assert.equal(found(), first);
    worked = WORK.expressions - before;
  }
  return worked;
}

test('a keystroke works out nothing of the requests that other statements send', () => {
  const page = (count: number) =>
    typedBeside('/w/src/page.ts', PAGE, count, i => `export const get${i} = id => http.get('/users/${i}/' + id);\n`);
  assert.equal(page(100), page(5));
});

test('a keystroke works out nothing of calls that are named as those that register something', () => {
  const head = `import cors from 'cors';\nimport express from 'express';\nconst app = express();\napp.use(cors());\n`;
  const handler = (i: number) =>
    `function find${i}() { const cache = new Map(); return cache.get('${i}') ?? read(cache.delete('${i}')).get('x'); }\n`;
  const server = (count: number) => typedBeside('/w/src/server.ts', head, count, handler);
  assert.equal(server(100), server(5));
});

test('a keystroke works out nothing of what is handed to functions, which may be an application by its name', () => {
  const head = `import cors from 'cors';
import express from 'express';
const app = express();
app.use(cors());
function routerOf(name) { return { name, express: false }; }
function show(it) { return it.name; }
`;
  const handed = (i: number) => `function list${i}() { const shelf = routerOf('${i}'); return show(shelf); }\n`;
  const server = (count: number) => typedBeside('/w/src/server.ts', head, count, handed);
  assert.equal(server(100), server(5));
});

test('the code of servers and of tests is not parsed for its requests', () => {
  const files = {
    ...FILES,
    '/w/src/job.ts':
      "import { readFile } from 'node:fs';\nexport const run = () => fetch('https://api.example.com/jobs');",
    '/w/src/page.test.ts': "fetch('https://api.example.com/users');",
  };
  const host = { read: (path: string) => files[path as keyof typeof files], exists: (path: string) => path in files };
  const parsedBy = (requests: 'of pages' | 'all') => {
    const workspace = openWorkspace(host, requests);
    const before = WORK.parsed;
    const found = ['/w/src/job.ts', '/w/src/page.test.ts'].flatMap(it => workspace.facts(it).requests);
    return { parsed: WORK.parsed - before, found: found.length };
  };
  assert.deepEqual(parsedBy('of pages'), { parsed: 0, found: 0 });
  assert.equal(parsedBy('all').found, 2);
});

test('a page that only hands on what it was given is not parsed for what other files send', () => {
  const page = (code: string) => {
    const files: Record<string, string> = {
      ...FILES,
      '/w/src/view.ts': `'use client';\nimport { send } from './http';\n${code}`,
    };
    const workspace = openWorkspace({ read: path => files[path], exists: path => path in files });
    const before = WORK.parsed;
    return { found: workspace.facts('/w/src/view.ts').requests.length, parsed: WORK.parsed > before };
  };
  const unparsed = { found: 0, parsed: false };
  assert.deepEqual(page('export const remove = async user => { await send(user.path, user); };'), unparsed);
  assert.deepEqual(page('export const remove = useApi(send);'), unparsed);
  assert.deepEqual(page("export const remove = user => send('/users', user);"), { found: 1, parsed: true });
  assert.deepEqual(page("const PATH = '/users';\nsend(PATH);"), { found: 1, parsed: true });
  assert.deepEqual(page("const ask = send;\nask('/users');"), { found: 1, parsed: true });
  assert.deepEqual(page('export const all = ids => ids.map(id => send(`/users/${id}`));'), { found: 1, parsed: true });
});

test('a page is not parsed for calls that send the same whatever it hands over', () => {
  const api = `'use client';
import axios from 'axios';
const client = axios.create({ baseURL: 'https://api.example.com', headers: { 'Content-Type': 'application/json' } });
const save = (id, body) => client.put(\`/users/\${id}\`, body);
const count = list => list.length;
export default { save, count, open: (id, body = {}) => client.post(\`/users/\${id}\`, body) };`;
  const page = (code: string) => {
    const files: Record<string, string> = {
      ...FILES,
      '/w/src/api.ts': api,
      '/w/src/view.ts': `'use client';\nimport api from './api';\n${code}`,
    };
    const workspace = openWorkspace({ read: path => files[path], exists: path => path in files });
    workspace.facts('/w/src/api.ts');
    const before = WORK.parsed;
    return { found: workspace.facts('/w/src/view.ts').requests.length, parsed: WORK.parsed > before };
  };
  const unparsed = { found: 0, parsed: false };
  assert.deepEqual(page("export const rename = user => api.save(user.id, { name: 'x', roles: [1, 2] });"), unparsed);
  assert.deepEqual(page('const NAMES = [1, 2];\nexport const all = () => api.count(NAMES);'), unparsed);
  assert.deepEqual(page("export const rename = () => api.save('7', { name: 'x' });"), { found: 1, parsed: true });
  const either = "const id = me ? me.id : '7';\nexport const rename = () => api.save(id, { name: 'x' });";
  assert.deepEqual(page(either), { found: 1, parsed: true });
  // Where a parameter has a value by default, it counts that there is a call.
  assert.equal(page('export const open = user => api.open(user.id, { a: 1 });').parsed, true);
});
