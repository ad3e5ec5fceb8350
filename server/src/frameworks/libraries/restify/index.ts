import { ALL, NONE } from '../../../model/acceptor.ts';
import { type CorsPolicy, known, type Listed, type NameList, type Setting } from '../../../model/policy.ts';
import type { CallSite } from '../../../syntax/code.ts';
import { type Entry, isUndefined, property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { writeOptions } from '../../options/edits.ts';
import { exportedBy, type LibraryOptions, mapEntry, readLibrary } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { OWN_ALLOWED, OWN_EXPOSED, restifyBehaviour } from './behaviour.ts';

/** The options of restify-cors-middleware2 2.2.1 and restify-cors-middleware 1.1.1 (src/index.js). */
const RESTIFY_OPTIONS: OptionTable = {
  names: {
    origins: 'origins',
    credentials: 'credentials',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'preflightMaxAge',
  },
  others: ['allowCredentialsAllOrigins', 'preflightStrategy'],
  credentials: 'strict',
  credentialsDefault: false,
  methods: 'reflect',
  allowedHeaders: OWN_ALLOWED,
  today: {
    origins: 'every website may read the responses',
    credentials: 'cookies are not allowed',
    allowedHeaders: 'accept, content-type and x-requested-with are allowed, Authorization is not',
    exposedHeaders: 'only restify’s own response headers can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** A list of texts, globs and patterns; whatever else is given ends the program at the start. */
const RESTIFY_ORIGINS: OriginSemantics = {
  unset: 'reflects-everyone',
  yes: 'crashes',
  no: 'crashes',
  nothing: 'reflects-everyone',
  empty: 'crashes',
  text: 'compared',
  starInList: 'any',
  list: 'texts-and-patterns',
  pattern: 'tested-reset',
  other: 'crashes',
  functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: false },
};

/** restify-cors-middleware2, and restify-cors-middleware before it. */
export const restify: CodeFramework = {
  kind: 'code',
  id: 'restify-cors',
  title: 'restify-cors-middleware2',
  docs: 'https://github.com/Tabcorp/restify-cors-middleware#usage',
  mentions: ['restify-cors-middleware'],
  dialect: { table: RESTIFY_OPTIONS, semantics: RESTIFY_ORIGINS },

  recognise(file, reading) {
    return {
      policies: ['restify-cors-middleware2', 'restify-cors-middleware'].flatMap(name => {
        const isCors = exportedBy(name, 'default');
        const calls = file.plainCalls(/restify/).filter(it => isCors(it.callee));
        return calls.flatMap(it => readCall(it, name, reading));
      }),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, RESTIFY_OPTIONS),
};

function readCall(call: CallSite, name: string, reading: Reading): readonly CorsPolicy[] {
  const [options] = call.args;
  // Without options it ends the program.
  if (!options || isUndefined(options)) return [];
  const open = options.kind === 'record' && isOn(property(options, 'allowCredentialsAllOrigins')?.value);
  const made = { span: call.span, options, used: call.used && !call.alone };
  return readLibrary(library(name, open && name === 'restify-cors-middleware2'), made, reading);
}

function isOn(value: Value | undefined): boolean {
  return value?.kind === 'literal' && value.value === true;
}

function library(name: string, open: boolean): LibraryOptions {
  const second = name === 'restify-cors-middleware2';
  return {
    id: 'restify-cors',
    package: name,
    newest: second ? '2.2.1' : '1.1.1',
    table: RESTIFY_OPTIONS,
    semantics: RESTIFY_ORIGINS,
    prepare(record) {
      const entries = record.entries.map(it => (it.key === 'origins' ? refused(it) : it));
      return mapEntry({ ...record, entries }, 'origins', globbed);
    },
    finish: policy => withOwnHeaders(everybody(policy, open)),
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => (second ? 'always' : 'when-matched'),
    behaviour: (record, origins, of) =>
      origins.mode === 'none' || isRefused(record) ? undefined : restifyBehaviour(record, of),
  };
}

/** A text or a pattern that stands for itself is no list. */
function refused(entry: Entry): Entry {
  const { value } = entry;
  return value.kind === 'pattern' || textOf(value) !== undefined
    ? { ...entry, value: { kind: 'record', container: 'object', entries: [], span: value.span } }
    : entry;
}

/**
 * `origin-matcher.js`: in a text with a `*`, the first dot and the first `*` are taken for what they look like; further dots
 * stand for any character, further stars repeat what is before them.
 */
function globbed(value: Value): Value {
  const text = textOf(value);
  if (text === undefined || text === '*' || !text.includes('*')) return value;
  const source = `^${text.replace('.', '\\.').replace('*', '.*')}$`;
  return { kind: 'pattern', source, flags: '', shared: false, span: value.span };
}

/** Options of another kind than they have to be end the program at the start. */
function isRefused(record: RecordValue | undefined): boolean {
  const kinds = { credentials: 'boolean', preflightMaxAge: 'number' };
  return Object.entries(kinds).some(([name, kind]) => {
    const value = record && property(record, name)?.value;
    return (
      value?.kind === 'literal' && value.value !== undefined && value.value !== null && typeof value.value !== kind
    );
  });
}

/** `*` repeats every origin; with credentials it ends the program, unless `allowCredentialsAllOrigins` says that it is meant. */
function everybody(policy: CorsPolicy, open: boolean): CorsPolicy {
  const { origins, library } = policy;
  if (origins.mode !== 'any' && origins.mode !== 'echo-any') return policy;
  const at = origins.from === 'written' ? origins.at : policy.credentials.at;
  const all: CorsPolicy = { ...policy, origins: { ...origins, mode: 'echo-any', acceptor: { ...ALL, at } } };
  if (known(policy.credentials) !== true) return all;
  if (open && library) {
    const { name, version } = library;
    return { ...all, oddities: [...policy.oddities, { kind: 'wildcard-reflected', at, library: name, version }] };
  }
  const { behaviour: _, ...rest } = policy;
  return {
    ...rest,
    origins: { ...origins, mode: 'none', acceptor: NONE },
    oddities: [...policy.oddities, { kind: 'origin-misread', given: "'*' with credentials", effect: 'crashes', at }],
  };
}

/** The headers of restify itself stand behind those that are given. */
function withOwnHeaders(policy: CorsPolicy): CorsPolicy {
  return {
    ...policy,
    allowedHeaders: joined(policy.allowedHeaders, OWN_ALLOWED),
    exposedHeaders: joined(policy.exposedHeaders, OWN_EXPOSED),
  };
}

function joined(setting: Setting<NameList>, own: readonly string[]): Setting<NameList> {
  if ((setting.kind !== 'written' && setting.kind !== 'default') || setting.value.kind === 'reflect') return setting;
  const given = setting.value.names;
  // `origin` needs nobody's leave: in a list that somebody wrote it is the library's, and no slip of theirs.
  const further = own.filter(
    it => !given.some(name => name.text === it) && (setting.kind === 'default' || it !== 'origin'),
  );
  const names: readonly Listed[] = [...given, ...further.map(text => ({ text, at: setting.at }))];
  return { ...setting, value: { ...setting.value, names } };
}
