// Runs a VS Code server for one test: everything it writes is in the folder it is given.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
};

/** What a person would not want, but a test that looks at rows and clicks does. */
export const STEADY = {
  // TypeScript's own problems arrive late and reorder the panel.
  'js/ts.validate.enabled': false,
  'typescript.validate.enable': false,
  'javascript.validate.enable': false,
  // A hover below the parked mouse covers rows and takes clicks.
  'workbench.hover.delay': 600_000,
};

/**
 * Starts VS Code (`at` is what `installVscode` answers) in the empty folder `base`, with the extensions in `vsix`. `driver` lets a
 * window take an extension and its tests from the address; the price is that it shows no toasts.
 */
export async function startServer({ at, base, vsix = [], settings = {}, driver = false, port = 0 }) {
  const folder = name => {
    const path = join(base, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const home = folder('home');
  const dirs = [
    '--server-data-dir',
    folder('data'),
    '--user-data-dir',
    folder('user'),
    '--extensions-dir',
    folder('extensions'),
  ];
  writeFileSync(join(folder('user/User'), 'settings.json'), JSON.stringify({ ...QUIET, ...settings }));
  const foreign = /^(VSCODE_|ELECTRON_|npm_|XDG_)|^NODE_OPTIONS$/i;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const env = { ...inherited, HOME: home, USERPROFILE: home };
  const command = [at.main, '--accept-server-license-terms', ...dirs];

  for (const file of vsix) {
    const { status, stdout, stderr } = spawnSync(at.node, [...command, '--install-extension', file, '--force'], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${file} cannot be installed:\n${stdout}${stderr}`);
  }

  // Whoever reaches the port may run code, so the page has to know a secret.
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(base, 'token'), token, { mode: 0o600 });
  const log = join(base, 'server.log');
  const output = openSync(log, 'w');
  const child = spawn(
    at.node,
    [
      ...[...command, '--host', '127.0.0.1', '--port', String(port), '--connection-token-file', join(base, 'token')],
      ...['--disable-workspace-trust', '--telemetry-level', 'off', ...(driver ? ['--enable-smoke-test-driver'] : [])],
    ],
    { env, stdio: ['ignore', output, output], detached: process.platform !== 'win32' },
  );
  closeSync(output);
  const ended = new Promise(resolve => child.once('exit', resolve));

  /** The server is a process group of its own: its extension hosts and terminals go with it. */
  function kill(signal) {
    try {
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {}
  }
  const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const killed = () => kill('SIGKILL');
  const interrupted = () => process.exit(130);
  process.once('exit', killed);
  for (const it of SIGNALS) process.once(it, interrupted);

  async function stop() {
    process.off('exit', killed);
    for (const it of SIGNALS) process.off(it, interrupted);
    kill('SIGTERM');
    await Promise.race([ended, sleep(5000)]);
    kill('SIGKILL');
  }

  const authority = await listening(log, child).catch(async error => {
    await stop();
    throw error;
  });
  return {
    stop,
    log,
    ended,
    /** The address of a window on a folder; `payload` holds what a driver is told. */
    url(path, payload = []) {
      const query = new URLSearchParams({ tkn: token, folder: path });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${query}`;
    },
    /** A path of this machine as a window names it. */
    remote: path => `vscode-remote://${authority}${encodeURI(path)}`,
  };
}

async function listening(log, child) {
  for (let tenths = 0; tenths < 600 && child.exitCode === null; tenths++) {
    const port = /Extension host agent listening on (\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (port) return `127.0.0.1:${port}`;
    await sleep(100);
  }
  throw new Error(`VS Code does not start:\n${readFileSync(log, 'utf8').slice(-4000)}`);
}
