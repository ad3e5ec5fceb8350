import { isPlatform } from '../frameworks/index.ts';
import type { App, Endpoint, Step } from '../model/app.ts';
import type { Link } from '../model/link.ts';
import { covers, meets, mountPath, type PathPattern, UNKNOWN_PATH } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Stage } from '../model/site.ts';
import { isPolicy, leavesOrigin, writersOf } from '../model/writers.ts';
import type { Span } from '../text/span.ts';
import type { FileFacts } from './facts.ts';
import type { Located } from './links.ts';

type Answer = Link['answer'];

interface Asked {
  readonly request: CorsRequest;
  readonly route: Endpoint | undefined;
  readonly stage: Stage;
}

/** Servers that only a developer's machine runs beside the server that is asked. */
const BESIDE = new Set(['vite', 'webpack', 'electron']);

type Route = Extract<Step, { kind: 'route' }>;

/** What decides who may read the answer to a request: one policy, none at all, or something that is not seen. */
export function answerTo(asked: Asked, { server, facts }: Located, all: readonly FileFacts[]): Answer {
  const app = all.flatMap(it => it.apps).find(it => isAt(it.at, server.at));
  const path = known(asked.request.url.path)?.pattern ?? UNKNOWN_PATH;
  const files = app && filesAt(app, path, asked);
  const mounted = app ? mountedOn(app, path, asked, files) : [];
  if (app && mounted && mounted.length > 0 && isChangedOn(app, path, asked, mounted, facts.policies))
    return { kind: 'unknown', why: 'code behind the policy changes its header for this path' };
  if (mounted === undefined) return { kind: 'unknown', why: 'what sets CORS headers for this path is not certain' };
  const elsewhere = (it: CorsPolicy) => isElsewhere(it, app, path) || (files !== undefined && isBehind(it, files, app));
  const own = mounted.length > 0 ? mounted : writtenFor(asked, server, facts, all, elsewhere);
  const policies = own.length > 0 ? own : configuredFor(path, server, facts, all);
  if (policies.length > 0) return ofStage(policies, asked.stage);
  return withoutPolicy(asked, { server, facts }, path, all, app, files);
}

/** What hands out files at an address for which the application has no route: it answers in front of what stands behind it. */
function filesAt({ steps, ordered }: App, path: PathPattern, { request, route }: Asked): Step | undefined {
  const isFile = /\.[a-z][a-z\d]{1,5}$/i.test(known(request.url.path)?.text ?? '');
  if (route || !ordered || !isFile) return undefined;
  return steps.find(it => it.plainFiles && !it.conditional && covers(it.matches, path) === 'yes');
}

function isAt(a: Span, b: Span): boolean {
  return a.path === b.path && a.start === b.start;
}

/** The policies that the application mounts for a path, where that is certain: those of the route, or the last ones before it. */
function mountedOn(
  app: App,
  path: PathPattern,
  { route }: Asked,
  files: Step | undefined,
): readonly CorsPolicy[] | undefined {
  const own = app.steps.find(it => it.kind === 'route' && route !== undefined && isAt(it.at, route.at));
  if (own?.kind === 'route' && own.policies.length > 0) return own.policies.map(it => onRoute(it, own, app));
  const answering = own ?? files;
  const last = app.ordered && answering ? app.steps.indexOf(answering) : app.steps.length;
  const meeting = app.steps.slice(0, last).filter((it): it is Extract<Step, { kind: 'cors' }> => {
    return it.kind === 'cors' && it.policy.used && meets(it.matches, path) !== 'no';
  });
  const inner = app.steps.some(
    it => it.kind === 'middleware' && it.mounted?.some(other => meets(other.matches, path) !== 'no'),
  );
  if (inner || meeting.some(it => it.conditional || covers(it.matches, path) !== 'yes')) return undefined;
  const place = meeting.at(-1)?.at;
  return meeting.filter(it => place && isAt(it.at, place)).map(it => it.policy);
}

/** Whether the route itself, or what runs only for some paths, takes the header of these policies off again or writes another one. */
function isChangedOn(
  app: App,
  path: PathPattern,
  { route }: Asked,
  mounted: readonly CorsPolicy[],
  policies: readonly CorsPolicy[],
): boolean {
  const isOwn = (it: Step) => it.kind !== 'route' || (route !== undefined && isAt(it.at, route.at));
  const removed = app.steps.some(it => it.kind === 'route' && it.removes && isOwn(it) && it.policies.length === 0);
  const writers = writersOf(app, policies);
  const last = writers.findLastIndex(it => mounted.some(own => 'at' in it.writer && isAt(own.at, it.writer.at)));
  const written = writers
    .slice(last + 1)
    .some(
      ({ writer, matches, step }) =>
        isPolicy(writer) && writer.byHand && !leavesOrigin(writer) && isOwn(step) && meets(matches, path) !== 'no',
    );
  return removed || written;
}

/** A policy that stands at several routes, as it stands at this one: preflights reach it only where a route for them has it. */
function onRoute(policy: CorsPolicy, own: Route, app: App): CorsPolicy {
  const asked = app.steps.some(
    it =>
      it.kind === 'route' &&
      (it.method === 'OPTIONS' || it.method === 'ALL') &&
      meets(it.matches, own.matches) !== 'no' &&
      it.policies.some(other => isAt(other.at, policy.at)),
  );
  if (policy.scope.methods === undefined || asked === policy.scope.methods.includes('OPTIONS')) return policy;
  const others = policy.scope.methods.filter(it => it !== 'OPTIONS');
  return { ...policy, scope: { ...policy.scope, methods: asked ? [...others, 'OPTIONS'] : others } };
}

