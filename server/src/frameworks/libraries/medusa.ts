import type { PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy, Library } from '../../model/policy.ts';
import { type Entry, isUndefined, property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { inCommas, pieces, replacePiece } from '../options/comma-text.ts';
import { defaultExports } from '../options/default-export.ts';
import { eachCondition } from '../options/each-condition.ts';
import { type Read, render } from '../options/edits.ts';
import { type LibraryOptions, readLibrary } from '../options/library-options.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';
import { expressBehaviour } from './express/behaviour.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS } from './express/cors.ts';

const NEWEST = '2.21.2';

/** What each setting stands in front of: in `projectConfig.http` of Medusa 2, in `projectConfig` of Medusa 1. */
const MOUNTED: Readonly<Record<string, string>> = {
  storeCors: '/store',
  adminCors: '/admin',
  authCors: '/auth',
  store_cors: '/store',
  admin_cors: '/admin',
  auth_cors: '/auth',
};

/**
 * `createCorsOptions` of @medusajs/framework 2.21.2 (dist/http/router.js) and the routes of @medusajs/medusa 1.20.11: what
 * `parseCorsOrigins` makes of a text goes to expressjs/cors as its `origin`, with credentials; a path that Medusa 2 does not
 * serve gets nothing.
 */
const MEDUSA: LibraryOptions = {
  id: 'medusa',
  package: '@medusajs/medusa',
  newest: NEWEST,
  table: { ...EXPRESS_OPTIONS, credentialsDefault: true },
  semantics: EXPRESS_ORIGINS,
  preflight: () => ({ by: 'library', status: 204 }),
  vary: () => 'always',
  behaviour(record, origins, library) {
    const cors = expressBehaviour(record, origins, EXPRESS_OPTIONS, library);
    return {
      ...cors,
      source: `@medusajs/framework ${library.version}: dist/http/router.js, in front of cors 2.8.5`,
      preflight: { ...cors.preflight, routesOnly: isAtLeast(library, '2.0.0') },
      kept: { notFound: !isAtLeast(library, '2.0.0'), error: true },
    };
  },
};

/** The origins of a Medusa shop: texts with commas, for each of its parts. */
export const medusa: CodeFramework = {
  kind: 'code',
  id: 'medusa',
  title: 'storeCors, adminCors and authCors of Medusa',
  docs: 'https://docs.medusajs.com/learn/configurations/medusa-config#http',
  mentions: ['storecors', 'admincors', 'authcors', 'store_cors', 'admin_cors', 'auth_cors'],

  recognise(file, reading) {
    if (!/(^|\/)medusa-config[^/]*\.[cm]?[jt]s$/.test(file.path)) return { policies: [] };
    const library = libraryOf(reading.project, file.path, '@medusajs/medusa', NEWEST);
    return {
      policies: defaultExports(file).flatMap(it => settings(it).flatMap(entry => readSetting(entry, library, reading))),
    };
  },

  write,
};

function settings(config: Value): readonly Entry[] {
  const project = recordAt(config, 'projectConfig');
  const http = project && recordAt(project, 'http');
  return [...(project?.entries ?? []), ...(http?.entries ?? [])].filter(it => it.key in MOUNTED);
}

function recordAt(value: Value, key: string): RecordValue | undefined {
  const inner = value.kind === 'record' ? property(value, key)?.value : undefined;
  return inner?.kind === 'record' ? inner : undefined;
}

function readSetting(entry: Entry, library: Library, reading: Reading): readonly CorsPolicy[] {
  const path = MOUNTED[entry.key];
  return eachCondition(entry.value).flatMap(({ value, guards }) => {
    const origin: Entry = { ...entry, key: 'origin', value: parsed(value, library, reading) };
    const options: Value = { kind: 'record', container: 'object', entries: [origin], span: entry.span };
    const made = { span: entry.span, options, used: true, scope: path === undefined ? {} : { path } };
    return readLibrary(MEDUSA, made, reading).map(({ container: _, ...it }) => ({
      ...it,
      guards: [...guards, ...it.guards],
    }));
  });
}

/** `parseCorsOrigins`: split at commas and not trimmed, a piece between slashes is a regular expression. */
function parsed(value: Value, library: Library, { project, lookup }: Reading): Value {
  const { span } = value;
  const list = (items: readonly Value[]): Value => ({ kind: 'list', container: 'array', items, span });
  const pattern = (it: Value): Value => patternOf(it, library) ?? it;
  if (isUndefined(value) || textOf(value) === '') return list([]);
  const source = (at: typeof span) => project.code(at.path)?.text.slice(at.start, at.end) ?? '';
  const split = pieces(value, source, false);
  if (split) return list(split.items.map(pattern));
  if (value.kind === 'environment') {
    const entries = (lookup(value.name) ?? []).flatMap(it => it.text.split(','));
    const patterns = entries.flatMap(it => patternOf({ kind: 'literal', value: it, span }, library) ?? []);
    return list([{ ...value, each: { separator: ',', trimmed: false, filtered: false } }, ...patterns]);
  }
  const why = value.kind === 'unknown' ? value.why : 'a text that is put together at run time';
  return { ...list([]), rest: { kind: 'unknown', why, onOrigin: true, span } } as Value;
}

/** `buildRegexpIfValid` of @medusajs/utils; from 2.21.2 on without the flags that keep state. */
function patternOf(value: Value, library: Library): Value | undefined {
  const [, , source, flags] = /^([/~@;%#'])(.*?)\1([gimsuy]*)$/.exec(textOf(value) ?? '') ?? [];
  if (source === undefined || flags === undefined) return undefined;
  const kept = isAtLeast(library, '2.21.2') ? flags.replace(/[gy]/g, '') : flags;
  return { kind: 'pattern', source, flags: kept, shared: true, span: value.span };
}

/** Within a literal, one piece is written anew or taken away; otherwise the whole text is. */
function write(policy: CorsPolicy, edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  if (edit.kind === 'drop') return read(edit.at.path)?.removePiece(edit.at);
  const at =
    edit.kind === 'replace' ? edit.at : edit.kind === 'set' && edit.field === 'origins' ? policy.origins.at : undefined;
  if (!at || (edit.kind !== 'replace' && edit.kind !== 'set')) return undefined;
  const file = read(at.path);
  const text = inCommas(edit.value);
  if (file === undefined || text === undefined) return undefined;
  // Where the pieces of a literal have no places of their own, one cannot be told from the others.
  if (edit.kind === 'replace' && edit.value.kind !== 'texts' && file.source(at).includes(',')) return undefined;
  return (
    replacePiece(at, edit.value, read) ?? file.replace(at, render({ kind: 'text', text }, file.source(at), file.quote))
  );
}
