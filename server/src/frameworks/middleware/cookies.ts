import type { CookieUse, Endpoint } from '../../model/app.ts';
import type { Project } from '../../syntax/project.ts';
import type { Value } from '../../syntax/value.ts';

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
    return [{ how: sets ? 'sets' : 'reads', at }];
  });
  const [first] = found;
  const use = found.find(it => it.how === 'sets') ?? first;
  return use ? { cookies: use } : {};
}
