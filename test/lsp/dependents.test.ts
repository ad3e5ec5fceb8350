import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { makeScanner } from '../../server/src/lsp/scan.ts';
import { openSession } from '../../server/src/lsp/session.ts';
import { takeEvents } from '../../server/src/lsp/watch.ts';
import { fakeDisk } from './fake.ts';

const MANIFEST = { name: 'api', scripts: { start: 'node .' }, dependencies: { cors: '^2.8.5', express: '^5.0.0' } };
const FILES = 60;

/** A workspace with many servers, counting which files' facts are read again and which files are judged again. */
async function counting() {
  const server = (i: number) =>
    `import cors from 'cors';\nimport express from 'express';\nimport { allowed } from '${i % 2 ? './odd' : './even'}';\n` +
    `const app = express();\napp.options('*', cors({ origin: ${i === 7 ? 'process.env.WEB' : 'allowed'} }));\n`;
  const disk = fakeDisk({
    '/w/package.json': JSON.stringify(MANIFEST),
    '/w/package-lock.json': lock('2.8.5'),
    '/w/.env': 'WEB=https://web.example.com\nOTHER=1\n',
    '/w/src/odd.ts': "export const allowed = ['https://odd.example.com/'];\n",
    '/w/src/even.ts': "export const allowed = ['https://even.example.com/'];\n",
    ...Object.fromEntries(Array.from({ length: FILES }, (_, i) => [`/w/src/server-${i}.ts`, server(i)])),
  });
  const read = new Set<string>();
  const session = openSession(
    host => {
      const workspace = openWorkspace(host);
      return {
        ...workspace,
        changed(path) {
          const stale = workspace.changed(path);
          for (const it of stale) read.add(it);
          return stale;
        },
      };
    },
    disk,
    () => {},
  );
  session.setFolders(['/w']);
  await makeScanner(session)({ isCancellationRequested: false });
  session.allFindings();
  return {
    session,
    /** The files that are read again when this one is written, apart from itself. */
    save(path: string, text: string | undefined) {
      read.clear();
      disk.write(path, text);
      takeEvents([{ uri: `file://${path}`, type: text === undefined ? 3 : 2 }], session);
      session.allFindings();
      return [...read].filter(it => it !== path).sort();
    },
  };
}

function lock(cors: string): string {
  const packages = { 'node_modules/cors': { version: cors }, 'node_modules/express': { version: '5.1.0' } };
  return JSON.stringify({ lockfileVersion: 3, packages }, undefined, 2);
}

test('what is read again is what rests on the change', async () => {
  const { save, session } = await counting();
  assert.ok(session.candidates.size >= FILES);
  const found = session.allFindings().size;

  assert.deepEqual(save('/w/package.json', JSON.stringify({ ...MANIFEST, scripts: {}, version: '2.0.0' })), []);
  const more = { ...MANIFEST, dependencies: { ...MANIFEST.dependencies, zod: '^4.0.0' } };
  assert.deepEqual(save('/w/package.json', JSON.stringify(more)), []);
  assert.deepEqual(save('/w/.env', 'WEB=https://web.example.com\nOTHER=2\n'), []);
  assert.deepEqual(save('/w/.env', 'WEB=https://other.example.com\n'), ['/w/src/server-7.ts']);
  assert.deepEqual(save('/w/src/unrelated.ts', 'export const x = 1;\n'), []);
  assert.deepEqual(save('/w/package-lock.json', lock('2.8.5')), []);
  assert.equal(save('/w/package-lock.json', lock('2.8.6')).length, FILES);
  assert.equal(save('/w/src/odd.ts', "export const allowed = ['https://odd.example.com'];\n").length, FILES / 2 - 1);
  assert.ok(session.allFindings().size < found);
  assert.deepEqual(save('/w/src/server-3.ts', ''), []);
});

test('settings in package.json count as soon as they are written, and nothing is read again for them', async () => {
  const { save, session } = await counting();
  const found = session.allFindings().get('/w/src/odd.ts') ?? [];
  assert.deepEqual(
    found.map(it => it.severity),
    ['error'],
  );
  const corslint = { rules: { 'origin-trailing-slash-or-path': 'hint' } };
  assert.deepEqual(save('/w/package.json', JSON.stringify({ ...MANIFEST, corslint })), []);
  assert.deepEqual(
    session.findings('/w/src/odd.ts').map(it => it.severity),
    ['hint'],
  );
});
