import type { CorsPolicy } from '../../../model/policy.ts';
import type { Upstream } from '../../../model/upstream.ts';
import type { Changes } from '../../../syntax/directive-places.ts';
import type { Directive } from '../../../syntax/directives.ts';
import { HAPROXY, readHaproxy } from '../../../syntax/haproxy.ts';
import { TRUE } from '../../../syntax/test.ts';
import { indentAt, lineBreakOf } from '../../../text/layout.ts';
import type { ConfigFramework, Reading } from '../../framework.ts';
import { ACAO, corsHeader } from '../../headers/lines.ts';
import { hostOf, portOf } from '../near.ts';
import type { Operation } from '../operations.ts';
import { proxyPolicy } from '../proxies.ts';
import { type HeaderWords, lineWriter } from '../write-lines.ts';
import { type Way, waysThrough } from './ways.ts';

/** Rules of HAProxy that write headers of CORS, in its frontends and backends. */
export const haproxy: ConfigFramework = {
  kind: 'config',
  id: 'haproxy',
  title: 'HAProxy',
  docs: 'https://docs.haproxy.org/2.6/configuration.html#4.2-http-response%20set-header',
  mentions: ['access-control-'],
  files: path => /(^|\/)[^/]*haproxy[^/]*\.(cfg|conf|tmpl|tpl|j2|in|template)(\.\w+)?$|\.cfg$/i.test(path),
  recognise(file, reading) {
    const sections = readHaproxy(file.path, file.text).filter(it => /^(frontend|backend|listen)$/.test(it.name));
    return { policies: sections.flatMap(it => policyOf(it, sections, reading)) };
  },
  write: lineWriter({ notation: HAPROXY, special: /%/, always }),
};

/** Whether a section writes headers of CORS itself. */
function concerns({ block = [] }: Directive): boolean {
  return block.some(
    it =>
      /^http-(after-)?(response|request)$/.test(it.name) && it.args.some(word => corsHeader(word.text) !== undefined),
  );
}

/** The policy of a section that writes such headers; a frontend whose backend does has none of its own. */
function policyOf(section: Directive, all: readonly Directive[], reading: Reading): readonly CorsPolicy[] {
  if (!concerns(section)) return [];
  const backends = section.name === 'frontend' ? backendsOf(section, all) : [];
  if (backends.some(concerns)) return [];
  const [backend] = backends;
  const frontend = section.name === 'backend' ? all.find(it => backendsOf(it, all).includes(section)) : undefined;
  const sections = frontend ? [frontend, section] : backend ? [section, backend] : [section];
  const ways = waysOf(sections).map(it => ({ ...it, operations: it.operations.map(placedIn(section)) }));
  const [before, after] = [ways.filter(it => it.options), ways.filter(it => !it.options)];
  const answer = before.find(it => it.answered)?.answered ?? after.find(() => before.length === 0)?.answered;
  // Run: HAProxy 2.6.12. A header of the request that is missing is an empty text, which is sent.
  const policy = proxyPolicy({
    id: haproxy.id,
    ways,
    preflight: answer ? { by: 'manual', status: answer.status, at: answer.at } : { by: 'unknown' },
    server: { source: 'HAProxy 2.6.12' },
    reading,
  });
  if (!policy) return [];
  const upstream = upstreamOf(sections, after, path => reading.project.host.read(path));
  return [{ ...policy, ...(upstream ? { upstream } : {}) }];
}

function placedIn({ span }: Directive): (it: Operation) => Operation {
  return it => ({
    ...it,
    placed: it.entry.path === span.path && it.entry.start >= span.start && it.entry.end <= span.end,
  });
}

function backendsOf({ block = [] }: Directive, all: readonly Directive[]): readonly Directive[] {
  const names = block.flatMap(it => (/^(default|use)_backend$/.test(it.name) ? (it.args[0]?.text ?? []) : []));
  return all.filter(it => it.name === 'backend' && names.includes(it.args[0]?.text ?? ''));
}

function waysOf(sections: readonly Directive[]): readonly Way[] {
  const asks = sections.some(it =>
    (it.block ?? []).some(rule => rule.args.some(word => /^!?METH_OPTIONS$|^OPTIONS$/.test(word.text))),
  );
  return asks
    ? [true, false].flatMap(options => waysThrough({ sections, options }) ?? [])
    : (waysThrough({ sections }) ?? []);
}

/** The servers behind; what is set or deleted takes the place of what they send, what is added stands beside it. */
function upstreamOf(
  sections: readonly Directive[],
  ways: readonly Way[],
  read: (path: string) => string | undefined,
): Upstream | undefined {
  const servers = sections.flatMap(it => it.block ?? []).filter(it => it.name === 'server');
  const addresses = servers.flatMap(it => it.args[1]?.text ?? []);
  const ports = addresses.flatMap(it => portOf(it) ?? []);
  const hosts = addresses.flatMap(it => hostOf(it) ?? []);
  const [server] = servers;
  if (!server || ports.length === 0) return undefined;
  const operations = ways.filter(it => !it.answered).flatMap(it => it.operations);
  const added = operations.find(it => it.name === ACAO && it.action === 'add');
  // What is added stands beside what the server sent, unless that is gone by then.
  const before = operations.slice(0, added && operations.indexOf(added)).filter(it => it.name === ACAO);
  const gone = added === undefined || before.some(it => it.when === TRUE && it.action !== 'add');
  const hidden = operations.filter(it => it.action !== 'add' && (gone || it.name !== ACAO)).map(it => it.name);
  const source = added && read(added.entry.path);
  if (!added || source === undefined) return { ports, hosts, at: server.span, hidden };
  const { path, start } = added.entry;
  const rule = `http-response del-header Access-Control-Allow-Origin${lineBreakOf(source)}${indentAt(source, start)}`;
  return { ports, hosts, at: server.span, hidden, hide: { at: { path, start, end: start }, source: rule } };
}

/** Without the condition, and beside what others say of it. */
function always({ before, after }: HeaderWords): Changes {
  const action = before.find(it => it.text === 'set-header');
  return [...(action ? [[action, 'add-header'] as const] : []), ...after.map(it => [it, undefined] as const)];
}
