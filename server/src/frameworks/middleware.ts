import type { CorsPolicy, Guard, Scope } from '../model/policy.ts';
import type { CodeFile } from '../syntax/code.ts';
import type { External, Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { guardsOf } from './alternatives.ts';
import { type AppKind, appsOf, mountsOf, placeOf } from './express-app.ts';
import type { Reading, Recognised } from './framework.ts';

/** A call that makes a middleware of its options. */
export interface Made {
  readonly span: Span;
  readonly options: Value | undefined;
  readonly used: boolean;
  readonly scope?: Scope;
  /** The environment that an `if` around the call asks for. */
  readonly guards?: readonly Guard[];
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
    const policies = known.get(key) ?? guarded(read({ ...made, ...(scope ? { scope } : {}) }, cors), made.guards ?? []);
    known.set(key, policies);
    return policies;
  };
  const policies = file.plainCalls().flatMap(site => {
    const { callee, construct } = site;
    if (construct || !isCors(callee)) return [];
    const { span, args, used, alone } = site;
    return once({ span, options: args[0], used: used && !alone, guards: guardsOf(site.when) }, callee);
  });
  const policiesAt = (value: Value) =>
    value.kind === 'call' && isCors(value.callee)
      ? once({ span: value.span, options: value.args[0], used: true }, value.callee)
      : [];
  return { policies, apps: appsOf(file, policiesAt, reading, kind) };
}

/** The policies under further conditions of the environment. */
export function guarded(policies: readonly CorsPolicy[], guards: readonly Guard[]): readonly CorsPolicy[] {
  return guards.length === 0 ? policies : policies.map(it => ({ ...it, guards: [...guards, ...it.guards] }));
}
