import type { CorsPolicy, Guard, Scope } from '../../model/policy.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import type { CallValue, External, Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading, Recognised } from '../framework.ts';
import { appsOf } from '../libraries/express/app.ts';
import { type AppKind, mountsOf, placeOf } from '../libraries/express/registrations.ts';
import { guardsOf } from '../origin/alternatives.ts';
import { gated } from '../origin/gated.ts';
import { takenUnder } from '../origin/taken.ts';
import {
  droppedCall,
  handedRequest,
  isHandedBack,
  isHandedRequest,
  leftUnused,
  mountedUncalled,
  type NotCalled,
  neverRun,
} from './not-called.ts';
import { runInside } from './run-inside.ts';

/** What the names have of all packages whose calls these are. */
const PACKAGES = /cors|express|koa|hono/i;

/** A call that makes a middleware of its options. */
export interface Made {
  readonly span: Span;
  readonly options: Value | undefined;
  readonly used: boolean;
  readonly scope?: Scope;
  /** The environment that an `if` around the call asks for. */
  readonly guards?: readonly Guard[];
  /** Under which conditions it is reached, or what it makes is called. */
  readonly when?: Test;
  /** Under which conditions it is made. */
  readonly taken?: Test;
}

/**
 * The policies of a library whose every policy is a call that makes a middleware, and the applications they are used on. `brought` are the
 * policies that something else brings along which is mounted there.
 */
export function readMiddleware(
  file: CodeFile,
  reading: Reading,
  kind: AppKind,
  isCors: (callee: Value) => callee is External,
  read: (made: Made, cors: External) => readonly CorsPolicy[],
  brought: (value: CallValue) => readonly CorsPolicy[] = () => [],
): Recognised {
  const places = mountsOf(file, isCors, kind);
  const known = new Map<string, readonly CorsPolicy[]>();
  const once = (made: Made, cors: External): readonly CorsPolicy[] => {
    const key = placeOf(made.span);
    const scope = places.get(key);
    const gate = places.has(key) ? undefined : made.when;
    const plain = () => guarded(read({ ...made, ...(scope ? { scope } : {}) }, cors), made.guards ?? []);
    const policies = known.get(key) ?? (gate ? gated(plain(), gate, reading.lookup) : plain());
    const found = made.taken ? takenUnder(policies, made.taken, reading.lookup) : policies;
    known.set(key, found);
    return found;
  };
  const uncalled = (cors: External, oddity: NotCalled) =>
    read({ span: oddity.at, options: undefined, used: true }, cors).map(it => neverRun(it, oddity));
  const policies = file.plainCalls(PACKAGES).flatMap(site => {
    const { callee, construct } = site;
    if (construct || !isCors(callee)) return [];
    const { span, args, used, alone } = site;
    if (isHandedRequest(site)) return uncalled(callee, handedRequest(callee, site.nameSpan, kind));
    const guards = guardsOf(site.when);
    const made = { span, options: args[0], used: used && !alone, guards, taken: site.when, ...calledWhen(file, site) };
    const found = once(made, callee);
    if (alone || isHandedBack(site, file, kind))
      return found.map(it => neverRun(it, droppedCall('dropped', callee, site.nameSpan, kind)));
    return used ? found : found.map(it => leftUnused(it, droppedCall('unused', callee, span, kind)));
  });
  const mounted = mountedUncalled(file, kind, isCors).flatMap(it => uncalled(it.cors, it.oddity));
  const built: CorsPolicy[] = [];
  const policiesAt = (value: Value) => {
    if (value.kind !== 'call') return [];
    if (!isCors(value.callee)) return brought(value);
    const own = value.made && depends(value, reading) ? value.made : undefined;
    const found = once({ span: own ?? value.span, options: value.args[0], used: true }, value.callee);
    if (own) built.push(...found.filter(it => !built.includes(it)));
    return found;
  };
  const apps = appsOf(file, policiesAt, reading, kind);
  return { policies: [...runInside(policies, file, kind), ...mounted, ...built], apps };
}

function calledWhen(file: CodeFile, site: CallSite): Pick<Made, 'when'> {
  const when = file.calledUnder(site);
  return when ? { when } : {};
}

/** Whether a function that makes a middleware makes another one of other arguments: what it is called with shows in the options. */
function depends({ span, args }: CallValue, { project }: Reading): boolean {
  const site = project
    .code(span.path)
    ?.plainCalls(PACKAGES)
    .find(it => placeOf(it.span) === placeOf(span));
  return site !== undefined && args.some((it, index) => mentionsParameter(site.args[index]) && !mentionsParameter(it));
}

function mentionsParameter(value: Value | undefined): boolean {
  switch (value?.kind) {
    case 'parameter':
      return true;
    case 'record':
      return value.rest !== undefined || value.entries.some(it => mentionsParameter(it.value));
    case 'list':
      return value.rest !== undefined || value.items.some(mentionsParameter);
    case 'unknown':
      return true;
    case 'member':
      return mentionsParameter(value.object);
    case 'choice':
      return value.branches.some(it => mentionsParameter(it.value));
    default:
      return false;
  }
}

/** The policies under further conditions of the environment. */
export function guarded(policies: readonly CorsPolicy[], guards: readonly Guard[]): readonly CorsPolicy[] {
  return guards.length === 0 ? policies : policies.map(it => ({ ...it, guards: [...guards, ...it.guards] }));
}
