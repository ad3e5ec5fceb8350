import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { folder } from '../cli/fake.ts';

const BAD = "const app = require('express')();\napp.use(require('cors')({ origin: '*', credentials: true }));\n";

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder on the path whose `npx` runs the bundle that stands here, whatever version it is told. */
function npx(t: Parameters<typeof folder>[0]): string {
  const bin = folder(t, { npx: `#!/bin/bash\nshift 2\nexec node ${resolve('dist/cli.js')} "$@"\n` });
  spawnSync('chmod', ['+x', join(bin, 'npx')]);
  return `${bin}${delimiter}${process.env.PATH}`;
}

/** Runs the action's script with inputs, as GitHub would put them into its environment. */
function action(t: Parameters<typeof folder>[0], cwd: string, given: Readonly<Record<string, string>>) {
  const { inputs, runs } = parse(readFileSync('action.yml', 'utf8'));
  const [{ run, env } = {}] = runs.steps as readonly Step[];
  const values = Object.entries(env ?? {}).map(([name, text]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(text)?.[1] ?? '';
    assert.ok(inputs[input], `${text} is an input`);
    return [name, given[input] ?? inputs[input].default];
  });
  const temp = folder(t, { output: '', summary: '' });
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run ?? ''], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...Object.fromEntries(values),
      PATH: npx(t),
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
    },
  });
  const file = (name: string) => readFileSync(join(temp, name), 'utf8');
  return { status, stdout, stderr, temp, file };
}

test('the action annotates, sums up, and leaves SARIF for the upload', t => {
  const cwd = folder(t, { 'server.js': BAD, 'a b/server.js': BAD, 'package.json': '{}' });
  const all = action(t, cwd, {});
  assert.equal(all.status, 1, all.stderr);
  assert.equal(all.stdout.match(/^::error file=/gm)?.length, 2);
  assert.match(all.file('summary'), /^# CORS report/);
  assert.equal(all.file('output'), `sarif=${all.temp}/corslint.sarif\n`);
  assert.equal(JSON.parse(all.file('corslint.sarif')).runs[0].results.length, 2);
  const one = action(t, cwd, { paths: 'a b\n', profile: 'recommended', 'fail-on': 'error' });
  assert.deepEqual([one.status, one.stdout.match(/^::error file=/gm)?.length], [1, 1]);
  assert.equal(action(t, cwd, { paths: '$(touch x)' }).status, 2, 'an input is a word and never run');
});

test('nothing of an input is pasted into a script', () => {
  const { runs } = parse(readFileSync('action.yml', 'utf8'));
  for (const { run } of runs.steps as readonly Step[]) assert.doesNotMatch(run ?? '', /\$\{\{/);
});

test('the GitLab template has its script print findings and write code quality', t => {
  const [spec, job] = parseAllDocuments(readFileSync('templates/corslint.yml', 'utf8')).map(it => it.toJS());
  const { script, artifacts } = job.corslint as { script: string[]; artifacts: { reports: { codequality: string } } };
  const filled = script
    .join('\n')
    .replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name) => spec.spec.inputs[name].default);
  const cwd = folder(t, { 'server.js': BAD, 'package.json': '{}' });
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', filled], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: npx(t) },
  });
  assert.equal(status, 1, stderr);
  assert.match(stdout, /wildcard-with-credentials/);
  assert.equal(JSON.parse(readFileSync(join(cwd, artifacts.reports.codequality), 'utf8')).length, 1);
});

test('the hook before a commit runs this version on what has changed', t => {
  const [{ entry, language }] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
  assert.equal(language, 'system');
  assert.ok(entry.startsWith(`npx --yes corslint@${JSON.parse(readFileSync('package.json', 'utf8')).version} `), entry);
  const cwd = folder(t, { 'server.js': '', 'old.js': BAD, 'package.json': '{}' });
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd, encoding: 'utf8' });
  git('init');
  git('add', '.');
  git('commit', '-m', 'first');
  const env = { ...process.env, PATH: npx(t) };
  const hook = () => spawnSync('bash', ['-c', entry], { cwd, env });
  assert.equal(hook().status, 0);
  writeFileSync(join(cwd, 'server.js'), BAD);
  git('add', '.');
  assert.equal(hook().status, 1);
});
