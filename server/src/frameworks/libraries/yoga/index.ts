import { type Acceptor, either } from '../../../model/acceptor.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { CallSite } from '../../../syntax/code.ts';
import { type Entry, textOf, type Value } from '../../../syntax/value.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import {
  exportedBy,
  type LibraryOptions,
  readLibrary,
  withoutUndefined,
  writeLibrary,
} from '../../options/library-options.ts';
import { argumentWith } from '../../options/nested.ts';
import type { OptionTable } from '../../options/table.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import { yogaBehaviour } from './behaviour.ts';

const YOGA_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'allowedHeaders',
    exposedHeaders: 'exposedHeaders',
    maxAge: 'maxAge',
  },
  others: [],
  credentials: 'strict',
  credentialsDefault: true,
  methods: 'reflect',
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses, with cookies',
    credentials: 'cookies are allowed',
    methods: 'every method is allowed',
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/**
 * `useCORS` of @whatwg-node/server behind graphql-yoga 2 to 5: unset, empty and whatever holds a `*` lets everybody in, with
 * cookies; a list of several answers `null` to everybody else.
 */
const YOGA: LibraryOptions = {
  id: 'graphql-yoga',
  package: 'graphql-yoga',
  newest: '5.24.1',
  table: YOGA_OPTIONS,
  semantics: {
    unset: 'reflects-everyone',
    yes: 'error-500',
    no: 'error-500',
    nothing: 'reflects-everyone',
    empty: 'reflects-everyone',
    text: 'fixed',
    starInList: 'compared',
    list: 'texts',
    pattern: 'error-500',
    other: 'error-500',
    functions: { kind: 'none', awaits: false, otherwise: 'error-500', trueMeansOrigin: false },
  },
  delegates: true,
  prepare: record => {
    const given = withoutUndefined(record);
    return {
      ...given,
      entries: given.entries
        .filter(it => !isNothing(it))
        .map(it => (it.key === 'origin' ? { ...it, value: originOf(it.value) } : it)),
    };
  },
  finish: policy => withNull(starred(policy)),
  preflight: () => ({ by: 'library', status: 204 }),
  vary: ({ mode }) => (mode === 'echo-match' ? 'when-matched' : 'never'),
  behaviour: (record, origins, library) => yogaBehaviour(record, origins, YOGA_OPTIONS, library),
};

export const yoga: CodeFramework = {
  kind: 'code',
  id: 'graphql-yoga',
  title: 'GraphQL Yoga',
  docs: 'https://the-guild.dev/graphql/yoga-server/docs/features/cors',
  mentions: ['graphql-yoga'],
  dialect: { table: YOGA_OPTIONS, semantics: YOGA.semantics },

  recognise(file, reading) {
    const isYoga = exportedBy('graphql-yoga', 'createYoga');
    return {
      policies: file
        .plainCalls(/graphql-yoga/)
        .filter(it => isYoga(it.callee))
        .flatMap(it => readYoga(it, reading)),
    };
  },

  write: (policy, edit, read) => writeLibrary(policy, edit, read, YOGA),
};

function readYoga(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const value = argumentWith(call, 'cors')?.value;
  const made = { span: call.span, used: call.used && !call.alone };
  if (value === undefined) {
    const unknown = call.args[0] && call.args[0].kind !== 'record';
    return unknown ? [] : readLibrary(YOGA, { ...made, options: undefined }, reading);
  }
  if (value.kind === 'literal')
    return value.value !== false ? readLibrary(YOGA, { ...made, options: undefined }, reading) : [];
  return readLibrary(YOGA, { ...made, options: value }, reading);
}

/** Whether an option comes to the same as none: lists that are empty, but for the exposed one, and what counts as false. */
function isNothing({ key, value }: Entry): boolean {
  if (key === 'credentials') return value.kind === 'literal' && value.value === null;
  if (!/^(methods|allowedHeaders|exposedHeaders|maxAge)$/.test(key)) return false;
  const empty = value.kind === 'list' && value.items.length === 0 && !value.rest && key !== 'exposedHeaders';
  return empty || (value.kind === 'literal' && !value.value);
}

/** A list of one is sent as it is, and one with a `*` in it counts as `*`, as does a text with one anywhere. */
function originOf(value: Value): Value {
  if (value.kind === 'choice')
    return { ...value, branches: value.branches.map(it => ({ ...it, value: originOf(it.value) })) };
  // The length of a function is how many parameters it has.
  if (value.kind === 'function' && value.parameters.length === 0) return starOf(value);
  if (value.kind !== 'list' || value.rest) return textOf(value)?.includes('*') ? starOf(value) : value;
  const [only, ...more] = value.items;
  if (value.items.some(it => textOf(it) === '*') || only === undefined) return starOf(value);
  return more.length === 0 ? asText(only) : value;
}

/** What stands alone in a list goes into the header as text. */
function asText(value: Value): Value {
  if (value.kind === 'literal') return { ...value, value: String(value.value) };
  return value.kind === 'pattern'
    ? { kind: 'literal', value: `/${value.source}/${value.flags}`, span: value.span }
    : value;
}

function starOf(value: Value): Value {
  return { kind: 'literal', value: '*', span: value.span };
}

/** `*` becomes the request's origin, whether or not credentials are allowed. */
function starred(policy: CorsPolicy): CorsPolicy {
  if (policy.origins.mode !== 'any') return policy;
  const reflected = reflectingWildcard(policy);
  return { ...reflected, origins: { ...reflected.origins, mode: 'echo-any' } };
}

/** What refused origins are sent, `null`, lets in the one that is called so. */
function withNull(policy: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  if (origins.mode !== 'echo-match') return policy;
  const nobody: Acceptor = { kind: 'equals', subject: 'origin', text: 'null', at: origins.at };
  return { ...policy, origins: { ...origins, acceptor: either([origins.acceptor, nobody]) } };
}
