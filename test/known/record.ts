import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KnownLibrary } from './library.ts';

/** What a server answered, by the request's title: its essence, or undefined where it never answered. */
export type Answers = ReadonlyMap<string, string | undefined>;

/** The file of a record: each different answer once, and by case and request which of them it was; -1 is none. */
interface RecordFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly node: string;
  readonly answers: readonly string[];
  readonly requests: readonly string[];
  readonly cases: Readonly<Record<string, readonly number[]>>;
}

const FOLDER = 'test/known/recorded';

/** The folder whose packages are to be run and recorded; undefined where the record is to be read. */
export function recordingFolder({ title }: KnownLibrary): string | undefined {
  const folder = process.env.RECORD;
  if (!folder) return undefined;
  console.log(`recording ${title}`);
  return resolve(folder);
}

/** Looks up a recorded case by its options. */
export function readRecord(name: string): (options: string) => Answers {
  const file = JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8')) as RecordFile;
  return options =>
    new Map(file.cases[options]?.map((it, at) => [file.requests[at] ?? '', it < 0 ? undefined : file.answers[it]]));
}

export function writeRecord(name: string, library: KnownLibrary, recorded: ReadonlyMap<string, Answers>): void {
  const requests = [...new Set([...recorded.values()].flatMap(it => [...it.keys()]))];
  const answers = [...new Set([...recorded.values()].flatMap(it => [...it.values()]))].filter(it => it !== undefined);
  const file: RecordFile = {
    dependencies: library.dependencies,
    node: process.version,
    answers,
    requests,
    cases: Object.fromEntries(
      [...recorded].map(([options, it]) => [options, requests.map(title => answers.indexOf(it.get(title) ?? ''))]),
    ),
  };
  mkdirSync(FOLDER, { recursive: true });
  const text = JSON.stringify(file, null, 1).replace(/\[[\d\s,-]+\]/g, it => it.replace(/\s+/g, ''));
  writeFileSync(`${FOLDER}/${name}.json`, `${text}\n`);
}
