import type { Engine, Failure } from './failure.ts';
import { asWebKitWrites } from './webkit-names.ts';

/** Where a refusal comes from. */
export interface Refusal {
  readonly failure: Failure;
  readonly on: 'preflight' | 'response';
  readonly origin: string;
  /** The status of the answer that is refused. */
  readonly status: number;
  /** Where the answer that is refused redirects to. */
  readonly location?: string;
}

/**
 * What an engine prints, from where its wording is stable: without the address it begins with and the advice it may end with.
 * For `spec`, the step of the standard in plain English.
 */
export function messageOf(refusal: Refusal, engine: Engine): string {
  return WORDS[engine](refusal);
}

const ORIGIN = 'Access-Control-Allow-Origin';
const CREDENTIALS = 'Access-Control-Allow-Credentials';
const LISTS = { methods: 'Access-Control-Allow-Methods', headers: 'Access-Control-Allow-Headers' } as const;

/** third_party/blink/renderer/platform/loader/cors/cors_error_string.cc */
function chromium({ failure, on }: Refusal): string {
  const asked = on === 'preflight' ? "Response to preflight request doesn't pass access control check: " : '';
  const include = "when the request's credentials mode is 'include'.";
  switch (failure.kind) {
    case 'wildcard':
      return `${asked}The value of the '${ORIGIN}' header in the response must not be the wildcard '*' ${include}`;
    case 'missing-origin':
      return `${asked}No '${ORIGIN}' header is present on the requested resource.`;
    case 'several-origins':
      return `${asked}The '${ORIGIN}' header contains multiple values '${failure.value}', but only one is allowed.`;
    case 'invalid-origin':
      return `${asked}The '${ORIGIN}' header contains the invalid value '${failure.value}'.`;
    case 'other-origin':
      return `${asked}The '${ORIGIN}' header has a value '${failure.value}' that is not equal to the supplied origin.`;
    case 'credentials':
      return `${asked}The value of the '${CREDENTIALS}' header in the response is '${failure.value}' which must be 'true' ${include}`;
    case 'status':
      return `${asked}It does not have HTTP ok status.`;
    case 'redirect':
      return `${asked}Redirect is not allowed for a preflight request.`;
    case 'unreadable-list':
      return `Cannot parse ${LISTS[failure.of]} response header field in preflight response.`;
    case 'method':
      return `Method ${failure.method} is not allowed by Access-Control-Allow-Methods in preflight response.`;
    case 'header':
      return `Request header field ${failure.name} is not allowed by Access-Control-Allow-Headers in preflight response.`;
  }
}

/** dom/locales/en-US/chrome/security/security.properties */
function firefox({ failure, status }: Refusal): string {
  const code = ` Status code: ${status}.`;
  switch (failure.kind) {
    case 'wildcard':
      return reason(`Credential is not supported if the CORS header ‘${ORIGIN}’ is ‘*’`);
    case 'missing-origin':
      return reason(`CORS header ‘${ORIGIN}’ missing`) + code;
    case 'several-origins':
      return reason(`Multiple CORS header ‘${ORIGIN}’ not allowed`);
    case 'invalid-origin':
    case 'other-origin':
      return reason(`CORS header ‘${ORIGIN}’ does not match ‘${failure.value}’`);
    case 'credentials':
      return reason(`expected ‘true’ in CORS header ‘${CREDENTIALS}’`);
    case 'status':
      return reason('CORS preflight response did not succeed') + code;
    case 'redirect':
      return reason('CORS request external redirect not allowed');
    case 'unreadable-list':
      return reason(`invalid token ‘${firstWrong(failure.value)}’ in CORS header ‘${LISTS[failure.of]}’`);
    case 'method':
      return reason('Did not find method in CORS header ‘Access-Control-Allow-Methods’');
    case 'header':
      return reason(
        `header ‘${failure.name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`,
      );
  }
}

function reason(text: string): string {
  return `(Reason: ${text}).`;
}

/** The first element of a list that is no token. */
function firstWrong(list: string): string {
  const pieces = list.split(',').map(it => it.trim());
  return pieces.find(it => it !== '' && !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(it)) ?? list;
}

/** Source/WebCore/loader/CrossOriginAccessControl.cpp and CrossOriginPreflightResultCache.cpp; redirects: Source/WebKit/NetworkProcess/NetworkLoadChecker.cpp */
function webkit({ location, ...refusal }: Refusal): string {
  const text = webkitReason(refusal);
  return location === undefined || refusal.on === 'preflight'
    ? text
    : `Cross-origin redirection to ${location} denied by Cross-Origin Resource Sharing policy: ${text}`;
}

function webkitReason({ failure, origin, status }: Refusal): string {
  switch (failure.kind) {
    case 'wildcard':
      return `Cannot use wildcard in ${ORIGIN} when credentials flag is true.`;
    case 'several-origins':
      return `${ORIGIN} cannot contain more than one origin.`;
    case 'missing-origin':
    case 'invalid-origin':
    case 'other-origin':
      return `Origin ${origin} is not allowed by ${ORIGIN}. Status code: ${status}`;
    case 'credentials':
      return `Credentials flag is true, but ${CREDENTIALS} is not "true".`;
    case 'status':
    case 'redirect':
      return `Preflight response is not successful. Status code: ${failure.status}`;
    case 'unreadable-list':
      return `Header ${LISTS[failure.of]} has an invalid value: ${failure.value}`;
    case 'method':
      return `Method ${failure.method} is not allowed by Access-Control-Allow-Methods.`;
    case 'header':
      return `Request header field ${asWebKitWrites(failure.name)} is not allowed by Access-Control-Allow-Headers.`;
  }
}

function spec({ failure, on, origin }: Refusal): string {
  const where = on === 'preflight' ? 'The preflight’s answer' : 'The response';
  switch (failure.kind) {
    case 'wildcard':
      return `${where} allows \`*\`, which does not hold for a request with credentials.`;
    case 'missing-origin':
      return `${where} has no \`${ORIGIN}\`.`;
    case 'several-origins':
    case 'invalid-origin':
    case 'other-origin':
      return `${where} allows \`${failure.value}\`, which is not \`${origin}\`.`;
    case 'credentials':
      return `${where} does not allow credentials: \`${CREDENTIALS}\` is ${failure.value === '' ? 'missing' : `\`${failure.value}\``}, not \`true\`.`;
    case 'status':
      return `${where} has the status ${failure.status}; it must be 200 to 299.`;
    case 'redirect':
      return `${where} is a redirect (${failure.status}); preflights follow none.`;
    case 'unreadable-list':
      return `${where} has a \`${LISTS[failure.of]}\` that is no list of names: \`${failure.value}\`.`;
    case 'method':
      return `${where} does not allow the method \`${failure.method}\`.`;
    case 'header':
      return failure.listed
        ? `${where} does not allow the header \`${failure.name}\` by its name; \`*\` does not cover it.`
        : `${where} does not allow the header \`${failure.name}\`.`;
  }
}

const WORDS: Readonly<Record<Engine, (refusal: Refusal) => string>> = { spec, chromium, firefox, webkit };
