import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export function median(values) {
  return quantile(values, 0.5);
}

/** Runs a program to its end: milliseconds from start to end, its output, and its peak memory in bytes if it is Node's. */
export function timed(command, args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'corslint-run-'));
  const note = join(folder, 'memory');
  const hook = join(folder, 'hook.mjs');
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS)));`,
  );
  const isNode = command === process.execPath;
  const before = performance.now();
  const result = spawnSync(command, isNode ? ['--import', pathToFileURL(hook).href, ...args] : args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    ...options,
  });
  const time = performance.now() - before;
  let memory;
  try {
    memory = Number(readFileSync(note, 'utf8')) * 1024;
  } catch {}
  rmSync(folder, { recursive: true, force: true });
  return {
    time,
    memory,
    status: result.status,
    stdout: result.stdout ?? '',
    stderr: result.stderr ?? '',
    error: result.error,
  };
}
