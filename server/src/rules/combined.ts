import { alwaysCarries } from '../fetch/written.ts';
import type { App } from '../model/app.ts';
import { covers, meets } from '../model/paths.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { isPolicy, type Layer, leavesOrigin, writersOf } from '../model/writers.ts';
import { comparePlaces } from '../text/span.ts';
import { somePage } from './remedies.ts';

/** A policy among the writers of an application, which certainly runs where it stands. */
export type Certain = Layer & { readonly writer: CorsPolicy };

/** The policies that write to the responses of an application one after the other, those that only may run left out. */
export function certainWriters(app: App, policies: readonly CorsPolicy[]): readonly Certain[] {
  return writersOf(app, policies).filter(
    (it): it is Certain =>
      isPolicy(it.writer) && !it.conditional && !it.reached && it.writer.used && it.writer.guards.length === 0,
  );
}

interface Pair {
  readonly star: CorsPolicy;
  /** What allows credentials on the same responses, and leaves the origin to others. */
  readonly beside: CorsPolicy;
}

/** A policy that sends `*` without credentials, and lines of another part that allow them on the same response. */
export function* starBesideCredentials(app: App, policies: readonly CorsPolicy[]): Iterable<Pair> {
  if (!app.layered && !app.oneResponse) return;
  const writers = certainWriters(app, policies);
  for (const { writer: beside, matches } of writers) {
    if (
      !leavesOrigin(beside) ||
      known(beside.credentials) !== true ||
      !sends(beside, 'access-control-allow-credentials')
    )
      continue;
    const naming = writers.filter(it => !leavesOrigin(it.writer) && meets(it.matches, matches) !== 'no');
    const [only, ...more] = naming;
    if (!only || more.length > 0 || only.writer.origins.mode !== 'any') continue;
    if (known(only.writer.credentials) === true || covers(only.matches, matches) !== 'yes') continue;
    yield { star: only.writer, beside };
  }
}

/** The lines of another part that certainly allow credentials on every response of a policy that does not say so itself. */
export function credentialsBeside(
  policy: CorsPolicy,
  apps: readonly App[],
  policies: readonly CorsPolicy[],
): CorsPolicy | undefined {
  if (known(policy.credentials) !== false) return undefined;
  for (const app of apps) {
    const writers = app.oneResponse || app.layered ? writersAmong(app, policies) : [];
    const own = writers.find(it => comparePlaces(it.writer.at, policy.at) === 0);
    const beside = writers.find(
      ({ writer, matches }) =>
        own !== undefined &&
        leavesOrigin(writer) &&
        known(writer.credentials) === true &&
        covers(matches, own.matches) === 'yes' &&
        sends(writer, 'access-control-allow-credentials'),
    );
    if (beside) return beside.writer;
  }
  return undefined;
}

/** Each of many policies of an application asks for the same. */
function writersAmong(app: App, policies: readonly CorsPolicy[]): readonly Certain[] {
  const before = WRITERS.get(app);
  if (before?.policies === policies) return before.writers;
  const writers = certainWriters(app, policies);
  WRITERS.set(app, { policies, writers });
  return writers;
}

const WRITERS = new WeakMap<App, { readonly policies: readonly CorsPolicy[]; readonly writers: readonly Certain[] }>();

/**
 * Whether another text certainly takes the place of the origin that a policy names, on every response of an application: what it
 * says itself then holds for the preflights that it answers.
 */
export function isWrittenOver(policy: CorsPolicy, apps: readonly App[], policies: readonly CorsPolicy[]): boolean {
  // Headers that a handler writes itself come last.
  if (policy.byHand) return false;
  const standing = apps.flatMap(app => {
    const writers = app.oneResponse ? writersAmong(app, policies) : [];
    const own = writers.findIndex(it => comparePlaces(it.writer.at, policy.at) === 0);
    return own < 0 ? [] : [{ own: writers[own], later: writers.slice(own + 1) }];
  });
  const isOver = (it: Certain, own: Certain | undefined) =>
    own !== undefined &&
    (it.writer.origins.mode === 'any' || it.writer.origins.mode === 'fixed') &&
    (it.writer.scope.methods === undefined || it.step === own.step) &&
    covers(it.matches, own.matches) === 'yes' &&
    sends(it.writer, 'access-control-allow-origin');
  return standing.length > 0 && standing.every(({ own, later }) => later.some(it => isOver(it, own)));
}

/** Whether every request that the policy is for certainly gets this header from lines written by hand. */
export function sends({ scope, written, ...policy }: CorsPolicy, name: string): boolean {
  const method = scope.methods?.[0] ?? 'GET';
  return written !== undefined && alwaysCarries(written, name, { method, origin: somePage({ ...policy, scope }) });
}

/** What a platform's configuration, with a certain origin, puts on the responses of a policy that code writes by hand. */
export function putOver(
  policy: CorsPolicy,
  outside: readonly CorsPolicy[],
  effect: NonNullable<CorsPolicy['over']>['effect'],
): CorsPolicy | undefined {
  // The methods of one file are one matter: what is asked of the preflight is asked of the response, too.
  if (!policy.byHand || !policy.used || policy.scope.methods?.every(it => it === 'OPTIONS')) return undefined;
  if (policy.guards.length > 0 || !sends(policy, 'access-control-allow-origin')) return undefined;
  return outside.find(
    ({ over, origins, guards }) =>
      over?.effect === effect &&
      guards.length === 0 &&
      (origins.mode === 'any' || origins.mode === 'fixed') &&
      new RegExp(over.files).test(policy.at.path),
  );
}
