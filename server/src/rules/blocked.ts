import type { Witness } from './rule.ts';

type Request = Extract<Witness, { kind: 'request' }>;

/** A page's request that the browser refuses, with the sentence that Chromium prints (cors_error_string.cc). */
function blocked(origin: string, message: string, more: Partial<Request> = {}): Request {
  return { kind: 'request', origin, method: 'GET', headers: [], credentials: false, message, ...more };
}

/** Nobody listens, since the server did not start. */
export function refused(origin: string): Request {
  return blocked(origin, 'net::ERR_CONNECTION_REFUSED');
}

/** No `Access-Control-Allow-Origin` comes back. */
export function missing(origin: string, more: Partial<Request> = {}): Request {
  return blocked(origin, "No 'Access-Control-Allow-Origin' header is present on the requested resource.", more);
}

/** The preflight gets no `Access-Control-Allow-Origin`. */
export function preflightMissing(origin: string, method: string, headers: readonly string[] = []): Request {
  const why = "Response to preflight request doesn't pass access control check: ";
  return blocked(origin, `${why}No 'Access-Control-Allow-Origin' header is present on the requested resource.`, {
    method,
    headers,
  });
}

/** `Access-Control-Allow-Origin: *` and a request with credentials. */
export function wildcard(origin: string): Request {
  const message =
    "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
  return blocked(origin, message, { credentials: true });
}

/** The header has a value that no page's origin equals. */
export function mismatch(origin: string, value: string): Request {
  const header = "The 'Access-Control-Allow-Origin' header";
  if (/[ ,]/.test(value))
    return blocked(origin, `${header} contains multiple values '${value}', but only one is allowed.`);
  if (!/^[a-z][a-z0-9+.-]*:\/\/./i.test(value))
    return blocked(origin, `${header} contains the invalid value '${value}'.`);
  return blocked(origin, `${header} has a value '${value}' that is not equal to the supplied origin.`);
}

/** `Access-Control-Allow-Credentials` is not `true`. */
export function notTrue(origin: string, value: string): Request {
  const message = `The value of the 'Access-Control-Allow-Credentials' header in the response is '${value}' which must be 'true' when the request's credentials mode is 'include'.`;
  return blocked(origin, message, { credentials: true });
}

/** A preflight list that is no list of tokens. */
export function unreadable(origin: string, header: string, method: string, headers: readonly string[]): Request {
  return blocked(origin, `Cannot parse ${header} response header field in preflight response.`, { method, headers });
}

/** The preflight's list of methods lacks this one. */
export function methodNotAllowed(origin: string, method: string, credentials = false): Request {
  const message = `Method ${method} is not allowed by Access-Control-Allow-Methods in preflight response.`;
  return blocked(origin, message, { method, credentials });
}

/** The preflight's list of headers lacks this one. */
export function headerNotAllowed(origin: string, name: string, credentials = false): Request {
  const message = `Request header field ${name} is not allowed by Access-Control-Allow-Headers in preflight response.`;
  return blocked(origin, message, { method: 'POST', headers: [name], credentials });
}

/** The preflight is answered with a status outside 200 to 299. */
export function preflightStatus(origin: string, method: string, status: number): Request {
  const message =
    status >= 300 && status < 400
      ? 'Redirect is not allowed for a preflight request.'
      : "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.";
  return blocked(origin, message, { method });
}

/** The preflight allows every site but nobody's cookies. */
export function preflightWildcard(origin: string, method: string): Request {
  const { message } = wildcard(origin);
  return blocked(origin, `Response to preflight request doesn't pass access control check: ${message}`, {
    method,
    credentials: true,
  });
}

/** The preflight does not allow credentials. */
export function preflightNotTrue(origin: string, method: string): Request {
  const { message } = notTrue(origin, '');
  return blocked(origin, `Response to preflight request doesn't pass access control check: ${message}`, {
    method,
    credentials: true,
  });
}
