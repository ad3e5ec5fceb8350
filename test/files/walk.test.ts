import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Disk, Entry } from '../../server/src/files/disk.ts';
import { isSkipped, walk } from '../../server/src/files/walk.ts';

const FILES: Readonly<Record<string, string>> = {
  '/r/.git/HEAD': 'ref: refs/heads/main\n',
  '/r/.git/info/exclude': 'private.ts\n',
  '/r/.gitignore': '*.gen.ts\n',
  '/r/w/a.ts': '',
  '/r/w/a.gen.ts': '',
  '/r/w/private.ts': '',
  '/r/w/b.min.js': '',
  '/r/w/node_modules/x/c.ts': '',
  '/r/w/lib/.gitignore': 'd.ts\n!kept.gen.ts\n',
  '/r/w/lib/d.ts': '',
  '/r/w/lib/kept.gen.ts': '',
  '/r/w/old/e.ts': '',
};

const DISK: Disk = {
  read: path => FILES[path],
  entries(folder) {
    const below = Object.keys(FILES).filter(it => it.startsWith(`${folder}/`));
    const names = new Map<string, Entry>();
    for (const path of below) {
      const [name = '', ...rest] = path.slice(folder.length + 1).split('/');
      names.set(name, { name, kind: rest.length > 0 ? 'folder' : 'file' });
    }
    return [...names.values()];
  },
};

test('a workspace within a repository ignores what git ignores there, found by walking and asked for one file', () => {
  const exclude = { patterns: ['old'], from: '/r/w' };
  const concerns = (path: string) => /\.[jt]s$/.test(path);
  const found = [...walk(DISK, '/r/w', exclude, concerns)].flat();
  assert.deepEqual(found, ['/r/w/a.ts', '/r/w/lib/kept.gen.ts']);
  for (const path of Object.keys(FILES).filter(it => it.startsWith('/r/w/') && concerns(it)))
    assert.equal(isSkipped(DISK, '/r/w', exclude, path), !found.includes(path), path);
});
