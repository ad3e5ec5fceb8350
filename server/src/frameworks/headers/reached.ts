import type { CorsPolicy } from '../../model/policy.ts';
import type { Document } from '../../syntax/document.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';

/** A statement before which something is done whatever is decided, and what the response is called there. */
export interface Reached {
  readonly file: Document;
  readonly target: Span;
  readonly on: string;
  /** Whether it stands in a function that calls the one in which the header is written. */
  readonly outside: boolean;
  /** Whether anything decides on the header. */
  readonly decided: boolean;
}

/** Functions that call one another are followed this far. */
const MOST = 6;

/**
 * The outermost statement from which on a place may be passed over: in its own function or, where a condition stands around calls of
 * that, in the one that calls it. Undefined where several places call it under conditions, or the response has no name there.
 */
export function reachedFrom(at: Span, on: string, policy: CorsPolicy, read: Read): Reached | undefined {
  const file = read(at.path);
  return file && above(at, on, file, [file, ...others(policy, file, read)], 0);
}

/** The file in which the policy is used, where that is another one. */
function others({ at }: CorsPolicy, file: Document, read: Read): readonly Document[] {
  const other = at.path === file.path ? undefined : read(at.path);
  return other ? [other] : [];
}

function above(at: Span, on: string, file: Document, files: readonly Document[], depth: number): Reached | undefined {
  const decision = file.decision(at);
  const here: Reached = {
    file,
    target: decision ?? at,
    on,
    outside: depth > 0,
    decided: decision?.start !== file.statement(at)?.start || file.isChosen(at),
  };
  const own = file.namedFunction(at);
  if (!own || depth > MOST) return depth > MOST ? undefined : here;
  const calls = files.flatMap(it =>
    it.callsOf(own.name, it === file ? own.span : undefined).map(call => ({ call, file: it })),
  );
  const root = /^[\w$]+/.exec(on)?.[0] ?? '';
  const local = !own.parameters.includes(root) && file.declared(own.span.start, own.span.end).has(root);
  const outer = calls.map(it => {
    const given = local ? undefined : nameAt(on, own.parameters, it.call.args, it.file);
    const found = above(it.call.span, given ?? '', it.file, files, depth + 1);
    return found && (given !== undefined || !found.decided) ? found : undefined;
  });
  if (!outer.every(it => it !== undefined)) return undefined;
  const deciding = outer.flatMap(it => (it?.decided ? [it] : []));
  const [first] = deciding;
  if (!first) return here;
  const same = outer.every(
    it => it?.file === first.file && it.target.start === first.target.start && it.on === first.on,
  );
  return same ? first : undefined;
}

/** What the response is called where a function is called that has a parameter for it. */
function nameAt(on: string, parameters: readonly string[], args: readonly Span[], file: Document): string | undefined {
  const root = /^[\w$]+/.exec(on)?.[0];
  if (root === undefined) return undefined;
  const given = args[parameters.indexOf(root)];
  if (!given) return parameters.includes(root) ? undefined : on;
  return file.repeatable(given) ? `${file.source(given)}${on.slice(root.length)}` : undefined;
}
