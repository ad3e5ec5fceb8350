// The schema is OASIS' JSON schema for SARIF 2.1.0, as the npm package @microsoft/jest-sarif 1.0.0-beta.0 carries it
// (MIT licence, (c) Microsoft Corporation), written anew by our formatter. It is used here and not shipped.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { lineHashes } from '../../server/src/cli/fingerprint.ts';
import { cli, folder } from './fake.ts';
import schema from './sarif-schema-2.1.0.json';

function validator(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  // The package's types describe its CommonJS face, of which the function is `default`.
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const { id, $schema, ...rest }: AnySchemaObject = schema;
  assert.match(String($schema), /draft-04/);
  return ajv.compile({ ...rest, $id: id });
}

async function sarifOf(cwd: string, ...argv: string[]) {
  const { out, code } = await cli(['-f', 'sarif', ...argv], { cwd });
  return { log: JSON.parse(out), code };
}

test('a report is valid SARIF 2.1.0', async t => {
  const cwd = folder(t, {
    'src/a b#ü.js': 'SEE1 BAD SEE2\nODD\nSILENT DULL\n',
    'large.js': Buffer.alloc(5 << 20, 'BAD '),
    'package.json': '{"BAD": 1}',
  });
  const { log, code } = await sarifOf(cwd);
  assert.equal(code, 1);
  const validate = validator();
  const valid = (it: unknown): boolean => validate(it);
  assert.ok(valid(log), JSON.stringify(validate.errors, undefined, 1));
  assert.ok(!valid({ ...log, version: '2.0.0' }), 'the validator would find a fault');
  assert.ok(!valid({ ...log, runs: [{ ...log.runs[0], results: [{}] }] }), 'the validator would find a fault');
});

test('results carry all that code scanning and viewers use', async t => {
  const cwd = folder(t, { 'src/a b#ü.js': '\n  SEE1 BAD\n', 'b.js': 'SILENT ODD' });
  const { log } = await sarifOf(cwd);
  const [run] = log.runs;
  assert.equal(run.columnKind, 'utf16CodeUnits');
  assert.equal(run.invocations[0].executionSuccessful, true);
  assert.equal(run.automationDetails.id, 'corslint/');
  const [silent, odd, bad] = run.results;
  assert.deepEqual(silent.suppressions[0].kind, 'inSource');
  assert.equal(silent.suppressions[0].justification, 'known');
  assert.equal(odd.properties.witness.message, 'The value must not be odd.');
  assert.equal(odd.level, 'warning');
  assert.equal(bad.suppressions, undefined);
  assert.equal(bad.ruleId, 'bad-word');
  assert.equal(run.tool.driver.rules[bad.ruleIndex].id, 'bad-word');
  assert.deepEqual(bad.locations[0].physicalLocation, {
    artifactLocation: { uri: 'src/a%20b%23%C3%BC.js', uriBaseId: '%SRCROOT%' },
    region: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 11, charOffset: 8, charLength: 3 },
  });
  assert.equal(bad.message.text, 'Any site may read `BAD`. See [look at SEE1](1).');
  assert.equal(bad.relatedLocations[0].id, 1);
  assert.equal(bad.relatedLocations[0].message.text, 'look at SEE1');
  assert.deepEqual(bad.properties.witness, { kind: 'origin', origin: 'https://evil.example' });
  const [change] = bad.fixes[0].artifactChanges;
  assert.equal(bad.fixes[0].description.text, 'Replace `BAD`');
  assert.equal(change.artifactLocation.uri, 'src/a%20b%23%C3%BC.js');
  assert.deepEqual(change.replacements[0].insertedContent, { text: 'GOOD' });
  assert.equal(change.replacements[0].deletedRegion.charOffset, 8);
  assert.equal(bad.partialFingerprints.primaryLocationLineHash, lineHashes('\n  SEE1 BAD\n')[1]);
  assert.match(bad.partialFingerprints['corslint/v1'], /^[0-9a-f]{32}:1$/);
});

