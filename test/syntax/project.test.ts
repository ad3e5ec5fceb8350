import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';

/** A workspace whose files can be written. */
function workspaceOf(files: Record<string, string>) {
  const workspace = openWorkspace({ read: path => files[path], exists: path => path in files });
  return {
    listed: (path: string) =>
      workspace.facts(path).policies.flatMap(it => it.origins.listed.map(listed => listed.text)),
    write(path: string, text: string) {
      files[path] = text;
      return workspace.changed(path);
    },
  };
}

const SERVER =
  "const cors = require('cors');\nconst { origins } = require('./config');\nmodule.exports = cors({ origin: origins });\n";

test('a change is seen through files that hold no policy themselves', () => {
  const { listed, write } = workspaceOf({
    '/w/server.js': SERVER,
    '/w/config.js': "module.exports = { origins: require('./origins') };\n",
    '/w/origins.js': "module.exports = ['https://a.example'];\n",
  });
  assert.deepEqual(listed('/w/server.js'), ['https://a.example']);
  assert.deepEqual(write('/w/origins.js', "module.exports = ['https://b.example'];\n"), [
    '/w/origins.js',
    '/w/server.js',
  ]);
  assert.deepEqual(listed('/w/server.js'), ['https://b.example']);
});

test('a file that was looked for and is created counts as changed', () => {
  const { listed, write } = workspaceOf({ '/w/server.js': SERVER });
  assert.deepEqual(listed('/w/server.js'), []);
  write('/w/config.js', "exports.origins = ['https://a.example'];\n");
  assert.deepEqual(listed('/w/server.js'), ['https://a.example']);
});

test('files that import each other come to an end', () => {
  const { listed } = workspaceOf({
    '/w/server.js': SERVER,
    '/w/config.js': "const { more } = require('./more');\nmodule.exports.origins = ['https://a.example', ...more];\n",
    '/w/more.js': "const { origins } = require('./config');\nexports.more = origins.filter(it => it.endsWith('/'));\n",
  });
  assert.deepEqual(listed('/w/server.js'), ['https://a.example']);
});

test('a file that another one has led through before is seen to have changed by both', () => {
  const { listed, write } = workspaceOf({
    '/w/a.js': SERVER,
    '/w/b.js': SERVER,
    '/w/config.js': "module.exports = { origins: require('./origins') };\n",
    '/w/origins.js': "module.exports = ['https://a.example'];\n",
  });
  assert.deepEqual(listed('/w/a.js'), ['https://a.example']);
  assert.deepEqual(listed('/w/b.js'), ['https://a.example']);
  write('/w/origins.js', "module.exports = ['https://b.example'];\n");
  assert.deepEqual(listed('/w/a.js'), ['https://b.example']);
  assert.deepEqual(listed('/w/b.js'), ['https://b.example']);
});

test('a file that two look for, and that is created, is seen by both', () => {
  const { listed, write } = workspaceOf({ '/w/a.js': SERVER, '/w/b.js': SERVER });
  assert.deepEqual([...listed('/w/a.js'), ...listed('/w/b.js')], []);
  write('/w/config.js', "exports.origins = ['https://a.example'];\n");
  assert.deepEqual(listed('/w/a.js'), ['https://a.example']);
  assert.deepEqual(listed('/w/b.js'), ['https://a.example']);
});
