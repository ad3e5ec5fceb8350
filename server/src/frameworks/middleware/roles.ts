import type { Role } from '../../model/app.ts';
import { lastName } from '../../syntax/member.ts';
import type { Value } from '../../syntax/value.ts';

const BODY = /^(json|urlencoded|raw|text|bodyParser|multer|single|array|fields|formidable|fileUpload|upload|busboy)$/;
const LIMIT = /(rate-?_?limit|limiter|slow-?_?down|throttle)/i;
const AUTH =
  /^(auth|authn|authenticate|authenticated|authentication|authorize|authorization|authGuard|authMiddleware|requireAuth|requireUser|requireLogin|requireSession|isAuth|isAuthenticated|isLoggedIn|isAuthorized|ensureAuth|ensureAuthenticated|ensureLoggedIn|verifyToken|verifyJwt|verifyJWT|verifyAuth|checkAuth|checkToken|checkJwt|validateToken|protect|protected|jwt|jwtCheck|jwtAuth|expressjwt|expressJwt|bearerAuth|basicAuth|clerkMiddleware|withAuth|tokenAuth|apiKeyAuth|requireApiKey)$/i;
const AUTH_PACKAGES =
  /^(express-jwt|express-oauth2-jwt-bearer|express-basic-auth|@clerk\/express|@clerk\/clerk-sdk-node|passport|express-openid-connect)$/;
const REDIRECT =
  /^(enforceHttps|forceSsl|forceSSL|expressEnforcesSSL|enforce|redirectToHttps|httpsRedirect|sslRedirect)$/i;

/** What a middleware does, by the package it comes from and by its name. */
export function roleOf(value: Value): { readonly role: Role; readonly name: string } {
  const called = value.kind === 'call' ? value.callee : value;
  const name = nameOf(called);
  const module = moduleOf(called);
  if (value.kind === 'function' && value.length === 4) return { role: 'error', name };
  if (AUTH_PACKAGES.test(module) && !/^(initialize|session|serializeUser|deserializeUser|use)$/.test(name))
    return { role: 'auth', name: /^(?:default|=|\*)$/.test(name) ? module : name };
  if (LIMIT.test(name) || LIMIT.test(module))
    return { role: 'limit', name: /^(?:default|=|\*)$/.test(name) ? module : name };
  if (name === 'static' || module === 'serve-static') return { role: 'static', name };
  if (BODY.test(name) && (module !== '' || called.kind === 'member')) return { role: 'body', name };
  if (AUTH.test(name)) return { role: 'auth', name };
  if (REDIRECT.test(name) || module === 'express-enforces-ssl' || module === 'express-sslify')
    return { role: 'redirect', name };
  return { role: 'other', name };
}

function nameOf(value: Value): string {
  if (value.kind === 'function') return value.name ?? '';
  if (value.kind === 'call') return nameOf(value.callee);
  if (value.kind === 'member' && value.name === 'unless' && value.object.kind === 'call') return nameOf(value.object);
  return lastName(value) ?? '';
}

function moduleOf(value: Value): string {
  if (value.kind === 'external') return value.module;
  return value.kind === 'member' ? moduleOf(value.object) : value.kind === 'call' ? moduleOf(value.callee) : '';
}
