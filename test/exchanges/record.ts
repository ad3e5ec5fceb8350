import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Answered } from './browser.ts';
import type { Program } from './program.ts';

const FOLDER = 'test/exchanges/recorded';

/** The folder whose packages are to be run and recorded, as for the known answers; undefined where the record is to be read. */
export function recordingModules({ title }: Program): string | undefined {
  const folder = process.env.RECORD;
  if (!folder) return undefined;
  console.log(`recording ${title}`);
  return resolve(folder);
}

function fileOf({ title }: Program): string {
  return `${FOLDER}/${title.replace(/[^a-z0-9.]+/gi, '-').toLowerCase()}.json`;
}

/** Headers that say something of CORS. */
const KEPT = /^(access-control-.*|vary|location)$/;

export function readAnswers(program: Program): ReadonlyMap<string, Answered> {
  const record = JSON.parse(readFileSync(fileOf(program), 'utf8')) as Pick<Program, 'files'> & {
    readonly answers: Record<string, Answered>;
  };
  assert.deepEqual(record.files, program.files, 'the program was recorded with other source; RECORD it again');
  return new Map(Object.entries(record.answers));
}

export function writeAnswers(program: Program, answers: ReadonlyMap<string, Answered>): void {
  mkdirSync(FOLDER, { recursive: true });
  const { dependencies, files } = program;
  const kept = Object.fromEntries(
    [...answers].map(([title, it]) => [title, { preflight: plain(it.preflight), response: plain(it.response) }]),
  );
  const file = { dependencies, node: process.version, files, answers: kept };
  writeFileSync(fileOf(program), `${JSON.stringify(file, null, 1)}\n`);
}

function plain(it: Answered['response']): Answered['response'] {
  if (!it) return undefined;
  return {
    status: it.status,
    headers: Object.fromEntries(Object.entries(it.headers).filter(([name]) => KEPT.test(name))),
  };
}
