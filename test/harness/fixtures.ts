import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSuite } from './markdown.ts';
import { withoutMarks } from './marks.ts';
import { setupsOf } from './suite.ts';

/** One small workspace out of a suite. */
export interface Fixture {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Every workspace of every Markdown suite. */
export function fixtures(...folders: readonly string[]): readonly Fixture[] {
  return folders
    .filter(it => existsSync(it))
    .flatMap(folder => readdirSync(folder).map(it => join(folder, it)))
    .filter(it => it.endsWith('.md'))
    .flatMap(path =>
      readSuite(readFileSync(path, 'utf8')).flatMap(({ title, blocks }) =>
        setupsOf(blocks.filter(it => it.kind === 'fence')).map((setup, i) => ({
          name: `${path}: ${title} ${i + 1}`,
          files: Object.fromEntries(setup.files.map(it => [it.path, withoutMarks(it.lines).code])),
        })),
      ),
    );
}

/** Numbers from 0 up to 1, the same ones each time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
