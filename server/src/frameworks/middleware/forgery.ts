import type { Forgery } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';

const SESSIONS = /^(express-session|cookie-session|koa-session|koa-generic-session|iron-session\/express)$/;
/** Packages that refuse requests which other sites have made up. */
const CHECKS = /^(csurf|@dr\.pogodin\/csurf|csrf-csrf|csrf-sync|lusca|tiny-csrf|koa-csrf|hono\/csrf|csrf)$/;

/**
 * What of a middleware decides whether other sites can have a user's browser send JSON: body parsers that take it under a type that
 * needs no preflight (type-is 2.0.1, as body-parser 2.2 asks it), sessions kept in a cookie that goes with such requests, and checks
 * against that.
 */
export function forgeryOf(value: Value): Forgery | undefined {
  if (value.kind !== 'call') return undefined;
  const { callee, args } = value;
  const of = callee.kind === 'member' ? callee.object : callee;
  const module = of.kind === 'external' ? of.module : '';
  const [options] = args;
  const option = (name: string) => (options?.kind === 'record' ? property(options, name) : undefined);
  if (CHECKS.test(module)) return { kind: 'check' };
  if (SESSIONS.test(module)) {
    const cookie = module === 'express-session' ? option('cookie')?.value : options;
    const sameSite = cookie?.kind === 'record' ? property(cookie, 'sameSite')?.value : undefined;
    const sent =
      sameSite === undefined ? cookie === undefined || cookie.kind === 'record' : textOf(sameSite) === 'none';
    return sent ? { kind: 'session', at: value.span } : undefined;
  }
  const parser = /^(express|body-parser|koa-bodyparser|@koa\/bodyparser)$/.test(module) && lastName(callee) === 'json';
  const type = parser ? option('type') : undefined;
  return type && takesPlainText(type.value) ? { kind: 'parser', at: type.value.span, entry: type.span } : undefined;
}

function takesPlainText(type: Value): boolean {
  if (type.kind === 'list') return type.items.some(takesPlainText);
  return /^(\*\/\*|text\/(plain|\*)|text|txt)$/.test(textOf(type) ?? '');
}
