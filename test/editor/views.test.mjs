// What the extension shows beside the code, in a real VS Code, by keyboard alone, in every kind of theme.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { whyNoBrowser } from './browser.mjs';
import { startStory } from './story.mjs';

const WORKSPACE = fileURLToPath(new URL('../workspaces/react-express', import.meta.url));
/** A theme of each kind, and how the window is marked that has it. */
const THEMES = [
  ['dark', 'Default Dark Modern', '.monaco-workbench.vs-dark'],
  ['contrast', 'Default High Contrast', '.monaco-workbench.hc-black'],
  ['light', 'Default Light Modern', '.monaco-workbench.vs'],
];

/** The title of a fix about which the code does not tell whether it is right. */
const REVIEW = 'Allow `http://localhost:5173`';
const EDITOR = '.editor-group-container .monaco-editor';

test('the views of the extension in VS Code', { skip: whyNoBrowser(), timeout: 300_000 }, async t => {
  const { step, shoot, picture } = startStory(t, { workspace: WORKSPACE });

  /** A picture in each kind of theme. */
  const shootThemes = async ({ page, settings }, name) => {
    for (const [kind, theme, mark] of THEMES) {
      await settings({ 'workbench.colorTheme': theme });
      await page.locator(mark).first().waitFor();
      // The colours of webviews come a moment after those of the window.
      await page.waitForTimeout(300);
      await shoot(`${name}-${kind}`);
    }
  };

  await step('the tree has servers, policies and calls, and says so to screen readers', async story => {
    const { page, window } = story;
    // What extensions bring comes a moment after the window.
    await page.locator('.activitybar').getByRole('tab', { name: 'CORS' }).waitFor({ timeout: 30_000 });
    await window.command('CORS Lint: Show Policies and Calls');
    const rows = page.locator('.pane-body .monaco-list-row');
    const row = text => page.getByRole('treeitem', { name: text });
    await row(/^The Express application, at http:\/\/localhost:4000/).waitFor({ timeout: 30_000 });
    await row(/^Blocked: GET http:\/\/localhost:4000\/items from http:\/\/localhost:5173/).waitFor();
    assert.ok((await rows.count()) >= 4);
    await shootThemes(story, 'policies');
  });

  await step('a row leads to its line', async ({ page, window }) => {
    const focused = page.locator('.pane-body .monaco-list-row.focused');
    // The view is shown before it takes the keys.
    await window.until(async () => {
      await window.command('CORS Lint: Show Policies and Calls');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      return (await focused.count()) === 1 && /^Readable/.test((await focused.getAttribute('aria-label')) ?? '');
    }, 'the row of the policy');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active[data-resource-name="index.js"]').waitFor();
  });

  await step('only what is blocked is left by the filter', async ({ page, window }) => {
    const lost = page.getByRole('treeitem', { name: /^Calls that lead to no server/ });
    await window.command('CORS Lint: Show Policies and Calls');
    await lost.waitFor();
    await window.command('CORS Lint: Filter Policies');
    await window.pick('Blocked calls');
    await lost.waitFor({ state: 'detached' });
    await page
      .getByRole('treeitem', { name: /^Blocked: DELETE/ })
      .first()
      .waitFor();
    await window.command('CORS Lint: Filter Policies');
    await window.pick('Everything');
    await lost.waitFor();
  });

  await step('the simulator is opened from the lens over a policy, and answers header by header', async story => {
    const { page, window, settings } = story;
    await settings({ 'corslint.codeLens': true });
    const lens = page.locator(`${EDITOR} .codelens-decoration a`).first();
    await lens.waitFor();
    assert.match(await lens.textContent(), /^Readable by http:\/\/localhost:3000, .* · Simulate a request…$/);
    await shoot('code-lens');
    await lens.click();
    const form = window.webview();
    await form.getByRole('heading', { name: 'Simulate a request' }).waitFor();
    await window.until(async () => (await form.getByLabel('Origin of the page').inputValue()) !== '', 'an origin');
    assert.equal(await form.getByLabel('Origin of the page').inputValue(), 'http://localhost:3000');
    const verdict = name => form.getByRole('row', { name: new RegExp(`^${name}`) });
    await verdict('Chromium').filter({ hasText: 'allowed' }).waitFor();
    // By keyboard alone from here.
    await form.getByLabel('Origin of the page').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.type('DEL');
    await page.keyboard.press('Tab');
    await page.keyboard.type('X-Trace: 1');
    for (const it of ['Chromium', 'Firefox', 'WebKit']) await verdict(it).filter({ hasText: 'blocked' }).waitFor();
    await verdict('Chromium').filter({ hasText: 'Method DELETE is not allowed' }).waitFor();
    await form.getByRole('row', { name: 'access-control-request-headers x-trace' }).waitFor();
    await shootThemes(story, 'simulator');
    picture('simulator-light');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await verdict('Chromium').filter({ hasText: "'Access-Control-Allow-Credentials'" }).waitFor();
    await page.keyboard.press('Space');
    await verdict('Chromium').filter({ hasText: 'Method DELETE' }).waitFor();
  });

  await step('the simulator follows what is typed', async ({ page, window, folder }) => {
    const blocked = window
      .webview()
      .getByRole('row', { name: /^Chromium/ })
      .filter({ hasText: 'blocked' });
    await page.locator(EDITOR).first().click();
    const lines = readFileSync(join(folder, 'server', 'index.js'), 'utf8').split('\n');
    const line = lines.findIndex(it => it.includes("'POST'"));
    await window.goTo(line + 1, lines[line].indexOf("'POST'") + 1);
    await page.keyboard.insertText("'DELETE', ");
    await blocked.filter({ hasText: 'Method DELETE' }).waitFor({ state: 'detached' });
  });

  await step('the menu of the status item makes a configuration file', async ({ page, window, folder }) => {
    await window.command('CORS Lint: Show Menu');
    await shoot('menu');
    await window.pick('Create Configuration File');
    await page.locator('.tab.active[data-resource-name="corslint.config.json"]').waitFor();
    const saved = () => readFileSync(join(folder, 'corslint.config.json'), 'utf8');
    await window.until(() => /"profile": "recommended"/.test(saved()), 'the file on disk');
  });

  await step('a fix that is to be reviewed opens in the preview', async ({ page, window }) => {
    await page.keyboard.press('Control+Shift+E');
    await window.openFile('server/index.js');
    const row = (await window.problems()).filter({ hasText: 'http://localhost:5173' }).first();
    const fix = await window.lightBulb(row, REVIEW);
    await shoot('light-bulb-review');
    await window.choose(fix);
    await page.locator('.edit-checkbox').first().waitFor();
    await shoot('preview');
    await window.takePreview();
    await window.untilText(/origin: \['http:\/\/localhost:3000', 'http:\/\/localhost:5173'\]/);
  });

  await step('the walkthrough leads to the sample and to a problem in it', async ({ page, window }) => {
    await window.command('CORS Lint: Open Walkthrough');
    const steps = page.locator('.gettingStartedContainer');
    for (const title of [
      'Open the sample',
      'See a problem',
      'Fix it',
      'Audit the workspace',
      'Explain a browser error',
    ])
      await steps.getByText(title, { exact: true }).first().waitFor();
    await shoot('walkthrough');
    const opened = page.context().waitForEvent('page', { timeout: 20_000 });
    await steps.getByText('Open Sample Workspace').first().click();
    const sample = await opened;
    await sample.locator('.gettingStartedContainer').getByText('See a problem').first().waitFor({ timeout: 60_000 });
    await sample.getByText('See a problem', { exact: true }).first().click();
    await sample.getByText('Show a Problem', { exact: true }).first().click();
    await sample.locator('.tab.active[data-resource-name="catalogue.js"]').waitFor();
    await sample.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 30_000 });
    await sample.close();
  });
});
