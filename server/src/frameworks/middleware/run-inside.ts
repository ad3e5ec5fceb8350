import type { CorsPolicy } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { samePlace } from '../headers/lines.ts';
import { type AppKind, type Registration, registrations } from '../libraries/express/registrations.ts';
import { preflightEnd } from './without-login.ts';

/**
 * Policies of a middleware that handlers run themselves (`cors(req, res, () => …)`, `await runMiddleware(req, res, cors)`), with what
 * becomes of preflights that a handler answers before it comes to that.
 */
export function runInside(all: readonly CorsPolicy[], file: CodeFile, kind: AppKind): readonly CorsPolicy[] {
  const policies = all.map(it => {
    const route = routeAround(it, file, kind);
    return route ? { ...it, ...inRoute(route, file, kind, all.length === 1) } : it;
  });
  const ends = new Map<number, CorsPolicy['preflight'] & { readonly login: boolean }>();
  for (const { at } of policies) if (!ends.has(at.start)) endBefore(at.start, file, ends);
  return policies.map(it => {
    if (it.at.path !== file.path) return it;
    const end = ends.get(it.at.start);
    if (!end) return untoldOf(it, file);
    const { behaviour: _, ways: __, ...others } = it;
    const { login, ...preflight } = end;
    const { at, status } = preflight;
    return login && at && status !== undefined
      ? { ...others, preflight, login: { by: 'the login check', at, preflights: status } }
      : { ...others, preflight };
  });
}

/** The route whose handler runs the middleware itself: `app.put('/x', (req, res) => cors(options)(req, res, …))`. */
function routeAround({ at, scope }: CorsPolicy, file: CodeFile, kind: AppKind): Registration | undefined {
  if (at.path !== file.path || scope.path !== undefined || scope.methods) return undefined;
  if (!CALLED.test(file.text.slice(at.end, at.end + 120))) return undefined;
  const [root] = file.rootsAround([at.start]);
  const [route, ...more] = registrations(file, kind).filter(it =>
    it.handlers.some(({ value }) => root && value.kind === 'function' && samePlace(value.span, root.span)),
  );
  return route && more.length === 0 && route.method !== 'use' && route.method !== 'ALL' ? route : undefined;
}

/** A policy that a route's handler runs is there for that route's method; `alone` tells that the file has no other. */
function inRoute(
  { method, path, on }: Registration,
  { text }: CodeFile,
  kind: AppKind,
  alone: boolean,
): Pick<CorsPolicy, 'scope'> & Partial<Pick<CorsPolicy, 'preflight'>> {
  const scope = { ...(path === undefined ? {} : { path }), methods: [method] };
  const own = on.kind === 'call' && !kind.isRouter(on);
  const answered = !alone || !own || /\bOPTIONS\b|\.(?:options|all)\(/.test(text);
  return method === 'OPTIONS' || answered ? { scope } : { scope, preflight: { by: 'none' } };
}

/** Of several handlers that run it, the first that turns preflights away before. */
function endBefore(
  start: number,
  file: CodeFile,
  ends: Map<number, CorsPolicy['preflight'] & { login: boolean }>,
): void {
  const name = nameBefore(start, file);
  if (name === undefined) return;
  for (const { index, node } of runsOf(name, file)) {
    if (!node) continue;
    const [root] = file.rootsAround([index]);
    const end =
      root && root.value.parameters.length > 1 && !root.value.takesMore ? preflightEnd(root.value) : undefined;
    if (!end || end.at.end > index) continue;
    ends.set(start, { by: 'manual', status: end.status, at: end.at, login: end.login });
    return;
  }
}

/** The name of the variable that what stands at a place is given to. */
function nameBefore(start: number, { text }: CodeFile): string | undefined {
  return /(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]+)?=\s*$/.exec(text.slice(Math.max(0, start - 120), start))?.[1];
}

