import type { CorsPolicy, Library, Preflight } from '../../../model/policy.ts';
import type { CallValue, External, RecordValue, Value } from '../../../syntax/value.ts';
import { behindProxy, proxiesAll } from '../../dev-servers/http-proxy-middleware.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { type Made, readMiddleware } from '../../middleware/middleware.ts';
import { argumentWith, switchable } from '../../options/nested.ts';
import { type OptionsInput, policiesOf } from '../../options/policy.ts';
import type { OptionTable } from '../../options/table.ts';
import { libraryOf } from '../../options/version.ts';
import { readDelegate } from '../../origin/delegate.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { expressBehaviour } from './behaviour.ts';
import { writeExpress } from './edits.ts';
import { innerServers } from './hosts.ts';
import { isApolloMount } from './mounted-servers.ts';
import { EXPRESS, placeOf } from './registrations.ts';

/** The options of cors 2.x (lib/index.js of 2.8.6); `headers` is read where `allowedHeaders` is missing. */
export const EXPRESS_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'allowedHeaders',
    exposedHeaders: 'exposedHeaders',
    maxAge: 'maxAge',
  },
  aliases: { headers: 'allowedHeaders' },
  others: ['preflightContinue', 'optionsSuccessStatus'],
  credentials: 'strict',
  credentialsDefault: false,
  methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'],
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses (`*`)',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD, PUT, PATCH, POST and DELETE are allowed',
    allowedHeaders: 'every request header is allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after five seconds',
  },
};

/** `configureOrigin` and `isOriginAllowed` of cors 2.8.6. */
export const EXPRESS_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'reflects-everyone',
  no: 'off',
  nothing: 'off',
  empty: 'off',
  text: 'fixed',
  starInList: 'compared',
  list: 'texts-and-patterns',
  nested: 'looked-into',
  pattern: 'tested',
  other: 'reflects-everyone',
  functions: { kind: 'callback', awaits: false, otherwise: 'hangs', trueMeansOrigin: true },
};

/** The packages that are, or hand on, expressjs/cors. */
const PACKAGES = ['cors', '@feathersjs/express'];

export const expressCors: CodeFramework = {
  kind: 'code',
  id: 'express-cors',
  title: 'cors for Express',
  docs: 'https://github.com/expressjs/cors#configuration-options',
  // An application may have its policies in the routers of other files.
  mentions: ['cors', 'express()'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const library = libraryOf(reading.project, file.path, 'cors', '2.8.6');
    const inner = innerServers(file, reading);
    const behind = proxiesAll(file) ? behindProxy : (it: CorsPolicy) => it;
    const read = (it: Made) => {
      const hosted = inner.get(placeOf(it.span));
      const policies = readExpress(it, reading, library).map(behind);
      return hosted ? policies.map(hosted) : policies;
    };
    return readMiddleware(file, reading, EXPRESS, isCors, read, it =>
      isApolloMount(it) ? apolloPolicies(it, reading) : [],
    );
  },

  write: writeExpress,
};

/** Whether a value is the package's function: the default import, the namespace, or what `require` gives. */
export function isCors(value: Value): value is External {
  return (
    value.kind === 'external' &&
    PACKAGES.includes(value.module) &&
    (value.module === 'cors' ? ['default', '*', '='].includes(value.name) : value.name === 'cors')
  );
}

/** The policies of options that are handed to expressjs/cors, here or by another library. */
export function readExpress(
  call: Made,
  reading: Reading,
  library: Library,
  framework = 'express-cors',
): readonly CorsPolicy[] {
  const input = { ...expressInput(call, reading, library), framework };
  if (call.options?.kind !== 'function') return policiesOf(input);
  return readDelegate(call.options, input);
}

/** What every user of expressjs/cors reads alike. */
export function expressInput(call: Made, reading: Reading, library: Library): OptionsInput {
  return {
    framework: 'express-cors',
    library,
    table: EXPRESS_OPTIONS,
    semantics: EXPRESS_ORIGINS,
    at: call.span,
    options: call.options,
    used: call.used,
    ...(call.scope ? { scope: call.scope } : {}),
    preflight: record => ({ by: continues(record) ? 'none' : 'library', ...statusOf(record) }),
    vary: origins => (origins.mode === 'any' || origins.mode === 'none' ? 'never' : 'always'),
    behaviour: (record, origins) => expressBehaviour(record, origins, EXPRESS_OPTIONS, library),
    reading,
  };
}

/**
 * What Apollo Server 2 and 3 mount beside GraphQL: expressjs/cors with the option `cors`, or with its defaults where there is none, which
 * writes over the headers of a middleware before it (run with apollo-server-express 3.13.0).
 */
export function apolloPolicies(call: Pick<CallValue, 'args' | 'span'>, reading: Reading): readonly CorsPolicy[] {
  const entry = argumentWith(call, 'cors');
  const options = entry && switchable(entry.value);
  if (entry && !options) return [];
  if (!entry && call.args[0]?.kind !== 'record') return [];
  const library = libraryOf(reading.project, call.span.path, 'cors', '2.8.6');
  return readExpress({ span: entry?.span ?? call.span, options, used: true }, reading, library, 'apollo');
}

function continues(record: RecordValue | undefined): boolean {
  const value = record?.entries.find(it => it.key === 'preflightContinue')?.value;
  return value?.kind === 'literal' && Boolean(value.value);
}

function statusOf(record: RecordValue | undefined): Pick<Preflight, 'status' | 'at'> {
  const value = record?.entries.find(it => it.key === 'optionsSuccessStatus')?.value;
  return value?.kind === 'literal' && typeof value.value === 'number'
    ? { status: value.value, at: value.span }
    : { status: 204 };
}
