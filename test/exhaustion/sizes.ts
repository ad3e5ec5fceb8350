import type { Program } from './programs.ts';

/** Letters of the largest file that the promise is made for: one second and 200 MB. */
export const LARGEST = 64_000;

/** The files of the program with as many lines as fit, and no more than `lines`. */
export function largest(program: Program, lines = LARGEST): Readonly<Record<string, string>> {
  let most = lines;
  while (size(program(most)) > LARGEST) most = Math.floor(most * 0.95);
  const made = program(most);
  return typeof made === 'string' ? { 'main.js': made } : made;
}

function size(made: ReturnType<Program>): number {
  return typeof made === 'string' ? made.length : Object.values(made).reduce((sum, it) => sum + it.length, 0);
}
