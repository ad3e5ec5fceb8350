import type { CorsPolicy, Scope } from '../model/policy.ts';
import type { CodeFile } from '../syntax/code.ts';
import type { External, Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { type AppKind, appsOf, mountsOf, placeOf } from './express-app.ts';
import type { Reading, Recognised } from './framework.ts';

/** A call that makes a middleware of its options. */
export interface Made {
  readonly span: Span;
  readonly options: Value | undefined;
  readonly used: boolean;
  readonly scope?: Scope;
}

/** The policies of a library whose every policy is a call that makes a middleware, and the applications they are used on. */
export function readMiddleware(
  file: CodeFile,
  reading: Reading,
  kind: AppKind,
  isCors: (callee: Value) => callee is External,
  read: (made: Made, cors: External) => readonly CorsPolicy[],
): Recognised {
  const places = mountsOf(file, isCors, kind);
  const known = new Map<string, readonly CorsPolicy[]>();
  const once = (made: Made, cors: External): readonly CorsPolicy[] => {
    const key = placeOf(made.span);
    const scope = places.get(key);
    const policies = known.get(key) ?? read({ ...made, ...(scope ? { scope } : {}) }, cors);
    known.set(key, policies);
    return policies;
  };
  const policies = file
    .plainCalls()
    .flatMap(({ callee, construct, span, args, used, alone }) =>
      !construct && isCors(callee) ? once({ span, options: args[0], used: used && !alone }, callee) : [],
    );
  const policiesAt = (value: Value) =>
    value.kind === 'call' && isCors(value.callee)
      ? once({ span: value.span, options: value.args[0], used: true }, value.callee)
      : [];
  return { policies, apps: appsOf(file, policiesAt, reading, kind) };
}
