import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { launchBrowser } from '../editor/browser.mjs';

export type EngineName = 'chromium' | 'firefox' | 'webkit';

/** A browser that has opened a page, and the lines of its console. */
export interface Opened {
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Opens a page in an engine; its console's lines come in order. */
export const OPEN: Readonly<Record<EngineName, (url: string) => Promise<Opened>>> = {
  async chromium(url) {
    const browser = await launchBrowser();
    const page = await browser.newPage();
    const lines: string[] = [];
    page.on('console', it => lines.push(it.text()));
    await page.goto(url);
    return { lines, close: () => browser.close() };
  },

  // WebDriver BiDi, which Firefox speaks by itself. https://w3c.github.io/webdriver-bidi/
  async firefox(url) {
    const home = mkdtempSync(join(tmpdir(), 'firefox-'));
    writeFileSync(join(home, 'user.js'), QUIET.map(([name, value]) => `user_pref("${name}", ${value});\n`).join(''));
    const browser = spawn(
      'firefox-esr',
      ['--headless', '--no-remote', '--profile', home, '--remote-debugging-port=0'],
      { env: { ...process.env, HOME: home }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const address = await lineWith(browser, /WebDriver BiDi listening on (ws:\S+)/);
    const lines: string[] = [];
    const { call, close } = await speak(`${address}/session`, ({ text }) => lines.push(text));
    await call('session.new', { capabilities: {} });
    await call('session.subscribe', { events: ['log.entryAdded'] });
    const { contexts } = (await call('browsingContext.getTree', {})) as { contexts: { context: string }[] };
    await call('browsingContext.navigate', { context: contexts[0]?.context, url, wait: 'none' });
    return {
      lines,
      async close() {
        close();
        await ended(browser);
        rmSync(home, { recursive: true, force: true });
      },
    };
  },

  // WebKitGTK's own little browser, which can print its console.
  async webkit(url) {
    const home = mkdtempSync(join(tmpdir(), 'webkit-'));
    const number = 90 + (process.pid % 900);
    const screen = spawn('Xvfb', [`:${number}`, '-screen', '0', '800x600x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
    while (!existsSync(`/tmp/.X11-unix/X${number}`)) await new Promise(done => setTimeout(done, 50));
    const browser = spawn(miniBrowser(), ['--enable-write-console-messages-to-stdout=true', url], {
      env: { ...process.env, HOME: home, DISPLAY: `:${number}`, ...(process.getuid?.() === 0 ? UNBOXED : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const lines: string[] = [];
    for (const stream of [browser.stdout, browser.stderr])
      createInterface({ input: stream }).on('line', line => lines.push(line));
    return {
      lines,
      async close() {
        await ended(browser, true);
        await ended(screen);
        rmSync(home, { recursive: true, force: true });
      },
    };
  },
};

const UNBOXED = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };

const QUIET = [
  ['app.normandy.enabled', false],
  ['browser.safebrowsing.malware.enabled', false],
  ['browser.safebrowsing.phishing.enabled', false],
  ['browser.search.update', false],
  ['datareporting.policy.dataSubmissionEnabled', false],
  ['network.captive-portal-service.enabled', false],
  ['network.connectivity-service.enabled', false],
  ['services.settings.server', '"data:,#remote-settings-dummy/v1"'],
] as const;

function miniBrowser(): string {
  const folder = '/usr/lib/x86_64-linux-gnu';
  const found = existsSync(folder) ? readdirSync(folder).filter(it => it.startsWith('webkit2gtk-4.')) : [];
  const path = found.map(it => join(folder, it, 'MiniBrowser')).find(it => existsSync(it));
  if (!path) throw new Error('There is no MiniBrowser of WebKitGTK: install webkit2gtk-driver.');
  return path;
}

function lineWith(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    child.once('exit', code => fail(new Error(`the browser ended with ${code}`)));
    if (child.stderr)
      createInterface({ input: child.stderr }).on('line', line => {
        const found = pattern.exec(line)?.[1];
        if (found) done(found);
      });
  });
}

async function ended(child: ChildProcess, group = false): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise(done => child.once('exit', done));
  if (group && child.pid) process.kill(-child.pid);
  else child.kill();
  await gone;
}

type Entry = { readonly text: string };

async function speak(url: string, onEntry: (entry: Entry) => void) {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { done: (result: unknown) => void; fail: (error: Error) => void }>();
  socket.on('message', data => {
    const { id, type, result, message, params } = JSON.parse(String(data));
    if (type === 'event') onEntry(params);
    else if (type === 'error') waiting.get(id)?.fail(new Error(message));
    else waiting.get(id)?.done(result);
  });
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  let last = 0;
  return {
    call(method: string, params: unknown): Promise<unknown> {
      const id = ++last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((done, fail) => waiting.set(id, { done, fail }));
    },
    close: () => socket.close(),
  };
}
