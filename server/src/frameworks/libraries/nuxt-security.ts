import type { CorsPolicy } from '../../model/policy.ts';
import { type Entry, property, type RecordValue, textOf, unknown, type Value } from '../../syntax/value.ts';
import { isConfigOf } from '../dev-servers/dev-server.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { defaultExports } from '../options/default-export.ts';
import { writeOptions } from '../options/edits.ts';
import { type LibraryOptions, mapEntry, readLibrary } from '../options/library-options.ts';
import type { OptionTable } from '../options/table.ts';
import { h3Behaviour } from './h3/behaviour.ts';
import { H3_FIRST, H3_OPTIONS, H3_ORIGINS } from './h3/options.ts';

/** The options that nuxt-security 2.5.1 hands to `handleCors` of h3 1, over its own defaults (dist/defaultConfig.mjs). */
const TABLE: OptionTable = {
  ...H3_OPTIONS,
  others: ['preflight', 'useRegExp'],
  methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'],
  today: {
    ...H3_OPTIONS.today,
    origins: 'the address of the development server may read the responses',
    methods: 'GET, HEAD, PUT, PATCH, POST and DELETE are allowed',
  },
};

/** A text is a list of one, unless it is `*` (dist/runtime/server/middleware/corsHandler.js). */
const SECURITY: LibraryOptions = {
  ...H3_FIRST,
  id: 'nuxt-security',
  package: 'nuxt-security',
  newest: '2.5.1',
  table: TABLE,
  semantics: { ...H3_ORIGINS, text: 'compared', empty: 'nobody' },
  prepare: (it, library) => H3_FIRST.prepare?.(patterns(withOrigin(it)), library) ?? it,
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'when-matched'),
  behaviour: (record, _, library) => {
    const h3 = { name: 'h3', version: '1.15.11', assumed: true };
    const handled = h3Behaviour(record, TABLE, h3, { dropped: false, everyMethod: false, defaults: true });
    const exposed = record && property(record, 'exposeHeaders');
    return {
      ...handled,
      source: `nuxt-security ${library.version}: dist/runtime/server/middleware/corsHandler.js, and h3 1.15.11`,
      ...(exposed ? {} : { exposedHeaders: {} }),
    };
  },
};

/** `security.corsHandler` in `nuxt.config`, and in its `routeRules`. */
export const nuxtSecurity: CodeFramework = {
  kind: 'code',
  id: 'nuxt-security',
  title: 'corsHandler of nuxt-security',
  docs: 'https://nuxt-security.vercel.app/middleware/cors-handler',
  mentions: ['corshandler'],
  dialect: { table: TABLE, semantics: SECURITY.semantics },
  files: path => isConfigOf(['nuxt'], path),

  recognise(file, reading) {
    const configs = defaultExports(file).flatMap(it => (it.kind === 'record' ? [it] : []));
    return { policies: configs.flatMap(it => handlersIn(it)).flatMap(it => read(it, reading)) };
  },

  write: (policy, edit, source) => writeOptions(policy, edit, source, TABLE),
};

interface Handler {
  readonly entry: Entry;
  readonly path?: string;
}

function handlersIn(config: RecordValue): readonly Handler[] {
  const security = (of: Value | undefined) => within(within(of, 'security')?.value, 'corsHandler');
  const own = security(config);
  const rules = [config, within(config, 'nitro')?.value].flatMap(it => {
    const all = within(it, 'routeRules')?.value;
    return all?.kind === 'record' ? all.entries : [];
  });
  return [
    ...(own ? [{ entry: own }] : []),
    ...rules.flatMap(({ key, value }) => {
      const entry = security(value);
      return entry ? [{ entry, path: key }] : [];
    }),
  ];
}

function within(value: Value | undefined, key: string): Entry | undefined {
  return value?.kind === 'record' ? property(value, key) : undefined;
}

function read({ entry, path }: Handler, reading: Reading): readonly CorsPolicy[] {
  if (entry.value.kind !== 'record') return [];
  const scope = path === undefined ? {} : { scope: { path } };
  return readLibrary(SECURITY, { span: entry.span, options: entry.value, used: true, ...scope }, reading);
}

/** Without an origin, that of the rules above counts, and in the end that of the development server. */
function withOrigin(record: RecordValue): RecordValue {
  const given = property(record, 'origin');
  const nothing = given?.value.kind === 'literal' && (given.value.value ?? undefined) === undefined;
  if ((given && !nothing) || record.rest) return record;
  const { span } = record;
  const value = unknown(span, 'the origin is that of the rules above, or of the development server');
  return {
    ...record,
    entries: [...record.entries.filter(it => it !== given), { key: 'origin', value, span, keySpan: span }],
  };
}

/** With `useRegExp`, every text is a pattern that is tried without regard to case. What JSON cannot hold gets lost. */
function patterns(record: RecordValue): RecordValue {
  const on = property(record, 'useRegExp')?.value;
  const off = !on || (on.kind === 'literal' && !on.value);
  const lost = 'a function or pattern does not outlive the way of the configuration into the server';
  const read = (value: Value): Value => {
    const { span } = value;
    if (value.kind === 'function' || value.kind === 'pattern') return unknown(span, lost);
    const text = textOf(value);
    return off || text === undefined || text === '*'
      ? value
      : { kind: 'pattern', source: text, flags: 'i', shared: false, span };
  };
  const entries = record.entries.map(it =>
    it.key === 'origin' && !off && (textOf(it.value) ?? '*') !== '*'
      ? { ...it, value: { kind: 'list', container: 'array', items: [it.value], span: it.value.span } as const }
      : it,
  );
  return mapEntry({ ...record, entries }, 'origin', read);
}
