import { isSafelistedMethod } from '../fetch/methods.ts';
import { isForbiddenRequestHeader, unsafeRequestHeaders } from '../fetch/request-headers.ts';
import { type CorsPolicy, isForPreflights, known, type NameList, type Setting } from '../model/policy.ts';

/**
 * Whether a policy lets nobody do anything: it is for preflights alone, so that nobody reads by it, and what pages get to send by it
 * goes without the user's cookies (any program sends as much) or needs no preflight.
 */
export function isIdle(policy: CorsPolicy): boolean {
  return isForPreflights(policy) && (known(policy.credentials) !== true || sentBy(policy) === undefined);
}

/** What pages get to send with cookies where the preflight allows it, in words. A `*` is then a name like any other. */
export function sentBy({ methods, allowedHeaders }: CorsPolicy): string | undefined {
  const method = namesIn(methods).find(it => !isSafelistedMethod(it) && it !== 'OPTIONS');
  if (method !== undefined) return `\`${method}\``;
  const headers = namesIn(allowedHeaders).map(it => it.toLowerCase());
  const [header] = unsafeRequestHeaders(
    headers
      .map(name => ({ name, value: 'application/json' }))
      .filter(it => it.name !== '*' && !isForbiddenRequestHeader(it)),
  );
  if (headers.includes('content-type')) return 'JSON';
  if (header !== undefined) return `the header \`${header}\``;
  return [methods, allowedHeaders].some(isAsked) ? 'requests that need a preflight' : undefined;
}

function namesIn(setting: Setting<NameList>): readonly string[] {
  const list = known(setting);
  return list?.kind === 'names' ? list.names.map(it => it.text) : [];
}

/** Whether the preflight is answered with whatever it asks for. */
function isAsked(setting: Setting<NameList>): boolean {
  return known(setting)?.kind === 'reflect';
}