/** A policy whose middleware a function runs that looks at the method first, or goes on with more than its `next`. */
function untoldOf(policy: CorsPolicy, file: CodeFile): CorsPolicy {
  const { at, behaviour } = policy;
  if (!behaviour || behaviour.untold) return policy;
  const name = nameBefore(at.start, file);
  const direct = CALLED.test(file.text.slice(at.end, at.end + 120)) ? [{ index: at.start, node: true }] : [];
  const named = name === undefined ? [] : runsOf(name, file);
  const why = [...direct, ...named].map(it => whyUntold(it, file)).find(it => it !== undefined);
  const on = ['preflight', 'options', 'actual'] as const;
  if (why === undefined) return policy;
  const { origins } = policy;
  // Whoever takes the header off or writes it again may ask whose page it is, whatever the options say.
  const acceptor = { kind: 'unknown', why: CHANGED, at } as const;
  const oddities = policy.oddities.filter(it => it.kind !== 'wildcard-reflected');
  const left = why === CHANGED ? { origins: { ...origins, mode: 'dynamic' as const, acceptor }, oddities } : {};
  return { ...policy, ...left, behaviour: { ...behaviour, untold: { on, why } } };
}

/** `cors(options)(req, res, next)`. */
const CALLED = /^\s*\(\s*\w+\s*,\s*\w+/;

function whyUntold({ index, node }: Run, file: CodeFile): string | undefined {
  const [root] = file.rootsAround([index]);
  if (!root || root.value.parameters.length < 2) return undefined;
  const { text } = file;
  const before = text.slice(root.span.start, index);
  if (node && /\bmethod\b/.test(before)) return 'the function that runs it looks at the method first';
  if (BY_PATH.test(before)) return 'the function that runs it looks at the path first';
  const { end } = (PROMISED.test(text.slice(0, root.span.start)) && root.around[0]) || root.span;
  const behind = text.slice(index, end);
  if (CHANGES.test(behind)) return CHANGED;
  return node && /removeHeader|setHeader|access-control/i.test(behind)
    ? 'the function that runs it may change the answer'
    : undefined;
}

/** What asks for the address of a request, in a condition. */
const BY_PATH = /(?:\bif\s*\(|\bswitch\s*\(|=>|\breturn\b|&&|\|\|)[^;{}]*\.(?:path|url|originalUrl|baseUrl|pathname)\b/;

const CHANGED = 'the function that runs it may change whom it lets in';

/** What takes off `Access-Control-Allow-Origin`, writes it, or does so by a name that is kept elsewhere. */
const CHANGES =
  /\b(?:(?:removeHeader|setHeader|remove|delete|set|header|append)\(\s*['"`]access-control-allow-origin['"`]|(?:removeHeader|setHeader)\(\s*[a-z_$])/i;

/** `new Promise((resolve, reject) => …)`: what waits for it goes on behind it. */
const PROMISED = /new Promise(?:<[\w\s|]+>)?\(\s*$/;

/** Where something is run in a function; `node` tells that it is handed what comes next behind a request and a response. */
interface Run {
  readonly index: number;
  readonly node: boolean;
}

function runsOf(name: string, file: CodeFile): readonly Run[] {
  return file.remembered(RUNS, () => runsIn(file.text)).get(name) ?? [];
}

/** `run(req, res, next)`, `run(ctx, next)`: whoever is run is what is called, or the last that is handed over. */
const RUNS = /(?<![\w$.])([\w$]+)\(\s*\w+\s*,\s*(?:\w+\s*(,)(?:\s*([\w$]+)\s*\))?|(?:\w+\s*\)|async\b|\())/g;

/** By name, where in a text it may be run so. */
function runsIn(text: string): ReadonlyMap<string, readonly Run[]> {
  const found = new Map<string, Run[]>();
  for (const { index, 1: called, 2: more, 3: last } of text.matchAll(RUNS))
    for (const name of new Set([called, last])) {
      if (name === undefined) continue;
      const places = found.get(name) ?? [];
      places.push({ index, node: more !== undefined });
      found.set(name, places);
    }
  return found;
}
