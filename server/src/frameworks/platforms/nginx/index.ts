import type { CorsPolicy, Preflight } from '../../../model/policy.ts';
import { NGINX, readNginx } from '../../../syntax/nginx.ts';
import { and } from '../../../syntax/test.ts';
import type { Test } from '../../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../../framework.ts';
import { disagreementsIn } from '../../handwritten/disagreement.ts';
import { methodIn } from '../../handwritten/method.ts';
import { ACAO, type HeaderResponse, lastLine } from '../../headers/lines.ts';
import { headerPolicy } from '../../headers/policy.ts';
import { lineWriter } from '../write-lines.ts';
import { givenUp, successOnly } from './oddities.ts';
import { addedIn, concerns, linesOf, ownAdded, type Scope, scopesIn } from './scopes.ts';
import { upstreamOf } from './upstream.ts';
import { type Way, waysThrough } from './ways.ts';
import { writtenResponses } from './written.ts';

const NAMES =
  /(^|\/)[^/]*\.(conf|nginx|vhost|inc)(\.(template|tmpl|tpl|j2|erb|in|dist|example|sample|prod|dev))?$|(^|\/)(sites-(available|enabled)|conf\.d|snippets)\/[^/.]+$|(^|\/)nginx(\.(tmpl|tpl|template))?$/i;

/** `add_header` of nginx, in `nginx.conf` and whatever it includes. */
export const nginx: ConfigFramework = {
  kind: 'config',
  id: 'nginx',
  title: 'nginx',
  docs: 'https://nginx.org/en/docs/http/ngx_http_headers_module.html',
  mentions: ['add_header', 'listen', '_set_header'],
  files: path => NAMES.test(path),
  recognise(file, reading) {
    const scopes = scopesIn(readNginx(file.path, file.text), reading.project, file.path);
    return { policies: scopes.flatMap(it => policyOf(it, scopes, reading)) };
  },
  write: lineWriter({ notation: NGINX, special: /\$/ }),
};

/** The policy of a block that adds headers of CORS itself, or in one of its `if`s. */
function policyOf(scope: Scope, all: readonly Scope[], reading: Reading): readonly CorsPolicy[] {
  const ifs = scope.kind === 'location' ? scope.directives.filter(it => it.name === 'if') : [];
  const own = [
    scope,
    ...ifs.map((it): Scope => ({ kind: 'if', directives: it.block ?? [], parent: scope, head: it.head })),
  ];
  if (!own.some(it => concerns(ownAdded(it)))) return [];
  const ways = waysThrough(scope) ?? [];
  const responses = ways.map(responseOf);
  const isPreflight = (it: HeaderResponse) => methodIn(it.when) === 'options';
  const first = own.flatMap(it => ownAdded(it)).find(it => concerns([it]));
  const at = responses.map(it => lastLine(it, ACAO)?.entry).find(it => it) ?? first?.directive.span ?? scope.head;
  const preflights = responses.filter(isPreflight);
  const read = (path: string) => reading.project.host.read(path);
  const heirs = all.filter(it => it.parent === scope && it.kind === 'location' && ownAdded(it).length === 0);
  const written = writtenResponses(
    ways,
    passes(scope) || (scope.kind !== 'location' && heirs.length > 0),
    reading.lookup,
  );
  const upstream = [scope, ...heirs].map(it => upstreamOf(it, read)).find(it => it !== undefined);
  const actual = responses.filter(it => !isPreflight(it));
  return [
    headerPolicy({
      framework: nginx.id,
      at,
      responses: actual.map(it => ({ ...it, when: withoutMethod(it.when) })),
      preflights,
      preflight: preflightOf(scope, ways, preflights),
      scope: scope.path === undefined ? {} : { path: scope.path },
      guards: [],
      assumed: new Map(),
      unset: 'literal-header',
      notation: 'nginx',
      oddities: [...disagreementsIn(responses), ...givenUp(scope, ways, all, read), ...successOnly(ways)],
      reading,
    }),
  ].map(it => ({ ...it, ...(upstream ? { upstream } : {}), ...ownOrigins(scope), written }));
}

/** `server_name`: https://nginx.org/en/docs/http/server_names.html */
function ownOrigins(scope: Scope): Pick<CorsPolicy, 'ownOrigins'> {
  const server = [scope, ...around(scope)].find(it => it.directives.some(own => own.name === 'server_name'));
  const named = server?.directives.filter(it => it.name === 'server_name').flatMap(it => it.args.map(own => own.text));
  const names = (named ?? []).filter(it => /^[\w-]+(?:\.[\w-]+)+$/.test(it));
  // What listens without TLS is as well behind something that has it.
  return names.length > 0 ? { ownOrigins: names.flatMap(it => [`https://${it}`, `http://${it}`]) } : {};
}

function around({ parent }: Scope): readonly Scope[] {
  return parent ? [parent, ...around(parent)] : [];
}

function responseOf({ when, scope, known, returned, at }: Way): HeaderResponse {
  const lines = linesOf(addedIn(scope), known, withoutMethod(when));
  return { when, lines, at, ...(returned?.status === undefined ? {} : { status: returned.status }) };
}

/** What a way asks of the method is no question of who may read. */
function withoutMethod(test: Test): Test {
  return test.kind === 'and'
    ? and(...test.of.filter(it => methodIn(it) === undefined))
    : methodIn(test) === undefined
      ? test
      : { kind: 'constant', value: true };
}

const PASSES =
  /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached|js_content|content_by_lua.*|dav_methods|passenger_enabled)(_pass)?$/;

/** Whether the answer is made by another program than nginx. */
export function passes({ directives }: Scope): boolean {
  return directives.some(it => PASSES.test(it.name));
}

/** nginx answers `OPTIONS` for a file with 405, and hands it on to a server behind it. */
function preflightOf(scope: Scope, ways: readonly Way[], preflights: readonly HeaderResponse[]): Preflight {
  const [first] = preflights;
  if (first) return { by: 'manual', at: first.at, ...(first.status === undefined ? {} : { status: first.status }) };
  const returned = ways.every(it => it.returned) ? ways[0]?.returned : undefined;
  if (returned) return { by: 'manual', at: returned.at, ...(returned.status ? { status: returned.status } : {}) };
  return { by: scope.kind === 'location' && !passes(scope) ? 'none' : 'unknown' };
}
