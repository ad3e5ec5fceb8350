import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { timed } from './measure.mjs';

/**
 * The peer: ESLint with one rule of eslint-plugin-sonarjs (LGPL-3.0-only; run here, never shipped). Installed on demand into
 * a cache folder outside of the repository.
 */
const PACKAGES = [
  'eslint@10.15.0',
  '@typescript-eslint/parser@8.73.0',
  'eslint-plugin-sonarjs@4.2.2',
  'typescript@6.0.3',
];
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'corslint-bench');

/** Milliseconds and peak memory of ESLint's `sonarjs/cors` over the JavaScript and TypeScript in `files`; or why not. */
export async function eslintFigures(files) {
  const missing = install();
  if (missing !== undefined) return { missing };
  const code = files.filter(it => /\.[cm]?[jt]sx?$/.test(it));
  writeFileSync(join(CACHE, 'files.json'), JSON.stringify(code));
  writeFileSync(join(CACHE, 'run.mjs'), RUN);
  const result = timed(process.execPath, ['--max-old-space-size=4096', join(CACHE, 'run.mjs')], {
    cwd: CACHE,
    timeout: 30 * 60_000,
  });
  if (result.status !== 0) return { missing: `failed: ${(result.stderr || String(result.error)).split('\n')[0]}` };
  const { reports } = JSON.parse(result.stdout);
  return { time: result.time, memory: result.memory, files: code.length, reports, versions: PACKAGES.join(', ') };
}

function install() {
  const stamp = join(CACHE, 'installed');
  const wanted = PACKAGES.join('\n');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), '{ "private": true, "type": "module" }');
  console.error(`installing ${PACKAGES.join(', ')} into ${CACHE}`);
  const result = timed('npm', ['install', '--no-audit', '--no-fund', '--save-exact', '--ignore-scripts', ...PACKAGES], {
    cwd: CACHE,
  });
  if (result.status !== 0)
    return `cannot be installed: ${(result.stderr || String(result.error)).trim().split('\n')[0]}`;
  writeFileSync(stamp, wanted);
  return undefined;
}

const RUN = `
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import parser from '@typescript-eslint/parser';
import sonarjs from 'eslint-plugin-sonarjs';
const files = JSON.parse(readFileSync('files.json', 'utf8'));
const eslint = new ESLint({
  cwd: '/',
  overrideConfigFile: true,
  ignore: false,
  allowInlineConfig: false,
  overrideConfig: [
    {
      files: ['**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}'],
      languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
      plugins: { sonarjs },
      rules: { 'sonarjs/cors': 'error' },
    },
  ],
});
const results = await eslint.lintFiles(files);
const reports = results.flatMap(it => it.messages).filter(it => it.ruleId === 'sonarjs/cors').length;
process.stdout.write(JSON.stringify({ reports }));
`;