test('a file outside of the working directory is named wholly, since code scanning takes no `..`', async t => {
  const cwd = folder(t, { 'here/a.js': 'BAD', 'there/b c.js': 'BAD' });
  const { log } = await sarifOf(join(cwd, 'here'), '.', '../there');
  const places = log.runs[0].results.map(
    (it: { locations: readonly { physicalLocation: { artifactLocation: unknown } }[] }) =>
      it.locations[0]?.physicalLocation.artifactLocation,
  );
  assert.deepEqual(places, [
    { uri: 'a.js', uriBaseId: '%SRCROOT%' },
    { uri: pathToFileURL(join(cwd, 'there/b c.js')).href },
  ]);
});

test('rules carry help, level, tags and a security severity where somebody gets in', async t => {
  const { log } = await sarifOf(folder(t, { 'a.js': '' }));
  const [bad, odd, dull] = log.runs[0].tool.driver.rules;
  assert.equal(bad.shortDescription.text, 'Title of bad-word');
  assert.equal(bad.fullDescription.text, 'Why bad-word matters.');
  assert.match(bad.help.markdown, /```ts\nbad\(\)\n```/);
  assert.equal(bad.helpUri, 'https://rules.test/bad-word');
  assert.equal(log.runs[0].tool.driver.informationUri, 'https://corslint.test');
  assert.match(bad.help.text, /https:\/\/rules\.test\/bad-word$/);
  assert.deepEqual(bad.defaultConfiguration, { level: 'error', enabled: true });
  assert.ok(bad.properties.tags.includes('security'));
  assert.ok(bad.properties.tags.includes('external/cwe/cwe-942'));
  assert.ok(Number(bad.properties['security-severity']) >= 7);
  assert.equal(odd.properties['security-severity'], undefined);
  assert.ok(!odd.properties.tags.includes('security'));
  assert.equal(dull.defaultConfiguration.level, 'note');
});

test('the fingerprint stays when lines are put above, and tells equal findings apart', async t => {
  const prints = async (text: string) =>
    (await sarifOf(folder(t, { 'a.js': text }))).log.runs[0].results.map(
      (it: { partialFingerprints: Record<string, string> }) => it.partialFingerprints['corslint/v1'],
    );
  const [first, second] = await prints('BAD\nBAD\n');
  assert.notEqual(first, second);
  assert.deepEqual(await prints('// new\n\nBAD\n  BAD\n'), [first, second]);
});

test('line hashes are those that GitHub computes', () => {
  assert.deepEqual(lineHashes(''), ['c129715d7a2bc9a3:1']);
  assert.deepEqual(lineHashes(' a\nb\n  \t\tc\n d'), [
    '271789c17abda88f:1',
    '54703d4cd895b18:1',
    '180aee12dab6264:1',
    'a23a3dc5e078b07b:1',
  ]);
  assert.deepEqual(lineHashes(' a\r\nb\r\n  \t\tc\r\n d'), lineHashes(' a\nb\n  \t\tc\n d'));
  assert.deepEqual(lineHashes('x\ry'), lineHashes('x\ny'));
  const same = lineHashes('x\n'.repeat(300));
  assert.equal(same.length, 301);
  assert.match(same[0] ?? '', /:1$/);
  assert.match(same[1] ?? '', /:2$/);
});

test('line hashes equal the plain reckoning with whole numbers on long texts', () => {
  const text = Array.from({ length: 400 }, (_, i) => `line ${(i * 7919) % 61} ${'é😀x'.repeat(i % 9)}`).join('\r\n');
  assert.deepEqual(lineHashes(text), plainHashes(text));
});

/** The definition: for each line the hash of the 100 characters from its first one on. */
function plainHashes(text: string): readonly string[] {
  const codes: number[] = [];
  const starts: number[] = [];
  for (const line of text.split(/\r\n|\r|\n/).map((it, i, all) => it + (i === all.length - 1 ? '\uffff' : '\n'))) {
    starts.push(codes.length);
    for (const unit of line.replace(/[ \t]/g, '').split('')) codes.push(unit.charCodeAt(0));
  }
  const seen = new Map<string, number>();
  return starts.map(start => {
    let hash = 0n;
    for (let i = 0; i < 100; i++) hash = BigInt.asUintN(64, hash * 37n + BigInt(codes[start + i] ?? 0));
    const hex = hash.toString(16);
    seen.set(hex, (seen.get(hex) ?? 0) + 1);
    return `${hex}:${seen.get(hex)}`;
  });
}
