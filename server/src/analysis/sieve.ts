import type { Framework } from '../frameworks/framework.ts';
import { FRAMEWORKS } from '../frameworks/index.ts';
import type { RequestClient } from '../requests/client.ts';
import { CLIENTS } from '../requests/index.ts';
import { TRACING } from '../requests/tracing.ts';
import { isCode } from '../syntax/parse.ts';
import { isMarkup } from '../syntax/scripts.ts';
import { holdsElements, LOADING } from '../syntax/tags.ts';
import { readersFor } from './sites.ts';

/** What a text must contain to send requests by itself. */
export const CLIENT_SIEVE = patternOf(CLIENTS.flatMap(it => it.mentions));
const BY_NAME = FRAMEWORKS.filter(it => it.files);

/** What a text must contain for any framework to look at it, whatever the file is called. */
export const SIEVE = sieve(FRAMEWORKS.filter(it => !it.files));
const EVERY = sieve(FRAMEWORKS);

/** Whether any framework or client, or what recognises servers, may find something in a file. */
export function isWanted(path: string, text: string): boolean {
  // Markup holds scripts of pages, and no server.
  if (holdsElements(path) && LOADING.test(text)) return true;
  if (isMarkup(path)) return CLIENT_SIEVE.test(text);
  return (
    SIEVE.test(text) ||
    (BY_NAME.some(it => it.files?.(path)) && frameworksFor(path, text).length > 0) ||
    (isCode(path) && (CLIENT_SIEVE.test(text) || TRACING.test(text))) ||
    readersFor(path, text).length > 0
  );
}

/** The clients whose words a text contains. */
export function clientsFor(text: string): readonly RequestClient[] {
  if (!CLIENT_SIEVE.test(text)) return [];
  const lower = text.toLowerCase();
  return CLIENTS.filter(it => it.mentions.some(word => lower.includes(word)));
}

/** The frameworks that may find something in a file. */
export function frameworksFor(path: string, text: string): readonly Framework[] {
  if (isMarkup(path)) return [];
  const words = wordsIn(text);
  return FRAMEWORKS.filter(it => (it.files?.(path) ?? true) && it.mentions.some(word => words.has(word)));
}

/** The words of the frameworks that a text contains, found in one pass. */
function wordsIn(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  const sieve = new RegExp(EVERY.source, 'gi');
  for (let found = sieve.exec(text); found; found = sieve.exec(text)) {
    words.add(found[0].toLowerCase());
    // The next word may begin within this one, as `cors` does in `fastify-cors`.
    sieve.lastIndex = found.index + 1;
  }
  // A word that begins as another does is found in its place only where it is the longer one.
  for (const it of [...words]) for (const other of WORDS) if (it.startsWith(other)) words.add(other);
  return words;
}

const WORDS = wordsOf(FRAMEWORKS);

function sieve(frameworks: readonly Framework[]): RegExp {
  return patternOf(wordsOf(frameworks));
}

function patternOf(words: readonly string[]): RegExp {
  return new RegExp(words.map(it => it.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|') || '(?!)', 'i');
}

/** Longer ones first: of two that begin alike, a pattern takes the first. */
function wordsOf(frameworks: readonly Framework[]): readonly string[] {
  return [...new Set(frameworks.flatMap(it => it.mentions))].sort((a, b) => b.length - a.length);
}
