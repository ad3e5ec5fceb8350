import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Project } from '../../server/src/syntax/project.ts';
import { watching } from '../../server/src/syntax/reads.ts';

/** The version of `name` for a file of a workspace. */
function versionFor(from: string, name: string, files: Readonly<Record<string, string>>): string | undefined {
  const all = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/w/${path}`, text]));
  const project = new Project({ read: path => all[path], exists: path => path in all, list: () => [] });
  return project.packages.dependency(`/w/${from}`, name)?.version;
}

const manifest = (name: string, dependencies: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({ name, dependencies });

/** A workspace of two members that want different versions. */
const members = {
  'package.json': manifest('root'),
  'apps/new/package.json': manifest('@acme/new', { vite: '^5.4.1' }),
  'apps/old/package.json': manifest('@acme/old', { vite: '^4.5.2' }),
};

describe('lockfiles', () => {
  const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'npm 7 and later': {
      'package-lock.json': `{
  "name": "root",
  "lockfileVersion": 3,
  "packages": {
    "apps/old/node_modules/vite": {
      "version": "4.5.2",
      "dev": true
    },
    "node_modules/@acme/new": {
      "resolved": "apps/new",
      "link": true
    },
    "node_modules/vite": {
      "version": "5.4.2",
      "dev": true
    }
  }
}`,
    },
    'Yarn 1': {
      'yarn.lock': `# yarn lockfile v1


"@vitejs/plugin-vue@^5.0.0":
  version "5.1.0"

vite@^3.0.0, vite@^4.5.2:
  version "4.5.2"
  resolved "https://registry.yarnpkg.com/vite"

"vite@>=5 <6", vite@^5.4.1:
  version "5.4.2"
`,
    },
    'Yarn Berry': {
      'yarn.lock': `__metadata:
  version: 8

"vite@npm:^3.0.0 || ^4.0.0, vite@npm:^4.5.2":
  version: 4.5.2
  resolution: "vite@npm:4.5.2"

"vite@npm:^5.4.1":
  version: 5.4.2
  resolution: "vite@npm:5.4.2"
`,
    },
    'pnpm 9': {
      'pnpm-lock.yaml': `lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      nx:
        specifier: 19.8.2
        version: 19.8.2

  apps/new:
    devDependencies:
      vite:
        specifier: ^5.4.1
        version: 5.4.2(@types/node@22.7.4)(less@4.2.0)

  apps/old:
    devDependencies:
      vite:
        specifier: ^4.5.2
        version: 4.5.2(@types/node@20.16.5)

packages:

  vite@3.2.11:
    resolution: {integrity: sha512-x}

  vite@4.5.2:
    resolution: {integrity: sha512-x}

  vite@5.4.2:
    resolution: {integrity: sha512-x}
`,
    },
    'pnpm 7': {
      'pnpm-lock.yaml': `lockfileVersion: 5.4

importers:

  apps/new:
    specifiers:
      vite: ^5.4.1
    devDependencies:
      vite: 5.4.2_less@4.2.0

  apps/old:
    specifiers:
      vite: ^4.5.2
    devDependencies:
      vite: 4.5.2

packages:

  /vite/4.5.2:
    resolution: {integrity: sha512-x}
`,
    },
    bun: {
      'bun.lock': `{
  "lockfileVersion": 1,
  "packages": {
    "vite": ["vite@5.4.2", "", { "dependencies": { "rollup": "^4.20.0" } }, "sha512-x"],

    "@acme/old/vite": ["vite@4.5.2", "", {}, "sha512-x"],
  }
}`,
    },
  };
  for (const [kind, lock] of Object.entries(kinds))
    it(`${kind}: each member of a workspace has its own version`, () => {
      assert.equal(versionFor('apps/new/vite.config.ts', 'vite', { ...members, ...lock }), '5.4.2');
      assert.equal(versionFor('apps/old/vite.config.ts', 'vite', { ...members, ...lock }), '4.5.2');
      assert.equal(versionFor('apps/old/vite.config.ts', 'astro', { ...members, ...lock }), undefined);
    });

  it('a lone package: npm 6, pnpm', () => {
    const own = { 'package.json': manifest('api', { '@koa/cors': '^3.1.0' }) };
    const npm6 = `{
  "lockfileVersion": 1,
  "dependencies": {
    "koa-stack": {
      "version": "1.0.0",
      "dependencies": {
        "@koa/cors": {
          "version": "2.0.0"
        }
      }
    },
    "@koa/cors": {
      "version": "3.4.3",
      "requires": {}
    }
  }
}`;
    assert.equal(versionFor('app.js', '@koa/cors', { ...own, 'package-lock.json': npm6 }), '3.4.3');
    const pnpm = `lockfileVersion: '6.0'

dependencies:
  '@koa/cors':
    specifier: ^3.1.0
    version: 3.4.3
`;
    assert.equal(versionFor('src/app.js', '@koa/cors', { ...own, 'pnpm-lock.yaml': pnpm }), '3.4.3');
  });

  it('several versions and no word on which one: none is taken', () => {
    const yarn = 'hono@^3.0.0:\n  version "3.12.0"\n\nhono@^4.0.0:\n  version "4.9.0"\n';
    assert.equal(versionFor('app.js', 'hono', { 'package.json': manifest('api'), 'yarn.lock': yarn }), undefined);
    const single = yarn.slice(0, yarn.indexOf('\n\n') + 1);
    assert.equal(versionFor('app.js', 'hono', { 'package.json': manifest('api'), 'yarn.lock': single }), '3.12.0');
  });

  it('tells every file that asks what it depends on', () => {
    const all: Record<string, string> = {
      '/w/package.json': manifest('api', { hono: '^4.0.0' }),
      '/w/yarn.lock': 'hono@^4.0.0:\n  version "4.9.0"\n',
    };
    const project = new Project({ read: path => all[path], exists: path => path in all, list: () => [] });
    for (const file of ['/w/a.ts', '/w/b.ts']) {
      const { value, reads } = watching(() => project.packages.dependency(file, 'hono'));
      assert.deepEqual(value, { version: '4.9.0', range: '^4.0.0', lockedBy: '/w/yarn.lock' });
      assert.deepEqual(reads, ['dependency /w hono']);
    }
    all['/w/package.json'] = manifest('other', { hono: '^4.0.0', express: '^5.0.0' });
    assert.ok(!project.changed('/w/package.json').has('dependency /w hono'));
    all['/w/yarn.lock'] = 'hono@^4.0.0:\n  version "4.9.1"\n';
    assert.ok(project.changed('/w/yarn.lock').has('dependency /w hono'));
    assert.equal(project.packages.dependency('/w/a.ts', 'hono')?.version, '4.9.1');
  });
});
