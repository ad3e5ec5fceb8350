import { type Answer, answer } from '../fetch/answer.ts';
import { layered, NOBODY, type Standing } from '../fetch/layers.ts';
import type { ServerRequest } from '../fetch/sent.ts';
import { over, turned } from '../fetch/turned.ts';
import type { App, Step } from '../model/app.ts';
import { covers, meets, type PathPattern, type Sure } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { isPolicy, type Layer, leavesOrigin, type Writer, writersOf, writesOver } from '../model/writers.ts';
import { answeredBefore } from '../rules/cors-after-routes.ts';
import { contains } from '../text/span.ts';

/** Where a policy stands among what writes to the responses of an application. */
export interface Place {
  readonly app: App;
  readonly own: Layer;
  readonly all: readonly Layer[];
  /** The addresses that are asked about: the routes behind it, or where none is seen its own. */
  readonly sites: readonly PathPattern[];
}

/** What is answered where the policy stands, with what else its application registers on the same paths. */
export function answerOf(
  policy: CorsPolicy,
  apps: readonly App[],
  request: ServerRequest,
  policies: readonly CorsPolicy[] = [],
): Answer {
  // A router is an application of its own, and part of the one that mounts it.
  const places = apps.flatMap(it => placeIn(it, policy, policies));
  const [place] = places.sort((a, b) => policiesOf(b, policy) - policiesOf(a, policy));
  if (request.method === 'OPTIONS' && places.some(it => isUnmatched(it)))
    return unmatched(places, policy, apps, request);
  if (!place?.app.layered && policy.byHand && sharesResponse(policy, apps))
    return { known: false, why: 'a policy of the same application has its part in the answer' };
  if (places.some(it => onRoutesAlone(it, policy, policies, request)))
    return { known: false, why: 'the routes behind it have options of their own' };
  const whole = place ? answerIn(place, policy, request, policies) : alone(policy, request, policies, []);
  if (!whole.known || whole.ends || request.method !== 'OPTIONS') return whole;
  const given = whole.status === 404 && place ? { ...whole, ...listed(apps, request) } : whole;
  return places.some(answersOptions) ? { known: false, why: 'a route of the application answers `OPTIONS`' } : given;
}

/** Whether headers by hand, whose place among others is not told, come onto responses that a policy of their application is for. */
function sharesResponse(policy: CorsPolicy, apps: readonly App[]): boolean {
  return apps.some(({ steps }) => {
    const own = steps.find(it => [...(it.bodies ?? []), ...(it.late ?? [])].some(one => contains(one, policy.whole)));
    return own && steps.some(it => it.kind === 'cors' && it !== own && meets(it.matches, own.matches) !== 'no');
  });
}

/** Whether every route that takes this method is one with options of its own, which go before those of the plugin (@fastify/cors 11.4.3). */
function onRoutesAlone(
  { app, own }: Place,
  { framework, scope, at }: CorsPolicy,
  policies: readonly CorsPolicy[],
  { method }: ServerRequest,
): boolean {
  if (app.ordered || method === 'OPTIONS' || scope.methods || own.step.kind === 'route') return false;
  const others = policies.filter(it => it.framework === framework && it.at.start !== at.start);
  return (
    others.some(it => it.scope.methods?.includes(method)) &&
    !app.steps.some(it => it.kind === 'route' && isFor(it.method, method))
  );
}

/** Whether a router runs the policy for its routes alone, of which none takes `OPTIONS`. */
function isUnmatched({ app: { matchedOnly, steps }, own, sites }: Place): boolean {
  if (!matchedOnly || own.step.kind === 'route') return false;
  return !steps.some(
    it => it.kind === 'route' && isFor(it.method, 'OPTIONS') && sites.some(site => meets(it.matches, site) !== 'no'),
  );
}

/** What nobody answers, on a path with routes for other methods. */
function unmatched(places: readonly Place[], policy: CorsPolicy, apps: readonly App[], request: ServerRequest): Answer {
  const nobody: Answer = { known: true, status: 404, headers: {}, ends: false, ...listed(apps, request) };
  const around = places.find(it => !it.app.matchedOnly);
  const others = around?.all.filter(it => it !== around.own && joins(it, around, policy, request)) ?? [];
  const given =
    around &&
    layered(
      others.map(it => standingOf(it, around, policy)),
      request,
    );
  return given && others.length > 0 && (!given.known || given.ends) && !isNobody(given) ? given : nobody;
}

