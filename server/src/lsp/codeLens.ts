import type { CodeLens } from 'vscode-languageserver';
import { type Brief, briefer } from '../analysis/describe.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import type { Client } from './client.ts';
import { rangeOf } from './convert.ts';
import { COMMANDS } from './protocol.ts';
import type { Session } from './session.ts';

/** Which policy a lens is over, until it is resolved. */
interface LensData {
  readonly uri: string;
  readonly index: number;
  /** Where the policy began when the lens was made. */
  readonly start: number;
}

/** A line over each policy of a file, still without words: what they are has to be decided. */
export function codeLenses(path: string, session: Session): readonly CodeLens[] {
  return lensed(path, session).map(({ at }, index) => {
    const data: LensData = { uri: session.uriOf(path), index, start: at.start };
    return { range: rangeOf(session.linesOf(path), { ...at, end: at.start }), data };
  });
}

/** The words of a lens, and what choosing it does. Over a policy that is gone by now stands nothing. */
export function resolveLens(lens: CodeLens, session: Session, client: Client): CodeLens {
  const { uri, index, start } = lens.data as LensData;
  const path = session.pathOf(uri);
  const all = lensed(path, session);
  const policy = all[index];
  if (policy?.at.start !== start) return { ...lens, command: { title: '', command: '' } };
  const { text } = briefer()(policy);
  const { simulateCommand } = client.options;
  // Of several policies at one place, one offers it.
  const simulates = simulateCommand !== undefined && all[index - 1]?.at.start !== start;
  const place = [uri, session.linesOf(path).position(start).line + 1];
  return {
    ...lens,
    command: simulates
      ? { title: `${text} · Simulate a request…`, command: simulateCommand, arguments: place }
      : { title: text, command: COMMANDS.describe, arguments: place },
  };
}

/** What the lenses of a file say, to be told when that changes. */
export function lensTexts(path: string, session: Session): readonly Brief[] {
  return lensed(path, session).map(briefer());
}

function lensed(path: string, session: Session): readonly CorsPolicy[] {
  const { enable, codeLens } = session.settings.of(path);
  if (!enable || !codeLens || !session.candidates.has(path)) return [];
  const own = session.factsAmongOthers(path).policies.filter(it => it.at.path === path);
  const keyOf = (it: CorsPolicy) => `${it.at.start} ${JSON.stringify(it.guards)}`;
  return own
    .filter((it, i) => own.findIndex(other => keyOf(other) === keyOf(it)) === i)
    .sort((a, b) => comparePlaces(a.at, b.at));
}
