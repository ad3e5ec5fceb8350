import type { CorsPolicy, Library } from '../../../model/policy.ts';
import type { CallValue, External, Value } from '../../../syntax/value.ts';
import { Search } from '../../../text/search.ts';
import type { CodeFramework, Reading } from '../../framework.ts';
import { type Made, readMiddleware } from '../../middleware/middleware.ts';
import { policiesOf } from '../../options/policy.ts';
import type { OptionTable } from '../../options/table.ts';
import { isAtLeast, libraryOf } from '../../options/version.ts';
import { reflectingWildcard } from '../../options/wildcard.ts';
import type { OriginSemantics } from '../../origin/option.ts';
import { writeApp } from '../express/edits.ts';
import type { AppKind } from '../express/registrations.ts';
import { reflectingHeaders } from '../koa/cors.ts';
import { honoBehaviour, reflects } from './behaviour.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'];

/** The options of hono/cors (middleware/cors of 4.13.19); `QUERY` is among the methods from 4.13 on. */
export function honoOptions(library: Library): OptionTable {
  const methods = isAtLeast(library, '4.13.0') ? [...METHODS, 'QUERY'] : METHODS;
  return {
    names: {
      origins: 'origin',
      credentials: 'credentials',
      methods: 'allowMethods',
      allowedHeaders: 'allowHeaders',
      exposedHeaders: 'exposeHeaders',
      maxAge: 'maxAge',
    },
    others: [],
    credentials: 'truthy',
    credentialsDefault: false,
    methods,
    allowedHeaders: 'reflect',
    today: {
      origins: 'every website may read the responses (`*`)',
      credentials: 'cookies are not allowed',
      methods: `${methods.slice(0, -1).join(', ')} and ${methods.at(-1)} are allowed`,
      allowedHeaders: 'every request header is allowed',
      exposedHeaders: 'no further response header can be read',
      maxAge: 'browsers ask again after five seconds',
    },
  };
}

/** `findAllowOrigin` of hono 4: a text is compared; whatever has no `includes` ends every request in an error. */
export const HONO_ORIGINS: OriginSemantics = {
  unset: 'any',
  yes: 'error-500',
  no: 'error-500',
  nothing: 'error-500',
  empty: 'nobody',
  text: 'compared',
  starInList: 'compared',
  list: 'texts',
  pattern: 'error-500',
  other: 'error-500',
  functions: {
    kind: 'return',
    awaits: true,
    otherwise: 'nobody',
    trueMeansOrigin: false,
    absent: '',
    answers: {
      yes: 'literal-header',
      no: 'nobody',
      nothing: 'nobody',
      empty: 'nobody',
      text: 'fixed',
      list: 'sent',
      pattern: 'literal-header',
      other: 'literal-header',
    },
  },
};

/** Applications of Hono: what is registered runs in that order, and a plain path is this path alone. */
export const HONO: AppKind = {
  framework: 'hono',
  server: 'hono',
  newest: '4.13.19',
  words: new Search(/\bhono\b|\bcors\s*\(/i),
  further: ['route', 'mount', 'basePath', 'on'],
  layered: true,
  // `c.header` over what hono/cors sets, and that over the headers of a response that is handed back: run with hono 4.13.19.
  oneResponse: true,
  handsBack: true,
  application: rootOf,
  isRouter: value => value.kind === 'call' && rootOf(value) !== undefined,
  handingOn: 2,
  paths: 'hono',
  prefixes: basesOf,
  exactUse: true,
  // The function that comes back is taken for the response: run with hono 4.13.19.
  uncalled: 'error-500',
};

export const hono: CodeFramework = {
  kind: 'code',
  id: 'hono',
  title: 'hono/cors',
  docs: 'https://hono.dev/docs/middleware/builtin/cors',
  mentions: ['hono'],
  dialect: ({ library = NEWEST }) => ({ table: honoOptions(library), semantics: HONO_ORIGINS }),

  recognise(file, reading) {
    const library = libraryOf(reading.project, file.path, 'hono', '4.13.19');
    return readMiddleware(file, reading, HONO, isCors, it => readCall(it, reading, library));
  },

  write: (policy, edit, read) => writeApp(policy, edit, read, honoOptions(policy.library ?? NEWEST)),
};

const NEWEST: Library = { name: 'hono', version: '4.13.19', assumed: true };

function isCors(value: Value): value is External {
  return (
    value.kind === 'external' &&
    value.name === 'cors' &&
    /(^|\/)(@?hono\/)?hono(@[^/]+)?\/(cors|middleware(\.ts)?|middleware\/cors(\/index\.ts)?)$/.test(value.module)
  );
}

function readCall(call: Made, reading: Reading, library: Library): readonly CorsPolicy[] {
  const table = honoOptions(library);
  const policies = policiesOf({
    framework: 'hono',
    library,
    table,
    semantics: HONO_ORIGINS,
    at: call.span,
    options: call.options,
    used: call.used,
    ...(call.scope ? { scope: call.scope } : {}),
    preflight: () => ({ by: 'library', status: 204 }),
    vary: origins => (origins.mode === 'any' ? 'never' : 'always'),
    reading,
    behaviour: (record, origins) => honoBehaviour(record, origins, table, library),
  }).map(reflectingHeaders);
  return reflects(library) ? policies.map(it => (it.origins.answers ? it : reflectingWildcard(it))) : policies;
}

/** `new Hono().basePath('/api')`: the paths of what is registered on what that gives stand below it (run with hono 4.13.19). */
function basesOf(on: Value): readonly Value[] {
  const bases: Value[] = [];
  for (let at = on; at.kind === 'call' && at.callee.kind === 'member'; at = at.callee.object)
    if (at.callee.name === 'basePath') bases.unshift(...at.args.slice(0, 1));
  return bases;
}

/** `new Hono()` and what is chained to it. */
function rootOf(value: CallValue): CallValue | undefined {
  for (let at: Value = value; at.kind === 'call'; ) {
    const { callee }: CallValue = at;
    if (at.construct)
      return callee.kind === 'external' && /^(OpenAPI)?Hono$/.test(callee.name) && /hono/.test(callee.module)
        ? at
        : undefined;
    if (callee.kind !== 'member') return undefined;
    at = callee.object;
  }
  return undefined;
}
