import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { readConfigurationText } from '../../server/src/configuration.ts';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { DEFAULTS } from '../../server/src/settings.ts';
import { cli, folder } from './fake.ts';

const schema = JSON.parse(readFileSync('corslint.schema.json', 'utf8'));
const validate = new Ajv({ allErrors: true, keywords: ['enumDescriptions'] }).compile(schema);

test('init writes a configuration that changes nothing, and keeps one that is there', async t => {
  const cwd = folder(t, { 'a.js': '' });
  assert.deepEqual(await cli(['init'], { cwd }), { code: 0, out: 'Wrote corslint.config.json\n', err: '' });
  const text = readFileSync(join(cwd, 'corslint.config.json'), 'utf8');
  assert.match(text, /^ {2}\/\/ Severity of single rules, by id\..* `corslint rules` lists them\.$/m);
  const { settings, problems } = readConfigurationText(text, 'corslint.config.json', RULE_IDS);
  assert.deepEqual([settings, problems], [DEFAULTS, []]);
  assert.ok(validate(parse(text)), JSON.stringify(validate.errors));
  assert.equal((await cli(['check'], { cwd, product: PRODUCT })).code, 0);
  const again = await cli(['init', '--profile', 'audit'], { cwd });
  assert.deepEqual([again.code, again.err], [2, 'corslint: there is a corslint.config.json already\n']);
});

test('init takes a profile, and what it proposes in comments is right', async t => {
  const cwd = folder(t, { 'node_modules/corslint/corslint.schema.json': '{}' });
  await cli(['init', '--profile', 'strict'], { cwd });
  const text = readFileSync(join(cwd, 'corslint.config.json'), 'utf8');
  const proposed = text.replace(/^( {4})\/\/ /gm, '$1');
  const { settings, problems } = readConfigurationText(proposed, 'corslint.config.json', RULE_IDS);
  assert.deepEqual(problems, []);
  assert.equal(settings?.profile, 'strict');
  assert.equal(settings?.sites[0]?.role, 'page');
  assert.equal(parse(text).$schema, './node_modules/corslint/corslint.schema.json');
  assert.ok(validate(parse(proposed)), JSON.stringify(validate.errors));
});

test('the schema refuses what the program refuses', () => {
  for (const text of [
    '{ "rulez": {} }',
    '{ "rules": { "no-such-rule": "off" } }',
    '{ "rules": { "wildcard-origin": "fatal" } }',
    '{ "profile": "lax" }',
    '{ "exclude": 3 }',
    '{ "maxFileSize": 0 }',
    '{ "sites": [{ "folder": "a" }] }',
    '[]',
  ]) {
    assert.ok(!validate(parse(text)), text);
    assert.ok(readConfigurationText(text, 'corslint.config.json', RULE_IDS).problems.length > 0, text);
  }
});
