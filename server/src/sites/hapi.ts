import type { Reading } from '../frameworks/framework.ts';
import { isServer } from '../frameworks/libraries/hapi/index.ts';
import { handlerFacts } from '../frameworks/middleware/handler-facts.ts';
import type { Endpoint } from '../model/app.ts';
import { EVERYWHERE, type PathPattern, routePath, UNKNOWN_PATH } from '../model/paths.ts';
import type { Address, Server } from '../model/site.ts';
import type { CallSite, CodeFile } from '../syntax/code.ts';
import { property, type RecordValue, textOf, type Value } from '../syntax/value.ts';
import { Search } from '../text/search.ts';
import { mayWriteHeaders } from './harmless.ts';
import { portsOf } from './ports.ts';
import type { SiteReader } from './reader.ts';

/** `Hapi.server({ port })` with `server.route({ method, path, handler })`. https://hapi.dev/api/#-serverrouteroute */
export const hapiServers: SiteReader = {
  id: 'hapi',
  mentions: new Search(/\bhapi\b/i),
  words: ['hapi'],

  read(file, reading) {
    const servers = file.plainCalls(/hapi/).filter(it => isServer(it.callee));
    const [only] = servers;
    return only && servers.length === 1 ? serverOf(only, file, reading) : [];
  },
};

function serverOf(call: CallSite, file: CodeFile, reading: Reading): readonly Server[] {
  const [options] = call.args;
  const port = options?.kind === 'record' ? property(options, 'port')?.value : undefined;
  const addresses = portsOf(port, reading.lookup).map(
    (it): Address => ({
      kind: 'port',
      scheme: 'http',
      stage: 'development',
      why: `it listens on port ${it.port}`,
      ...it,
    }),
  );
  if (addresses.length === 0) return [];
  const given = (name: string) => file.methodCalls(new Set([name]), /hapi|server/i).filter(it => isOn(it, call));
  const clouds = [...given('ext').flatMap(it => it.args), ...given('register').flatMap(it => it.args)];
  const why = clouds.map(it => cloudOf(it, reading)).find(it => it !== undefined);
  return [
    {
      kind: 'hapi',
      name: 'the hapi server',
      at: call.span,
      addresses,
      routes: given('route').flatMap(it => it.args.flatMap(value => routesIn(value, it, reading))),
      ...(why === undefined ? {} : { clouded: { why, at: call.span, matches: EVERYWHERE } }),
    },
  ];
}

function isOn({ callee }: CallSite, { span }: CallSite): boolean {
  const on = callee.kind === 'member' ? callee.object : undefined;
  return on?.kind === 'call' && on.span.path === span.path && on.span.start === span.start;
}

/** What an extension point or a plugin may do to answers; the names of extension points do nothing. */
function cloudOf(value: Value, { project }: Pick<Reading, 'project'>): string | undefined {
  if (textOf(value) !== undefined) return undefined;
  if (value.kind === 'list') return value.items.map(it => cloudOf(it, { project })).find(it => it !== undefined);
  return value.kind === 'function' ? mayWriteHeaders(value, project) : 'a plugin may write headers';
}

function routesIn(value: Value, call: CallSite, reading: Reading): readonly Endpoint[] {
  if (value.kind === 'list') return value.items.flatMap(it => routesIn(it, call, reading));
  if (value.kind !== 'record' || value.rest) return [];
  const path = textOf(property(value, 'path')?.value);
  const methods = methodsOf(property(value, 'method')?.value);
  const facts = handlerFacts(handlersIn(value), reading.project);
  const at = property(value, 'path')?.value.span ?? call.nameSpan;
  const matches = path === undefined ? UNKNOWN_PATH : addressesOf(path);
  return methods.map(method => ({ method, ...(path === undefined ? {} : { path }), matches, at, ...facts }));
}

function methodsOf(value: Value | undefined): readonly string[] {
  const texts = (value?.kind === 'list' ? value.items : [value]).map(it => it && textOf(it)?.toUpperCase());
  return texts.flatMap(it => (it === undefined ? [] : [it === '*' ? 'ALL' : it]));
}

/** `/a/{b}` is one segment, `/a/{b*}` all that follows; other forms are not followed. https://hapi.dev/api/#path-parameters */
function addressesOf(path: string): PathPattern {
  const text = path.replace(/\{\w+\}/g, ':part').replace(/\/\{\w*\*\}$/, '/*');
  return /[{}]/.test(text) ? UNKNOWN_PATH : routePath(text, 'express');
}

function handlersIn(route: RecordValue): readonly Value[] {
  const options = (property(route, 'options') ?? property(route, 'config'))?.value;
  const inner = options?.kind === 'record' ? property(options, 'handler')?.value : undefined;
  return [property(route, 'handler')?.value, inner].flatMap(it => it ?? []);
}
