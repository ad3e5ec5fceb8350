import type { CorsPolicy, Preflight } from '../../../model/policy.ts';
import { CADDYFILE, readCaddyfile } from '../../../syntax/caddyfile.ts';
import type { Changes } from '../../../syntax/directive-places.ts';
import type { Directive, Word } from '../../../syntax/directives.ts';
import type { ConfigFramework, Reading } from '../../framework.ts';
import { asksForOptions } from '../conditions.ts';
import { type ProxyWay, proxyPolicy } from '../proxies.ts';
import { type HeaderWords, lineWriter } from '../write-lines.ts';
import { Matchers, type Place } from './matchers.ts';
import { sitesIn } from './sites.ts';
import { upstreamOf } from './upstream.ts';
import type { Known } from './values.ts';
import { matcherOf, type Site, type Way, waysThrough } from './ways.ts';

/** `header` of Caddy, in the sites and snippets of a Caddyfile. */
export const caddy: ConfigFramework = {
  kind: 'config',
  id: 'caddy',
  title: 'Caddy',
  docs: 'https://caddyserver.com/docs/caddyfile/directives/header',
  mentions: ['access-control-'],
  files: path => /(^|\/)Caddyfile(\.[\w-]+)?$|\.(caddy|caddyfile)$/i.test(path),
  recognise(file, reading) {
    const sites = sitesIn(readCaddyfile(file.path, file.text), file.path, reading);
    return { policies: sites.flatMap(({ directives }) => policiesOf(directives, reading)) };
  },
  write: lineWriter({ notation: CADDYFILE, special: /[{}]/, always }),
};

/** One policy for what a site writes whatever the path, and one for each path that it writes other headers for. */
function policiesOf(directives: readonly Directive[], reading: Reading): readonly CorsPolicy[] {
  const matchers = new Matchers(directives);
  const all = flat(directives);
  const known: Known = { patterns: patternsIn(all), maps: mapsIn(all) };
  const places = [...writtenAt(directives, matchers, [])];
  return places.flatMap(place => policyAt({ directives, matchers, known, place }, all, reading));
}

function flat(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap(it => [it, ...flat(it.block ?? [])]);
}

/** The paths whose headers are written, outermost first; undefined stands for those that no matcher names. */
function writtenAt(directives: readonly Directive[], matchers: Matchers, around: readonly Place[]): ReadonlySet<Place> {
  const found = new Set<Place>();
  for (const it of directives) {
    const own = matchers.places(matcherOf(it).matcher);
    const here = own.length > 0 ? own : around;
    if (it.name === 'header' && mentions(it))
      for (const place of here.length > 0 ? here : [undefined]) found.add(place);
    if (/^(handle|handle_path|route|reverse_proxy)$/.test(it.name) && it.block)
      for (const place of writtenAt(it.block.map(asHeader), matchers, here)) found.add(place);
  }
  return found;
}

/** `header_down` writes as `header` does. */
function asHeader(it: Directive): Directive {
  return it.name === 'header_down' ? { ...it, name: 'header' } : it;
}

function mentions({ args, block = [] }: Directive): boolean {
  return [...args.map(it => it.text), ...block.map(it => it.name)].some(it => /^[+?>]?access-control-/i.test(it));
}

/** The patterns whose groups placeholders speak of, by their name; a matcher lends its own. */
function patternsIn(all: readonly Directive[]): ReadonlyMap<string, Word> {
  const found = new Map<string, Word>();
  for (const it of all) {
    const named = it.name.startsWith('@') ? it.name.slice(1) : '';
    const lines = it.block ? it.block.filter(line => line.name === 'header_regexp').map(line => line.args) : [];
    const own = named && it.args[0]?.text === 'header_regexp' ? [it.args.slice(1)] : named ? lines : [];
    for (const args of own) {
      const [name, field, pattern] = args.length > 2 ? args : [undefined, ...args];
      if (!field || !pattern || !/^origin$/i.test(field.text)) continue;
      for (const key of [named, name?.text ?? '']) if (key) found.set(key, pattern);
      found.set('', pattern);
    }
  }
  return found;
}

function mapsIn(all: readonly Directive[]): ReadonlyMap<string, Directive> {
  return new Map(
    all.flatMap(it => {
      const { rest } = matcherOf(it);
      const map = { ...it, args: rest };
      return it.name === 'map' && it.block ? rest.slice(1).map(word => [word.text, map] as const) : [];
    }),
  );
}

function policyAt(site: Site, all: readonly Directive[], reading: Reading): readonly CorsPolicy[] {
  const { matchers, place } = site;
  const asks = all.some(it => asksForOptions(matchers.test(matcherOf(it).matcher, place)));
  const ways = asks
    ? [waysThrough({ ...site, options: true }), waysThrough({ ...site, options: false })].flatMap(it => it ?? [])
    : (waysThrough(site) ?? []);
  const before = ways.filter(it => it.options);
  const passes = isHandedOn(all);
  const files = ways.some(it => it.end.by === 'files');
  // Run: Caddy 2.6.2.
  const policy = proxyPolicy({
    id: caddy.id,
    ways: ways.map(it => proxied(it, passes)),
    path: place,
    preflight: preflightOf(before.length > 0 ? before : ways, all),
    server: { source: 'Caddy 2.6.2', ...(passes ? {} : { unanswered: files ? 405 : 200 }) },
    reading,
  });
  if (!policy) return [];
  const read = (path: string) => reading.project.host.read(path);
  const upstream = upstreamOf(ways, all, read);
  return [{ ...policy, ...(upstream ? { upstream } : {}) }];
}

function proxied({ when, options, operations, end }: Way, passes: boolean): ProxyWay {
  const at = end.at ?? operations[0]?.entry ?? { path: '', start: 0, end: 0 };
  return {
    when,
    ...(options === undefined ? {} : { options }),
    operations,
    ...(end.by === 'answer' ? { answered: { status: end.status, at: end.at } } : {}),
    ends: end.by === 'nobody' && !passes,
    at,
  };
}

function isHandedOn(all: readonly Directive[]): boolean {
  return all.some(it => /^(reverse_proxy|php_fastcgi|import|cors)$/.test(it.name));
}

/**
 * From 2.7 on Caddy answers `OPTIONS` for a file with 405 (modules/caddyhttp/fileserver/staticfiles.go), with 200 where nothing answers,
 * and hands it on to a server behind it.
 */
function preflightOf(ways: readonly Way[], all: readonly Directive[]): Preflight {
  const ends = ways.map(it => it.end);
  const answer = ends.find(it => it.by === 'answer');
  if (answer?.by === 'answer' && (ends.every(it => it.by === 'answer') || ends.length > 1))
    return { by: 'manual', status: answer.status, at: answer.at };
  if (isHandedOn(all) || ends.some(it => it.by === 'upstream')) return { by: 'unknown' };
  const [end] = ends;
  return end?.by === 'files' ? { by: 'none' } : { by: 'manual', status: 200 };
}

/** Without the matcher by which some are let in. */
function always({ before }: HeaderWords): Changes {
  return before.filter(it => it.text.startsWith('@')).map(it => [it, undefined] as const);
}
