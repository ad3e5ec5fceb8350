import { NONE } from '../../model/acceptor.ts';
import type { CorsPolicy, Library } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { type Entry, property, type Value } from '../../syntax/value.ts';
import { contains } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { registrations } from '../libraries/express/registrations.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';

const NAME = 'http-proxy-middleware';

/**
 * Headers that are written in a hook of http-proxy-middleware which its version does not call: `onProxyRes` beside the other
 * options is that of version 2, later ones have `on: { proxyRes }` (3.0.10 and 4.2.1: run). They are never sent.
 */
export function withProxyHooks(
  policies: readonly CorsPolicy[],
  file: CodeFile,
  reading: Reading,
): readonly CorsPolicy[] {
  const hooks = policies.length > 0 && file.imports([NAME]) ? hooksOf(file, reading) : [];
  return policies.map(policy => {
    const hook = hooks.find(it => contains(it.entry.value.span, policy.origins.at));
    return hook ? neverSent(policy, hook) : policy;
  });
}

interface Hook {
  readonly entry: Entry;
  readonly library: Library;
}

function hooksOf(file: CodeFile, reading: Reading): readonly Hook[] {
  if (!reading.project.packages.dependency(file.path, NAME)) return [];
  const library = libraryOf(reading.project, file.path, NAME, '4.2.1');
  if (!isAtLeast(library, '3.0.0')) return [];
  return file.plainCalls(/http-proxy-middleware/).flatMap(({ callee, args }): readonly Hook[] => {
    if (!isProxy(callee) || callee.kind !== 'external' || callee.name !== 'createProxyMiddleware') return [];
    const options = args.findLast(it => it.kind === 'record');
    const entry = options?.kind === 'record' ? property(options, 'onProxyRes') : undefined;
    return entry ? [{ entry, library }] : [];
  });
}

function neverSent(policy: CorsPolicy, { entry, library }: Hook): CorsPolicy {
  const { key, keySpan, span } = entry;
  return {
    ...policy,
    library,
    origins: { mode: 'none', acceptor: NONE, listed: [], at: policy.origins.at, from: 'written' },
    oddities: [{ kind: 'unknown-option', name: key, nearest: 'on.proxyRes', at: keySpan, entry: span }],
  };
}

/** Whether an Express application hands everything on to another server. */
export function proxiesAll(file: CodeFile): boolean {
  if (!file.imports([NAME])) return false;
  return registrations(file).some(
    ({ path, handlers }) =>
      (path === undefined || path === '/' || path === '*') &&
      handlers.some(({ value }) => value.kind === 'call' && isProxy(value.callee)),
  );
}

/**
 * A policy of middleware in front of such a proxy: the headers that the other server sends take the place of those that are
 * set by then (3.0.10 and 4.2.1 behind cors 2.8.6: run), and what it sends is not known.
 */
export function behindProxy(policy: CorsPolicy): CorsPolicy {
  const { behaviour } = policy;
  const why = 'what the server behind the proxy sends takes the place of these headers';
  return behaviour ? { ...policy, behaviour: { ...behaviour, untold: { on: ['actual'], why } } } : policy;
}

function isProxy(callee: Value): boolean {
  return callee.kind === 'external' && callee.module === NAME;
}
