import type { Acceptor } from '../../../model/acceptor.ts';
import type { Oddity } from '../../../model/oddity.ts';
import type { CorsPolicy, NameList, Setting } from '../../../model/policy.ts';
import type { CallSite } from '../../../syntax/code.ts';
import { type Entry, property, textOf, type Value } from '../../../syntax/value.ts';
import { quoteOf } from '../../../text/layout.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { eachCondition } from '../../options/each-condition.ts';
import { render, writeOptions } from '../../options/edits.ts';
import { exportedBy, type LibraryOptions, readLibrary } from '../../options/library-options.ts';
import { shortened } from '../../options/source-text.ts';
import type { OptionTable } from '../../options/table.ts';
import { libraryOf, majorOf } from '../../options/version.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { payloadBehaviour, payloadHeaders } from './behaviour.ts';

const NEWEST = '3.90.2';

/** `cors: { origins, headers }` of Payload 3 (dist/utilities/headersWithCors.js of 3.90.2). */
const PAYLOAD_OPTIONS: OptionTable = {
  names: { origins: 'origins', allowedHeaders: 'headers' },
  others: [],
  credentials: 'strict',
  credentialsDefault: true,
  methods: ['PUT', 'PATCH', 'POST', 'GET', 'DELETE', 'OPTIONS'],
  allowedHeaders: payloadHeaders({ name: 'payload', version: NEWEST, assumed: true }),
  today: {
    origins: 'no other website may read the responses',
    allowedHeaders: 'Content-Type, Authorization and the usual headers are allowed',
  },
};

/** The origin is looked for in a list or text with `indexOf`; whatever has none ends every request in an error. */
const PAYLOAD_ORIGINS: OriginSemantics = {
  unset: 'nobody',
  yes: 'error-500',
  no: 'error-500',
  nothing: 'error-500',
  empty: 'nobody',
  text: 'fixed',
  starInList: 'compared',
  list: 'texts',
  pattern: 'error-500',
  other: 'error-500',
  functions: { kind: 'none', awaits: false, otherwise: 'error-500', trueMeansOrigin: false },
};

const PAYLOAD: LibraryOptions = {
  id: 'payload',
  package: 'payload',
  newest: NEWEST,
  table: PAYLOAD_OPTIONS,
  semantics: PAYLOAD_ORIGINS,
  prepare: record => ({
    ...record,
    entries: record.entries.map(it => (it.key === 'headers' ? { ...it, value: letters(it.value) } : it)),
  }),
  finish: policy => withDefaults(searched(policy)),
  preflight: () => ({ by: 'library', status: 200 }),
  vary: () => 'never',
  behaviour: payloadBehaviour,
};

