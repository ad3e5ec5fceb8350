// npm run exhaustion [-- WORD…]    prints what the command line takes for each kind of generated file at 64 kB: processor time above
// that of an empty folder, and peak memory.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KINDS } from './kinds.ts';
import { MANIFEST } from './programs.ts';
import { largest } from './sizes.ts';

const SECONDS = 1;
const MEGABYTES = 200;

interface Figures {
  readonly seconds: number;
  readonly megabytes: number;
}

const home = mkdtempSync(join(tmpdir(), 'corslint-exhaustion-'));
const note = join(home, 'note.json');
const hook = join(home, 'hook.mjs');
writeFileSync(
  hook,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(${JSON.stringify(note)}, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
});`,
);

/** Processor time and peak memory of one audit of these files. */
function audit(files: Readonly<Record<string, string>>): Figures & { readonly policies: string } {
  const folder = mkdtempSync(join(home, 'w-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const cli = join(process.cwd(), 'dist/cli.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(hook).href, cli, 'check', '--exit-zero', '--no-progress', '--format', 'json', '.'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30, timeout: 120_000 },
  );
  if (status !== 0) return { seconds: Number.NaN, megabytes: Number.NaN, policies: stderr.slice(0, 200) };
  const { summary } = JSON.parse(stdout);
  return {
    ...JSON.parse(readFileSync(note, 'utf8')),
    policies: `${summary.policies} policies${stderr ? `, ${stderr.split('\n')[0]}` : ''}`,
  };
}

execFileSync(process.execPath, ['esbuild.mjs']);
const words = process.argv.slice(2);
const ORDINARY = {
  'main.js': "const app = require('express')();\napp.use(require('cors')({ origin: 'https://a.example' }));\n",
};
const [, , start] = [audit(ORDINARY), audit(ORDINARY), audit(ORDINARY)];
console.log(`a file of two lines: ${start?.seconds.toFixed(2)} s, ${start?.megabytes.toFixed(0)} MB`);
const cases = Object.entries(KINDS).flatMap(([group, { programs, lines }]) =>
  Object.entries(programs).flatMap(([name, program]) =>
    lines.map(most => ({ title: `${group}: ${name}${most ? `, ${most}` : ''}`, files: largest(program, most) })),
  ),
);
for (const { title, files } of cases.filter(it => words.length === 0 || words.some(word => it.title.includes(word)))) {
  const { seconds, megabytes, policies } = audit({ 'package.json': MANIFEST, ...files });
  const took = seconds - (start?.seconds ?? 0);
  const over = took <= SECONDS && megabytes <= MEGABYTES ? '' : '  OVER';
  console.log(`${took.toFixed(2).padStart(6)} s ${megabytes.toFixed(0).padStart(4)} MB  ${title} (${policies})${over}`);
}
rmSync(home, { recursive: true, force: true });
