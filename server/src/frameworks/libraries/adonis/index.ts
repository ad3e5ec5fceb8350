import { property } from '../../../syntax/value.ts';
import type { CodeFramework } from '../../framework.ts';
import { defaultExports } from '../../options/default-export.ts';
import { writeOptions } from '../../options/edits.ts';
import { type LibraryOptions, mapEntry, readLibrary, withMaxAge } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { adonisBehaviour } from './behaviour.ts';

const ADONIS_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'headers',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: ['enabled'],
  credentials: 'strict',
  credentialsDefault: true,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses, with cookies',
    credentials: 'cookies are allowed',
    methods: 'GET, HEAD, POST, PUT and DELETE are allowed',
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after 90 seconds',
  },
};

const ADONIS_ORIGINS: OriginSemantics = {
  unset: 'reflects-everyone',
  yes: 'reflects-everyone',
  no: 'off',
  nothing: 'error-500',
  empty: 'nobody',
  text: 'compared',
  commas: 'kept',
  starInList: 'compared',
  list: 'texts',
  pattern: 'error-500',
  other: 'error-500',
  functions: { kind: 'return', awaits: false, otherwise: 'error-500', trueMeansOrigin: true },
};

/** @adonisjs/cors 3: credentials are on by default, `*` then repeats every origin, and nothing sends `Vary`. */
const ADONIS: LibraryOptions = {
  id: 'adonis-cors',
  package: '@adonisjs/cors',
  newest: '3.0.0',
  table: ADONIS_OPTIONS,
  semantics: ADONIS_ORIGINS,
  prepare: record => {
    const entries = record.entries.filter(
      it => !(it.key === 'headers' && it.value.kind === 'literal' && it.value.value === true),
    );
    return mapEntry({ ...record, entries }, 'headers', it =>
      it.kind === 'literal' && it.value === false ? { kind: 'list', container: 'array', items: [], span: it.span } : it,
    );
  },
  finish: policy => withMaxAge(reflectingWildcard(policy), 90),
  preflight: () => ({ by: 'library', status: 204 }),
  vary: () => 'never',
  behaviour: (record, origins, library) => adonisBehaviour(record, origins, ADONIS_OPTIONS, library),
};

export const adonis: CodeFramework = {
  kind: 'code',
  id: 'adonis-cors',
  title: '@adonisjs/cors',
  docs: 'https://docs.adonisjs.com/guides/security/cors',
  dialect: { table: ADONIS_OPTIONS, semantics: ADONIS_ORIGINS },
  mentions: ['adonisjs/cors', 'adonis/core/cors'],

  recognise(file, reading) {
    if (!/(^|\/)config\/cors\.[jt]s$/.test(file.path)) return { policies: [] };
    return {
      policies: defaultExports(file).flatMap(it => {
        const enabled = it.kind === 'record' ? property(it, 'enabled')?.value : undefined;
        const off = it.kind !== 'record' || (enabled?.kind === 'literal' && !enabled.value);
        return off ? [] : readLibrary(ADONIS, { span: it.span, options: it, used: true }, reading);
      }),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, ADONIS_OPTIONS),
};
