import { type Entry, isUndefined, textOf, type Value } from '../../../syntax/value.ts';
import {
  calledLibrary,
  exportedBy,
  mapEntry,
  withDefault,
  withMaxAge,
  withoutUndefined,
} from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { elysiaBehaviour } from './behaviour.ts';

/** The options of @elysiajs/cors 1.4.2 (dist/index.mjs): everything is on unless it is switched off. */
const ELYSIA_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'allowedHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: ['aot', 'preflight'],
  says: {
    aot: 'Whether the plugin is compiled ahead of time; it says nothing of CORS.',
    preflight: 'Whether `OPTIONS` requests are answered; without it, all of them are, with status 204.',
  },
  credentials: 'strict',
  credentialsDefault: true,
  methods: 'reflect',
  allowedHeaders: 'reflect',
  falseIsEmpty: true,
  today: {
    origins: 'every website may read the responses, with cookies',
    credentials: 'cookies are allowed',
    methods: 'every method is allowed',
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'the names of the request’s own headers are exposed',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** @elysiajs/cors 1: a text without a scheme is compared with the host, a function must answer `true` itself. */
export const elysia = calledLibrary(
  {
    id: 'elysia-cors',
    package: '@elysiajs/cors',
    newest: '1.4.2',
    table: ELYSIA_OPTIONS,
    semantics: {
      unset: 'reflects-everyone',
      yes: 'reflects-everyone',
      no: 'off',
      nothing: 'reflects-everyone',
      null: 'nobody',
      empty: 'nobody',
      text: 'compared',
      starInList: 'any',
      list: 'texts-and-patterns',
      inList: 'called',
      pattern: 'tested',
      other: 'nobody',
      functions: {
        kind: 'request',
        awaits: false,
        otherwise: 'nobody',
        trueMeansOrigin: true,
        verdict: 'true',
        absent: null,
      },
    },
    prepare: record => {
      const given = withoutUndefined(record);
      const lists = given.entries.filter(
        it =>
          !(
            it.value.kind === 'literal' &&
            it.value.value === true &&
            /^(methods|allowedHeaders|exposeHeaders)$/.test(it.key)
          ),
      );
      return mapEntry({ ...given, entries: lists.map(emptied) }, 'origin', hostOf);
    },
    finish: policy => withMaxAge(withDefault(policy, 'exposedHeaders', { kind: 'reflect' }), 5),
    preflight: record => {
      const given = record?.entries.find(it => it.key === 'preflight')?.value;
      return given?.kind === 'literal' && given.value === false ? { by: 'none' } : { by: 'library', status: 204 };
    },
    vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
    behaviour: (record, origins, library) => elysiaBehaviour(record, origins, ELYSIA_OPTIONS, library),
  },
  {
    title: '@elysiajs/cors',
    docs: 'https://elysiajs.com/plugins/cors',
    mentions: ['elysiajs/cors'],
  },
  exportedBy('@elysiajs/cors', 'cors', 'default'),
);

/** The empty text is a list without items. */
function emptied(entry: Entry): Entry {
  if (entry.key !== 'allowedHeaders' || textOf(entry.value) !== '') return entry;
  return { ...entry, value: { kind: 'list', container: 'array', items: [], span: entry.value.span } };
}

/** `a.example` is taken for that host under any scheme. */
function hostOf(value: Value): Value {
  if (value.kind !== 'literal' || typeof value.value !== 'string' || isUndefined(value)) return value;
  const text = value.value;
  if (text === '' || text === 'null' || text.includes('*') || text.includes('://')) return value;
  const source = `^[a-z][a-z0-9+.-]*:\\/\\/${text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}$`;
  return { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}
