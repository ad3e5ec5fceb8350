import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser, whyNoBrowser } from '../editor/browser.mjs';
import { agrees, callsOf } from './agreement.ts';

interface Stack {
  readonly name: string;
  /** The entries of its servers. */
  readonly servers: readonly string[];
  /** How many calls end how: what is not tried cannot disagree. */
  readonly calls: { readonly readable: number; readonly refused: number };
}

const STACKS: readonly Stack[] = [
  { name: 'next-nest', servers: ['api/src/main.ts', 'reports/src/main.ts'], calls: { readable: 3, refused: 3 } },
  {
    name: 'angular-fastify',
    servers: ['api/server.ts', 'billing/server.ts', 'stats/server.ts'],
    calls: { readable: 3, refused: 5 },
  },
  { name: 'nuxt-hono', servers: ['api/src/index.ts'], calls: { readable: 3, refused: 4 } },
  { name: 'svelte-koa', servers: ['api/index.js'], calls: { readable: 2, refused: 3 } },
  { name: 'cra-http', servers: ['server/index.js', 'silent/index.js'], calls: { readable: 4, refused: 4 } },
  { name: 'jquery-express', servers: ['server/app.js'], calls: { readable: 3, refused: 3 } },
  {
    name: 'socket-io',
    servers: ['chat/index.js', 'alerts/index.js', 'games/index.js'],
    calls: { readable: 1, refused: 2 },
  },
  { name: 'vite-cookies', servers: ['auth/index.ts', 'cart/index.ts'], calls: { readable: 3, refused: 2 } },
  {
    name: 'supabase-functions',
    servers: ['supabase/functions/greet/index.ts', 'supabase/functions/count/index.ts'],
    calls: { readable: 1, refused: 3 },
  },
  { name: 'widget', servers: ['server/index.js'], calls: { readable: 2, refused: 3 } },
  { name: 'monorepo', servers: ['apps/server/src/index.ts'], calls: { readable: 4, refused: 4 } },
];

const skip = whyNoBrowser('with whole stacks in a real browser');

describe('each call of a workspace ends in Chromium as the map says', { skip }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  for (const { name, servers, calls: expected } of STACKS)
    test(name, async () => {
      const { calls } = await callsOf(name, servers, browser);
      assert.deepEqual(
        calls.filter(it => !agrees(it)),
        [],
      );
      const readable = calls.filter(it => it.seen === 'readable').length;
      assert.deepEqual({ readable, refused: calls.length - readable }, expected);
    });
});
