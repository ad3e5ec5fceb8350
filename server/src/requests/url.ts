import type { PathPattern } from '../model/paths.ts';
import type { Guard, Setting } from '../model/policy.ts';
import type { RequestPath, RequestUrl } from '../model/request.ts';
import { lastName } from '../syntax/member.ts';
import { type Environment, isUndefined, textOf, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import type { Lookup } from './client.ts';
import { whyUnknown } from './setting.ts';

/** A URL, and the environment in which it is this one. */
export interface UrlCase {
  readonly url: RequestUrl;
  readonly guards: readonly Guard[];
}

/** What is not known within a text; no URL that is written contains it. */
const HOLE = '\u0000';
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };
const PAGES = 'it is that of the page';

/** A URL as far as it is known, with what stands for its unknown parts. */
interface Flat {
  readonly text: string;
  readonly why: string;
  readonly variable?: string;
  readonly named?: string;
  /** The piece that the URL begins with. */
  readonly at: Span;
  readonly guards: readonly Guard[];
}

/** Every URL that a value may be: several where a variable has several values in `.env` files. */
export function urlsOf(value: Value, lookup: Lookup): readonly UrlCase[] {
  return flatten(value, lookup).map(it => ({ url: parse(it), guards: it.guards }));
}

/**
 * The URLs of libraries that put a base before what is asked for: one slash between both, the base alone where nothing is asked
 * for, and no base before a URL that has a scheme or a host of its own.
 */
export function urlsWithBase(url: Value, base: Value | undefined, lookup: Lookup): readonly UrlCase[] {
  if (!base || isUndefined(base) || textOf(base) === '') return urlsOf(url, lookup);
  const bases = flatten(base, lookup);
  const all = flatten(url, lookup).flatMap(own => {
    if (isAbsolute(own.text) || own.text.startsWith(HOLE)) return [own];
    return bases.map(it => {
      if (own.text === '') return it;
      const text = it.text.replace(/\/+$/, '');
      return joined({ ...it, text: `${text}/` }, { ...own, text: own.text.replace(/^\/+/, '') });
    });
  });
  return all.map(it => ({ url: parse(it), guards: it.guards }));
}

function isAbsolute(text: string): boolean {
  return /^([a-z][a-z\d+.-]*:)?\/\//i.test(text);
}

function flatten(value: Value, lookup: Lookup): readonly Flat[] {
  const { span } = value;
  switch (value.kind) {
    case 'literal':
      if (typeof value.value !== 'string' && typeof value.value !== 'number') break;
      return [{ text: String(value.value), why: '', at: span, guards: [] }];
    case 'environment':
      return ofEnvironment(value, lookup);
    case 'template':
      return value.parts.reduce<readonly Flat[]>(
        (all, part) => all.flatMap(before => flatten(part, lookup).map(it => joined(before, it))),
        [{ text: '', why: '', at: span, guards: [] }],
      );
    case 'part':
      if (value.part === 'url') return flatten(value.of, lookup);
      break;
    case 'call': {
      const [path, base] = value.args;
      const isUrl = value.callee.kind === 'external' && value.callee.module === '' && value.callee.name === 'URL';
      if (isUrl && path && base) return resolved(flatten(path, lookup), flatten(base, lookup));
      break;
    }
  }
  return [{ text: HOLE, why: whyUnknown(value), at: span, guards: [], ...namedAs(value) }];
}

/** How the code calls a value that is not known. */
function namedAs(value: Value): Pick<Flat, 'named'> {
  const named = value.kind === 'parameter' ? value.name : lastName(value);
  return named === undefined ? {} : { named };
}

function ofEnvironment(value: Environment, lookup: Lookup): readonly Flat[] {
  const { name, span } = value;
  const found = value.each || value.altered ? undefined : lookup(name);
  if (!found || found.length === 0)
    return [{ text: HOLE, why: whyUnknown(value), at: span, guards: [], variable: name }];
  const texts = new Map<string, Flat>();
  for (const { text, at } of found) {
    const guard = modeOf(at.path);
    const it = { text, why: '', at, guards: guard ? [guard] : [], variable: name };
    if (!texts.has(text)) texts.set(text, it);
    else if (!guard) texts.set(text, { ...it, guards: [] });
  }
  return [...texts.values()];
}

/** The mode that a file of variables is for: `.env.production`. */
function modeOf(path: string): Guard | undefined {
  const mode = /\.env\.(production|development|test)(\.local)?$/.exec(path)?.[1];
  return mode === 'production' || mode === 'development' || mode === 'test' ? { kind: 'mode', mode } : undefined;
}

function joined(before: Flat, after: Flat): Flat {
  const text = before.text + after.text;
  const guards = [...before.guards, ...after.guards];
  const first = before.text === '' ? after : before;
  return { ...first, text, why: first.why || after.why, guards };
}

