import type { CookieUse, Endpoint } from '../../model/app.ts';
import type { Project } from '../../syntax/project.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';

/**
 * `res.cookie(…)`, `reply.setCookie(…)`, `ctx.cookies.set(…)`, `setCookie(c, …)`, `cookies().set(…)`, a `Set-Cookie` by its name, and
 * what is put into the session of express-session and its like, which sends its cookie then.
 */
const SETS =
  /\b(?:res|response|reply|ctx)\s*\.\s*(?:cookie|setCookie)\(|\bctx\.cookies\.set\(|\bsetCookie\(\s*(?:c|ctx|event)\b|\bcookies\(\)\)?\.set\(|(['"`])set-cookie\1|\b(?:req|request|ctx)\.session\.[\w$]+\s*=(?!=)|\breq\.log[iI]n\(/i;

/** `req.cookies`, `ctx.cookies.get(…)`, `getCookie(c, …)`, what is in the session, `req.isAuthenticated()` of passport. */
const READS =
  /\b(?:req|request)\.(?:signedCookies|cookies)\b|\bctx\.cookies\.get\(|\bgetCookie\(\s*(?:c|ctx|event)\b|\b(?:req|request|ctx)\.session\??\.(?!id\b|destroy\b|save\b|cookie\b)[\w$]+|\breq\.isAuthenticated\(/;

/** What functions do with cookies; one that takes a login from a header as well may do without. */
export function cookiesIn(functions: readonly Value[], project: Project): Pick<Endpoint, 'cookies'> {
  const found = functions.flatMap((it): readonly CookieUse[] => {
    if (it.kind !== 'function') return [];
    const { path, start, end } = it.span;
    const text = project.host.read(path)?.slice(start, end) ?? '';
    const sets = SETS.exec(text);
    const reads = sets || /authorization/i.test(text) ? null : READS.exec(text);
    const use = sets ?? reads;
    if (!use) return [];
    const at = { path, start: start + use.index, end: start + use.index + use[0].length };
    const site = sets?.[0].endsWith('(') ? attributesIn(text.slice(use.index + use[0].length)) : {};
    return [{ how: sets ? 'sets' : 'reads', at, ...site }];
  });
  const [first] = found;
  const use = found.find(it => it.how === 'sets') ?? first;
  return use ? { cookies: use } : {};
}

/** `SameSite` and `Secure` in the arguments of a call whose options are written out there, or that has none. */
function attributesIn(text: string): Pick<CookieUse, 'sameSite' | 'secure'> {
  const args = text.slice(0, closing(text));
  const options = /,\s*\{([^{}]*)\}\s*,?\s*$/.exec(args)?.[1];
  if (options === undefined) return /^[^,()]*,[^,()]*$/.test(args) ? { sameSite: 'unset' } : {};
  if (/\.\.\./.test(options)) return {};
  const [, , site, flag] =
    /\bsameSite\s*:\s*(?:(['"`])(lax|strict|none)\1|(true|false)\b)\s*(?=,|$)/i.exec(options.trim()) ?? [];
  const secure = /\bsecure\s*:\s*(true|false)\b\s*(?=,|$)/.exec(options.trim())?.[1];
  const named = /\bsameSite\b/i.test(options);
  const sameSite =
    site?.toLowerCase() ?? (flag === 'true' ? 'strict' : named && flag === undefined ? undefined : 'unset');
  return {
    ...(isSameSite(sameSite) ? { sameSite } : {}),
    ...(secure !== undefined ? { secure: secure === 'true' } : /\bsecure\b/.test(options) ? {} : { secure: false }),
  };
}

function isSameSite(text: string | undefined): text is NonNullable<CookieUse['sameSite']> {
  return text === 'lax' || text === 'strict' || text === 'none' || text === 'unset';
}

/** The offset of the parenthesis that ends the arguments; texts that hold some are cut too early, and then tell nothing. */
function closing(text: string): number {
  let depth = 1;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return text.length;
}

const SESSIONS = /^(express-session|cookie-session|koa-session|koa-generic-session)$/;

/** The cookie that a session middleware keeps: without `sameSite` none is written (express-session 1.18, cookie-session 2.1). */
export function sessionCookie(value: Value): CookieUse | undefined {
  if (value.kind !== 'call' || value.callee.kind !== 'external' || !SESSIONS.test(value.callee.module))
    return undefined;
  const [options] = value.args;
  if (options?.kind !== 'record' || options.rest) return undefined;
  const given = value.callee.module === 'express-session' ? property(options, 'cookie')?.value : options;
  if (given && (given.kind !== 'record' || given.rest)) return undefined;
  const entry = given?.kind === 'record' ? property(given, 'sameSite') : undefined;
  const secure = given?.kind === 'record' ? property(given, 'secure')?.value : undefined;
  const text = entry && (textOf(entry.value) ?? flagOf(entry.value));
  const sameSite = entry ? (text === 'true' ? 'strict' : text === 'false' ? 'unset' : text?.toLowerCase()) : 'unset';
  const isSecure = secure ? flagOf(secure) : 'false';
  return {
    how: 'sets',
    at: entry?.value.span ?? given?.span ?? value.span,
    ...(isSameSite(sameSite) ? { sameSite } : {}),
    ...(isSecure === undefined ? {} : { secure: isSecure === 'true' }),
  };
}

function flagOf(value: Value): string | undefined {
  return value.kind === 'literal' && typeof value.value === 'boolean' ? String(value.value) : undefined;
}
