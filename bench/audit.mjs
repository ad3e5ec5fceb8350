import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median, timed } from './measure.mjs';

/** What ripgrep looks for: what no CORS policy can be written without. */
const WORDS = 'cors|access-control|allow_origin|alloworigin';

/** The audit of a folder: cold in a process of its own, warm as the second in one process, beside the floor. */
export async function auditFigures(product, folder, runs) {
  const warmScript = join(product.home, 'warm.mjs');
  const floorScript = join(product.home, 'floor.mjs');
  const listFile = join(product.home, 'files.json');
  writeFileSync(warmScript, WARM(product));
  writeFileSync(floorScript, FLOOR(listFile));
  const node = (...args) => {
    const result = timed(process.execPath, args, { cwd: folder });
    if (result.status !== 0) throw new Error(`${args[0]} ended with ${result.status}: ${result.stderr.slice(0, 400)}`);
    return result;
  };
  const ripgrep = spawnSync('rg', ['--version']).status === 0;
  const samples = { node: [], floor: [], ripgrep: [], cold: [], warm: [] };
  const audit = [product.cli, 'check', '--exit-zero', '--format', 'json', '--no-progress', '.'];
  let report;
  let memory = 0;
  writeFileSync(join(product.home, 'list.mjs'), LIST(product));
  const files = JSON.parse(node(join(product.home, 'list.mjs')).stdout);
  writeFileSync(listFile, JSON.stringify(files));
  for (let i = 0; i <= runs; i++) {
    const floor = node(floorScript);
    const cold = node(...audit);
    const warm = node(warmScript);
    const bare = node('-e', '0');
    const rg = ripgrep ? timed('rg', ['-l', '-i', WORDS, '-tjs', '-tts', '-tjson', '.'], { cwd: folder }) : undefined;
    report ??= JSON.parse(cold.stdout);
    // The first round only fills the page cache.
    if (i === 0) continue;
    memory = Math.max(memory, cold.memory ?? 0);
    samples.node.push(bare.time);
    samples.floor.push(floor.time);
    samples.cold.push(cold.time);
    samples.warm.push(JSON.parse(warm.stdout).second);
    if (rg) samples.ripgrep.push(rg.time);
  }
  const { summary } = report;
  return {
    files,
    bytes: files.reduce((sum, it) => sum + statSync(it).size, 0),
    findings: summary.error + summary.warning + summary.info + summary.hint,
    policies: summary.policies,
    memory,
    node: median(samples.node),
    floor: median(samples.floor),
    ripgrep: ripgrep ? median(samples.ripgrep) : undefined,
    cold: median(samples.cold),
    warm: median(samples.warm),
  };
}

/** Two audits with one workspace, so that the second finds every fact known. */
const WARM = ({ parts }) => `
import { run, PRODUCT, openWorkspace } from ${JSON.stringify(pathToFileURL(parts).href)};
let workspace;
const product = { ...PRODUCT, openWorkspace: async () => host => (workspace ??= openWorkspace(host)) };
const quiet = { write: () => {}, isTTY: false, columns: undefined };
const io = { cwd: process.cwd(), env: {}, stdout: quiet, stderr: quiet, stdin: () => '', serve: async () => {} };
const audit = async () => {
  const before = performance.now();
  await run(['check', '--exit-zero', '--format', 'json', '.'], io, product);
  return performance.now() - before;
};
const first = await audit();
const second = await audit();
process.stdout.write(JSON.stringify({ first, second }));
`;

/** Lists the files that an audit looks at. */
const LIST = ({ parts }) => `
import { findFiles, openWorkspace } from ${JSON.stringify(pathToFileURL(parts).href)};
const workspace = openWorkspace({ read: () => undefined, exists: () => false });
const cwd = process.cwd();
const search = { cwd, paths: [], concerns: it => workspace.concerns(it), exclude: [], excludeFrom: cwd, skip: () => {} };
process.stdout.write(JSON.stringify([...findFiles(search)].map(it => it.path)));
`;

/** Reads each of the files once, and nothing else. */
const FLOOR = list => `
import { readFileSync } from 'node:fs';
for (const path of JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))) readFileSync(path);
`;
