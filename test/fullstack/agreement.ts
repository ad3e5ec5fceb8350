import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { cli } from '../cli/fake.ts';
import { isDeno, serveFunctions } from './functions.ts';
import { redirectPorts, startProxy } from './ports.ts';
import { functionAt, pageScript, startServer } from './stack.ts';

/** One call of a page: what is predicted, and what the browser did. */
export interface Call {
  readonly page: string;
  /** `web/src/api.js:items`. */
  readonly name: string;
  readonly predicted: string;
  readonly seen: string;
}

interface Predicted {
  readonly path: string;
  readonly line: number;
  readonly page?: string;
  readonly verdict: string;
}

interface Mapped {
  readonly servers: readonly { readonly calls: readonly Predicted[] }[];
  readonly unlinked: readonly { readonly path: string; readonly line: number; readonly why: string }[];
}

/** Starts the servers of a workspace and makes each call of its map from the page that the map says; `pages` where it says none. */
export async function callsOf(
  name: string,
  servers: readonly string[],
  browser: Browser,
): Promise<{ readonly calls: readonly Call[]; readonly unlinked: Mapped['unlinked'] }> {
  const root = join('test/workspaces', name);
  // By itself: what is installed beside corslint is not the workspace's.
  const alone = mkdtempSync(join(tmpdir(), `corslint-${name}-`));
  cpSync(root, alone, { recursive: true });
  const { out, err } = await cli(['map', '-f', 'json', '--no-progress'], { cwd: alone, product: PRODUCT });
  rmSync(alone, { recursive: true });
  if (out === '') throw new Error(err);
  const map: Mapped = JSON.parse(out);
  const wanted = map.servers.flatMap(it => it.calls).filter(it => !it.verdict.startsWith('not known'));
  const ports = redirectPorts();
  try {
    const functions = servers.filter(isDeno);
    if (functions.length > 0) await serveFunctions(root, functions, `out/fullstack/${name}`);
    for (const it of servers) if (!isDeno(it)) await startServer(join(root, it), `out/fullstack/${name}`);
    while (ports.taken.size < servers.length - Math.max(0, functions.length - 1))
      await new Promise(done => setTimeout(done, 20));
    return { calls: await callAll(root, wanted, ports.taken, browser), unlinked: map.unlinked };
  } finally {
    ports.close();
  }
}

async function callAll(
  root: string,
  wanted: readonly Predicted[],
  taken: ReadonlyMap<number, number>,
  browser: Browser,
): Promise<readonly Call[]> {
  const origins = [...new Set(wanted.flatMap(it => it.page ?? []))];
  const scripts = new Map<string, string>();
  for (const origin of origins)
    scripts.set(
      origin,
      await pageScript(root, [...new Set(wanted.filter(it => it.page === origin).map(it => it.path))]),
    );
  const proxy = await startProxy(taken, ({ url }, response, origin) => {
    const script = scripts.get(origin);
    if (script === undefined || !/^\/?$/.test(new URL(url ?? '', origin).pathname)) return false;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><body><script>${script.replaceAll('</script', '<\\/script')}</script>`);
    return true;
  });
  const context = await browser.newContext({
    proxy: { server: `http://127.0.0.1:${proxy.port}`, bypass: '<-loopback>' },
  });
  try {
    const calls: Call[] = [];
    for (const origin of origins) {
      const page = await context.newPage();
      const lines: string[] = [];
      page.on('console', it => lines.push(it.text()));
      page.on('pageerror', it => lines.push(it.message));
      await page.goto(`${origin}/`);
      if (lines.length > 0) throw new Error(lines.join('\n'));
      for (const { path, line, verdict } of wanted.filter(it => it.page === origin)) {
        const name = `${path}:${functionAt(join(root, path), line)}`;
        const from = lines.length;
        const failed = await page.evaluate(`calls[${JSON.stringify(name)}]().then(() => '', String)`);
        const said = lines.slice(from).find(it => it.includes('blocked by CORS policy'));
        const seen =
          said?.split('blocked by CORS policy: ')[1] ?? (failed === '' ? 'readable' : `failed: ${String(failed)}`);
        calls.push({ page: origin, name, predicted: verdict, seen });
      }
      await page.close();
    }
    return calls;
  } finally {
    await context.close();
    proxy.close();
  }
}

/** Whether the browser did what is predicted. */
export function agrees({ predicted, seen }: Call): boolean {
  const [, message] = /^(?:blocked|preflight refused): (.*)$/s.exec(predicted) ?? [];
  return message === undefined
    ? /^readable( with cookies)?$/.test(predicted) && seen === 'readable'
    : seen.startsWith(message);
}
