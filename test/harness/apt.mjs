// What tests need of the system: found, or got from Debian where root may do so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where programs stand, by the Debian package that brings them. `CHROMIUM` names a browser of one's own. */
export const PROGRAMS = {
  chromium: [
    ...(process.env.CHROMIUM ? [process.env.CHROMIUM] : []),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  nginx: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
  apache2: ['/usr/sbin/apache2', '/usr/sbin/httpd'],
  caddy: ['/usr/bin/caddy'],
  haproxy: ['/usr/sbin/haproxy', '/usr/local/sbin/haproxy'],
  neovim: ['/usr/bin/nvim', '/usr/local/bin/nvim', '/opt/homebrew/bin/nvim'],
};

/** The path of a program, or undefined. */
export function find(name, log = console.error) {
  const here = () => PROGRAMS[name].find(it => existsSync(it));
  return here() ?? (install([name], log) ? here() : undefined);
}

/** Gets all that is missing at once, before tests that run side by side would. */
export function findAll(log = console.error) {
  const missing = Object.keys(PROGRAMS).filter(name => !PROGRAMS[name].some(it => existsSync(it)));
  if (missing.length > 0) install(missing, log);
}

function install(names, log) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  log(`Installing ${names.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) log(`apt-get ${args.join(' ')} failed: ${stderr}`);
  }
  return true;
}
