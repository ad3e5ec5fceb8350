import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { toldOf } from '../../server/src/lsp/convert.ts';
import { makeScanner } from '../../server/src/lsp/scan.ts';
import { openSession } from '../../server/src/lsp/session.ts';
import { fakeDisk } from './fake.ts';

const FILES = {
  '/w/server.js':
    "const app = require('express')();\napp.use(require('cors')({ origin: 'http://localhost:3000' }));\napp.get('/a', (req, res) => res.json([]));\napp.listen(4000);",
  '/w/web/package.json': '{ "devDependencies": { "vite": "6.0.0" } }',
  '/w/web/src/a.js': "document.title = 'A';\nfetch('http://localhost:4000/a');",
};

async function opened() {
  const session = openSession(openWorkspace, fakeDisk(FILES), () => {});
  session.setFolders(['/w']);
  await makeScanner(session)({ isCancellationRequested: false });
  return session;
}

test('a finding at the server is told at the call, too, and leads to the server', async () => {
  const session = await opened();
  assert.ok(session.findings('/w/server.js').some(it => it.rule === 'origin-not-in-allowlist'));
  assert.deepEqual(session.findings('/w/web/src/a.js'), []);
  const [told, ...more] = session.allTold().get('/w/web/src/a.js') ?? [];
  assert.ok(told);
  assert.equal(more.length, 0);
  const { message, code, range, relatedInformation } = toldOf(told, session, true);
  assert.equal(code, 'origin-not-in-allowlist');
  assert.equal(range.start.line, 1);
  assert.equal(
    message,
    'Browsers block `GET http://localhost:4000/a`: the server does not allow `http://localhost:5173`.',
  );
  assert.equal(relatedInformation?.[0]?.location.uri, 'file:///w/server.js');
});

test('a keystroke in the client changes what is told at the server, and back', async () => {
  const session = await opened();
  const path = '/w/web/src/a.js';
  const blocked = () => session.findings('/w/server.js').filter(it => it.rule === 'origin-not-in-allowlist');
  const type = (version: number, text: string) => session.show({ uri: 'file:///w/web/src/a.js', path, version, text });
  type(1, "document.title = 'A';\nfetch('/a');");
  assert.deepEqual(blocked(), []);
  assert.equal(session.allTold().size, 0);
  type(2, FILES[path]);
  assert.equal(blocked().length, 1);
  assert.equal(session.allTold().get(path)?.length, 1);
});
