import type { Value } from '../../syntax/value.ts';

/** The address that a request is sent to, or its host alone: whatever page asks, it is never that of another site. */
export function isOwnAddress(value: Value): boolean {
  switch (value.kind) {
    case 'request':
      return value.part === 'header' && value.name === 'host';
    case 'part':
      return OWN_PARTS.test(value.part) && isUrl(value.of);
    case 'member':
      return (
        (value.object.kind === 'parameter' && /^(?:host|hostname)$/.test(value.name)) ||
        (/^(?:origin|host|hostname)$/.test(value.name) && isParsed(value.object))
      );
    case 'template': {
      const host = value.parts.at(-1);
      const before = value.parts.slice(0, -1).map(it => (it.kind === 'literal' ? String(it.value) : undefined));
      return !!host && isOwnAddress(host) && before.length < 3 && /^(?:https?)?:\/\/$/.test(before.at(-1) ?? '');
    }
    default:
      return false;
  }
}

const OWN_PARTS = /^(?:url-origin|host|hostname)$/;

/** `request.url` of what a handler is handed. */
function isUrl(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'url';
  return value.kind === 'member' && value.name === 'url' && isRequest(value.object);
}

/** `request.nextUrl` of Next.js and `event.url` of SvelteKit, which are URLs that are taken apart. */
function isParsed(value: Value): boolean {
  return value.kind === 'member' && /^(?:nextUrl|url)$/.test(value.name) && isRequest(value.object);
}

function isRequest(value: Value): boolean {
  if (value.kind === 'parameter') return true;
  return value.kind === 'member' && /^(?:req|request)$/.test(value.name) && value.object.kind === 'parameter';
}
