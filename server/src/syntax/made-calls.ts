import type ts from 'typescript';
import type { CodeFile } from './code.ts';
import { type Allowance, spendingFrom } from './frame.ts';
import { listeningFor } from './listening.ts';
import { note, type Reads, watching } from './reads.ts';
import { asRoot, functionAt } from './roots.ts';
import type { CallValue, FunctionValue, Value } from './value.ts';

/** The calls of these names that a function of the workspace makes where it is called so. */
export function callsMadeBy(
  callee: FunctionValue,
  args: readonly Value[],
  names: RegExp,
  allowance: Allowance,
): readonly CallValue[] {
  if (callee.construct || allowance.left <= 0) return [];
  const { paths } = spendingFrom(allowance, () => listeningFor(names, () => callee.run(args)));
  return [...new Set(paths.flatMap(it => it.effects.map(effect => effect.call)))];
}

/**
 * The calls of these names that the function which begins at a place makes whoever calls it, found once however many files ask;
 * none where no function begins there.
 */
export function callsMadeForAnybody(
  file: CodeFile,
  start: number,
  names: RegExp,
  allowance: Allowance,
): readonly CallValue[] {
  const node = functionAt(start, file);
  if (!node) return [];
  const made = file.remembered(names, () => new Map<ts.Node, { value: readonly CallValue[]; reads: Reads }>());
  const known = made.get(node);
  if (known) {
    note(known.reads);
    return known.value;
  }
  const found = watching(() => callsMadeBy(asRoot(node, file).value, [], names, { ...allowance, asker: file }));
  made.set(node, found);
  return found.value;
}
