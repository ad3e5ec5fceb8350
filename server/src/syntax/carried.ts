/**
 * What a request, and what stands for one, carries by itself, under its names in the frameworks: node:http of Node 20
 * (`IncomingMessage`), express 5.3.0, koa 3.3.0, fastify 5.12.8, hono 4.13.19 and the Fetch standard's `Request`. The sender
 * decides it. Anything else, code has put there.
 */
const BY_REQUEST = new Set(
  (
    'socket httpVersionMajor httpVersionMinor httpVersion complete rawHeaders rawTrailers aborted upgrade url method client ' +
    'connection headers headersDistinct trailers trailersDistinct setTimeout readable destroyed ' +
    'header get accepts acceptsEncodings acceptsCharsets acceptsLanguages range query is protocol secure ip ips subdomains path ' +
    'host hostname fresh stale xhr app baseUrl body cookies originalUrl params route signedCookies next ' +
    'destination referrer referrerPolicy mode credentials cache redirect integrity keepalive signal bodyUsed duplex clone blob ' +
    'arrayBuffer text json formData bytes nextUrl geo ' +
    'origin href querystring search URL idempotent charset length type inspect toJSON ctx ' +
    'server routeOptions is404 port mediaType getValidationFunction compileValidationSchema validateInput validationError id ' +
    'params raw log context ' +
    'param queries parseBody valid matchedRoutes routePath'
  ).split(' '),
);

/** What a context has beside what its request has: koa 3.3.0, hono 4.13.19. */
const BY_CONTEXT = new Set(
  (
    'assert throw onerror attachment remove vary set has append flushHeaders back env render setLayout getLayout setRenderer ' +
    'newResponse html notFound event executionCtx respond'
  ).split(' '),
);

/** What of an answer says only whether it can still be written, and what is no part of it. */
const OF_RESPONSE =
  /^(headersSent|headerSent|sent|writable|writableEnded|writableFinished|finished|destroyed|closed|app|log|server|socket|connection)$/;

/** What a login leaves on a request: the victim's is there, whoever sends the request. */
const OF_LOGIN =
  /^(session(s|id|data)?|auth|account|passport|is(un)?authenticated|(current|logged_?in|auth)?_?user(_?(id|name|info|data|role))?|uid|jwt(payload)?|(access|auth|id|csrf)?_?tokens?|decoded|claims|principal|identity|roles?|permissions|(is_?)?admin|is_?logged_?in|oidc|kauth)$/i;

/** Files and bodies that parsers read off what is sent. */
const OF_BODY = /^(files?|rawBody|fields)$/;

/** What whoever runs the server has put there for all requests. */
const OF_SERVER = /^(conf(ig(uration)?)?|opts?|options|settings?|flags?|deps|fastify|strapi)$/i;

/** A name that headers have and variables have not: with a capital letter in front, or a hyphen. */
const HEADER_NAME = /^[A-Z]|-/;

/** Headers that the answer has for its readers, whose presence is looked at elsewhere. */
const OF_CORS = /^(access-control-|vary$)/i;

/** What a chain of properties and calls has come to: a `store` is for code to put things in, `put` is what it put. */
export type Carrier = 'request' | 'response' | 'context' | 'event' | 'store' | 'put';

const ROLES: readonly (readonly [RegExp, Carrier])[] = [
  [/^(req|request)$/, 'request'],
  [/^(res|resp|response|reply)$/, 'response'],
  [/^(c|ctx|context)$/, 'context'],
  [/^event$/, 'event'],
];

export function carrierOf(parameter: string): Carrier | undefined {
  return ROLES.find(([name]) => name.test(parameter))?.[1];
}

/** What `carrier.name`, or `carrier.name(key)`, is; undefined for what the sender decides, or whoever runs the server. */
export function carriedBy(carrier: Carrier, name: string, key: string | undefined): Carrier | undefined {
  if (OF_LOGIN.test(name) || (key !== undefined && OF_LOGIN.test(key))) return undefined;
  const role = carrierOf(name);
  switch (carrier) {
    case 'put':
    case 'store':
      return 'put';
    case 'event':
      if (/^(locals|context)$/.test(name)) return 'store';
      return name === 'node' ? 'event' : role === 'request' || role === 'response' ? role : undefined;
    case 'response':
      if (name === 'locals') return 'store';
      if (role === 'request' || name === 'headers') return name === 'headers' ? 'response' : role;
      return OF_RESPONSE.test(name) || (key !== undefined && OF_CORS.test(key)) ? undefined : 'put';
    case 'context':
      if (/^(state|locals|var)$/.test(name)) return 'store';
      if (name === 'get' && key !== undefined) return HEADER_NAME.test(key) ? undefined : 'put';
      if (role === 'request' || role === 'response') return role;
      return BY_CONTEXT.has(name) ? undefined : ofRequest(name);
    case 'request':
      if (name === 'locals') return 'store';
      return role === 'response' ? role : ofRequest(name);
  }
}

function ofRequest(name: string): Carrier | undefined {
  return BY_REQUEST.has(name) || OF_BODY.test(name) || OF_SERVER.test(name) ? undefined : 'put';
}
