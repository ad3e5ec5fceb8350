import { answer } from '../fetch/answer.ts';
import { preflightCheck } from '../fetch/preflight.ts';
import type { App, AskedHeader, Endpoint } from '../model/app.ts';
import { covers } from '../model/paths.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { isPolicy, type Layer, writersOf } from '../model/writers.ts';
import { endpointsOf } from './answering.ts';
import { somePage } from './remedies.ts';

/** Headers that one middleware writes by hand for all routes behind it, where nothing else of the application writes any. */
export interface WrittenBefore {
  readonly policy: CorsPolicy;
  readonly routes: readonly Endpoint[];
  /** What runs before all of these routes looks at these headers. */
  readonly asks: readonly AskedHeader[];
}

/** The one such middleware of an application, where its lists show that it is meant for requests with a preflight. */
export function writtenBefore(app: App, policies: readonly CorsPolicy[]): WrittenBefore | undefined {
  if (!app.global || !app.ordered || !policies.some(it => it.byHand)) return undefined;
  const [only, ...more] = writersOf(app, policies).filter(isHeard);
  if (!only || more.length > 0 || only.conditional || !isPolicy(only.writer)) return undefined;
  const { writer: policy, matches, step } = only;
  const { methods, allowedHeaders, used, guards } = policy;
  const lists = methods.kind === 'written' || allowedHeaders.kind === 'written';
  if (step.kind !== 'middleware' || !policy.byHand || !used || guards.length > 0 || !lists) return undefined;
  const at = app.steps.indexOf(step);
  const behind = app.steps.slice(at + 1);
  const routes = behind.flatMap(endpointsOf).map(it => it.route);
  const asking = app.steps.flatMap(it => (it.kind === 'middleware' && !it.conditional ? (it.asks ?? []) : []));
  return { policy, routes: routes.filter(it => covers(matches, it.matches) === 'yes'), asks: asking };
}

/** Whether a writer has to do with preflights. */
function isHeard({ writer }: Layer): boolean {
  return isPolicy(writer) || ('refuses' in writer && writer.refuses.preflights !== undefined);
}

/** What of a request makes its preflight fail, by the exact answer; undefined where nothing does, or the answer is not known. */
export function refusedFor(policy: CorsPolicy, method: string, header?: string): 'method' | 'header' | undefined {
  const origin = somePage(policy);
  const asked = header === undefined ? {} : { requestHeaders: header };
  const preflight = answer(policy, { method: 'OPTIONS', origin, requestMethod: method, ...asked });
  if (!preflight.known) return undefined;
  const headers = header === undefined ? [] : [{ name: header, value: 'x' }];
  const failure = preflightCheck({ origin, method, credentials: false, headers }, preflight);
  return failure?.kind === 'method' || failure?.kind === 'header' ? failure.kind : undefined;
}
