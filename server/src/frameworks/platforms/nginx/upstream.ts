import type { Upstream } from '../../../model/upstream.ts';
import { indentAt, lineBreakOf } from '../../../text/layout.ts';
import { hostOf, portOf } from '../near.ts';
import type { Scope } from './scopes.ts';

/** The server that a location hands requests on to, where it is one of this machine or a service beside it. */
export function upstreamOf(scope: Scope, read: (path: string) => string | undefined): Upstream | undefined {
  const pass = scope.directives.find(it => it.name === 'proxy_pass');
  const [target] = pass?.args ?? [];
  if (!pass || !target) return undefined;
  const [, host = '', port] = /^https?:\/\/([^/:]+)(?::(\d+))?(?:\/.*)?$/.exec(target.text) ?? [];
  const servers = port === undefined ? serversOf(host, scope) : [`${host}:${port}`];
  const ports = servers.flatMap(it => portOf(it) ?? []);
  if (ports.length === 0) return undefined;
  const { start, path } = pass.span;
  const source = read(path);
  const gap = source === undefined ? ' ' : `${lineBreakOf(source)}${indentAt(source, start)}`;
  return {
    ports,
    hosts: servers.flatMap(it => hostOf(it) ?? []),
    at: pass.span,
    hidden: hiddenIn(scope),
    hide: { at: { path, start, end: start }, source: HIDDEN.map(it => `proxy_hide_header ${it};${gap}`).join('') },
  };
}

const HIDDEN = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'];

/** `upstream name { server 127.0.0.1:3000; }` */
function serversOf(name: string, scope: Scope): readonly string[] {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const group = at.directives.find(it => it.name === 'upstream' && it.args[0]?.text === name);
    if (group) return (group.block ?? []).flatMap(it => (it.name === 'server' ? (it.args[0]?.text ?? []) : []));
  }
  return [];
}

/** `proxy_hide_header`: inherited as `add_header` is, by blocks that write none. */
function hiddenIn(scope: Scope): readonly string[] {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const own = at.directives.filter(it => it.name === 'proxy_hide_header');
    if (own.length > 0) return own.flatMap(it => it.args[0]?.text.toLowerCase() ?? []);
  }
  return [];
}
