import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { answerOf } from '../../server/src/analysis/answer-of.ts';
import type { Answer } from '../../server/src/fetch/answer.ts';
import type { ServerRequest } from '../../server/src/fetch/sent.ts';
import { sample } from '../harness/workspace.ts';
import { ask, essence } from './exchange.ts';
import type { KnownLibrary } from './library.ts';
import { type Answers, readRecord, recordingFolder, writeRecord } from './record.ts';
import { type Asked, requestsOf } from './requests.ts';

interface Tally {
  compared: number;
  unknown: number;
  readonly wrong: string[];
  readonly unsure: Map<string, string>;
}

/** What the running library answers to every request, in a case. */
type Asking = (index: number, options: string | undefined) => Promise<Answers>;

/**
 * Every case of a library is source text that is both read by corslint and run; then both are asked the same requests, and
 * have to agree in the status and in every header of CORS.
 */
export function known(library: KnownLibrary): void {
  test(`known answers: ${library.title}`, async t => {
    const folder = resolve('out/known', slug(library));
    prepare(folder, library);
    await compare(library, (index, options) => run(folder, index, options, library), t);
  });
}

/**
 * The same for a library that is too large to install with the tests, or wants another Node: it was run once, and what it
 * answered is kept beside this file. `RECORD=FOLDER npm test -- NAME`, where FOLDER/node_modules holds the library, runs it
 * again and writes the answers down anew.
 */
export function recorded(library: KnownLibrary): void {
  test(`known answers, recorded: ${library.title}`, async t => {
    const modules = recordingFolder(library);
    if (modules === undefined) {
      const answers = readRecord(slug(library));
      return compare(library, async (_, options) => answers(options ?? 'no options'), t);
    }
    const folder = resolve(modules, 'known', slug(library));
    prepare(folder, library);
    const answers = new Map<string, Answers>();
    for (const [index, options] of library.cases.entries())
      answers.set(options ?? 'no options', await run(folder, index, options, library));
    writeRecord(slug(library), library, answers);
    return compare(library, async (_, options) => answers.get(options ?? 'no options') ?? new Map(), t);
  });
}

function slug({ title }: KnownLibrary): string {
  return title.replace(/[^a-z0-9.]+/gi, '-').toLowerCase();
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

async function run(
  folder: string,
  index: number,
  options: string | undefined,
  library: KnownLibrary,
): Promise<Answers> {
  const file = resolve(folder, `case-${index}.mjs`);
  const source = library.source(options);
  writeFileSync(file, source);
  const { app } = (library.built ? {} : await import(pathToFileURL(file).href)) as { app?: unknown };
  const running = await library.start(app, source);
  try {
    const asked = requestsOf(library).map(async it => [it.title, await ask(running.port, it)] as const);
    return new Map((await Promise.all(asked)).map(([title, it]) => [title, it && essence(it)]));
  } finally {
    await running.stop();
  }
}

async function compare(library: KnownLibrary, asking: Asking, t: TestContext): Promise<void> {
  const tally: Tally = { compared: 0, unknown: 0, wrong: [], unsure: new Map() };
  for (const [index, options] of library.cases.entries())
    compareCase(
      options ?? 'no options',
      read(options, library),
      await asking(index, options),
      requestsOf(library),
      tally,
    );
  t.diagnostic(
    `${tally.compared} exchanges compared, ${tally.unknown} answers not known, ${tally.wrong.length} disagreements`,
  );
  for (const [options, why] of tally.unsure) t.diagnostic(`not known: ${options}: ${why}`);
  assert.deepEqual(tally.wrong, []);
  const surprising = [...tally.unsure].filter(it => !library.unknown || !(it[0] in library.unknown));
  assert.deepEqual(surprising, [], 'answers that should be known');
}

function compareCase(
  options: string,
  answering: Answering,
  answers: Answers,
  requests: readonly Asked[],
  tally: Tally,
): void {
  for (const asked of requests) {
    const said = answering(asked.request);
    assert.ok(answers.has(asked.title), `no answer is recorded of ${options}, ${asked.title}`);
    const really = answers.get(asked.title);
    if (!said.known && (!said.why.includes('waits for ever') || really !== undefined)) {
      tally.unknown++;
      tally.unsure.set(options, said.why);
      continue;
    }
    tally.compared++;
    const ours = said.known ? essence(said) : 'no answer';
    const theirs = really ?? 'no answer';
    if (ours !== theirs) tally.wrong.push(`${options}, ${asked.title}\n— corslint\n${ours}\n— the server\n${theirs}`);
  }
}

/** What corslint says the server answers. */
type Answering = (request: ServerRequest) => Answer;

function read(
  options: string | undefined,
  { file = 'server.mjs', source, dependencies, policy: index }: KnownLibrary,
): Answering {
  const title = options ?? 'no options';
  const files = { 'package.json': JSON.stringify({ dependencies }), [file]: source(options) };
  const facts = sample(files).facts();
  const policies = facts.flatMap(it => it.policies);
  const found = policies[index ?? 0];
  assert.ok(found, `no policy is read of ${title}`);
  assert.ok(policies.length === 1 || index !== undefined, `${policies.length} policies are read of ${title}`);
  const apps = facts.flatMap(it => it.apps);
  return request => answerOf(found, apps, request);
}
