import type { Finding } from '../../server/src/analysis/finding.ts';
import { type Sample, sample } from '../harness/workspace.ts';
import type { Program } from './programs.ts';

/** What corslint makes of one program. */
export interface Read extends Sample {
  /** What is found in an audit. */
  readonly audited: readonly Finding[];
}

const READ = new WeakMap<Program, Read>();

/** Reads a program once, whoever asks: answers and fixes are held against the same reading. */
export function read(program: Program): Read {
  const known = READ.get(program);
  if (known) return known;
  const manifest = JSON.stringify({ dependencies: program.place.dependencies });
  const one = sample({ 'package.json': manifest, 'server.mjs': program.source });
  const made = { ...one, audited: one.findings({ profile: 'audit' }) };
  READ.set(program, made);
  return made;
}
