import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { scopesOf } from '../../server/src/analysis/scopes.ts';
import { incremental } from '../../server/src/lsp/judging.ts';
import { DEFAULTS } from '../../server/src/settings.ts';

test('judging bit by bit finds in the sample what judging it whole finds, and judges nothing twice', () => {
  const root = resolve('test/workspaces/shop');
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(it => it.isFile())
    .map(it => join(it.parentPath, it.name).replaceAll('\\', '/'))
    .filter(it => !it.includes('/node_modules/'));
  const changed = new Map<string, string>();
  const workspace = openWorkspace({
    read: path => changed.get(path) ?? (isFile(path) ? readFileSync(path, 'utf8') : undefined),
    exists: isFile,
  });
  const facts = () => paths.filter(it => workspace.concerns(it)).map(it => workspace.facts(it));
  const judged: string[] = [];
  const bitByBit = incremental((scope, settings) => {
    judged.push(...scope.facts.map(it => it.path));
    return workspace.judge(scope, settings);
  });
  const judge = () => bitByBit(facts(), DEFAULTS).flatMap(it => it.findings);
  const key = (it: { rule: string; at: { path: string; start: number } }) => `${it.at.path} ${it.at.start} ${it.rule}`;
  const whole = () =>
    scopesOf(facts())
      .flatMap(it => workspace.judge(it, DEFAULTS))
      .map(key)
      .sort();
  assert.ok(whole().length > 10);
  assert.deepEqual(judge().map(key).sort(), whole());
  assert.ok(judged.length > 5);

  judged.length = 0;
  judge();
  assert.equal(judged.length, 0);

  const [path] = paths.filter(it => it.endsWith('/catalogue.js'));
  assert.ok(path);
  changed.set(path, readFileSync(path, 'utf8').replace("'*'", "'https://shop.example.com'"));
  workspace.changed(path);
  assert.deepEqual(judge().map(key).sort(), whole());
  assert.ok(judged.includes(path));
  // The application mounts the changed router and its neighbours; what belongs to no part of it stays as it was.
  assert.ok(judged.length < 8 && judged.every(it => it.includes('/shop/api/')), judged.join());
  assert.ok(!judged.some(it => it.endsWith('/by-hand.js') || it.endsWith('/orders.js')), judged.join());
});

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
