import type { App, SentOn } from '../../model/app.ts';
import type { Directive } from '../../syntax/directives.ts';
import { property, type RecordValue, type Value } from '../../syntax/value.ts';
import { isConfigOf } from '../dev-servers/dev-server.ts';
import type { CodeFramework, ConfigFramework } from '../framework.ts';
import { defaultExports } from '../options/default-export.ts';

const OF_RESPONSES = /^access-control-(allow|expose|max)-/i;

/**
 * The place of the name in a directive that writes a header of the request that is handed on: https://nginx.org/r/proxy_set_header,
 * https://httpd.apache.org/docs/2.4/mod/mod_headers.html#requestheader,
 * https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#headers, https://docs.haproxy.org/3.0/configuration.html#4.4-set-header
 */
const WRITERS: Readonly<Record<string, readonly [name: RegExp, place: number]>> = {
  nginx: [/^(proxy|grpc|fastcgi|uwsgi)_set_header$/i, 0],
  apache: [/^RequestHeader$/i, 1],
  caddy: [/^header_up$/i, 0],
  haproxy: [/^http-request$/i, 1],
};

/** The same format, in which headers of responses are told that it writes on requests. */
export function telling(
  framework: ConfigFramework,
  read: (path: string, text: string) => readonly Directive[],
): ConfigFramework {
  const [writes, place] = WRITERS[framework.id] ?? [];
  if (!writes || place === undefined) return framework;
  const look = (all: readonly Directive[]): readonly SentOn[] =>
    all.flatMap(it => {
      const name = writes.test(it.name) ? it.args[place] : undefined;
      const own = name && OF_RESPONSES.test(name.text.replace(/^[+>]/, '')) ? [{ name: name.text, at: it.head }] : [];
      return [...own, ...look(it.block ?? [])];
    });
  return {
    ...framework,
    recognise(file, reading) {
      const found = framework.recognise(file, reading);
      const sentOn = look(read(file.path, file.text));
      return sentOn.length > 0 ? { ...found, apps: [...(found.apps ?? []), appOf(sentOn)] } : found;
    },
  };
}

function appOf(sentOn: readonly SentOn[]): App {
  const at = sentOn[0]?.at ?? { path: '', start: 0, end: 0 };
  return { framework: 'header-proxies', name: '', global: false, at, steps: [], ordered: false, sentOn };
}

/**
 * `headers` of http-proxy and what is built on it (http-proxy-middleware, the proxies of Vite, Vue CLI and webpack-dev-server), which go
 * onto the request: https://github.com/http-party/node-http-proxy#options
 */
export const proxyHeaders: CodeFramework = {
  kind: 'code',
  id: 'header-proxies',
  title: 'headers of proxies',
  docs: 'https://github.com/http-party/node-http-proxy#options',
  mentions: ['access-control-'],
  recognise(file) {
    const made = file.calls(it => /^(createProxyMiddleware|createProxyServer)$/.test(it)).flatMap(it => it.args);
    const configs = isConfigOf(['vite', 'vue', 'webpack'], file.path) ? defaultExports(file) : [];
    const proxies = configs.flatMap(it =>
      ['server', 'devServer'].flatMap(key => entriesIn(inner(inner(it, key), 'proxy'))),
    );
    const sentOn = [...made, ...proxies].flatMap(headersIn);
    return { policies: [], apps: sentOn.length > 0 ? [appOf(sentOn)] : [] };
  },
  write: () => undefined,
};

function inner(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'record' ? property(value, key)?.value : undefined;
}

function entriesIn(value: Value | undefined): readonly Value[] {
  if (value?.kind === 'list') return value.items;
  return value?.kind === 'record' ? value.entries.map((it: RecordValue['entries'][number]) => it.value) : [];
}

function headersIn(options: Value): readonly SentOn[] {
  const headers = inner(options, 'target') ? inner(options, 'headers') : undefined;
  if (headers?.kind !== 'record') return [];
  return headers.entries.flatMap(it => (OF_RESPONSES.test(it.key) ? [{ name: it.key, at: it.span }] : []));
}
