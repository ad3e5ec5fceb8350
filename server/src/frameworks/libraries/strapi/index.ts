import type { CorsPolicy } from '../../../model/policy.ts';
import { orElse } from '../../../syntax/choice.ts';
import { lastName } from '../../../syntax/member.ts';
import { property, textOf, type Value } from '../../../syntax/value.ts';
import type { CodeFramework } from '../../framework.ts';
import { defaultExports } from '../../options/default-export.ts';
import { writeOptions } from '../../options/edits.ts';
import { type LibraryOptions, mapEntry, readLibrary, withMaxAge } from '../../options/library-options.ts';
import type { OptionTable } from '../../options/table.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { reflectingHeaders } from '../koa/cors.ts';
import { strapiBehaviour } from './behaviour.ts';

const HEADERS = ['Content-Type', 'Authorization', 'Origin', 'Accept'];

const STRAPI_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'headers',
    exposedHeaders: 'expose',
    maxAge: 'maxAge',
  },
  others: ['enabled', 'keepHeadersOnError'],
  credentials: 'truthy',
  credentialsDefault: true,
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  allowedHeaders: HEADERS,
  today: {
    origins: 'every website may read the responses, with cookies',
    credentials: 'cookies are allowed',
    methods: 'every usual method is allowed',
    allowedHeaders: 'Content-Type, Authorization, Origin and Accept are allowed',
    exposedHeaders: 'no further response header can be read',
    maxAge: 'browsers ask again after a year',
  },
};

/** `strapi::cors` of Strapi 4 and 5 (middlewares/cors.js of @strapi/core 5.54.0), in front of @koa/cors 5: `*` is never sent. */
function strapiCors(behindErrors: boolean): LibraryOptions {
  return {
    id: 'strapi-cors',
    package: '@strapi/strapi',
    newest: '5.54.0',
    table: STRAPI_OPTIONS,
    semantics: STRAPI_ORIGINS,
    prepare: record => mapEntry(record, 'origin', fromEnv),
    finish: policy => withMaxAge(reflectingHeaders(reflecting(policy)), 31536000),
    preflight: () => ({ by: 'library', status: 204 }),
    vary: () => 'always',
    behaviour: (record, origins, library) => strapiBehaviour(record, origins, STRAPI_OPTIONS, library, behindErrors),
  };
}

const STRAPI_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'error-500',
  no: 'error-500',
  nothing: 'any',
  empty: 'nobody',
  text: 'compared',
  commas: 'trimmed',
  starInList: 'any',
  list: 'texts',
  pattern: 'error-500',
  other: 'error-500',
  functions: { kind: 'context', awaits: true, otherwise: 'error-500', trueMeansOrigin: false },
};

/** Its defaults, where it is configured nowhere. */
export const STRAPI: LibraryOptions = strapiCors(false);

export const strapi: CodeFramework = {
  kind: 'code',
  id: 'strapi-cors',
  title: 'strapi::cors',
  docs: 'https://docs.strapi.io/cms/configurations/middlewares#cors',
  mentions: ['strapi::cors'],
  dialect: { table: STRAPI_OPTIONS, semantics: STRAPI_ORIGINS },

  recognise(file, reading) {
    if (!/(^|\/)config\/(env\/[^/]+\/)?middlewares\.[cm]?[jt]s$/.test(file.path)) return { policies: [] };
    const entries = defaultExports(file).flatMap(it => (it.kind === 'list' ? it.items : []));
    return {
      policies: entries.flatMap((it, index): readonly CorsPolicy[] => {
        if (nameOf(it) !== 'strapi::cors') return [];
        const of = strapiCors(entries.slice(0, index).some(other => nameOf(other) === 'strapi::errors'));
        const options = it.kind === 'record' ? property(it, 'config')?.value : undefined;
        return readLibrary(of, { span: it.span, options, used: true }, reading);
      }),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, STRAPI_OPTIONS),
};

/** The name of a middleware, given as a text or in an object. */
function nameOf(value: Value): string | undefined {
  return value.kind === 'record' ? textOf(property(value, 'name')?.value) : textOf(value);
}

/** The origin of whoever asks takes the place of `*`, be it a text or in a list, with cookies or without. */
function reflecting(policy: CorsPolicy): CorsPolicy {
  const { origins } = policy;
  if (origins.mode !== 'any') return policy;
  const reflected = reflectingWildcard({ ...policy, origins: { ...origins, listed: [] } });
  return { ...reflected, origins: { ...reflected.origins, mode: 'echo-any' } };
}

/** `env('NAME', fallback)` and `env.array('NAME')` of Strapi's configuration functions. */
function fromEnv(value: Value): Value {
  if (value.kind !== 'call') return value;
  const { callee, span } = value;
  const name = textOf(value.args[0]);
  const fallback = value.args[1];
  if (name === undefined) return value;
  const variable = { kind: 'environment', name, span } as const;
  if (lastName(callee) === 'env') return fallback ? orElse(span, variable, fallback, true) : variable;
  if (callee.kind !== 'member' || callee.name !== 'array' || lastName(callee.object) !== 'env') return value;
  const each = { separator: ',', trimmed: true, filtered: false };
  return { kind: 'list', container: 'array', items: [{ ...variable, each }], span };
}
