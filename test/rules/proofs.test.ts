import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sample } from '../harness/workspace.ts';

/** The request that proves what a rule says of these files. */
function proof(rule: string, files: Readonly<Record<string, string>>) {
  const found = sample({ 'package.json': '{"dependencies":{"express":"5.3.0","cors":"2.8.6"}}', ...files }).findings();
  const witness = found.find(it => it.rule === rule)?.witness;
  assert.ok(witness?.kind === 'request', `${rule} with a request`);
  return witness;
}

const EXPRESS = "const express = require('express');\nconst cors = require('cors');\nconst app = express();\n";

test('a proof asks by a method that is served', () => {
  const late = `${EXPRESS}app.put('/x', (req, res) => res.json({}));\napp.use(cors({ origin: 'https://a.example' }));`;
  assert.equal(proof('cors-after-routes', { 'app.js': late }).method, 'PUT');
  const limited = `${EXPRESS}app.use(require('express-rate-limit')());\napp.use(cors({ origin: 'https://a.example' }));\napp.patch('/x', (req, res) => res.json({}));`;
  assert.equal(proof('responder-before-cors', { 'app.js': limited }).method, 'PATCH');
  const handler = `export default async function handler(req) {
  if (req.method !== 'POST') return new Response(null, { status: 405 });
  const body = await req.json();
  if (!body.id) return Response.json({ error: 'no id' }, { status: 400 });
  return Response.json({}, { headers: { 'Access-Control-Allow-Origin': 'https://a.example' } });
}
export const config = { runtime: 'edge' };
`;
  assert.equal(proof('error-path-without-cors', { 'api/pay.js': handler }).method, 'POST');
});

test('a proof asks from another site than the server itself', () => {
  const inner = 'location /x/ {\n    add_header X-A 1;\n    proxy_pass http://127.0.0.1:3000;\n  }';
  const nginx = (name: string) =>
    `server {\n  listen 443 ssl;\n  server_name ${name};\n  add_header Access-Control-Allow-Origin $http_origin;\n  ${inner}\n}\n`;
  assert.equal(
    proof('nginx-add-header-lost', { 'nginx.conf': nginx('api.example.com') }).origin,
    'https://app.example.com',
  );
  assert.equal(
    proof('nginx-add-header-lost', { 'nginx.conf': nginx('app.example.com') }).origin,
    'https://www.example.org',
  );
});
