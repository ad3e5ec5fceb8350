import { calledLibrary } from '../options/library-options.ts';
import { EXPRESS_OPTIONS } from './express/cors.ts';

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
