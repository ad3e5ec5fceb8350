import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopesOf } from '../../server/src/analysis/scopes.ts';
import { throughProxy } from '../../server/src/fetch/chain.ts';
import { broken, chainOf, doubled } from '../../server/src/rules/chain.ts';
import { sample } from '../harness/workspace.ts';
import { ask, essence } from '../known/exchange.ts';
import { requestsOf } from '../known/requests.ts';
import type { ServerProgram } from './compare.ts';
import { folder, freePort, programOf, run } from './program.ts';
import { CADDY, HAPROXY, NGINX } from './programs.ts';

/*
 * An application behind a real proxy: what comes out of both has to be what corslint says of the two texts. In them `PORT` stands for the
 * proxy's port and `UPSTREAM` for the application's.
 */

const express = (cors: string) => `import cors from 'cors';
import express from 'express';
const app = express();
${cors}
app.all('/ok', (req, res) => res.send('it'));
app.listen(UPSTREAM, '127.0.0.1');
`;

const APPS = {
  'a list with cookies': express("app.use(cors({ origin: ['https://a.example'], credentials: true }));"),
  everybody: express('app.use(cors());'),
  'a line by hand': express(
    "app.use((req, res, next) => {\n  res.setHeader('Access-Control-Allow-Origin', 'https://a.example');\n  next();\n});",
  ),
};

const nginx = (inside: string) =>
  `server {\n  listen 127.0.0.1:PORT;\n  location / {\n${inside}    proxy_pass http://127.0.0.1:UPSTREAM;\n  }\n}\n`;
const caddy = (inside: string, block = '') =>
  `http://127.0.0.1:PORT {\n${inside}\treverse_proxy 127.0.0.1:UPSTREAM${block}\n}\n`;
const haproxy = (inside: string) => `listen web\n  bind 127.0.0.1:PORT\n${inside}  server one 127.0.0.1:UPSTREAM\n`;

const FRONTS: readonly { readonly server: ServerProgram; readonly text: string }[] = [
  { server: NGINX, text: nginx('    add_header Access-Control-Allow-Origin * always;\n') },
  {
    server: NGINX,
    text: nginx(
      '    proxy_hide_header Access-Control-Allow-Origin;\n    add_header Access-Control-Allow-Origin https://b.example always;\n',
    ),
  },
  {
    server: NGINX,
    text: nginx(
      '    if ($request_method = OPTIONS) {\n      add_header Access-Control-Allow-Origin *;\n      add_header Access-Control-Allow-Methods "GET, PUT";\n      return 204;\n    }\n',
    ),
  },
  { server: CADDY, text: caddy('\theader Access-Control-Allow-Origin https://a.example\n') },
  // What `>` does differs: Caddy 2.6 of Debian leaves the line from behind in its place, later versions replace it.
  {
    server: CADDY,
    text: caddy('\t@options method OPTIONS\n\theader @options Access-Control-Allow-Origin *\n\trespond @options 204\n'),
  },
  {
    server: CADDY,
    text: caddy('\theader Access-Control-Allow-Origin *\n', ' {\n\t\theader_down -Access-Control-Allow-Origin\n\t}'),
  },
  { server: HAPROXY, text: haproxy('  http-response set-header Access-Control-Allow-Origin https://b.example\n') },
  { server: HAPROXY, text: haproxy('  http-response add-header Access-Control-Allow-Origin https://a.example\n') },
];

for (const server of [NGINX, CADDY, HAPROXY]) {
  test(`an application behind ${server.title}`, async t => {
    const program = programOf(server.package);
    if (program === undefined) return t.skip('not installed');
    let compared = 0;
    const wrong: string[] = [];
    for (const [title, source] of Object.entries(APPS)) {
      const upstream = await freePort();
      const code = source.replace('UPSTREAM', String(upstream));
      const root = folder('chain-app', { 'index.mjs': code });
      const stopApp = await run(process.execPath, [`${root}/index.mjs`], upstream);
      try {
        for (const [index, front] of FRONTS.entries()) {
          if (front.server !== server) continue;
          const port = await freePort();
          const text = front.text.replaceAll('UPSTREAM', String(upstream)).replaceAll('PORT', String(port));
          const stop = await server.start(program, text, `chain-${server.package}-${index}`, port);
          try {
            const found = await compare(server.file, text, code, port);
            compared += found.compared;
            wrong.push(...found.wrong.map(it => `${title} behind\n${text}\n${it}`));
          } finally {
            await stop();
          }
        }
      } finally {
        await stopApp();
      }
    }
    t.diagnostic(`${compared} exchanges compared, ${wrong.length} disagreements`);
    assert.ok(compared > 40);
    assert.deepEqual(wrong, []);
  });
}

async function compare(file: string, text: string, code: string, port: number) {
  const dependencies = { cors: '^2.8.5', express: '^5.0.0' };
  const facts = sample({ [file]: text, 'index.mjs': code, 'package.json': JSON.stringify({ dependencies }) }).facts();
  const policy = facts.find(it => it.path.endsWith(file))?.policies[0];
  assert.ok(policy, text);
  const chain = scopesOf(facts)
    .map(it => chainOf(policy, it.server.behind))
    .find(it => it !== undefined);
  assert.ok(chain, `nothing stands behind\n${text}`);
  const wrong: string[] = [];
  let compared = 0;
  for (const asked of requestsOf({ asks: ({ reaches }) => reaches === undefined })) {
    const { through } = throughProxy(policy, chain.writers, asked.request);
    const really = await ask(port, asked);
    if (!through.known) continue;
    compared++;
    const [ours, theirs] = [essence(through), really ? essence(really) : 'no answer'];
    if (ours !== theirs) wrong.push(`${asked.title}\n— corslint\n${ours}\n— the server\n${theirs}`);
  }
  // What rules make of it rests on the same answers.
  const twice = doubled(policy, chain);
  const got = await ask(port, { title: '', path: '/ok', request: { method: 'GET', origin: 'https://a.example' } });
  const lines = got?.headers['access-control-allow-origin'] ?? [];
  if (twice === 'no' && lines.length > 1) wrong.push('two lines, and one is said');
  if (twice !== undefined && twice !== 'no' && lines.length < 2) wrong.push('one line, and two are said');
  broken(policy, chain);
  return { compared, wrong };
}
