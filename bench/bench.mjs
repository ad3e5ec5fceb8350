// npm run bench -- DIR    measures corslint on DIR beside the floor, ripgrep and ESLint, and holds the ratios to budgets.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { auditFigures } from './audit.mjs';
import { eslintFigures } from './eslint.mjs';
import { editorFigures } from './keystroke.mjs';
import { build, cleanUp } from './product.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    'no-eslint': { type: 'boolean', default: false },
  },
});
const [given] = positionals;
if (given === undefined || positionals.length > 1 || !existsSync(given) || !statSync(given).isDirectory()) {
  console.error('usage: npm run bench -- DIR [--runs N] [--no-eslint]');
  process.exit(2);
}

const folder = resolve(given);
const runs = Math.max(1, Number(values.runs) || 5);
try {
  say('bundling');
  const product = await build();
  say('audits');
  const audit = await auditFigures(product, folder, runs);
  say('editor');
  const editor = await editorFigures(product, audit.files);
  say('ESLint');
  const eslint = values['no-eslint'] ? { missing: 'not asked for' } : await eslintFigures(audit.files);
  print(audit, editor, eslint);
} finally {
  cleanUp();
}

function say(what) {
  if (process.stderr.isTTY) console.error(`${what}…`);
}

function print(audit, editor, eslint) {
  const list = `${thousands(audit.files.length)} files, ${megabytes(audit.bytes)}`;
  console.log(
    `${list}; findings: ${audit.findings}, policies: ${audit.policies}; Node ${process.version}; medians of ${runs} runs\n`,
  );
  table([
    ['', 'ms'],
    ['node -e 0', ms(audit.node)],
    ['floor: Node reads the same files once', ms(audit.floor)],
    ['ripgrep -l, the same words', audit.ripgrep === undefined ? 'not installed' : ms(audit.ripgrep)],
    ['cold audit', ms(audit.cold)],
    ['warm audit, second in one process', ms(audit.warm)],
    [
      'ESLint, sonarjs/cors, JavaScript and TypeScript of the same list',
      eslint.time === undefined ? eslint.missing : ms(eslint.time),
    ],
    ['server start to first diagnostics', ms(editor.start)],
    ...editor.keystrokes.map(it => [
      `keystroke to diagnostics, ${thousands(it.lines)} lines of a ${it.kind}, p50 / p95`,
      `${it.p50.toFixed(1)} / ${it.p95.toFixed(1)}`,
    ]),
    ['peak memory of the cold audit', megabytes(audit.memory)],
    ...(eslint.memory === undefined ? [] : [['peak memory of ESLint', megabytes(eslint.memory)]]),
  ]);
  if (eslint.versions)
    console.log(`\nESLint: ${eslint.versions}, ${thousands(eslint.files)} files, ${eslint.reports} reports`);
  console.log();
  const p95 = (kind, lines) => editor.keystrokes.find(it => it.kind === kind && it.lines === lines)?.p95;
  table([
    ['', 'measured', 'budget', ''],
    audit.ripgrep === undefined
      ? budget('cold audit ÷ floor, in place of ripgrep', audit.cold / audit.floor, 10)
      : budget('cold audit ÷ ripgrep', audit.cold / audit.ripgrep, 10),
    audit.ripgrep === undefined
      ? budget('warm audit ÷ floor, in place of ripgrep', audit.warm / audit.floor, 4)
      : budget('warm audit ÷ ripgrep', audit.warm / audit.ripgrep, 4),
    ...(eslint.time === undefined ? [] : [atLeast('ESLint ÷ cold audit', eslint.time / audit.cold, 40)]),
    budget('start to first diagnostics ÷ node -e 0', editor.start / audit.node, 4),
    budget('keystroke, 2,000 lines of a server, p95, ms', p95('server', 2000), 10),
    budget('keystroke, 9,000 lines of a server, p95, ms', p95('server', 9000), 40),
    budget('keystroke, 2,000 lines of a page, p95, ms', p95('page', 2000), 10),
    budget('keystroke, 9,000 lines of a page, p95, ms', p95('page', 9000), 40),
    budget('peak memory, MB', audit.memory / 1e6, 200),
  ]);
}

function budget(name, value, limit) {
  return [name, value.toFixed(1), `≤ ${limit}`, value <= limit ? 'ok' : 'OVER'];
}

function atLeast(name, value, limit) {
  return [name, value.toFixed(0), `≥ ${limit}`, value >= limit ? 'ok' : 'UNDER'];
}

function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)));
  for (const row of rows)
    console.log(
      row
        .map((it, i) => (i ? it.padStart(widths[i]) : it.padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    );
}

function ms(value) {
  return value.toFixed(0);
}

function thousands(value) {
  return value.toLocaleString('en-US');
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
