import type { App, Endpoint, Step } from '../../../model/app.ts';
import { within } from '../../../model/paths.ts';
import type { CorsPolicy, Library } from '../../../model/policy.ts';
import type { CodeFile } from '../../../syntax/code.ts';
import { type CallValue, textOf, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import type { Reading } from '../../framework.ts';
import { writtenBeside } from '../../handwritten/beside.ts';
import { textAt } from '../../headers/places.ts';
import { checksOf } from '../../middleware/checks.ts';
import { cookiesIn } from '../../middleware/cookies.ts';
import { headersRead } from '../../middleware/header-reads.ts';
import { corpOf } from '../../middleware/isolation.ts';
import { rejectedPath } from '../../middleware/rejected-paths.ts';
import { roleOf } from '../../middleware/roles.ts';
import { refusalOf } from '../../middleware/without-login.ts';
import { libraryOf } from '../../options/version.ts';
import { type Other, stepsByOthers } from './handed-apps.ts';
import { inTurn, isBefore, isOfInstance, turnOf } from './own-methods.ts';
import { Callers } from './registering-calls.ts';
import { type AppKind, EXPRESS, identity, placeOf, type Registration, registrations } from './registrations.ts';
import { headOf, stepsOf, textIn } from './steps.ts';

/** The applications of a file with what is registered on them, for those that have a policy or are certainly of this kind. */
export function appsOf(
  file: CodeFile,
  policiesAt: (value: Value) => readonly CorsPolicy[],
  reading: Reading,
  kind: AppKind = EXPRESS,
): readonly App[] {
  const groups = new Map<string, Group & { readonly all: Registration[] }>();
  for (const it of inTurn(registrations(file, kind), file)) {
    const key = keyOf(it, file);
    const group = groups.get(key) ?? { on: it.on, all: [] };
    group.all.push(it);
    groups.set(key, group);
  }
  if (groups.size === 0) for (const on of made(file, kind)) groups.set(identity(on), { on, all: [] });
  const plainErrors = ![...groups.values()].some(({ all }) => all.some(answersErrors)) && !CATCHES.test(file.text);
  const library: Library = libraryOf(reading.project, file.path, kind.server, kind.newest);
  return joined(groups).flatMap(({ on, all }): readonly App[] => {
    const cors = all.map(it => it.handlers.some(handler => policiesAt(handler.value).length > 0));
    const anywhere = all.some((it, index) => (it.method === 'use' && cors[index]) || writesHeaders(it, reading));
    const routers = all.map(it => behindRouters(it, policiesAt, reading, kind, anywhere));
    const last = all.findLastIndex(
      (it, at) => cors[at] || routers[at]?.some(one => one.behind.mounted) || writesHeaders(it, reading),
    );
    const byHand = all.findIndex(it => writesHeaders(it, reading));
    const checks = (value: Value) => checksOf(value, reading, plainErrors);
    const own = all.map((it, index) =>
      // Whether something refuses preflights matters where CORS comes after it, and is long to find out.
      stepsOf(it, policiesAt, kind, {
        corp: it => corpOf(it, reading.project, file.path),
        before: index < last || (byHand >= 0 && index > byHand),
        does: fn => writtenBeside(fn, kind.server, reading),
        rejected: it => rejectedPath(it, on, file.path, reading, kind.server),
        project: reading.project,
        checks,
      }).map(step => ({ ...step, ...routers[index]?.find(router => router.at === step.at)?.behind })),
    );
    const isIt = (value: Value) => identity(value) === identity(on) || (on.kind === 'call' && isMadeBy(value, on));
    const steps = inOrder(all, own, stepsByOthers(file, isIt, kind, checks, policiesAt), file);
    if (all.length === 0 && steps.length === 0) return [];
    const certain = on.kind === 'call';
    if (!certain && !steps.some(it => it.kind === 'cors' || (it.kind === 'route' && it.policies.length > 0))) return [];
    const name = on.kind === 'parameter' || on.kind === 'member' ? on.name : 'app';
    return [
      {
        framework: kind.framework,
        library,
        name,
        global: certain && !kind.isRouter(on),
        at: on.span,
        steps,
        ordered: isOrdered(all, file),
        ...(certain ? loopbackOf(file, on) : {}),
        ...(kind.layered ? { layered: true } : {}),
        ...(kind.oneResponse ? { oneResponse: true } : {}),
        ...(kind.handsBack ? { handsBack: true } : {}),
        ...(kind.matchedOnly && kind.isRouter(on) ? { matchedOnly: true } : {}),
      },
    ];
  });
}

/** Whether it is known in which order all is registered: where some of it stands in functions, when these are called. */
function isOrdered(all: readonly Registration[], file: CodeFile): boolean {
  if (new Set(all.map(it => it.call.inside?.start)).size < 2) return true;
  const callers = new Callers(file);
  return all.every(it => isOfInstance(it.on) || it.call.inside === undefined || callers.isPlaced(it.call));
}

/** Names under which files have what makes an application. */
const MAKERS = /^(express\w*|polka|restana|connect|koa|hono|openapihono)$/i;

/** The applications that a file makes: where it registers nothing on them itself, others may that it hands them to. */
function made(file: CodeFile, kind: AppKind): readonly Value[] {
  if (!kind.words.test(file.text)) return [];
  return file
    .calls(it => MAKERS.test(it))
    .flatMap(({ callee, args, construct, span }) => {
      return kind.application({ kind: 'call', callee, args, construct, span }) ?? [];
    });
}

/** What answers errors beside middlewares of four parameters. */
const CATCHES = /\bonError\b|\bcatch\b|errorHandler/i;

function answersErrors({ handlers }: Registration): boolean {
  return handlers.some(({ value }) => roleOf(value).role === 'error');
}

/** Whether a middleware's own text names the header; what becomes of it is for others to find out. */
function writesHeaders({ method, handlers }: Registration, reading: Reading): boolean {
  return (
    method === 'use' &&
    handlers.some(
      ({ value }) => value.kind === 'function' && /access-control-allow-origin/i.test(textAt(value.span, reading)),
    )
  );
}

/** `app.listen(4000, '127.0.0.1')`, where the application listens nowhere else in its file. */
function loopbackOf(file: CodeFile, on: Value): Pick<App, 'listensOn'> {
  const calls = file.calls(it => it === 'listen');
  const [only, ...more] = calls.filter(
    it => it.callee.kind === 'member' && identity(it.callee.object) === identity(on),
  );
  const host = only?.args[1]?.kind === 'literal' ? only.args[1] : undefined;
  const text = textOf(host);
  if (!only || !host || more.length > 0 || calls.length > 1 || text === undefined) return {};
  return /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(text)
    ? { listensOn: { host: text, at: only.argSpans[1] ?? host.span } }
    : {};
}

type Behind = Pick<Extract<Step, { kind: 'middleware' }>, 'mounted' | 'routes' | 'checks' | 'beside'>;

/** The policies and routes of the routers that a registration mounts, which other files may hold, with their paths seen from there. */
function behindRouters(
  { method, matches: base, path: mount = '', handlers }: Registration,
  policiesAt: (value: Value) => readonly CorsPolicy[],
  reading: Reading,
  kind: AppKind,
  cors: boolean,
): readonly { readonly at: Span; readonly behind: Behind }[] {
  if (method !== 'use') return [];
  const { project } = reading;
  return handlers.flatMap(({ value, at }) => {
    const router = kind.routerBehind?.(value) ?? value;
    const source = kind.isRouter(router) ? project.code(router.span.path) : undefined;
    if (!source || !(cors || /cors|access-control/i.test(source.text))) return [];
    const own = registrations(source, kind).filter(it => identity(it.on) === identity(router));
    const mounted = own.flatMap(it => {
      if (it.method !== 'use' || it.call.conditional) return [];
      const matches = within(base, it.matches);
      return it.handlers.flatMap(handler => policiesAt(handler.value).map(policy => ({ policy, matches })));
    });
    const routes = own.flatMap((it): readonly Endpoint[] => {
      // What has a policy of its own is not answered by the application's.
      if (it.method === 'use' || it.handlers.some(handler => policiesAt(handler.value).length > 0)) return [];
      const named =
        it.path === undefined ? {} : { path: `${mount}/${it.prefix ?? ''}/${it.path}`.replace(/\/+/g, '/') };
      const functions = it.handlers.map(handler => handler.value);
      const read = { ...headersRead(functions, project), ...cookiesIn(functions, project) };
      return [{ method: it.method, ...named, matches: within(base, it.matches), at: headOf(it.call), ...read }];
    });
    const checks = own.flatMap(it => {
      if (it.method !== 'use' || it.call.conditional || mounted.length > 0) return [];
      return it.handlers.flatMap(handler => {
        const refuses = refusalOf(handler.value);
        const matches = within(base, it.matches);
        return refuses?.preflights === undefined ? [] : [{ refuses, matches, at: handler.at }];
      });
    });
    const beside = own.flatMap(it => {
      if (it.call.conditional || mounted.length > 0) return [];
      const matches = within(base, it.matches);
      return it.handlers.flatMap(({ value }) => {
        if (value.kind !== 'function' || it.method !== 'use' || !/options/i.test(textIn(value.span, project)))
          return [];
        const does = writtenBeside(value, kind.server, reading);
        return does ? [{ does, matches }] : [];
      });
    });
    const behind = {
      ...(beside.length > 0 ? { beside } : {}),
      ...(checks.length > 0 ? { checks } : {}),
      ...(mounted.length > 0 ? { mounted } : {}),
      ...(routes.length > 0 ? { routes } : {}),
    };
    return [{ at, behind }];
  });
}

/** What tells an application apart from the others of a file. */
function keyOf({ on, call }: Registration, file: CodeFile): string {
  const key = identity(on);
  // Where nobody knows when a method is called, what it registers has an order of its own.
  return isOfInstance(on) && !turnOf(call, file) ? `${key} ${call.inside?.start}` : key;
}

interface Group {
  readonly on: Value;
  readonly all: readonly Registration[];
}

/** What a factory registers on the application that it makes comes before all that is registered on it afterwards. */
function joined(groups: ReadonlyMap<string, Group>): readonly Group[] {
  const within = new Set<string>();
  const whole = [...groups.values()].map(({ on, all }): Group => {
    const key = on.kind === 'call' && on.made ? placeOf(on.span) : undefined;
    const before = key === undefined ? undefined : groups.get(key);
    if (key === undefined || !before) return { on, all };
    within.add(key);
    return { on, all: [...before.all, ...all] };
  });
  return whole.filter(it => !within.has(identity(it.on)));
}

/** Whether a value is the application as the factory that makes it has it. */
function isMadeBy(value: Value, { made }: CallValue): boolean {
  return made !== undefined && identity(value) === placeOf(made);
}

/** The steps of registrations, with those that stand elsewhere in the file, each behind the last one before it. */
function inOrder(
  all: readonly Registration[],
  steps: readonly (readonly Step[])[],
  others: readonly Other[],
  file: CodeFile,
): readonly Step[] {
  const callers = new Callers(file);
  const behind = (other: Other) => {
    const call = callers.inTurn(other.call);
    return all.findLastIndex(it => isBefore(it.call, call, file));
  };
  return [-1, ...all.keys()].flatMap(at => [
    ...(steps[at] ?? []),
    ...others.filter(it => behind(it) === at).map(it => it.step),
  ]);
}
