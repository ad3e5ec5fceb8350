// Finds a Chromium to drive, and gets one where that is easy.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a browser (`CHROMIUM` names one); as root on Debian it is installed when it is missing. */
export function findBrowser(log = console.error) {
  const find = () => [process.env.CHROMIUM, ...PLACES].find(it => it && existsSync(it));
  const found = find();
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  log('Installing Chromium with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
    if (status !== 0) log(`apt-get ${args.join(' ')} failed: ${stderr}`);
  }
  return find();
}

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
