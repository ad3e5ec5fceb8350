import type { CorsPolicy } from '../../model/policy.ts';
import type { Condition, Surroundings, WrittenResponse } from '../../model/written.ts';
import type { CodeFile, Root } from '../../syntax/code.ts';
import { hookKind } from './fastify-hooks.ts';
import type { Reply } from './responses.ts';

/** A kind of server, and what it does with what the code leaves open. */
export interface Server {
  readonly around: Surroundings;
  /** The lines that come of a missing value, or of a missing request header; undefined where it is not known. */
  missing(setter: string | undefined, header: boolean): readonly string[] | undefined;
  /** A handler that comes to its end without an answer has handed on, has answered, or answers later. */
  readonly fallen: 'passed' | 'answered' | 'open';
  /** What a handler returns is the answer, headers and all, or the body alone. */
  readonly returns: 'response' | 'body' | 'nothing';
}

/** Files that frameworks run around the handlers of others: Next.js and Astro, SvelteKit, Nitro. */
const AROUND = /(^|\/)((src\/)?(middleware|proxy|hooks\.server)|middleware\/[^/]+)\.[cm]?[jt]s$/;

/**
 * Whether what a file exports runs around what other files answer. Answers of its own to more than preflights say nothing of theirs:
 * a health check in a hook.
 */
export function surrounds({ path }: CodeFile, { written }: CorsPolicy): boolean {
  return AROUND.test(path) && (written?.responses.some(it => it.own && reachesOthers(it)) ?? true);
}

function reachesOthers({ end, when }: WrittenResponse): boolean {
  return end !== 'answered' || asksMethod(when);
}

function asksMethod(when: Condition): boolean {
  if (when.kind === 'not') return asksMethod(when.of);
  return when.kind === 'method' || when.kind === 'asks' || ('of' in when && when.of.some(asksMethod));
}

const KEPT = { error: true };

const EXPRESS: Server = {
  around: {
    source: 'express 5.3.0 and 4.22.3',
    repeated: 'lines',
    unanswered: 200,
    status: 200,
    kept: KEPT,
    thrown: { status: 500, kept: true },
  },
  missing: setter => (/^(set|header|append)$/.test(setter ?? '') ? ['undefined'] : undefined),
  fallen: 'open',
  returns: 'nothing',
};

/** What nobody answers ends in its own handler, which stands behind all routes: `Cannot OPTIONS /x`. */
const NEST: Server = {
  ...EXPRESS,
  around: { ...EXPRESS.around, source: 'Nest 11 on Express', unanswered: 404 },
};

const KOA: Server = {
  around: {
    source: 'koa 3.3.0',
    repeated: 'lines',
    unanswered: 404,
    status: 404,
    kept: { error: false },
    thrown: { status: 500, kept: false },
  },
  missing: () => undefined,
  fallen: 'answered',
  returns: 'nothing',
};

const FASTIFY: Server = {
  around: {
    source: 'fastify 5.12.8',
    repeated: 'lines',
    unanswered: 404,
    status: 200,
    kept: KEPT,
    thrown: { status: 500, kept: true },
  },
  missing: setter => (setter === 'header' ? [''] : undefined),
  fallen: 'passed',
  returns: 'body',
};

