import type { Left } from './programs.ts';

/** What is not read rightly yet, and so left out of the programs that have to agree. */
export const LEFT: Left = {
  atoms: new Set([
    'void of it',
    'includes from a place',
    'indexOf is 0',
    'findIndex not -1',
    'findIndex from 0',
    'filter leaves some',
    'filter leaves one',
    'filter leaves something',
    'filter, the first',
    'reduce',
    'reverse',
    'map to tests',
    'Map get',
    'startsWith at a place',
    'endsWith up to a place',
    'a function with a default',
    // Without `Origin` these throw, which is not followed inside of `&&`, `||` and `?:`.
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
  forms: new Set([
    'while',
    'a logical assignment',
    'forEach',
    'forEach with or',
    'a counter',
    'for of, continue',
    'for by index',
    'the first of a filter',
    'the list of verdicts, true',
    'try, open on error',
  ]),
  places: new Set([]),
};
