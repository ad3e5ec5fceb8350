// Finds a Chromium to drive, and gets one where that is easy.
import { chromium } from 'playwright-core';
import { find } from '../harness/apt.mjs';

/** The path of a browser (`CHROMIUM` names one). */
export const findBrowser = log => find('chromium', log);

/** Why the tests that need a browser cannot run, said loudly; false where they can. With `CI` set, that is a failure. */
export function whyNoBrowser(what = 'in a real editor') {
  if (findBrowser()) return false;
  const why = 'There is no Chromium: install it, or name one with the variable CHROMIUM.';
  if (process.env.CI) throw new Error(why);
  console.error(`\n*** SKIPPED: the tests ${what}. ${why}\n`);
  return why;
}

export function launchBrowser() {
  const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'gpu', 'dev-shm-usage'];
  return chromium.launch({
    executablePath: findBrowser(),
    args: [
      '--headless',
      '--no-first-run',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...quiet.map(it => `--disable-${it}`),
    ],
  });
}