/** `new URL(path, base)`. https://url.spec.whatwg.org/#concept-basic-url-parser */
function resolved(paths: readonly Flat[], bases: readonly Flat[]): readonly Flat[] {
  return paths.flatMap(path => {
    if (isAbsolute(path.text)) return [path];
    return bases.map(base => {
      if (path.text.startsWith(HOLE))
        return { ...base, text: HOLE, why: path.why, guards: [...base.guards, ...path.guards] };
      const origin = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(base.text)?.[0];
      if (origin === undefined) return joined({ ...base, text: base.text.startsWith(HOLE) ? HOLE : base.text }, path);
      const rest = base.text.slice(origin.length).replace(/[?#].*$/s, '');
      const folder = path.text.startsWith('/') ? '' : rest.replace(/[^/]*$/, '') || '/';
      return joined({ ...base, text: origin + folder }, path);
    });
  });
}

function parse({ text, why, at, variable, named }: Flat): RequestUrl {
  const [, scheme, authority, rest = ''] = /^(?:([a-z][a-z\d+.-]*):)?(?:[\\/]{2}([^/\\?#]*))?(.*)$/is.exec(text) ?? [];
  const own = variable === undefined ? {} : { variable };
  const common = { text: text.replaceAll(HOLE, '…'), at, ...own };
  const dynamic = (because: string) => ({ kind: 'dynamic', why: because, at }) as const;
  if (authority === undefined && (text.startsWith(HOLE) || scheme !== undefined)) {
    // `blob:` and `data:` name no server at all.
    const because = text.startsWith(HOLE) ? why : `\`${scheme}:\` names no server`;
    const path = text.startsWith(HOLE) ? pathOf(text, at, why) : dynamic(because);
    const behind = variable !== undefined && text.startsWith(`${HOLE}/`) ? { behind: behindOf(text) } : {};
    const server = { scheme: dynamic(because), host: dynamic(because), port: dynamic(because) };
    const called = named !== undefined && text === HOLE ? { named } : {};
    return { to: 'unknown', ...common, ...server, path, ...behind, ...called };
  }
  if (authority === undefined) {
    const [scheme, host, port] = [dynamic(PAGES), dynamic(PAGES), dynamic(PAGES)];
    const path: Setting<RequestPath> = rest.startsWith('/')
      ? pathOf(rest, at, why)
      : dynamic('it is relative to the page');
    return { to: 'page', ...common, scheme, host, port, path };
  }
  const lower = scheme?.toLowerCase();
  return {
    to: authority.startsWith(HOLE) && authority.length === 1 ? 'unknown' : 'elsewhere',
    ...common,
    scheme: lower === undefined ? dynamic(PAGES) : { kind: 'written', value: lower, at },
    ...hostAndPort(authority, lower, at, why),
    path: pathOf(rest === '' ? '/' : rest, at, why),
  };
}

function hostAndPort(
  authority: string,
  scheme: string | undefined,
  at: Span,
  why: string,
): Pick<RequestUrl, 'host' | 'port'> {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority.replace(/^[^@]*@/s, '')) ?? [];
  const usual = scheme === undefined ? undefined : PORTS[scheme];
  const dynamic = { kind: 'dynamic', why, at } as const;
  return {
    host: host.includes(HOLE) || host === '' ? dynamic : { kind: 'written', value: host.toLowerCase(), at },
    port: /^\d+$/.test(port ?? '')
      ? { kind: 'written', value: Number(port), at }
      : (port === undefined || port === '') && usual !== undefined && !host.includes(HOLE)
        ? { kind: 'default', value: usual, at }
        : { ...dynamic, why: port === undefined && scheme === undefined ? PAGES : why },
  };
}

function pathOf(text: string, at: Span, why: string): Setting<RequestPath> {
  const path = text.replace(/[?#].*$/s, '');
  if (path === HOLE) return { kind: 'dynamic', why, at };
  return { kind: 'written', value: { text: path.replaceAll(HOLE, '…'), pattern: patternOf(path) }, at };
}

function behindOf(text: string): PathPattern {
  return patternOf(text.slice(HOLE.length).replace(/[?#].*$/s, ''));
}

/**
 * What is not known takes one segment where it stands for a whole one; at the end of what else is known it may be any number of
 * them, and a query.
 */
function patternOf(path: string): PathPattern {
  if (path.startsWith(HOLE)) return [{ segments: [], rest: 'unknown' }];
  const written = path.replace(/^\//, '').split('/');
  const segments: PathPattern[number]['segments'][number][] = [];
  for (const [i, it] of written.entries()) {
    const last = i === written.length - 1;
    if (it === HOLE) segments.push({ kind: 'any' });
    else if (!it.includes(HOLE)) {
      if (it !== '' || !last || i > 0) segments.push({ kind: 'text', text: it });
    } else if (it.endsWith(HOLE)) return [{ segments, rest: 'unknown' }];
    else segments.push({ kind: 'some', of: it.replaceAll(HOLE, '…') });
  }
  return [{ segments, rest: 'none' }];
}
