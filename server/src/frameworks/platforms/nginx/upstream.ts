import type { Upstream } from '../../../model/upstream.ts';
import type { Directive } from '../../../syntax/directives.ts';
import { indentAt, lineBreakOf } from '../../../text/layout.ts';
import { isNear } from '../near.ts';
import type { Scope } from './scopes.ts';

/** The server that a location hands requests on to, where it is one of this machine or a service beside it. */
export function upstreamOf(scope: Scope, read: (path: string) => string | undefined): Upstream | undefined {
  const pass = scope.directives.find(it => it.name === 'proxy_pass');
  const [target] = pass?.args ?? [];
  if (!pass || !target) return undefined;
  const [, host = '', port] = /^https?:\/\/([^/:]+)(?::(\d+))?(?:\/.*)?$/.exec(target.text) ?? [];
  const ports = port === undefined ? serversOf(host, scope) : isNear(host) ? [Number(port)] : [];
  if (ports.length === 0) return undefined;
  const { start, path } = pass.span;
  const source = read(path);
  const gap = source === undefined ? ' ' : `${lineBreakOf(source)}${indentAt(source, start)}`;
  return {
    ports,
    at: pass.span,
    hidden: hiddenIn(scope),
    hide: { at: { path, start, end: start }, source: HIDDEN.map(it => `proxy_hide_header ${it};${gap}`).join('') },
  };
}

const HIDDEN = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials'];

/** `upstream name { server 127.0.0.1:3000; }` */
function serversOf(name: string, scope: Scope): readonly number[] {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const group = at.directives.find(it => it.name === 'upstream' && it.args[0]?.text === name);
    if (group) return (group.block ?? []).flatMap(portOf);
  }
  return [];
}

function portOf({ name, args }: Directive): readonly number[] {
  const [, host = '', port] = (name === 'server' && /^([^/:]+):(\d+)$/.exec(args[0]?.text ?? '')) || [];
  return port !== undefined && isNear(host) ? [Number(port)] : [];
}

/** `proxy_hide_header`: inherited as `add_header` is, by blocks that write none. */
function hiddenIn(scope: Scope): readonly string[] {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const own = at.directives.filter(it => it.name === 'proxy_hide_header');
    if (own.length > 0) return own.flatMap(it => it.args[0]?.text.toLowerCase() ?? []);
  }
  return [];
}
