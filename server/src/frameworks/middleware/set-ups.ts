import type { CallSite, CodeFile, Searched } from '../../syntax/code.ts';
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

/** Packages that make applications. */
const SERVERS: Sieve = {
  test: text => /\b(?:express|koa|fastify|hono|nestjs|restify|polka|connect|router)\b/i.test(text),
};

/** Whether something comes from such a package or from outside. */
function mayBeServer(value: Value): boolean {
  if (value.kind === 'call') return mayBeServer(value.callee);
  if (value.kind === 'member') return mayBeServer(value.object);
  return value.kind === 'parameter' || (value.kind === 'external' && SERVERS.test(value.module));
}

/**
 * The calls of a file that hand an application to what has to do with `words`. What a package makes of it is not looked at: none is known
 * that turns requests away for their origin by itself.
 */
export function setUps(
  file: CodeFile,
  names: ReadonlySet<string>,
  isApplication: (value: Value) => boolean,
  searched: Searched,
): readonly SetUp[] {
  // Of most calls all that counts is that they hand over nothing of the kind; the others are asked for each application.
  const handing = file.remembered(searched, () =>
    file.handingCalls(searched, SERVERS).flatMap(({ call, named }) => {
      if (!file.kept(call, 'hands over a server', () => named().some(mayBeServer))) return [];
      return [{ call, handed: named() }];
    }),
  );
  return handing.flatMap(({ call, handed }): readonly SetUp[] => {
    const on = handed.find(isApplication);
    if (!on || names.has(call.name) || call.construct) return [];
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
