// VS Code's window as a person uses it. The selectors hold for 1.139.

const EDITOR = '.editor-group-container.active .monaco-editor';

export function workbench(page) {
  page.setDefaultTimeout(20_000);

  async function until(test, what, milliseconds = 20_000) {
    const end = Date.now() + milliseconds;
    while (!(await test())) {
      if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
      await page.waitForTimeout(100);
    }
  }

  const quickInput = page.locator('.quick-input-widget input.input');

  const self = {
    until,

    async open(url) {
      await page.goto(url);
      await page.locator('.part.statusbar .statusbar-item').first().waitFor({ timeout: 60_000 });
    },

    /** Opens a file by its path in the explorer, folder by folder. */
    async openFile(path) {
      const names = path.split('/');
      const file = names.pop();
      const item = name => page.locator('.explorer-viewlet').getByRole('treeitem', { name, exact: true }).first();
      for (const it of names) {
        await item(it).waitFor({ timeout: 30_000 });
        if ((await item(it).getAttribute('aria-expanded')) !== 'true') await item(it).click();
      }
      await item(file).waitFor({ timeout: 30_000 });
      await item(file).dblclick(); // a single click opens a preview that the next file replaces
      await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
      await page.locator(`${EDITOR} .view-line`).first().waitFor();
    },

    squiggles: kind => page.locator(`${EDITOR} .squiggly-${kind}`),

    /** The lines on the screen; blanks are no-break spaces in the page. */
    text: () =>
      page
        .locator(`${EDITOR} .view-lines`)
        .first()
        .evaluate(lines =>
          [...lines.querySelectorAll('.view-line')]
            .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
            .map(it => it.textContent.replaceAll('\u00a0', ' '))
            .join('\n'),
        ),

    untilText: pattern => until(async () => pattern.test(await self.text()), `${pattern} in the editor`),

    /** The rows of the Problems panel, files among them. */
    async problems() {
      const panel = page.locator('.markers-panel');
      if (!(await panel.isVisible())) {
        await page.keyboard.press('Control+Shift+M');
        await panel.waitFor();
      }
      return panel.getByRole('treeitem');
    },

    /** Goes to the problem in `row` and opens the menu of the light bulb there; answers the entry with this title. */
    async lightBulb(row, title) {
      const entry = page.locator('.action-widget .monaco-list-row.action').filter({ hasText: title }).first();
      for (let tries = 0; tries < 6; tries++) {
        await row.dblclick();
        // The double click acts in two steps; the second would close a menu that the first let open. The bulb comes after both.
        await page
          .locator('.monaco-editor.focused .lightBulbWidget')
          .waitFor({ timeout: 5000 })
          .catch(() => {});
        await page.keyboard.press('Control+.');
        const opened = await entry.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
        if (opened) return entry;
        await page.keyboard.press('Escape');
      }
      throw new Error(`the light bulb does not offer “${title}”`);
    },

    async choose(entry) {
      const chosen = () => entry.evaluate(it => it.classList.contains('focused'));
      for (let steps = 0; steps < 40 && !(await chosen()); steps++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await entry.waitFor({ state: 'detached' });
    },

    /** Takes all that the preview of a fix shows: it is asked about, and so nothing is ticked at first. */
    async takePreview() {
      const boxes = page.locator('.edit-checkbox');
      await boxes.first().waitFor();
      await until(async () => {
        await page.keyboard.press('Home');
        await page.keyboard.press('Space');
        return boxes.last().isChecked();
      }, 'what is previewed to be ticked');
      await page.keyboard.press('Control+Enter');
      await boxes.first().waitFor({ state: 'hidden' });
    },

    /** Runs a command by its title. What opens meanwhile closes the palette, and what is installed fills it late. */
    async command(title) {
      const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
      for (let tries = 1; ; tries++) {
        try {
          await page.keyboard.press('F1');
          await quickInput.waitFor({ timeout: 5000 });
          await quickInput.fill(`>${title}`, { timeout: 3000 });
          await row.waitFor({ timeout: 5000 });
          await row.click({ timeout: 3000 });
          break;
        } catch (error) {
          if (tries === 5) throw error;
          await page.keyboard.press('Escape');
        }
      }
      await until(
        async () => !(await quickInput.isVisible()) || (await quickInput.inputValue()) !== `>${title}`,
        title,
      );
    },

    /** Chooses from the list that is open, by what an entry begins with. */
    async pick(label) {
      await quickInput.waitFor();
      await quickInput.fill(label);
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().waitFor();
      await page.keyboard.press('Enter');
      await quickInput.waitFor({ state: 'hidden' });
    },

    /** Puts the cursor of the file in front at a place; both count from 1. */
    async goTo(line, column) {
      await page.keyboard.press('Control+G');
      await quickInput.fill(`:${line}:${column}`);
      await page.keyboard.press('Enter');
      await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
    },

    async save() {
      await page.locator('.tab.active.dirty').waitFor();
      await page.keyboard.press('Control+S');
      await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    },

    /** The content of the visible webview. */
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),

    /** Waits until one of the frames, which webviews are, shows such a text. */
    untilFrame: (pattern, what) =>
      until(async () => {
        for (const frame of page.frames()) {
          const text = await frame.evaluate(() => document.body?.textContent ?? '').catch(() => '');
          if (frame !== page.mainFrame() && pattern.test(text)) return true;
        }
        return false;
      }, what),

    /** Waits until nothing moves, for a picture. */
    still: () =>
      page.evaluate(async () => {
        const finite = document.getAnimations().filter(it => it.effect?.getComputedTiming().endTime !== Infinity);
        await Promise.all(finite.map(it => it.finished.catch(() => {})));
      }),
  };
  return self;
}
