import type { App, Misspelt } from '../../model/app.ts';
import type { Span } from '../../text/span.ts';
import type { CodeFramework } from '../framework.ts';

/**
 * The names that there are: https://fetch.spec.whatwg.org/#http-access-control-allow-origin and following, and
 * https://wicg.github.io/private-network-access/#headers with its successor of another name.
 */
const NAMES = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Access-Control-Allow-Private-Network',
  'Access-Control-Request-Private-Network',
  'Access-Control-Allow-Local-Network',
  'Access-Control-Request-Local-Network',
];
const KNOWN: ReadonlySet<string> = new Set(NAMES.map(it => it.toLowerCase()));
/** Letters that are wrong, missing or too many: `Access-Control-Allowed-Origins` has three. */
const MOST_WRONG = 3;

/** Names of headers that are misspelt: whoever sends them sends nothing that a browser looks at. */
export const headerNames: CodeFramework = {
  kind: 'code',
  id: 'header-names',
  title: 'Names of headers',
  docs: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
  mentions: ['access-control-'],
  recognise(file) {
    const misspelt = isSuspect(file.text) ? file.texts(isWrong).flatMap(({ text, span }) => slip(text, span)) : [];
    return { policies: [], apps: misspelt.length > 0 ? [appOf(misspelt)] : [] };
  },
  write: () => undefined,
};

/** Whether a text holds any such name, before it is parsed for it. */
export function isSuspect(text: string): boolean {
  return (text.match(/\baccess-control-[\w-]+/gi) ?? []).some(isWrong);
}

export function isWrong(name: string): boolean {
  return /^access-control-[\w-]+$/i.test(name) && !KNOWN.has(name.toLowerCase());
}

/** A name that begins like those of responses, and is neither of them nor near enough to one. */
const MADE_UP = /^access-control-(?:allow|expose|max)-[\w-]+$/i;

/** A wrong name, with the one that it resembles, where it is near enough. */
export function slip(name: string, at: Span): readonly Misspelt[] {
  const [first] = NAMES.map(it => ({ nearest: it, wrong: distance(name.toLowerCase(), it.toLowerCase()) })).sort(
    (a, b) => a.wrong - b.wrong,
  );
  if (first && first.wrong <= MOST_WRONG) return [{ name, nearest: first.nearest, at }];
  return MADE_UP.test(name) ? [{ name, at }] : [];
}

export function appOf(misspelt: readonly Misspelt[]): App {
  const at = misspelt[0]?.at ?? { path: '', start: 0, end: 0 };
  return { framework: 'header-names', name: '', global: false, at, steps: [], ordered: false, misspelt };
}

/** How many letters have to be changed, added or taken away (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((row[j] ?? 0) + (b[j] === char ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row[b.length] ?? 0;
}
