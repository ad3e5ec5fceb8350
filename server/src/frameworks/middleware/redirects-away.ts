import type { Endpoint } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import type { Project } from '../../syntax/project.ts';
import { type CallValue, textOf, type Value } from '../../syntax/value.ts';

/** A redirect to an address with a host of its own: `res.redirect('https://login.example.com/…')`, with its status before it or not. */
const AWAY =
  /\b(?:res|response|reply|ctx|context|c)\.redirect\(\s*(?:30[12378]\s*,\s*)?(['"`])(https?:\/\/[\w.-]+(?::\d+)?)(?=[/?#'"`])/gi;

/**
 * Where the strategies of Passport send whoever is not known yet (run with passport 0.7.0 and passport-google-oauth20 2.0.0,
 * -github2 0.1.12, -facebook 3.0.0, -discord 0.1.4, -linkedin-oauth2 2.0.0 and -microsoft 2.1.0).
 */
const STRATEGIES: Readonly<Record<string, string>> = {
  google: 'https://accounts.google.com',
  github: 'https://github.com',
  facebook: 'https://www.facebook.com',
  discord: 'https://discord.com',
  linkedin: 'https://www.linkedin.com',
  microsoft: 'https://login.microsoftonline.com',
};

/** The origins to which functions send the browser on. */
export function redirectsAway(functions: readonly Value[], project: Project): Pick<Endpoint, 'sendsTo'> {
  const found = functions.flatMap(it => {
    if (it.kind === 'call') return toProvider(it);
    if (it.kind !== 'function') return [];
    const { path, start, end } = it.span;
    const text = project.host.read(path)?.slice(start, end) ?? '';
    return [...text.matchAll(AWAY)].flatMap(own => {
      const at = { path, start: start + own.index, end: start + own.index + own[0].length };
      const [, , to = ''] = own;
      return URL.canParse(to) ? [{ origin: new URL(to).origin, at }] : [];
    });
  });
  return found.length > 0 ? { sendsTo: found } : {};
}

/** `passport.authenticate('google', { scope })`. */
function toProvider({ callee, args: [strategy], span }: CallValue): NonNullable<Endpoint['sendsTo']> {
  const from = callee.kind === 'member' ? callee.object : callee;
  const isPassport =
    from.kind === 'external' && /^(koa-)?passport$/.test(from.module) && lastName(callee) === 'authenticate';
  const name = strategy && textOf(strategy);
  const origin = isPassport && name !== undefined && Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name] : undefined;
  return origin === undefined ? [] : [{ origin, at: span }];
}
