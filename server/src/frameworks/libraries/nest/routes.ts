import type { Endpoint } from '../../../model/app.ts';
import { routePath, UNKNOWN_PATH } from '../../../model/paths.ts';
import type { CallSite } from '../../../syntax/code.ts';
import { property, textOf, type Value } from '../../../syntax/value.ts';
import { contains } from '../../../text/span.ts';
import type { Reading } from '../../framework.ts';

const METHODS = /^(Get|Post|Put|Patch|Delete|Head|All)$/;
const MOST_MODULES = 200;

/** The routes of a module's controllers, and of the modules that it imports. */
export function routesOfModule(
  module: Value | undefined,
  reading: Reading,
  seen = new Set<string>(),
): readonly Endpoint[] {
  const { span } = module?.kind === 'function' ? module : { span: undefined };
  if (!span || seen.size > MOST_MODULES) return [];
  const key = `${span.path}:${span.start}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const [own] = decorations(module, /^Module$/, reading);
  // What a module provides is most of its code, and sends no routes.
  const options = own && reading.project.code(own.span.path)?.outlineOf(own);
  if (options?.kind !== 'record') return [];
  const listed = (name: string) => {
    const value = property(options, name)?.value;
    return value?.kind === 'list' ? value.items : [];
  };
  return [
    ...listed('controllers').flatMap(it => routesOfController(it, reading)),
    ...listed('imports').flatMap(it => routesOfModule(it, reading, seen)),
  ];
}

function routesOfController(controller: Value, reading: Reading): readonly Endpoint[] {
  const [own] = decorations(controller, /^Controller$/, reading);
  if (!own) return [];
  const prefix = pathIn(own);
  const all = decorations(controller, METHODS, reading);
  const headers = decorations(controller, /^Headers$/, reading);
  return all.map((it, i) => {
    const below = pathIn(it);
    const path = prefix === undefined || below === undefined ? undefined : joined(prefix, below);
    return {
      method: it.name.toUpperCase(),
      ...(path === undefined ? {} : { path }),
      // A prefix of the application or a version may stand before it.
      matches: path === undefined ? UNKNOWN_PATH : routePath(path, 'any'),
      at: it.span,
      ...headersBetween(it, all[i + 1], headers),
    };
  });
}

/** `@Headers('x-tenant')` at the parameters of the method that a decorator stands before. */
function headersBetween(
  { span }: CallSite,
  next: CallSite | undefined,
  headers: readonly CallSite[],
): Pick<Endpoint, 'asks'> {
  const asks = headers.flatMap(it => {
    const name = textOf(it.args[0]);
    const inside = it.span.start > span.end && (next === undefined || it.span.end < next.span.start);
    return inside && name !== undefined ? [{ name: name.toLowerCase(), at: it.span }] : [];
  });
  return asks.length > 0 ? { asks } : {};
}

/** The decorators of a class and of what is in it. */
function decorations(value: Value | undefined, name: RegExp, { project }: Reading): readonly CallSite[] {
  if (value?.kind !== 'function' || !value.construct) return [];
  const { span } = value;
  const calls = project.code(span.path)?.calls(it => name.test(it)) ?? [];
  return calls.filter(
    it => contains(span, it.span) && it.callee.kind === 'external' && it.callee.module === '@nestjs/common',
  );
}

function pathIn({ args: [given] }: CallSite): string | undefined {
  if (given === undefined) return '';
  return given.kind === 'record' ? textOf(property(given, 'path')?.value) : textOf(given);
}

function joined(...parts: readonly string[]): string {
  return `/${parts
    .map(it => it.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/')}`;
}