/** Headers written by hand, in the function itself or in the one that wraps it. */
function writtenFor(
  { route }: Asked,
  server: Located['server'],
  facts: FileFacts,
  all: readonly FileFacts[],
  elsewhere: (policy: CorsPolicy) => boolean,
): readonly CorsPolicy[] {
  const own = all
    .flatMap(it => it.policies)
    .filter(
      it =>
        it.at.path === server.at.path && it.used && !BESIDE.has(it.framework) && !leavesOrigin(it) && !elsewhere(it),
    );
  const fitting = own.filter(it => {
    const { path, methods } = it.scope;
    if (path === undefined) return methods === undefined || (route !== undefined && methods.includes(route.method));
    return route !== undefined && path === route.path && (methods === undefined || methods.includes(route.method));
  });
  const isFunction = server.routes.length === 1 && server.routes[0]?.method === 'ALL';
  if (fitting.length > 0 || !isFunction) return onePlace(fitting);
  const read = new Set(facts.reads);
  return onePlace(
    all
      .filter(it => read.has(it.path))
      .flatMap(it => it.policies.filter(own => own.at.path === it.path && !leavesOrigin(own))),
  );
}

/** Headers that a configuration of the package puts on all that is answered below an address. */
function configuredFor(
  path: PathPattern,
  { configured }: Located['server'],
  { home }: FileFacts,
  all: readonly FileFacts[],
): readonly CorsPolicy[] {
  if (configured === undefined) return [];
  const near = all.filter(it => it.home === home).flatMap(it => it.policies);
  const holding = near.filter(({ framework, scope }) => {
    const below = /^(.*)\/\*\*$/.exec(scope.path ?? '/**')?.[1];
    return framework === configured && below !== undefined && covers(mountPath(below || '/', 'any'), path) === 'yes';
  });
  return onePlace(holding);
}

function onePlace(policies: readonly CorsPolicy[]): readonly CorsPolicy[] {
  const [first] = policies;
  return first && policies.every(it => isAt(it.at, first.at)) ? policies : [];
}

/** Of the alternatives at one place, the one that holds where the request is made. */
function ofStage(policies: readonly CorsPolicy[], stage: Stage): Answer {
  const holding = policies.filter(it => it.guards.every(guard => guard.kind !== 'mode' || holds(guard.mode, stage)));
  const [policy, ...more] = holding;
  if (!policy || more.length > 0) return { kind: 'unknown', why: 'which policy holds depends on the environment' };
  return { kind: 'policy', policy };
}

function holds(mode: string, stage: Stage): boolean {
  switch (mode) {
    case 'production':
    case 'not-development':
      return stage === 'production';
    case 'development':
    case 'not-production':
      return stage === 'development';
    default:
      return false;
  }
}

/** No policy is seen: that is none only where all that runs is seen, and nothing of the package or above it speaks of CORS. */
function withoutPolicy(
  { route }: Asked,
  { server, facts }: Located,
  path: PathPattern,
  all: readonly FileFacts[],
  app: App | undefined,
  files: Step | undefined,
): Answer {
  const unknown = (why: string): Answer => ({ kind: 'unknown', why });
  if (!route && !files) return unknown('no route of the server is seen to answer it');
  const { clouded } = server;
  if (clouded && meets(clouded.matches, path) !== 'no' && !(files && stands(files.at, clouded.at)))
    return unknown(clouded.why);
  const isNear = (it: FileFacts) => (server.alone ? it.path === server.at.path : it.home === facts.home);
  const speaking = all.find(it =>
    it.policies.some(
      own =>
        !own.inTests &&
        !leavesOrigin(own) &&
        !BESIDE.has(own.framework) &&
        !isElsewhere(own, app, path) &&
        !(files && isBehind(own, files, app)) &&
        (isNear(it) || isPlatform(own.framework)),
    ),
  );
  return speaking
    ? unknown('other code of the package sets CORS headers')
    : { kind: 'none', ...(files ? { before: files } : {}) };
}

/** Whether a place stands in front of another one of its file. */
function stands(first: Span, second: Span): boolean {
  return first.path === second.path && first.start < second.start;
}

/** Whether the application mounts a policy, and only behind a step. */
function isBehind({ at }: CorsPolicy, step: Step, app: App | undefined): boolean {
  const steps = app?.steps ?? [];
  const mounted = steps.flatMap((it, index) => (it.kind === 'cors' && isAt(it.policy.at, at) ? [index] : []));
  return mounted.length > 0 && mounted.every(it => it > steps.indexOf(step));
}

/** Whether the application mounts a policy, and only on other paths. */
function isElsewhere({ at }: CorsPolicy, app: App | undefined, path: PathPattern): boolean {
  const mounted = (app?.steps ?? []).filter(it => {
    if (it.kind === 'cors') return isAt(it.policy.at, at);
    return it.kind === 'route' && it.policies.some(own => isAt(own.at, at));
  });
  return mounted.length > 0 && mounted.every(it => 'matches' in it && meets(it.matches, path) === 'no');
}
