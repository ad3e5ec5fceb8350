const NORMALISED = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];

/** The method as `fetch` and `XMLHttpRequest` send it: six names in upper case, every other as it is written (`patch`!). https://fetch.spec.whatwg.org/#concept-method-normalize */
export function normaliseMethod(method: string): string {
  const upper = upperAscii(method);
  return NORMALISED.includes(upper) ? upper : method;
}

/** Methods that no preflight needs to allow. https://fetch.spec.whatwg.org/#cors-safelisted-method */
export function isSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST';
}

/** Methods that scripts cannot send. https://fetch.spec.whatwg.org/#forbidden-method */
export function isForbiddenMethod(method: string): boolean {
  return ['CONNECT', 'TRACE', 'TRACK'].includes(upperAscii(method));
}

/** Whether a text is a method at all: a token. https://fetch.spec.whatwg.org/#concept-method */
export function isMethod(text: string): boolean {
  return isToken(text);
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

function upperAscii(text: string): string {
  return text.replace(/[a-z]/g, it => it.toUpperCase());
}
