import type { Upstream } from '../../../model/upstream.ts';
import type { Directive } from '../../../syntax/directives.ts';
import { indentAt, lineBreakOf } from '../../../text/layout.ts';
import { ACAO } from '../../headers/lines.ts';
import { hostOf, portOf } from '../near.ts';
import { matcherOf, type Way } from './ways.ts';

/** The servers that a site hands requests on to, where they are of this machine or services beside it. */
export function upstreamOf(
  ways: readonly Way[],
  all: readonly Directive[],
  read: (path: string) => string | undefined,
): Upstream | undefined {
  const proxies = all.filter(it => it.name === 'reverse_proxy');
  const own = proxies.find(it => ways.some(({ end }) => end.by === 'upstream' && end.at?.start === it.span.start));
  const proxy = own ?? proxies[0];
  if (!proxy) return undefined;
  const block = proxy.block ?? [];
  const targets = [...matcherOf(proxy).rest, ...block.filter(it => it.name === 'to').flatMap(it => it.args)];
  const ports = targets.flatMap(it => portOf(it.text) ?? []);
  if (ports.length === 0) return undefined;
  const removed = block.filter(it => it.name === 'header_down').map(it => it.args[0]?.text.toLowerCase() ?? '');
  const source = read(proxy.span.path);
  return {
    ports,
    hosts: targets.flatMap(it => hostOf(it.text) ?? []),
    at: proxy.head,
    effect: 'before',
    hidden: [...removed.filter(it => !it.startsWith('+')).map(it => it.replace(/^-/, '')), ...replacedIn(ways)],
    ...(source === undefined ? {} : { hide: hiding(proxy, source) }),
  };
}

/** What is set when the response is sent takes the place of what the server behind has sent. */
function replacedIn(ways: readonly Way[]): readonly string[] {
  const passed = ways.filter(it => it.end.by === 'upstream');
  return passed.length > 0 && passed.every(it => it.replaces.includes(ACAO)) ? [ACAO] : [];
}

function hiding({ block, head, span }: Directive, source: string) {
  const [first] = block ?? [];
  const indent = indentAt(source, span.start);
  const lineBreak = lineBreakOf(source);
  const line = 'header_down -Access-Control-Allow-Origin';
  if (first) {
    const { path, start } = first.span;
    return { at: { path, start, end: start }, source: `${line}${lineBreak}${indentAt(source, start)}` };
  }
  const at = { path: head.path, start: head.end, end: head.end };
  return { at, source: ` {${lineBreak}${indent}\t${line}${lineBreak}${indent}}` };
}
