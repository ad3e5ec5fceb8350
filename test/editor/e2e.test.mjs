// The packaged extension in a real VS Code, used as a person uses it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whyNoBrowser } from './browser.mjs';
import { SAMPLE } from './sample.mjs';
import { startStory } from './story.mjs';

test('the packaged extension in VS Code', { skip: whyNoBrowser(), timeout: 300_000 }, async t => {
  const story = startStory(t, { workspace: SAMPLE.folder });
  const { shoot, step, picture } = story;
  const rows = async text => (await story.window.problems()).filter({ hasText: text });

  await step('a file is opened: squiggles, and its problems alone', async ({ window }) => {
    await window.openFile(SAMPLE.file);
    await window.squiggles(SAMPLE.severity).first().waitFor({ timeout: 30_000 });
    const row = (await rows(SAMPLE.message)).first();
    await row.waitFor();
    assert.match(await row.textContent(), new RegExp(`corslint\\s*\\(?${SAMPLE.rule}`));
    for (const other of SAMPLE.others) assert.equal(await (await rows(other)).count(), 0, 'a file that is not open');
    await shoot('problems');
    picture('problems');
  });

  await step('the light bulb fixes it, and the file on disk is right', async ({ window, folder }) => {
    const row = (await rows(SAMPLE.message)).first();
    const fix = await window.lightBulb(row, SAMPLE.fix);
    await shoot('light-bulb');
    const before = await (await rows(SAMPLE.message)).count();
    await window.choose(fix);
    await window.takePreview();
    await window.until(async () => (await (await rows(SAMPLE.message)).count()) < before, 'the problem to go');
    await shoot('fixed');
    await window.save();
    assert.match(readFileSync(join(folder, SAMPLE.file), 'utf8'), SAMPLE.fixed);
  });

  await step('a policy says in plain English what it means', async ({ page, window }) => {
    await window.goTo(SAMPLE.policyLine, 23);
    await window.command('Show or Focus Hover');
    await page.locator('.monaco-hover', { hasText: SAMPLE.policySays }).first().waitFor();
    await shoot('hover');
    await page.keyboard.press('Escape');
  });

  await step('an audit from the palette opens the report, and every file is in Problems', async ({ page, window }) => {
    await window.command('CORS Lint: Audit Workspace');
    const report = window.webview();
    await report.locator('h1', { hasText: 'CORS audit' }).waitFor({ timeout: 30_000 });
    await report.locator('#headline', { hasText: /\d+ (error|warning)/ }).waitFor();
    await page.locator('.notifications-toasts .notification-toast').first().waitFor({ state: 'detached' });
    await shoot('audit');
    // The panel draws the rows that are in sight alone: without the findings, every file is.
    await page.locator('.part.panel [aria-label="Collapse All"]').first().click();
    for (const other of SAMPLE.others) await (await rows(other)).first().waitFor();
    await page.keyboard.press('Control+J');
    await shoot('report');
    await report.locator('#findings').evaluate(it => it.scrollIntoView());
    await shoot('report-findings');
    await report.locator('#policies').evaluate(it => {
      it.scrollIntoView();
      it.parentElement.querySelector('details').open = true;
    });
    await shoot('report-policies');
    const rule = report.locator('a[data-rule]').first();
    const name = await rule.textContent();
    await rule.click();
    const rulePage = page.locator('.tab.active', { hasText: 'Preview' });
    await rulePage.waitFor();
    await window.untilFrame(new RegExp(`Wrong[^]*Right|${name}[^]*profile`), 'the page of the rule');
    await shoot('rule');
    await window.command('View: Close Editor');
    await rulePage.waitFor({ state: 'detached' });
    const link = report.locator('.findings a').first();
    const place = await link.textContent();
    await link.focus();
    await page.keyboard.press('Enter');
    await page
      .locator('.statusbar-item', { hasText: `Ln ${place.split(':')[0]}, Col ${place.split(':')[1]}` })
      .waitFor();
  });

  await step('every safe fix of a file at once', async ({ window, folder }) => {
    await window.openFile(SAMPLE.fixAllFile);
    await window.command('CORS Lint: Fix All in File');
    await window.save();
    assert.match(readFileSync(join(folder, SAMPLE.fixAllFile), 'utf8'), SAMPLE.allFixed);
  });

  await step('the server can be restarted', async ({ page, window }) => {
    await window.command('CORS Lint: Restart Server');
    await window.openFile(SAMPLE.file);
    await page.locator('.editor-group-container.active .monaco-editor').first().click();
    await page.keyboard.press('Control+Z'); // the fix of before
    await window.squiggles(SAMPLE.severity).first().waitFor();
  });
});