/** Whether nothing was there to answer. */
function isNobody(given: Answer): boolean {
  return !given.known && given.why === NOBODY;
}

/** `router.allowedMethods()` answers `OPTIONS` with 200 where routes take other methods: run with @koa/router 15.7.0 on koa 3.3.0. */
function listed(apps: readonly App[], { reaches = 'route' }: ServerRequest): { readonly status?: number } {
  const lists = apps.some(
    ({ framework, global, steps }) =>
      global && framework === 'koa-cors' && steps.some(it => it.kind === 'middleware' && it.name === 'allowedMethods'),
  );
  return lists && reaches === 'route' ? { status: 200 } : {};
}

function placeIn(app: App, policy: CorsPolicy, policies: readonly CorsPolicy[]): readonly Place[] {
  const all = writersOf(app, policies);
  const own = all.find(it => isSame(it.writer, policy));
  return own ? [{ app, own, all, sites: sitesOf(app, own) }] : [];
}

function policiesOf(place: Place, policy: CorsPolicy): number {
  return place.all.filter(it => isPolicy(it.writer) && writesBeside(it, place, policy)).length;
}

function alone(
  policy: CorsPolicy,
  request: ServerRequest,
  policies: readonly CorsPolicy[],
  layers: readonly Layer[],
): Answer {
  return policies.some(it => addsTo(policy, it) && !layers.some(layer => layer.writer === it))
    ? { known: false, why: 'other code may write to the same response' }
    : answer(policy, request);
}

function answerIn(place: Place, policy: CorsPolicy, request: ServerRequest, policies: readonly CorsPolicy[]): Answer {
  if (place.own.reached === 'by errors') return { known: false, why: 'only errors come to this function' };
  const layers = place.all.filter(it => joins(it, place, policy, request));
  const own = alone(policy, request, policies, layers);
  if (!own.known && policies.some(it => addsTo(policy, it) && !layers.some(layer => layer.writer === it))) return own;
  if (layers.some(it => it !== place.own && isUnsure(it, place)))
    return { known: false, why: 'another policy may write to the same response' };
  const before = request.method === 'OPTIONS' ? undefined : beforeIt(place, policy, policies, request);
  const standing = layers
    .filter(it => !before || place.all.indexOf(it) < place.all.indexOf(place.own))
    .map(it => standingOf(it, place, policy));
  if (before) return withoutPolicy(standing, request);
  const given = standing.length < 2 ? own : layered(standing, request);
  if (given.known && writtenByRoutes(place, policies, request, given))
    return { known: false, why: 'the routes behind it write the header themselves' };
  return given.known && given.failed ? afterError(given, place, request) : given;
}

/** What the application's own handler makes of an error: it is answered over the headers that are there by then. */
function afterError(given: Extract<Answer, { known: true }>, { app, own, all }: Place, request: ServerRequest): Answer {
  const at = app.steps.indexOf(own.step);
  const handler = app.steps.find(
    (it, i) => i > at && it.kind === 'middleware' && it.role === 'error' && meets(it.matches, own.matches) !== 'no',
  );
  if (!handler) return given;
  const writer = all.find(it => it.step === handler)?.writer;
  const written = writer && (isPolicy(writer) ? writer.written : 'does' in writer ? writer.does : undefined);
  const answered = written && !handler.conditional ? turned(written, request, true) : undefined;
  if (answered?.kind !== 'ends')
    return { known: false, why: 'what the application’s own handler makes of the error is not known' };
  const { status, headers, replaced } = answered;
  return { known: true, status, headers: over(given.headers, headers, replaced), ends: true };
}

/** What is answered by a route before the policy: whatever stands before that has written. */
function withoutPolicy(standing: readonly Standing[], request: ServerRequest): Answer {
  const plain: Answer = { known: true, status: 200, headers: {}, ends: true };
  const given = layered(standing, request);
  return standing.length === 0 || isNobody(given) ? plain : given;
}

