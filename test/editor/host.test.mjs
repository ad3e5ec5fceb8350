// The suite inside the extension host of a real VS Code: the same that `npm run test:electron` runs where that can be had.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { format } from 'node:util';
import { launchBrowser, whyNoBrowser } from './browser.mjs';
import { installVscode } from './install-vscode.mjs';
import { STEADY, startServer } from './server.mjs';
import { buildSuite, ROOT, suiteFolder } from './suite.mjs';

const LIMIT = 180_000;

test('the suite in the extension host', { skip: whyNoBrowser(), timeout: LIMIT + 120_000 }, async t => {
  const suite = await buildSuite();
  const { base, folder } = suiteFolder();
  const server = await startServer({ at: installVscode(), base, settings: STEADY, driver: true });
  t.after(() => rmSync(base, { recursive: true, force: true }));
  t.after(() => server.stop());
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const url = server.url(folder, [
    ['extensionDevelopmentPath', server.remote(ROOT)],
    ['extensionTestsPath', server.remote(suite)],
  ]);
  const { code, output } = await runSuite(page, url);
  assert.equal(code, 0, output);
  console.log(output);
});

/** VS Code calls these two functions of the page: one with every line of its log, one with the suite's result. */
async function runSuite(page, url) {
  /** What VS Code itself has to say comes first, and counts where the suite says nothing. */
  const before = [];
  const lines = [];
  let started = false;
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    const line = format(...args);
    started ||= line.includes('in the extension host');
    (started ? lines : before).push(line);
  });
  let timer;
  const ended = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the suite does not end:\n${lines.join('\n')}`)), LIMIT);
    page.once('close', () => reject(new Error('the window was closed')));
    page.once('crash', () => reject(new Error('the window crashed')));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  try {
    await page.goto(url);
    const code = await ended;
    return { code, output: (started ? lines : before.slice(-40)).join('\n') };
  } finally {
    clearTimeout(timer);
  }
}
