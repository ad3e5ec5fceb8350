import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { answer } from '../../server/src/fetch/answer.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import { sample } from '../harness/workspace.ts';
import { ask, essence } from './exchange.ts';
import type { KnownLibrary } from './library.ts';
import { REQUESTS } from './requests.ts';

interface Tally {
  compared: number;
  unknown: number;
  readonly wrong: string[];
  readonly unsure: Map<string, string>;
}

/**
 * Every case of a library is source text that is both read by corslint and run; then both are asked the same requests, and
 * have to agree in the status and in every header of CORS.
 */
export function known(library: KnownLibrary): void {
  test(`known answers: ${library.title}`, async t => {
    const tally: Tally = { compared: 0, unknown: 0, wrong: [], unsure: new Map() };
    const folder = resolve('out/known', library.title.replace(/[^a-z0-9.]+/gi, '-').toLowerCase());
    prepare(folder, library);
    for (const [index, options] of library.cases.entries()) await runCase(folder, index, options, library, tally);
    t.diagnostic(
      `${tally.compared} exchanges compared, ${tally.unknown} answers not known, ${tally.wrong.length} disagreements`,
    );
    for (const [options, why] of tally.unsure) t.diagnostic(`not known: ${options}: ${why}`);
    assert.deepEqual(tally.wrong, []);
    const surprising = [...tally.unsure].filter(it => !library.unknown || !(it[0] in library.unknown));
    assert.deepEqual(surprising, [], 'answers that should be known');
  });
}

function prepare(folder: string, { aliases = {} }: KnownLibrary): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, target] of Object.entries(aliases)) {
    const inside = resolve(folder, 'node_modules', name);
    mkdirSync(dirname(inside), { recursive: true });
    rmSync(inside, { recursive: true, force: true });
    symlinkSync(resolve('node_modules', target), inside, 'junction');
  }
}

async function runCase(
  folder: string,
  index: number,
  options: string | undefined,
  library: KnownLibrary,
  tally: Tally,
): Promise<void> {
  const source = library.source(options);
  const title = options ?? 'no options';
  const policy = read(source, library, title);
  const file = resolve(folder, `case-${index}.mjs`);
  writeFileSync(file, source);
  const { app } = (await import(pathToFileURL(file).href)) as { app: unknown };
  const running = await library.start(app);
  try {
    await Promise.all(
      REQUESTS.map(async asked => {
        const said = answer(policy, asked.request);
        const really = await ask(running.port, asked);
        if (!said.known && (!said.why.includes('waits for ever') || really)) {
          tally.unknown++;
          tally.unsure.set(title, said.why);
          return;
        }
        tally.compared++;
        const ours = said.known ? essence(said) : 'no answer';
        const theirs = really ? essence(really) : 'no answer';
        if (ours !== theirs) tally.wrong.push(`${title}, ${asked.title}\n— corslint\n${ours}\n— the server\n${theirs}`);
      }),
    );
  } finally {
    await running.stop();
  }
}

function read(source: string, { dependencies, policy = 0 }: KnownLibrary, title: string): CorsPolicy {
  const files = { 'package.json': JSON.stringify({ dependencies }), 'server.mjs': source };
  const policies = sample(files).policies();
  const found = policies[policy];
  assert.ok(found, `no policy is read of ${title}`);
  assert.ok(policies.length === 1 || policy > 0, `${policies.length} policies are read of ${title}`);
  return found;
}
