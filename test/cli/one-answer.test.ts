import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import { PRODUCT } from '../../server/src/cli/product.ts';
import { makeScanner } from '../../server/src/lsp/scan.ts';
import { openSession } from '../../server/src/lsp/session.ts';
import { RULES } from '../../server/src/rules/index.ts';
import type { Span } from '../../server/src/text/span.ts';
import { fixtures, random } from '../harness/fixtures.ts';
import { fakeDisk } from '../lsp/fake.ts';
import { cli, folder } from './fake.ts';

type Files = Readonly<Record<string, string>>;

/** What lies in another package and might be taken for a part of the first. */
const UNRELATED: Files = {
  'vercel.json': JSON.stringify({
    headers: [
      { source: '/(.*)', headers: [{ key: 'Access-Control-Allow-Origin', value: 'https://other.example.com' }] },
    ],
  }),
  'mounted.js': `import express from 'express';\nimport cors from 'cors';\nexpress().use(cors({ origin: ['https://one.example.com'] }));\n`,
};

/** What is compared of a finding: everything but fixes whose text has to be typed over, which only an editor can offer. */
interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly at: string;
  readonly witness?: unknown;
  readonly related: readonly string[];
  readonly fixes: readonly string[];
}

const SUITES = fixtures('test/rules', 'test/frameworks');

/** What `corslint check` prints for a folder that holds these files. */
async function commandLine(t: { after(fn: () => void): void }, files: Files): Promise<readonly Told[]> {
  const { out, err } = await cli(['check', '-f', 'json', '--profile', 'audit', '--no-progress'], {
    cwd: folder(t, files),
    product: PRODUCT,
  });
  assert.equal(err, '');
  const { findings } = JSON.parse(out) as { findings: readonly (Reported & Span & { suppressed?: unknown })[] };
  return findings.filter(it => !it.suppressed).map(it => told({ ...it, at: it }, path => path));
}

type Placed = Span | { readonly at: Span };

/** A finding as either of them has it. */
interface Reported {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly witness?: unknown;
  readonly related: readonly (Placed & { readonly message: string })[];
  readonly fixes: readonly {
    readonly title: string;
    readonly safety: string;
    readonly placeholder?: string;
    readonly edits: readonly (Placed & { readonly text: string })[];
  }[];
}

function told(it: Reported & { readonly at: Span }, relative: (path: string) => string): Told {
  const place = (span: Placed) => {
    const { path, start, end } = 'at' in span ? span.at : span;
    return `${relative(path)}:${start}-${end}`;
  };
  return {
    rule: it.rule,
    severity: it.severity,
    message: it.message,
    at: place(it.at),
    witness: it.witness,
    related: it.related.map(one => `${place(one)} ${one.message}`),
    fixes: it.fixes
      .filter(fix => fix.placeholder === undefined)
      .map(
        ({ title, safety, edits }) => `${title} (${safety})${edits.map(one => `\n${place(one)} ${one.text}`).join('')}`,
      ),
  };
}

/** What the editor shows in the same folder, once it has scanned it and some files have been typed in and undone. */
async function editor(files: Files, seed: number): Promise<readonly Told[]> {
  const next = random(seed);
  const disk = fakeDisk(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/w/${path}`, text])));
  const session = openSession(openWorkspace, disk, () => {});
  session.setFolders(['/w']);
  session.settings.take(undefined, { profile: 'audit' });
  // Opened before the scan, so that the order in which files are met is another.
  for (const [path, text] of Object.entries(files).reverse())
    if (next() < 0.5) session.show({ uri: `file:///w/${path}`, path: `/w/${path}`, version: 1, text });
  session.allFindings();
  await makeScanner(session)({ isCancellationRequested: false });
  session.allFindings();
  for (const { uri, path, text } of [...session.shown.values()]) {
    session.show({ uri, path, version: 2, text: text.slice(0, text.length * next()) });
    session.allFindings();
    session.show({ uri, path, version: 3, text });
  }
  return [...session.allFindings()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, findings]) => findings)
    .map(it => told({ ...it, fixes: session.fixesOf(it) }, path => path.replace(/^\/w\//, '')));
}

function inFolder(name: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries({ 'package.json': '{}', ...files }).map(([path, it]) => [`${name}/${path}`, it]),
  );
}

/** The rules that look at both sides, and what they say more of where they speak; one asks whether a server answers at all. */
const OF_BOTH_SIDES = new Set([
  'local-network-access',
  ...RULES.filter(it => it.checkLinks).flatMap(it => [it.id, ...(it.supersedes ?? [])]),
]);

describe('the command line and the editor give one answer', () => {
  test('on every fixture, beside another package too, which changes nothing in it', async t => {
    const next = random(20261130);
    for (const [i, { name, files }] of SUITES.entries()) {
      const other = { ...UNRELATED, ...SUITES[Math.floor(next() * SUITES.length)]?.files };
      const alone = await commandLine(t, inFolder('server', files));
      const both = { ...inFolder('server', files), ...inFolder('other', other) };
      const together = await commandLine(t, both);
      // Who calls whom is the whole workspace's to say: two servers that fit are none.
      const own = (it: Told) => it.at.startsWith('server/') && !OF_BOTH_SIDES.has(it.rule);
      // A proxy that hands requests on to a port is before whatever server of the workspace listens there.
      const inFront = together.some(it => own(it) && it.related.some(at => at.startsWith('other/')));
      if (!inFront)
        assert.deepEqual(together.filter(own), alone.filter(own), `${name}, beside\n${JSON.stringify(other)}`);
      assert.deepEqual(await editor(both, i), together, `${name}\n${JSON.stringify(both)}`);
    }
  });

  test('on the sample workspace', async t => {
    const root = resolve('test/workspaces/shop');
    const files = Object.fromEntries(
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter(it => statSync(join(root, it)).isFile() && !it.includes('node_modules/'))
        .map(it => [it.replaceAll('\\', '/'), readFileSync(join(root, it), 'utf8')]),
    );
    const found = await commandLine(t, files);
    assert.ok(found.length > 10);
    assert.deepEqual(await editor(files, 1), found);
  });
});