/** Whether routes answer this request before the policy, and none behind it does. */
function beforeIt(
  { app, own }: Place,
  policy: CorsPolicy,
  policies: readonly CorsPolicy[],
  { method }: ServerRequest,
): boolean {
  if (
    !app.ordered ||
    own.step.kind === 'route' ||
    own.late ||
    policy.written?.responses.every(it => it.end === 'answered')
  )
    return false;
  const missed = answeredBefore(app, policies);
  if (!missed || missed.cors.policy.at.start !== policy.at.start) return false;
  // Of what follows, all has to be seen, and to be for other methods.
  const behind = app.steps.slice(app.steps.indexOf(own.step) + 1);
  if (
    missed.follows &&
    behind.some(it =>
      it.kind === 'route' ? isFor(it.method, method) : it.kind === 'middleware' && it.role === 'router',
    )
  )
    return false;
  return missed.routes.some(it => {
    if (it.kind === 'route') return isFor(it.method, method);
    return it.kind === 'middleware' && (it.routes ?? []).some(one => isFor(one.method, method));
  });
}

/** Whether every route behind the policy that takes this method writes the header by hand, over what is there or where nothing is. */
function writtenByRoutes(
  { app, own, sites }: Place,
  policies: readonly CorsPolicy[],
  { method }: ServerRequest,
  given: Extract<Answer, { known: true }>,
): boolean {
  if (method === 'OPTIONS' || own.step.kind === 'route' || given.ends || !app.ordered) return false;
  const routes = app.steps
    .slice(app.steps.indexOf(own.step) + 1)
    .filter(it => it.kind === 'route' && isFor(it.method, method) && sites.includes(it.matches));
  const bare = given.headers['access-control-allow-origin'] === undefined;
  return (
    routes.length > 0 &&
    routes.every(it =>
      policies.some(
        one =>
          one.byHand &&
          !leavesOrigin(one) &&
          (bare || writesOver(app, one)) &&
          it.bodies?.some(body => contains(body, one.whole)),
      ),
    )
  );
}

function isFor(registered: string, method: string): boolean {
  return registered === method || registered === 'ALL' || (registered === 'GET' && method === 'HEAD');
}

/** The addresses of the routes behind a policy that it covers. */
function sitesOf({ steps }: App, own: Layer): readonly PathPattern[] {
  if (own.step.kind === 'route') return [own.matches];
  const behind = steps.slice(steps.indexOf(own.step) + 1).flatMap((it): readonly PathPattern[] => {
    if (it.kind === 'route') return it.method === 'OPTIONS' ? [] : [it.matches];
    return it.kind === 'middleware' ? (it.routes ?? []).map(one => one.matches) : [];
  });
  const covered = behind.filter(it => covers(own.matches, it) === 'yes');
  return covered.length > 0 ? covered : [own.matches];
}

/** Whether all of the addresses, none or some of them come to this layer. */
function coversSites(it: Layer, { own, sites }: Place): Sure {
  if (covers(it.matches, own.matches) === 'yes') return 'yes';
  const answers = sites.map(site => covers(it.matches, site));
  if (answers.every(one => one === 'yes')) return 'yes';
  return sites.every(site => meets(it.matches, site) === 'no') ? 'no' : 'unknown';
}

/** Whether a policy of the same place writes to the responses that this one is for. */
function writesBeside(it: Layer, { app, own, all }: Place, policy: CorsPolicy): boolean {
  if (it === own) return true;
  if (!isPolicy(it.writer)) return false;
  const after = all.indexOf(it) > all.indexOf(own);
  // What a route's function writes itself comes over the headers of the library on that route, on the one response.
  if (it.step === own.step && it.step.kind === 'route' && isOver(it.writer, policy)) return true;
  if (!app.layered || it.step.kind === 'route' || it.writer.at.start === policy.at.start) return false;
  // What a route or router answers goes no further.
  if (ends(own) && after && it.step !== own.step) return false;
  if (it.step.kind === 'middleware' && it.step.mounted && it.step !== own.step) return false;
  // One function's headers by hand are one answer, however many policies are read of it.
  if (it.step === own.step && it.writer.byHand && policy.byHand) return false;
  return covers(it.matches, own.matches) !== 'no';
}

