import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../../server/src/analysis/finding.ts';
import { simulate } from '../../server/src/analysis/simulate.ts';
import type { PageRequest } from '../../server/src/fetch/preflight.ts';
import { judge } from '../../server/src/fetch/verdict.ts';
import { sample } from '../harness/workspace.ts';
import { essence } from '../known/exchange.ts';
import type { Running } from '../known/library.ts';
import { type Answered, askAsBrowser, FOREIGN } from './browser.ts';
import { readAnswers, recordingModules, writeAnswers } from './record.ts';

/** What a page does: where it asks, and with what. */
export interface Want {
  readonly path: string;
  readonly method?: string;
  /** The headers that the page sets, with their values; an `Authorization` is the login. */
  readonly headers?: Readonly<Record<string, string>>;
  /** It asks with cookies. */
  readonly credentials?: boolean;
  readonly origin?: string;
  readonly body?: string;
  /** What is answered hangs on what no policy tells: the content of the request, a login, the route behind a configuration. */
  readonly unpredicted?: boolean;
  /** Which of the policies that are read of the program stands there, in order of place; the first where it is not said. */
  readonly policy?: number;
}

/** A server of which several parts write to one response, and the requests that it is there to serve. */
export interface Program {
  readonly title: string;
  /** The first one is run. */
  readonly files: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages that stand under another name here: `express` → `express4`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Starts what the module exports on a free port of the loopback. */
  readonly start: (exported: Readonly<Record<string, unknown>>, entry: string) => Promise<Running> | Running;
  readonly wants: readonly Want[];
  /** The findings of the recommended profile, each `rule: the line it points at`; none where browsers refuse nothing. */
  readonly finds?: readonly string[];
  /** Findings that speak of something else than what these requests meet, as above. */
  readonly besides?: readonly string[];
  /** Why corslint need not know what is answered. */
  readonly unknown?: string;
  /** Its packages are too large to install with the tests: it was run once, and its answers are kept. */
  readonly recorded?: boolean;
  /** It is started from its files, which `start` is given the folder of, and not imported. */
  readonly built?: boolean;
}

/**
 * Each program is run and asked as browsers ask. What corslint says is answered has to be what the server answers, header by
 * header; and where a browser refuses one of the requests that the program is there for, there is a finding, else none.
 */
export function programs(all: readonly Program[]): void {
  for (const program of all) {
    test(`exchange: ${program.title}`, async () => {
      const answers = await answersOf(program);
      const refused = compare(program, answers);
      const found = sample(filesOf(program))
        .findings()
        .map(it => spoken(it, program));
      const expected = [...(program.finds ?? []), ...(program.besides ?? [])];
      assert.deepEqual(found.toSorted(), expected.toSorted(), `refused: ${refused.join(', ') || 'nothing'}`);
      assert.equal(
        (program.finds ?? []).length > 0,
        refused.length > 0,
        `browsers refuse ${refused.join(', ') || 'nothing'}, and found is ${found.join(', ') || 'nothing'}`,
      );
    });
  }
}

function filesOf({ files, dependencies }: Program): Readonly<Record<string, string>> {
  return { 'package.json': JSON.stringify({ dependencies }), ...files };
}

function spoken({ rule, at }: Finding, { files }: Program): string {
  const text = files[at.path] ?? '';
  const start = text.lastIndexOf('\n', at.start - 1) + 1;
  const end = text.indexOf('\n', at.start);
  return `${rule}: ${text.slice(start, end < 0 ? undefined : end).trim()}`;
}

/** Every wanted request, and the same from a page that nobody named. */
function asked({ wants }: Program): readonly (Want & { readonly page: PageRequest; readonly title: string })[] {
  return wants.flatMap(want => {
    const own = want.origin ?? 'https://app.example.com';
    return [own, FOREIGN].map(origin => {
      const { method = 'GET', path, credentials = false, headers = {} } = want;
      const page = {
        origin,
        method,
        credentials,
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
      };
      const carrying = [
        ...Object.keys(headers).map(it => it.toLowerCase()),
        ...(credentials ? ['cookies'] : []),
        ...(want.body === undefined ? [] : [want.body]),
      ];
      const and = carrying.length > 0 ? ` with ${carrying.join(', ')}` : '';
      return { ...want, page, title: `${method} ${path}${and} from ${origin}` };
    });
  });
}

type Answers = ReadonlyMap<string, Answered>;

async function answersOf(program: Program): Promise<Answers> {
  const modules = program.recorded ? recordingModules(program) : undefined;
  if (program.recorded && modules === undefined) return readAnswers(program);
  const folder = resolve(modules ?? 'out', 'exchanges', program.title.replace(/[^a-z0-9.]+/gi, '-').toLowerCase());
  prepare(folder, program);
  const entry = resolve(folder, Object.keys(program.files)[0] ?? '');
  const exported = program.built ? {} : ((await import(pathToFileURL(entry).href)) as Record<string, unknown>);
  const running = await program.start(exported, entry);
  try {
    const answers = new Map<string, Answered>();
    for (const it of asked(program)) answers.set(it.title, await askAsBrowser(running.port, it.path, it.page, it.body));
    if (modules !== undefined) writeAnswers(program, answers);
    return answers;
  } finally {
    await running.stop();
  }
}

function prepare(folder: string, { files, aliases = {} }: Program): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(resolve(folder, path)), { recursive: true });
    writeFileSync(resolve(folder, path), text);
  }
  for (const [name, target] of Object.entries(aliases)) {
    const inside = resolve(folder, 'node_modules', name);
    mkdirSync(dirname(inside), { recursive: true });
    rmSync(inside, { recursive: true, force: true });
    symlinkSync(resolve('node_modules', target), inside, 'junction');
  }
}

/** Holds what corslint says against what the servers answered; the wanted requests that browsers refuse. */
function compare(program: Program, answers: Answers): readonly string[] {
  const facts = sample(filesOf(program)).facts();
  const policies = facts.flatMap(it => it.policies);
  const apps = facts.flatMap(it => it.apps);
  const refused: string[] = [];
  let unknown = false;
  for (const it of asked(program)) {
    const really = answers.get(it.title);
    assert.ok(really, `no answer is recorded to ${it.title}`);
    const { preflight, response } = really;
    const passes =
      response && judge(it.page, { ...(preflight ? { preflight } : {}), response }, 'chromium').verdict === 'allowed';
    if (it.page.origin !== FOREIGN && !passes) refused.push(it.title);
    if (it.unpredicted) continue;
    const policy = policies[it.policy ?? 0];
    const said = policy ? simulate(policy, { policies, apps }, it.page) : 'no policy is read';
    if (typeof said === 'string') {
      unknown ||= !(response === undefined && /waits for ever/.test(said));
      assert.ok(program.unknown !== undefined || !unknown, `not known for ${it.title}: ${said}`);
      continue;
    }
    const ours = { preflight: said.preflight && essence(said.preflight), response: essence(said.response) };
    const theirs = { preflight: preflight && essence(preflight), response: response && essence(response) };
    assert.deepEqual(ours, theirs, it.title);
  }
  assert.equal(unknown, program.unknown !== undefined, `all is known, though not expected: ${program.unknown}`);
  return refused;
}
