import type { CorsPolicy } from '../model/policy.ts';
import { type Entry, property } from '../syntax/value.ts';
import { defaultExports } from './default-export.ts';
import { EXPRESS_OPTIONS, readExpress } from './express-cors.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { libraryOf } from './library.ts';
import { switchable } from './nested-options.ts';
import { writeOptions } from './options-edits.ts';

/**
 * `server.cors` and `preview.cors` of Vite 2 and later, which hands them to expressjs/cors. An object without `origin` keeps
 * Vite's own (localhost alone, from 6.0.9, 5.4.12 and 4.5.6 on), so that it is no policy of this file.
 */
export const vite: CodeFramework = {
  kind: 'code',
  id: 'vite',
  title: 'server.cors of Vite',
  docs: 'https://vite.dev/config/server-options#server-cors',
  mentions: ['cors'],
  files: path => /(^|\/)(vite|vitest)\.config(\.[\w-]+)?\.[cm]?[jt]s$/.test(path),

  recognise(file, reading) {
    const sections = defaultExports(file).flatMap(it =>
      it.kind === 'record' ? ['server', 'preview'].map(key => property(it, key)?.value) : [],
    );
    const entries = sections.flatMap(it => (it?.kind === 'record' ? [property(it, 'cors')] : []));
    return { policies: entries.flatMap(it => (it ? read(it, reading) : [])) };
  },

  write: (policy, edit, source) => writeOptions(policy, edit, source, EXPRESS_OPTIONS),
};

function read(entry: Entry, reading: Reading): readonly CorsPolicy[] {
  const options = switchable(entry.value);
  if (!options || (options.kind === 'record' && !property(options, 'origin'))) return [];
  const library = libraryOf(reading.project, entry.span.path, 'vite', '8.3.8');
  const made = { span: entry.span, options, used: true };
  return readExpress(made, reading, library, 'vite').map(({ behaviour: _, ...it }) => ({
    ...it,
    details: { ...it.details, surface: 'dev-server' },
  }));
}
