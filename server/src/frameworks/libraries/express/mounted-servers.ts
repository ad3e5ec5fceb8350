import { mountPath } from '../../../model/paths.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { type CallValue, property, textOf, type Value } from '../../../syntax/value.ts';
import type { Registration } from './registrations.ts';

/**
 * Servers that mount themselves on an application, with CORS of their own: `server.applyMiddleware({ app, path })` of Apollo Server 2 and 3,
 * which answers at `/graphql` where nothing else is said (run with apollo-server-express 3.13.0).
 */
export function mountedServers(
  file: CodeFile,
  applicationOf: (value: CallValue) => CallValue | undefined,
): readonly Registration[] {
  if (!file.text.includes('applyMiddleware')) return [];
  return file.calls(it => it === 'applyMiddleware').flatMap(call => mountedBy(call, applicationOf));
}

function mountedBy(
  call: CallSite,
  applicationOf: (value: CallValue) => CallValue | undefined,
): readonly Registration[] {
  const [options] = call.args;
  const app = options?.kind === 'record' ? property(options, 'app')?.value : undefined;
  const on = app?.kind === 'call' ? applicationOf(app) : undefined;
  if (!on || options?.kind !== 'record' || !isApolloMount(call)) return [];
  const given = property(options, 'path')?.value;
  const path = given ? textOf(given) : '/graphql';
  if (path === undefined) return [];
  const { callee, args, span } = call;
  const value: CallValue = { kind: 'call', callee, args, construct: false, span };
  return [{ call, on, method: 'use', path, matches: mountPath(path, 'express'), handlers: [{ value, at: span }] }];
}

/** Whether a call mounts a server of `apollo-server-express` that is made in the same workspace. */
export function isApolloMount({ callee }: Pick<CallValue, 'callee'>): boolean {
  return callee.kind === 'member' && callee.name === 'applyMiddleware' && isServerOf(callee.object);
}

function isServerOf(value: Value): boolean {
  return (
    value.kind === 'call' &&
    value.callee.kind === 'external' &&
    value.callee.module === 'apollo-server-express' &&
    value.callee.name === 'ApolloServer'
  );
}