/** Whether something takes part in the answer to a request that comes to the policy. */
function joins(it: Layer, place: Place, policy: CorsPolicy, { method, reaches = 'route' }: ServerRequest): boolean {
  if (it === place.own) return true;
  if (it.reached === 'by errors') return false;
  const after = place.all.indexOf(it) > place.all.indexOf(place.own);
  if (it.reached === 'by the rest' && (!after || method !== 'OPTIONS')) return false;
  if (it.step.kind === 'route' && it.step !== place.own.step)
    return reaches === 'route' && routeJoins(it, place, method, after);
  if (isPolicy(it.writer)) return writesBeside(it, place, policy);
  // Of the requests themselves, what a check behind it makes is the route's own matter.
  if (after && 'refuses' in it.writer && method !== 'OPTIONS') return false;
  // A check before it is known by the policy itself.
  if (!after && 'does' in it.writer && it.step.kind === 'middleware' && it.step.guard) return false;
  if (after && ((ends(place.own) && it.step !== place.own.step) || reaches !== 'route')) return false;
  return place.app.ordered ? coversSites(it, place) !== 'no' : !after;
}

/** Routes for `OPTIONS` answer preflights before the policy, and behind it those that it hands on; others write over it. */
function routeJoins(it: Layer, place: Place, method: string, after: boolean): boolean {
  if (it.step.kind !== 'route' || !place.app.ordered || coversSites(it, place) === 'no') return false;
  if (after && ends(place.own)) return false;
  if (method === 'OPTIONS') return isFor(it.step.method, 'OPTIONS') && (!after || 'does' in it.writer);
  return after && 'does' in it.writer && isFor(it.step.method, method);
}

function standingOf(it: Layer, place: Place, policy: CorsPolicy): Standing {
  const { step, late, conditional } = it;
  if (it === place.own) return { writer: policy, ...(late ? { late } : {}) };
  const behind = place.all.indexOf(it) > place.all.indexOf(place.own);
  const last = behind && 'does' in it.writer && !it.writer.does.responses.some(one => one.end === 'passed');
  const sure = !conditional && (isPolicy(it.writer) && step.kind !== 'route' ? true : coversSites(it, place) === 'yes');
  return {
    writer: it.writer,
    ...(late ? { late } : {}),
    ...(last ? { last: true } : {}),
    ...(place.app.handsBack && behind ? { varyStays: true } : {}),
    ...(sure ? {} : { unsure: whyUnsure(it) }),
  };
}

function whyUnsure({ step }: Layer): string {
  const path = step.kind === 'cors' || step.kind === 'route' || step.kind === 'middleware' ? step.path : undefined;
  return path === undefined
    ? 'something else may answer before'
    : `for \`${path}\`, something else has a part in the answer`;
}

/** Whether another policy writes to the same response only perhaps. */
function isUnsure(it: Layer, { own }: Place): boolean {
  if (!isPolicy(it.writer) || it.step.kind === 'route') return false;
  return it.conditional === true || it.writer.guards.length > 0 || covers(it.matches, own.matches) === 'unknown';
}

/** Whether an application has something behind this policy that answers `OPTIONS`, and is handed what the policy does not end. */
function answersOptions({ app, own }: Place): boolean {
  const behind = app.steps.slice(app.steps.indexOf(own.step) + 1);
  return behind.some(it => isLast(it) && !it.does && meets(it.matches, own.matches) !== 'no');
}

function isLast(step: Step): boolean {
  return step.kind === 'route' ? isFor(step.method, 'OPTIONS') : step.kind === 'middleware' && step.last === true;
}

/** Whether a middleware or hook hands requests on with headers that count beside those of a policy, as far as their places show. */
function addsTo(policy: CorsPolicy, { used, byHand, scope, written, ...other }: CorsPolicy): boolean {
  if (!used || !byHand || scope.path !== undefined || other.at.start === policy.at.start) return false;
  if (other.guards.length > 0 || !leavesOrigin({ ...other, used, byHand, scope })) return false;
  return written?.responses.some(it => it.end === 'passed' && it.headers.length > 0) ?? false;
}

/** Whether a writer is this policy, which is read once for the router that has it and once for who mounts that. */
function isSame(writer: Writer, policy: CorsPolicy): boolean {
  if (writer === policy) return true;
  if (!isPolicy(writer) || writer.at.start !== policy.at.start || writer.at.path !== policy.at.path) return false;
  return JSON.stringify(writer.guards) === JSON.stringify(policy.guards);
}

function isOver(one: CorsPolicy, other: CorsPolicy): boolean {
  return (one.byHand ?? false) !== (other.byHand ?? false);
}

/** A route, or a router that has policies of its own. */
function ends({ step }: Layer): boolean {
  return step.kind === 'route' || (step.kind === 'middleware' && step.mounted !== undefined);
}
