import type { CorsPolicy } from '../model/policy.ts';
import type { Value } from '../syntax/value.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { isAtLeast, libraryOf } from './library.ts';
import { type LibraryOptions, readLibrary, withDefault, withoutUndefined } from './library-options.ts';
import type { Made } from './middleware.ts';
import type { OptionTable } from './options.ts';
import { writeOptions } from './options-edits.ts';
import type { OriginSemantics } from './origin-option.ts';

/** The options of `handleCors` in h3 1.15 (dist/index.mjs), whose own defaults are not used. */
const H3_OPTIONS: OptionTable = {
  names: {
    origins: 'origin',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: ['preflight'],
  credentials: 'truthy',
  credentialsDefault: false,
  methods: 'none',
  allowedHeaders: 'reflect',
  today: {
    origins: 'every website may read the responses (`*`)',
    credentials: 'cookies are not allowed',
    methods: 'GET, HEAD and POST are allowed',
    allowedHeaders: 'every request header is allowed',
    maxAge: 'browsers ask again after five seconds',
  },
};

const H3_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'error-500',
  no: 'any',
  nothing: 'any',
  empty: 'any',
  text: 'fixed',
  starInList: 'compared',
  list: 'texts-and-patterns',
  pattern: 'error-500',
  other: 'error-500',
  functions: {
    kind: 'return',
    awaits: false,
    otherwise: 'reflects-everyone',
    trueMeansOrigin: true,
    verdict: 'truthy',
  },
};

const V1: LibraryOptions = {
  id: 'h3',
  package: 'h3',
  newest: '1.15.11',
  table: H3_OPTIONS,
  semantics: H3_ORIGINS,
  prepare: withoutUndefined,
  preflight: () => ({ by: 'library', status: 204 }),
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'when-matched'),
};

/** h3 2.0 (dist/cors.mjs) compares a text, and fills its defaults in. */
const V2: LibraryOptions = {
  ...V1,
  table: { ...H3_OPTIONS, methods: 'reflect', today: { ...H3_OPTIONS.today, methods: 'every method is allowed' } },
  semantics: { ...H3_ORIGINS, yes: 'nobody', text: 'compared', pattern: 'nobody', other: 'nobody' },
  finish: policy => {
    const { at } = policy;
    const star = { kind: 'any', at, names: [{ text: '*', at }] } as const;
    return withDefault(policy, 'exposedHeaders', star);
  },
  vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
};

/** `handleCors(event, options)` of h3, which Nuxt and Nitro import by themselves. */
export const h3: CodeFramework = {
  kind: 'code',
  id: 'h3',
  title: 'handleCors of h3',
  docs: 'https://h3.dev/utils/security#cors',
  mentions: ['handlecors'],

  recognise(file, reading) {
    const calls = file.calls(it => it === 'handleCors').filter(it => isHandleCors(it.callee));
    return { policies: calls.flatMap(({ span, args }) => read({ span, options: args[1], used: true }, reading)) };
  },

  write: (policy, edit, source) => writeOptions(policy, edit, source, H3_OPTIONS),
};

function isHandleCors(value: Value): boolean {
  return (
    value.kind === 'external' &&
    value.name === 'handleCors' &&
    /^(h3|nitropack|nitro|#imports|)(\/|$)/.test(value.module)
  );
}

function read(made: Made, reading: Reading): readonly CorsPolicy[] {
  const library = libraryOf(reading.project, made.span.path, 'h3', V1.newest);
  return readLibrary(isAtLeast(library, '2.0.0') ? V2 : V1, made, reading);
}
