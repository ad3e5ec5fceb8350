import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileFacts } from '../../server/src/analysis/facts.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { random } from '../harness/random.ts';

/** Statements that rest on each other: constants, other names for them, functions, what is changed after it was made. */
const PAGE = `'use client';
import axios from 'axios';
import { BASE, send } from './http';
const API = 'https://api.example.com';
const paths = { users: '/users', orders: '/orders' };
const list = ['X-A'];
const same = list;
let mode = 'same-origin';
const options = { credentials: 'include', headers: { 'X-Token': 'a' } };
const http = axios.create({ baseURL: API, withCredentials: true });
export const load = id => http.get(\`/users/\${id}\`, { headers: { 'Access-Control-Allow-Origin': '*' } });
export const save = user => fetch(API + paths.users, { method: 'POST', body: JSON.stringify(user), ...options });
function ask(path, init) { return fetch(API + path, init); }
export const remove = () => ask('/users', { method: 'DELETE' });
export const orders = async () => { const found = await fetch(BASE + paths.orders, { mode }); return found.json(); };
const first = await fetch(API + '/first');
send('/users', { method: 'PATCH', headers: { [list[0]]: 'b' } });
class Store { base = API; read(id) { return fetch(this.base + '/' + id, options); } }
new Store().read('c');
`;

const SERVER = `import cors from 'cors';
import express from 'express';
import { open } from './policy';
const app = express();
const origins = ['https://app.example.com', /\\.example\\.com$/];
const alias = origins;
const options = { origin: origins, credentials: true };
const api = express.Router();
app.use(cors(options));
app.get('/users', (req, res) => res.json([]));
app.options('/x', cors());
api.post('/orders', cors({ ...options, maxAge: 60 }), (req, res) => res.end());
app.use('/api', api);
app.get('/open', (req, res) => { res.set('Access-Control-Allow-Origin', req.headers.origin); res.end(); });
const cache = new Map();
cache.get('x');
open(app);
app.listen(4000);
`;

const OTHERS: Readonly<Record<string, string>> = {
  '/w/package.json': JSON.stringify({ dependencies: { axios: '^1.7.0', express: '^5.0.0', cors: '^2.8.5' } }),
  '/w/src/http.ts':
    "import axios from 'axios';\nexport const BASE = 'https://other.example.com';\nexport const send = (path, options) => axios.request({ url: BASE + path, ...options });\n",
  '/w/src/policy.ts': "import cors from 'cors';\nexport const open = app => app.use(cors({ origin: true }));\n",
};

/** What is typed, line by line: changes of what others rest on, other declarations of their names, and what breaks the code. */
const LINES = [
  "const API = 'https://b.example.com';",
  "paths.users = '/people';",
  "same.push('X-B');",
  "mode = 'cors';",
  "options.credentials = 'omit';",
  "first.headers.get('etag');",
  'change(options);',
  "function change(it) { it.headers = { 'X-C': 'd' }; }",
  "http.defaults.headers.common['X-D'] = 'e';",
  'axios.defaults.withCredentials = true;',
  "function ask(path) { return fetch('https://c.example.com' + path); }",
  "var BASE = '/here';",
  "alias.push('null');",
  "options.origin = '*';",
  'options.maxAge = 5;',
  'const cache = express();',
  'class cors {}',
  "app.get('/b', cors({ origin: '*' }), () => {});",
  'if (app) {',
  '}',
  '/*',
  '*/',
  '`',
  "// fetch('https://d.example.com')",
  '',
];
const PIECES = ["'", '}', '(', 'x', ' ', '\n', '.', '/', ', ', '= ', 'API', 'options', 'app', "'/z'"];

/** Handlers that have nothing to do with it, so that most of the text stays as it is. */
const FILLER = Array.from(
  { length: 30 },
  (_, i) =>
    `export function other${i}(value, event) {\n  const part${i} = value.copy(event.target.value);\n  return part${i}.get('x${i}');\n}\n`,
);

describe('what is read after each edit is what is read afresh', () => {
  for (const [name, source] of Object.entries({ page: PAGE, server: SERVER }))
    for (let seed = 1; seed <= 8; seed++)
      it(`a ${name}, seed ${seed}`, () => {
        const next = random(seed);
        const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
        const path = `/w/src/${name}.ts`;
        const lines = source.split('\n').flatMap((it, i) => [`${it}\n`, i % 3 === 2 ? (FILLER[i] ?? '') : '']);
        const files: Record<string, string> = { ...OTHERS, [path]: `${lines.join('')}${FILLER.slice(22).join('')}` };
        const host = { read: (it: string) => files[it], exists: (it: string) => it in files };
        const workspace = openWorkspace(host);
        const undo: { path: string; text: string }[] = [];
        let found = 0;
        for (let step = 0; step < 60; step++) {
          const at = next() < 0.15 ? pick(Object.keys(OTHERS).slice(1)) : path;
          const text = files[at] ?? '';
          const last = next() < 0.45 ? undo.pop() : undefined;
          if (last) files[last.path] = last.text;
          else {
            undo.push({ path: at, text });
            files[at] = edited(text, next, pick);
          }
          workspace.changed(last?.path ?? at);
          // Some edits are followed by the next before anybody asks.
          if (next() < 0.2) continue;
          const facts = workspace.facts(path);
          found += facts.requests.length + facts.policies.length;
          assert.equal(told(facts), told(openWorkspace(host).facts(path)), `after step ${step}:\n${files[path]}`);
        }
        assert.ok(found > 50, `${found} requests and policies`);
      });
});

/** A line typed between two others, a few letters, or some taken away. */
function edited(text: string, next: () => number, pick: <T>(items: readonly T[]) => T): string {
  const start = Math.floor(next() * text.length);
  if (next() < 0.6) {
    const line = text.indexOf('\n', start) + 1;
    return `${text.slice(0, line) + pick(LINES)}\n${text.slice(line)}`;
  }
  return text.slice(0, start) + (next() < 0.7 ? pick(PIECES) : '') + text.slice(start + Math.floor(next() * 4));
}

function told({ reads: _, ...facts }: FileFacts): string {
  return JSON.stringify(facts, null, 1);
}
