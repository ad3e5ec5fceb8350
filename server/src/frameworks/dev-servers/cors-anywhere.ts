import { ALL } from '../../model/acceptor.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import { type Entry, type RecordValue, textOf } from '../../syntax/value.ts';
import { calledLibrary, exportedBy, type LibraryOptions } from '../options/library-options.ts';
import type { OptionTable } from '../options/table.ts';

/** The options of `createServer` (cors-anywhere 0.4.4, lib/cors-anywhere.js: `getHandler`, `withCORS`). */
const TABLE: OptionTable = {
  names: { origins: 'originWhitelist', maxAge: 'corsMaxAge' },
  others: [
    'handleInitialRequest',
    'getProxyForUrl',
    'maxRedirects',
    'originBlacklist',
    'checkRateLimit',
    'redirectSameOrigin',
    'requireHeader',
    'removeHeaders',
    'setHeaders',
    'helpFile',
    'httpProxyOptions',
    'httpsOptions',
  ],
  credentials: 'strict',
  credentialsDefault: false,
  methods: 'reflect',
  allowedHeaders: 'reflect',
  today: { origins: 'every website may send requests through it', maxAge: 'browsers ask again after five seconds' },
};

const PROXY: LibraryOptions = {
  id: 'cors-anywhere',
  package: 'cors-anywhere',
  newest: '0.4.4',
  table: TABLE,
  semantics: {
    unset: 'any',
    yes: 'any',
    no: 'error-500',
    nothing: 'error-500',
    empty: 'any',
    text: 'compared',
    starInList: 'compared',
    list: 'texts',
    pattern: 'any',
    other: 'any',
    functions: { kind: 'none', awaits: false, otherwise: 'nobody', trueMeansOrigin: false },
  },
  prepare: listed,
  finish: everything,
  preflight: () => ({ by: 'library', status: 200 }),
  vary: () => 'never',
};

/** A proxy that sends requests anywhere and answers with `*`, whoever asks; others than those on its list get status 403. */
export const corsAnywhere = calledLibrary(
  PROXY,
  {
    title: 'cors-anywhere',
    docs: 'https://github.com/Rob--W/cors-anywhere#server',
    mentions: ['cors-anywhere'],
  },
  it => exported(it) || (it.kind === 'member' && it.name === 'createServer' && whole(it.object)),
);

const exported = exportedBy('cors-anywhere', 'createServer');
const whole = exportedBy('cors-anywhere', 'default');

/** A text is searched for the origin; `*` is in no way special. */
function listed(record: RecordValue): RecordValue {
  const entries = record.entries.map((it): Entry => {
    const { key, value } = it;
    if (key !== 'originWhitelist' || !textOf(value)) return it;
    return { ...it, value: { kind: 'list', container: 'array', items: [value], span: value.span } };
  });
  return { ...record, entries };
}

/** Whoever asks is told `*`; the list decides only whether the request is passed on. */
function everything(policy: CorsPolicy): CorsPolicy {
  const { origins, at } = policy;
  const open = origins.mode === 'any' || (origins.mode === 'echo-match' && origins.acceptor.kind === 'none');
  return {
    ...policy,
    origins: { ...origins, mode: 'any', acceptor: { ...ALL, at } },
    exposedHeaders: { kind: 'default', value: { kind: 'any', at, names: [{ text: '*', at }] }, at },
    ...(open ? { details: { ...policy.details, surface: 'open-proxy' } } : {}),
  };
}
