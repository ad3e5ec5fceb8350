import type { Header } from './request-headers.ts';

/** Names of request headers that WebKit knows, as it writes them. Source/WebCore/platform/network/HTTPHeaderNames.in */
const KNOWN = (
  'Accept Accept-Language Access-Control-Allow-Credentials Access-Control-Allow-Headers Access-Control-Allow-Methods ' +
  'Access-Control-Allow-Origin Access-Control-Expose-Headers Access-Control-Max-Age Age Authorization Cache-Control ' +
  'Content-Disposition Content-Encoding Content-Language Content-Location Content-Range Content-Type Default-Style ETag ' +
  'Expires If-Match If-Modified-Since If-None-Match If-Range If-Unmodified-Since Last-Event-ID Last-Modified Link Location ' +
  'Ping-From Ping-To Purpose Pragma Range Refresh Server User-Agent Vary X-Content-Type-Options X-Frame-Options X-Powered-By'
).split(' ');

const BY_NAME = new Map(KNOWN.map(it => [it.toLowerCase(), it]));

/** A name as it stands in WebKit’s messages; one that it does not know stands there as the script wrote it. */
export function asWebKitWrites(name: string): string {
  return BY_NAME.get(name.toLowerCase()) ?? name;
}

/** Lower-case names in the order in which WebKit looks at them: those that it knows first. Source/WebCore/platform/network/HTTPHeaderMap.h */
export function inWebKitsOrder(headers: readonly Header[]): readonly string[] {
  const names = headers.map(it => it.name.toLowerCase());
  return [...names.filter(it => BY_NAME.has(it)), ...names.filter(it => !BY_NAME.has(it))];
}