/** What an instance of Fastify has that answers `OPTIONS`, or what nobody takes. */
const ANSWERS_OPTIONS = /\.options\(|['"`]OPTIONS['"`]\s*[,\]}]|setNotFoundHandler/;

const { unanswered: _, ...UNTOLD } = FASTIFY.around;
const OPTIONS_ANSWERED: Server = { ...FASTIFY, around: UNTOLD };

const HONO: Server = {
  around: {
    source: 'hono 4.13.19',
    repeated: 'joined',
    unanswered: 404,
    status: 200,
    kept: KEPT,
    thrown: { status: 500, kept: true },
  },
  missing: setter => (setter === 'header' ? [] : undefined),
  fallen: 'passed',
  returns: 'response',
};

const NODE: Server = {
  around: { source: 'node:http', alone: true, repeated: 'lines', status: 200, kept: KEPT },
  missing: () => undefined,
  fallen: 'open',
  returns: 'nothing',
};

/** A handler that is given a `Request` and gives a `Response`: Workers, Deno, Bun, edge functions. */
const FETCH: Server = {
  // What throws ends in 500 without the headers: run with deno 2.9.6 and miniflare 4.20260426.0.
  around: {
    source: 'the Fetch API',
    alone: true,
    repeated: 'joined',
    status: 200,
    kept: KEPT,
    thrown: { status: 500, kept: false },
  },
  missing: (_, header) => [header ? 'null' : 'undefined'],
  fallen: 'open',
  returns: 'response',
};

/** API Gateway and function URLs take one text for each header. */
const LAMBDA: Server = {
  around: { source: 'AWS Lambda', alone: true, repeated: 'joined', status: 200, kept: KEPT },
  missing: () => undefined,
  fallen: 'open',
  returns: 'response',
};

const PLAIN_FETCH = FETCH.around;

/** Servers that are told by where a file stands, and by what it exports. */
const BY_FILE: readonly { readonly file: RegExp; readonly words?: RegExp; readonly server: Server }[] = [
  {
    file: /(^|\/)app\/(.*\/)?route\.[cm]?[jt]sx?$/,
    words: /\bexport\b[^;{]*\b(GET|HEAD|OPTIONS|POST|PUT|DELETE|PATCH)\b/,
    server: {
      ...FETCH,
      around: {
        ...PLAIN_FETCH,
        source: 'route handlers of next 16.4.6 and 15.5.29',
        unanswered: 204,
        thrown: { status: 500, kept: false },
      },
    },
  },
  {
    file: /(^|\/)pages\/api\/.*\.[cm]?[jt]sx?$/,
    server: { ...NODE, around: { ...NODE.around, source: 'pages/api of next 16.4.6 and 15.5.29' } },
  },
  {
    file: /(^|\/)(middleware|proxy)\.[cm]?[jt]s$/,
    words: /['"]next\/server['"]/,
    server: { ...FETCH, around: { ...PLAIN_FETCH, source: 'the proxy of next 16.4.6', alone: false } },
  },
  {
    file: /(^|\/)\+server\.[cm]?[jt]s$/,
    server: {
      ...FETCH,
      around: {
        ...PLAIN_FETCH,
        source: 'endpoints of @sveltejs/kit 2.70.4 and 3.2.0',
        unanswered: 405,
        thrown: { status: 500, kept: false },
      },
    },
  },
  {
    file: /(^|\/)hooks\.server\.[cm]?[jt]s$/,
    server: {
      ...FETCH,
      around: { ...PLAIN_FETCH, source: 'the hooks of @sveltejs/kit 2.70.4 and 3.2.0', alone: false },
    },
  },
  {
    file: /(^|\/)src\/pages\/.*\.[cm]?[jt]s$/,
    words: /\bexport\b[^;{]*\b(GET|ALL|POST|PUT|DELETE|PATCH)\b/,
    server: { ...FETCH, around: { ...PLAIN_FETCH, source: 'endpoints of astro 7.3.5', unanswered: 404 } },
  },
];

/** The servers on whose applications functions are registered, by their package. */
const BY_NAME: Readonly<Record<string, Server>> = {
  express: EXPRESS,
  koa: KOA,
  hono: HONO,
  // What a hook gives back is no answer.
  'hooks of fastify': { ...FASTIFY, returns: 'nothing' },
};

export function serverNamed(name: string): Server | undefined {
  return BY_NAME[name];
}

/** The server that runs a handler, by where the file stands, by what the file imports, by the handler's own shape, by what it gives back. */
export function serverOf(file: CodeFile, root: Root, replies: readonly Reply[]): Server | undefined {
  const server = serverAround(file, root, replies);
  // What a hook gives back is no answer.
  return server && hookKind(root, file) !== undefined ? { ...server, returns: 'nothing' } : server;
}

function serverAround(file: CodeFile, { value }: Root, replies: readonly Reply[]): Server | undefined {
  const known = BY_FILE.find(it => it.file.test(file.path) && (it.words?.test(file.text) ?? true));
  if (known) return known.server;
  const [first, second, third] = value.parameters;
  const isOfNest = file.imports(['@nestjs/core', '@nestjs/common']);
  const found = [
    ...(file.imports(['express', 'express4', 'restana', 'polka']) ? [EXPRESS] : []),
    ...(file.imports(['koa', '@koa/router', 'koa-router']) ? [KOA] : []),
    ...(file.imports(['fastify', 'fastify-plugin']) ? [FASTIFY] : []),
    ...(file.imports(['hono', 'hono/factory', '@hono/zod-openapi']) ? [HONO] : []),
  ];
  if (found.length === 1 && found[0] === FASTIFY && ANSWERS_OPTIONS.test(file.text)) return OPTIONS_ANSWERED;
  if (found.length === 1) return found[0] === EXPRESS && isOfNest ? NEST : found[0];
  if (found.length > 1) return undefined;
  if (/^reply$/i.test(second ?? '')) return FASTIFY;
  if (/^(ctx|context)$/.test(first ?? '') && second === 'next' && replies.some(writesLines)) return KOA;
  if (/^c$/.test(first ?? '') && replies.some(writesLines)) return HONO;
  if (second && third && /^_?(res|response)$/.test(second)) return isOfNest ? NEST : EXPRESS;
  if (second && /^_?(res|response)$/.test(second)) return NODE;
  if (replies.some(it => it.made === 'response')) return FETCH;
  return replies.some(it => it.made === 'result') ? LAMBDA : undefined;
}

function writesLines({ lines }: Reply): boolean {
  return lines.some(it => it.setter !== undefined);
}
