import { isOfScripts } from '../fetch/senders.ts';
import type { AskedHeader, Endpoint } from '../model/app.ts';

/** A path that other servers call. */
const OF_SERVERS = /webhook|hook(s)?\b|callback|cron|internal|metrics|health/i;

/** The headers that scripts of pages would have to send, of those that routes of pages and what runs before them look at. */
export function askedOfScripts(routes: readonly Endpoint[], before: readonly AskedHeader[]): readonly AskedHeader[] {
  const own = routes.filter(it => !OF_SERVERS.test(it.path ?? '')).flatMap(it => it.asks ?? []);
  const all = [...own, ...before].filter(it => isOfScripts(it.name));
  return all.filter((it, i) => all.findIndex(other => other.name === it.name) === i);
}
