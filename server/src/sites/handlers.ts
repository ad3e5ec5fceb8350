import { EVERYWHERE } from '../model/paths.ts';
import type { Address, Server } from '../model/site.ts';
import type { Project } from '../syntax/project.ts';
import { type CallValue, type FunctionValue, property, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import { mayWriteHeaders } from './harmless.ts';

/** A server that is one handler: a function for node's `createServer`, GraphQL Yoga, tRPC by itself. */
export function handlerServer(
  handler: Value | undefined,
  made: Pick<CallValue, 'span'>,
  addresses: readonly Address[],
  project: Project,
): readonly Server[] {
  if (handler?.kind === 'function') {
    const why = mayWriteHeaders(handler, project) ?? handsOn(handler, project);
    return [{ kind: 'http', name: 'the HTTP server', ...everything(made.span, addresses, why) }];
  }
  if (handler?.kind !== 'call' || handler.callee.kind !== 'external') return [];
  const { module, name } = handler.callee;
  // Unless it is told otherwise, it lets every page in.
  if (module === 'graphql-yoga' && name === 'createYoga')
    return [
      { kind: 'yoga', name: 'GraphQL Yoga', ...everything(handler.span, addresses, 'it lets pages in by itself') },
    ];
  return [];
}

/** `createHTTPServer({ router })` of tRPC: without a `middleware` it sends no header of CORS (11.25 and 10.45, run). */
export function trpcServer(app: CallValue, addresses: readonly Address[]): readonly Server[] {
  const { callee, args } = app;
  if (callee.kind !== 'external' || callee.module !== '@trpc/server/adapters/standalone') return [];
  const [options] = args;
  const plain = options?.kind === 'record' && !options.rest;
  const writes = ['middleware', 'responseMeta'].some(it => plain && property(options, it));
  const why = !plain || writes ? 'its options may write headers' : undefined;
  return [{ kind: 'trpc', name: 'the tRPC server', ...everything(app.span, addresses, why) }];
}

function everything(at: Span, addresses: readonly Address[], why: string | undefined) {
  return {
    at,
    addresses,
    routes: [{ method: 'ALL', matches: EVERYWHERE, at }],
    ...(why === undefined ? {} : { clouded: { why, at, matches: EVERYWHERE } }),
  };
}

/** Whether a function gives its response to another one, which may write headers on it. */
function handsOn({ span, parameters }: FunctionValue, project: Project): string | undefined {
  const [, response] = parameters;
  const text = project.host.read(span.path)?.slice(span.start, span.end) ?? '';
  // What gives back a `Response` of its own hands none on, unless to a function that gives it back in turn.
  if (/\bnew\s+Response\b|\bResponse\.json\b/.test(text) && !/\breturn\s+(?:await\s+)?[\w$]+\s*\(/.test(text))
    return undefined;
  if (response === undefined || !/^[\w$]+$/.test(response)) return 'what it does with the response is not seen';
  const body = text.slice(Math.max(text.indexOf('{'), text.indexOf('=>')));
  const given = new RegExp(`[(,]\\s*${response.replaceAll('$', '\\$')}\\s*[,)]`);
  return given.test(body) ? 'the response is handed to another function' : undefined;
}
