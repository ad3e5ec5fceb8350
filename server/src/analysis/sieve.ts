import type { Framework } from '../frameworks/framework.ts';
import { FRAMEWORKS } from '../frameworks/index.ts';
import type { RequestClient } from '../requests/client.ts';
import { CLIENTS } from '../requests/index.ts';
import { TRACING, TRACING_WORDS } from '../requests/tracing.ts';
import { SITES } from '../sites/index.ts';
import { FONT_FACE, isStyleSheet } from '../syntax/font-faces.ts';
import { isCode } from '../syntax/parse.ts';
import { isMarkup } from '../syntax/scripts.ts';
import { holdsElements, LOADING } from '../syntax/tags.ts';
import { Search } from '../text/search.ts';
import { Words } from '../text/words.ts';
import { readersFor } from './sites.ts';

const CLIENT_WORDS = wordsOf(CLIENTS);
/** What a text must contain to send requests by itself. */
export const CLIENT_SIEVE = patternOf(CLIENT_WORDS);
const BY_NAME = FRAMEWORKS.filter(it => it.files);

/** What a text must contain for any framework to look at it, whatever the file is called. */
export const SIEVE = patternOf(wordsOf(FRAMEWORKS.filter(it => !it.files)));
/** One of them stands in whatever `isWanted` takes whatever it is called. */
const ANY = new Words([
  ...wordsOf(FRAMEWORKS.filter(it => !it.files)),
  ...CLIENT_WORDS,
  ...TRACING_WORDS.map(it => it.toLowerCase()),
  ...SITES.flatMap(it => it.words ?? []),
]);
const WORDS = wordsOf(FRAMEWORKS);
const EVERY = patternOf(WORDS);

/** As `isWanted`, for a text that is looked at once: most have none of the words, which one pass tells. */
export function isWantedOnce(path: string, text: string): boolean {
  const isNamed = () => BY_NAME.some(it => it.files?.(path)) || SITES.some(it => it.files?.test(path));
  if (isStyleSheet(path)) return FONT_FACE.test(text);
  return ANY.test(text) || isNamed() ? isWanted(path, text) : loads(path, text);
}

/** Whether any framework or client, or what recognises servers, may find something in a file. */
export function isWanted(path: string, text: string): boolean {
  // Markup holds scripts of pages, and no server.
  if (loads(path, text)) return true;
  if (isMarkup(path)) return CLIENT_SIEVE.test(text);
  if (isStyleSheet(path)) return false;
  return (
    SIEVE.test(text) ||
    (BY_NAME.some(it => it.files?.(path)) && frameworksFor(path, text).length > 0) ||
    (isCode(path) && (CLIENT_SIEVE.test(text) || TRACING.test(text))) ||
    readersFor(path, text).length > 0
  );
}

/** Whether something is loaded without a script. */
function loads(path: string, text: string): boolean {
  return (
    (holdsElements(path) && LOADING.test(text)) || ((isMarkup(path) || isStyleSheet(path)) && FONT_FACE.test(text))
  );
}

/** The clients whose words a text contains. */
export function clientsFor(text: string): readonly RequestClient[] {
  if (!CLIENT_SIEVE.test(text)) return [];
  const words = wordsIn(text, CLIENT_SIEVE, CLIENT_WORDS);
  return CLIENTS.filter(it => it.mentions.some(word => words.has(word)));
}

/** The frameworks that may find something in a file. */
export function frameworksFor(path: string, text: string): readonly Framework[] {
  if (isMarkup(path)) return [];
  const words = wordsIn(text, EVERY, WORDS);
  return FRAMEWORKS.filter(it => (it.files?.(path) ?? true) && it.mentions.some(word => words.has(word)));
}

/** The words of a sieve that a text contains. */
function wordsIn(text: string, sieve: Search, all: readonly string[]): ReadonlySet<string> {
  const words = new Set(sieve.counts(text).keys());
  // A word that begins as another does is found in its place only where it is the longer one.
  for (const it of [...words]) for (const other of all) if (it.startsWith(other)) words.add(other);
  return words;
}

function patternOf(words: readonly string[]): Search {
  return new Search(new RegExp(words.map(it => it.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|') || '(?!)', 'i'));
}

/** Longer ones first: of two that begin alike, a pattern takes the first. */
function wordsOf(readers: readonly Pick<Framework, 'mentions'>[]): readonly string[] {
  return [...new Set(readers.flatMap(it => it.mentions))].sort((a, b) => b.length - a.length);
}
