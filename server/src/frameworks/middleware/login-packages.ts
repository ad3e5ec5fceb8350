import type { Refusal } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import type { CallValue, Value } from '../../syntax/value.ts';

/** Strategies of passport that find no login in a preflight, and the status that they end it with. */
const STRATEGIES: Readonly<Record<string, number>> = {
  jwt: 401,
  bearer: 401,
  basic: 401,
  'http-bearer': 401,
  'http-basic': 401,
  headerapikey: 401,
  'oauth-bearer': 401,
  local: 400,
};

/**
 * What middlewares of packages do to requests without a login, preflights among them. Run in front of cors 2.8.6 on Express
 * 5.3.0: express-jwt 8.5.1, express-oauth2-jwt-bearer 1.10.0, express-basic-auth 1.2.1, passport 0.7.0 with its strategies,
 * express-openid-connect 3.4.0, @clerk/express 2.1.70 (whose `clerkMiddleware` lets everything pass); in front of the
 * middlewares of their own libraries: koa-jwt 4.0.4 and hono 4.13.19.
 */
export function refusalOfPackage({ callee, args }: CallValue): Refusal | undefined {
  const [first, second] = args;
  if (callee.kind === 'member' && callee.name === 'unless' && callee.object.kind === 'call')
    return unless(refusalOfPackage(callee.object), first);
  const of = callee.kind === 'member' ? callee.object : callee;
  if (of.kind !== 'external') return undefined;
  const name = lastName(callee) ?? '';
  switch (of.module) {
    case 'express-jwt':
      return ofExpressJwt(first);
    case 'express-oauth2-jwt-bearer':
      if (/^(requiredScopes|scopeIncludesAny|claimEquals|claimIncludes|claimCheck)$/.test(name))
        return { preflights: 401 };
      return name === 'auth' && !given(first, 'authRequired') ? { preflights: 401 } : undefined;
    case 'express-basic-auth':
      return callee.kind === 'external' ? { preflights: 401, without: BY_HEADER } : undefined;
    case 'express-openid-connect':
      if (name === 'requiresAuth') return args.length === 0 ? { preflights: 302 } : undefined;
      return name === 'auth' && !given(first, 'authRequired') && !given(first, 'errorOnRequiredAuth')
        ? { preflights: 302 }
        : undefined;
    case '@clerk/express':
      return name === 'requireAuth' ? { preflights: 302 } : undefined;
    case 'koa-jwt':
      return callee.kind === 'external' && !given(first, 'passthrough') && !given(first, 'getToken')
        ? { preflights: 401 }
        : undefined;
    case 'hono/jwt':
    case 'hono/jwk':
    case 'hono/bearer-auth':
    case 'hono/basic-auth':
      if (/^(bearerAuth|basicAuth)$/.test(name) && !given(first, 'headerName'))
        return { preflights: 401, without: BY_HEADER };
      return /^(jwt|jwk|bearerAuth)$/.test(name) ? { preflights: 401 } : undefined;
    case 'passport':
    case 'koa-passport':
      return name === 'authenticate' && args.length <= 2 ? ofPassport(first, second) : undefined;
    default:
      return undefined;
  }
}

/** What they look at is `Authorization`, and nothing else. */
const BY_HEADER = { headers: ['authorization'], status: 401 };

/** koa-unless 1.0.7 and express-unless 2.1.3: what is said of the request lets it pass, whichever of the options says it. */
function unless(refusal: Refusal | undefined, options: Value | undefined): Refusal | undefined {
  if (!refusal || options?.kind !== 'record' || options.rest) return undefined;
  const known = options.entries.every(it => /^(path|ext|useOriginalUrl)$/.test(it.key));
  return known ? { ...refusal, excepting: true } : undefined;
}

/** It lets preflights pass that ask for `authorization` (lib/index.js); where the login is a cookie, none does. */
function ofExpressJwt(options: Value | undefined): Refusal | undefined {
  if (options?.kind !== 'record' || options.rest || given(options, 'credentialsRequired')) return undefined;
  const sparing = { preflights: 401, sparing: true };
  return given(options, 'getToken') ? sparing : { ...sparing, requests: 401 };
}

function ofPassport(strategy: Value | undefined, options: Value | undefined): Refusal | undefined {
  if (strategy?.kind !== 'literal' || options?.kind === 'function') return undefined;
  const status = STRATEGIES[String(strategy.value)];
  if (status === undefined) return undefined;
  if (options && options.kind !== 'record') return undefined;
  return { preflights: given(options, 'failureRedirect') ? 302 : status };
}

/** Whether an option is given, or may be. */
function given(options: Value | undefined, key: string): boolean {
  return (
    options !== undefined && (options.kind !== 'record' || !!options.rest || options.entries.some(it => it.key === key))
  );
}
