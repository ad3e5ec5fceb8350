import type { CallValue, Value } from '../../syntax/value.ts';
import { calledLibrary } from '../options/library-options.ts';
import { EXPRESS_OPTIONS } from './express/cors.ts';
import type { AppKind } from './express/registrations.ts';

/**
 * `oakCors` of deno.land/x/cors 1.2.2 and its like for other servers (read: cors.ts, oakCors.ts at the tag; not run): the
 * options of expressjs/cors, but refused origins get the text `false`, functions return what they decide, and `Vary` is only
 * ever added to where it stands already.
 */
export const oak = calledLibrary(
  {
    id: 'oak-cors',
    package: '@tajpouria/cors',
    newest: '1.2.2',
    table: { ...EXPRESS_OPTIONS, aliases: {} },
    semantics: {
      unset: 'any',
      yes: 'reflects-everyone',
      no: 'off',
      nothing: 'off',
      empty: 'off',
      text: 'fixed',
      starInList: 'compared',
      list: 'texts-and-patterns',
      pattern: 'tested',
      other: 'reflects-everyone',
      functions: { kind: 'return', awaits: true, otherwise: 'off', trueMeansOrigin: true },
    },
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => 'never',
  },
  {
    title: 'oakCors for Deno',
    docs: 'https://deno.land/x/cors@v1.2.2',
    mentions: ['oakcors', 'opinecors', 'abccors', 'attaincors', 'mithcors'],
  },
  callee => callee.kind === 'external' && /^(oak|opine|abc|attain|mith)Cors$/.test(callee.name),
);

/**
 * Applications and routers of Oak, which run middlewares in the order of registration, as Koa does. Neither they nor `allowedMethods()`
 * send headers of CORS by themselves (run with @oakserver/oak 14.1.0).
 */
export const OAK: AppKind = {
  framework: 'oak-cors',
  server: 'oak',
  newest: '17.2.0',
  words: /\boak\b/i,
  application: value => (makes(value, 'Application') || makes(value, 'Router') ? value : undefined),
  isRouter: value => value.kind === 'call' && (makes(value, 'Router') || routesOf(value) !== undefined),
  routerBehind: value => (value.kind === 'call' ? (routesOf(value) ?? value) : value),
  oneResponse: true,
  handingOn: 2,
  paths: 'express',
  uncalled: 'not-found',
};

function makes({ construct, callee }: CallValue, name: string): boolean {
  return construct && callee.kind === 'external' && callee.name === name && OAK_MODULE.test(callee.module);
}

const OAK_MODULE = /^(?:oak|@oak\/oak|@oakserver\/oak)$|^(?:jsr|npm):@oak(?:server)?\/oak\b|deno\.land\/x\/oak\b/;

/** `router.routes()`: the router. */
function routesOf({ callee }: CallValue): Value | undefined {
  return callee.kind === 'member' && callee.name === 'routes' ? callee.object : undefined;
}
