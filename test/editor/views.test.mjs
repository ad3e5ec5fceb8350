// What the extension shows beside the code, in a real VS Code, by keyboard alone, in every kind of theme.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
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

test('the views of the extension in VS Code', { skip: whyNoBrowser(), timeout: 300_000 }, async t => {
  const { step, shoot } = startStory(t, { workspace: WORKSPACE });

  /** A picture in each kind of theme. */
  const shootThemes = async ({ page, folder }, name) => {
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    for (const [kind, theme, mark] of THEMES) {
      const settings = { 'workbench.colorTheme': theme };
      writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
      await page.locator(mark).first().waitFor();
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
    await window.command('CORS Lint: Show Policies and Calls');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
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
});
