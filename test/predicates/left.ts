import type { Left } from './programs.ts';

/** What is not read rightly yet, and so left out of the programs that have to agree. */
export const LEFT: Left = {
  atoms: new Set([
    'a function with a default',
    // Among other values, the promise of one is not always told from it.
    'an asynchronous function, not awaited',
    // Without `Origin` these throw, which Elysia answers otherwise.
    'startsWith',
    'endsWith',
    // What is no URL throws, which is not followed everywhere.
    'hostname',
    'host',
    'host ends',
    'hosts include',
    'protocol',
    'port',
    'origin of the URL',
    'host, where there is one',
    'URL of one or the other',
  ]),
  forms: new Set(['a URL by parts', 'try, open on error']),
  places: new Set([]),
  absent: new Set([]),
};
