import type { CallSite, CodeFile } from '../../syntax/code.ts';
import type { Effect, Value } from '../../syntax/value.ts';
import type { Sieve } from '../../text/search.ts';

/** A call that hands an application to a function of the workspace, which registers something on it: `protect(app)`. */
export interface SetUp {
  readonly call: CallSite;
  /** What it was handed. */
  readonly on: Value;
  /** The calls of the application's methods that the function makes, in order; undefined where its ways are not followed. */
  readonly effects: readonly Effect[] | undefined;
}

/**
 * The calls of a file that hand an application to what has to do with `words`. What a package makes of it is not looked at: none is known
 * that turns requests away for their origin by itself.
 */
export function setUps(
  file: CodeFile,
  names: ReadonlySet<string>,
  isApplication: (value: Value) => boolean,
  words: Sieve,
): readonly SetUp[] {
  return file.handingCalls(words).flatMap((call): readonly SetUp[] => {
    if (names.has(call.name) || call.construct) return [];
    const on = call.args.flatMap(partsOf).find(isApplication);
    if (!on) return [];
    const { callee } = call;
    if (callee.kind === 'unknown') return [{ call, on, effects: undefined }];
    if (callee.kind !== 'function') return [];
    const { paths, cut } = callee.run(call.args);
    if (cut) return [{ call, on, effects: undefined }];
    const own = ({ call: { callee: it } }: Effect) =>
      it.kind === 'member' && names.has(it.name) && isApplication(it.object);
    return [{ call, on, effects: paths.flatMap(it => it.effects).filter(own) }];
  });
}

/** A value, or the values of an object's properties: `{ app }`. */
function partsOf(value: Value): readonly Value[] {
  return value.kind === 'record' ? value.entries.map(it => it.value) : [value];
}