/** `cors` of Payload's configuration: `'*'`, a list, or, in version 3, an object. */
export const payload: CodeFramework = {
  kind: 'code',
  id: 'payload',
  title: 'cors of Payload',
  docs: 'https://payloadcms.com/docs/configuration/overview#cross-origin-resource-sharing-cors',
  mentions: ["'payload'", '"payload"', 'payload/config'],
  dialect: { table: PAYLOAD_OPTIONS, semantics: PAYLOAD_ORIGINS },

  recognise(file, reading) {
    const isConfig = exportedBy(/^payload(\/config)?$/, 'buildConfig');
    return {
      policies: file
        .plainCalls(/payload/)
        .filter(it => isConfig(it.callee))
        .flatMap(it => readConfig(it, reading)),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, PAYLOAD_OPTIONS),
};

function readConfig(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const [config] = call.args;
  const entry = config?.kind === 'record' ? property(config, 'cors') : undefined;
  if (!entry) return [];
  const library = libraryOf(reading.project, call.span.path, 'payload', NEWEST);
  const before3 = (majorOf(library) ?? 3) < 3;
  return eachCondition(entry.value).flatMap(({ value, guards }) =>
    readCors(value, entry, before3, reading).map(({ behaviour, ...it }) => ({
      ...it,
      guards: [...guards, ...it.guards],
      ...(behaviour && !before3 ? { behaviour } : {}),
    })),
  );
}

function readCors(value: Value, entry: Entry, before3: boolean, reading: Reading): readonly CorsPolicy[] {
  if (value.kind === 'literal' && !value.value) return [];
  const made = { span: entry.span, used: true };
  const inPlace = (entries: readonly Entry[]): readonly CorsPolicy[] => {
    const options: Value = { kind: 'record', container: 'object', entries, span: entry.span };
    return readLibrary(PAYLOAD, { ...made, options }, reading).map(({ container: _, ...it }) => it);
  };
  if (value.kind === 'list' || textOf(value) === '*') return inPlace([{ ...entry, key: 'origins', value }]);
  if (value.kind === 'record' && !before3) return readLibrary(PAYLOAD, { ...made, options: value }, reading);
  if (value.kind !== 'literal' && value.kind !== 'record' && value.kind !== 'pattern') {
    const why = value.kind === 'unknown' ? value.why : 'a value that counts only where it is `*` or a list';
    const options: Value = { kind: 'unknown', why, onOrigin: true, span: value.span };
    return readLibrary(PAYLOAD, { ...made, options }, reading);
  }
  // Whatever else is given switches CORS on and lets nobody in.
  return inPlace([]).map(it => ({
    ...it,
    origins: { ...it.origins, at: value.span, entry: entry.span, from: 'written' },
    oddities: [...it.oddities, misread(value, reading)],
  }));
}

/** A text is no list: the fix makes it one. */
function misread(value: Value, reading: Reading): Oddity {
  const { path, start, end } = value.span;
  const source = reading.project.code(path)?.text ?? '';
  const texts = textOf(value)
    ?.split(',')
    .map(it => it.trim());
  return {
    kind: 'origin-misread',
    given: shortened(source.slice(start, end)),
    effect: 'nobody',
    at: value.span,
    ...(texts ? { rewrite: render({ kind: 'texts', texts }, source.slice(start, end), quoteOf(source)) } : {}),
  };
}

/** In a text the origin is searched for: every part of that text gets in. */
function searched(policy: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  if (origins.mode === 'fallback')
    return {
      ...policy,
      origins: { ...origins, mode: 'dynamic', acceptor: { kind: 'unknown', why: 'a text or a list' } },
    };
  if (origins.mode !== 'fixed') return policy;
  const { sent: _, ...rest } = origins;
  return { ...policy, origins: { ...rest, mode: 'echo-match', acceptor: within(origins.acceptor) } };
}

function within(acceptor: Acceptor): Acceptor {
  if (acceptor.kind === 'equals') {
    const { text, at } = acceptor;
    return { kind: 'within', text, ...(at ? { at } : {}) };
  }
  return acceptor.kind === 'and' || acceptor.kind === 'or' ? { ...acceptor, of: acceptor.of.map(within) } : acceptor;
}

/** Credentials go with every origin that is repeated, never with `*`; the usual headers stand before the further ones. */
function withDefaults(policy: CorsPolicy): CorsPolicy {
  const { credentials, allowedHeaders, origins, library } = policy;
  const own = allowedHeaders.kind === 'written' ? allowedHeaders : undefined;
  const usual = library ? payloadHeaders(library) : [];
  const names = own && own.value.kind !== 'reflect' ? own.value.names : [];
  // `Origin` needs nobody's leave: in a list that somebody wrote it is Payload's, and no slip of theirs.
  const shown = own ? usual.filter(it => it !== 'Origin') : usual;
  const all = [...shown.map(text => ({ text, at: allowedHeaders.at })), ...names];
  const star = names.find(it => it.text === '*');
  const value: NameList = star ? { kind: 'any', at: star.at, names: all } : { kind: 'names', names: all };
  const headers: Setting<NameList> =
    allowedHeaders.kind === 'written' || allowedHeaders.kind === 'default'
      ? { ...allowedHeaders, value }
      : allowedHeaders;
  return {
    ...policy,
    credentials: origins.mode === 'any' ? { kind: 'default', value: false, at: credentials.at } : credentials,
    allowedHeaders: headers,
  };
}

/** A text in the place of the list of headers is spread into its letters. */
function letters(value: Value): Value {
  const text = textOf(value);
  if (text === undefined) return value;
  const items = [...text].map((it): Value => ({ kind: 'literal', value: it, span: value.span }));
  return { kind: 'list', container: 'array', items, span: value.span };
}
