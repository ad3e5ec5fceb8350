import type { CorsPolicy } from '../model/policy.ts';
import { orElse } from '../syntax/choice.ts';
import { lastName } from '../syntax/member.ts';
import { property, textOf, type Value } from '../syntax/value.ts';
import { defaultExports } from './default-export.ts';
import type { CodeFramework } from './framework.ts';
import { type LibraryOptions, mapEntry, readLibrary, withMaxAge } from './library-options.ts';
import type { OptionTable } from './options.ts';
import { writeOptions } from './options-edits.ts';
import { reflectingWildcard } from './wildcard.ts';

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
  others: ['enabled', 'keepHeaderOnError'],
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

/** `strapi::cors` of Strapi 4 and 5, in front of @koa/cors: `*` with credentials, the default, repeats every origin. */
const STRAPI: LibraryOptions = {
  id: 'strapi-cors',
  package: '@strapi/strapi',
  newest: '5.54.0',
  table: STRAPI_OPTIONS,
  semantics: {
    unset: 'any',
    yes: 'error-500',
    no: 'error-500',
    nothing: 'any',
    empty: 'nobody',
    text: 'compared',
    starInList: 'any',
    list: 'texts',
    pattern: 'error-500',
    other: 'error-500',
    functions: { kind: 'context', awaits: true, otherwise: 'nobody', trueMeansOrigin: false },
  },
  prepare: record => mapEntry(record, 'origin', it => commaList(fromEnv(it))),
  finish: policy => withMaxAge(reflecting(policy), 31536000),
  preflight: () => ({ by: 'library', status: 204 }),
  vary: () => 'always',
};

export const strapi: CodeFramework = {
  kind: 'code',
  id: 'strapi-cors',
  title: 'strapi::cors',
  docs: 'https://docs.strapi.io/cms/configurations/middlewares#cors',
  mentions: ['strapi::cors'],

  recognise(file, reading) {
    if (!/(^|\/)config\/(env\/[^/]+\/)?middlewares\.[cm]?[jt]s$/.test(file.path)) return { policies: [] };
    const entries = defaultExports(file).flatMap(it => (it.kind === 'list' ? it.items : []));
    return {
      policies: entries.flatMap((it): readonly CorsPolicy[] => {
        if (textOf(it) === 'strapi::cors')
          return readLibrary(STRAPI, { span: it.span, options: undefined, used: true }, reading);
        const named = it.kind === 'record' && textOf(property(it, 'name')?.value) === 'strapi::cors' ? it : undefined;
        const options = named && property(named, 'config')?.value;
        return named ? readLibrary(STRAPI, { span: named.span, options, used: true }, reading) : [];
      }),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, STRAPI_OPTIONS),
};

/** `*` as a text or within a list; both end in @koa/cors. */
function reflecting(policy: CorsPolicy): CorsPolicy {
  return policy.origins.mode === 'any'
    ? reflectingWildcard({ ...policy, origins: { ...policy.origins, listed: [] } })
    : policy;
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

/** A text with commas is a list. */
function commaList(value: Value): Value {
  const text = textOf(value);
  if (text === undefined || !text.includes(',')) return value;
  const items = text.split(',').map((it): Value => ({ kind: 'literal', value: it.trim(), span: value.span }));
  return { kind: 'list', container: 'array', items, span: value.span };
}
