import assert from 'node:assert/strict';
import { it } from 'node:test';
import { requests } from './reading.ts';

const CALL = "fetch('https://a.example');";

/** A file's path, what its package depends on, the file, and where its call runs. */
const CASES: readonly (readonly [string, readonly string[], string, string])[] = [
  ['web/src/api.ts', ['react', 'react-dom'], CALL, 'browser: the package depends on `react-dom`'],
  ['web/src/api.ts', ['vite'], CALL, 'browser: the package depends on `vite`'],
  ['api/src/call.ts', ['express'], CALL, 'server: the package depends on `express`'],
  ['src/api.ts', ['react-dom', 'express'], CALL, 'unknown: the package depends on `react-dom` and on `express`'],
  ['src/api.tsx', ['react-dom', 'express'], `import React from 'react';\n${CALL}`, 'browser: the file imports `react`'],
  [
    'src/api.ts',
    ['react-dom', 'express'],
    `import express from 'express';\n${CALL}`,
    'server: the file imports `express`',
  ],
  [
    'src/api.ts',
    ['react-dom'],
    `import { readFile } from 'node:fs/promises';\n${CALL}`,
    'server: the file imports `node:fs/promises`',
  ],
  ['src/api.ts', [], `localStorage.getItem('token');\n${CALL}`, 'browser: the file uses `localStorage`'],
  ['src/api.ts', [], `document.querySelector('form');\n${CALL}`, 'browser: the file uses `document`'],
  [
    'src/api.ts',
    ['express'],
    `for (const document of found) document.save();\n${CALL}`,
    'server: the package depends on `express`',
  ],
  [
    'src/api.ts',
    [],
    `const it = { window: 1 }; it.window.a; "document.x";\n${CALL}`,
    'unknown: nothing tells where this code runs',
  ],
  [
    'src/api.ts',
    [],
    `if (typeof window !== 'undefined') window.a = 1;\n${CALL}`,
    'both: the file asks whether there is a `window`',
  ],
  ['src/api.ts', ['react-native'], CALL, 'unknown: the package depends on `react-native`, whose apps ask without CORS'],
  ['app/users/page.tsx', ['next', 'react-dom'], CALL, 'server: the file is a server component of Next.js'],
  [
    'app/users/page.tsx',
    ['next', 'react-dom'],
    `// a page\n'use client';\n${CALL}`,
    "browser: the file begins with `'use client'`",
  ],
  ['app/api/users/route.ts', ['next'], CALL, 'server: the file is a route of Next.js'],
  ['pages/api/users.ts', ['next'], CALL, 'server: the file is a route of Next.js'],
  ['pages/users.tsx', ['next'], CALL, 'browser: the file is a page of Next.js'],
  [
    'pages/users.tsx',
    ['next'],
    `export async function getServerSideProps() { ${CALL} }`,
    'server: it stands in `getServerSideProps`',
  ],
  ['lib/api.ts', ['next'], CALL, 'unknown: the package is one of `next`, and nothing tells on which side this file is'],
  [
    'lib/use.ts',
    ['next'],
    `import { useEffect } from 'react';\nexport const use = () => useEffect(() => { ${CALL} }, []);`,
    'browser: the file uses the hook `useEffect`',
  ],
  [
    'lib/act.ts',
    ['next'],
    `export async function act() { 'use server'; ${CALL} }`,
    "server: the function begins with `'use server'`",
  ],
  [
    'app/routes/users.tsx',
    ['@remix-run/react'],
    `export const loader = async () => { ${CALL} };`,
    'server: it stands in `loader`',
  ],
  [
    'src/routes/+page.ts',
    ['@sveltejs/kit', 'svelte'],
    CALL,
    'both: the file is a `load` of SvelteKit, which runs on both sides',
  ],
  ['src/routes/+page.server.ts', ['@sveltejs/kit', 'svelte'], CALL, 'server: the file is server code of SvelteKit'],
  ['server/api/users.ts', ['nuxt'], CALL, 'server: the file is server code of Nuxt'],
  [
    'composables/users.ts',
    ['nuxt'],
    CALL,
    'both: the file is code that Nuxt runs on the server first and in the page then',
  ],
  ['sw.js', [], `self.skipWaiting();\n${CALL}`, 'browser: the file uses `self`'],
  ['worker.js', [], `importScripts('lib.js');\n${CALL}`, 'browser: the file uses `importScripts`'],
  ['web/members.js', [], CALL, 'browser: it stands in the folder `web`'],
  ['public/js/app.js', ['express'], CALL, 'browser: it stands in the folder `public`'],
  ['client/api.ts', ['express'], `import fs from 'fs';\n${CALL}`, 'server: the file imports `fs`'],
  ['vite.config.ts', ['vite', 'react-dom'], CALL, 'server: the file is the configuration of a tool'],
];

for (const [path, dependencies, source, expected] of CASES)
  it(`${path} with ${dependencies.join(', ') || 'nothing'}: ${source.split('\n')[0]}`, () => {
    const manifest = JSON.stringify({ dependencies: Object.fromEntries(dependencies.map(it => [it, '1'])) });
    const folder = /^(web|api)\/(?=src)/.exec(path)?.[0] ?? '';
    const [request] = requests(source, { [`${folder}package.json`]: manifest }, path);
    assert.equal(`${request?.runs.where}: ${request?.runs.why}`, expected);
  });

it('a page that takes a script in runs it', () => {
  const page = '<!doctype html>\n<script type="module" src="./js/main.js?v=2"></script>';
  const [request] = requests(CALL, { 'site/index.html': page }, 'site/js/main.js');
  assert.equal(request?.runs.where, 'browser');
  const [other] = requests(CALL, { 'site/index.html': page }, 'site/js/other.js');
  assert.equal(other?.runs.where, 'unknown');
});

it('what is part of an extension asks as its permissions say', () => {
  const manifest = '{ "manifest_version": 3, "host_permissions": ["https://a.example/*"] }';
  const code = `importScripts('lib.js');\n${CALL}`;
  const [request] = requests(code, { 'ext/manifest.json': manifest }, 'ext/js/background.js');
  assert.equal(request?.runs.why, 'in an extension, its permissions decide whether CORS holds');
  const [page] = requests(code, { 'ext/manifest.json': '{ "name": "App", "start_url": "/" }' }, 'ext/js/sw.js');
  assert.equal(page?.runs.where, 'browser');
});
