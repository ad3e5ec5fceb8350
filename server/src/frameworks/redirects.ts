import { lastName } from '../syntax/member.ts';
import { type Test, textOf, type Value } from '../syntax/value.ts';
import { isRedirect, looksAtMethod, statusesOf } from './without-login.ts';

/** How a preflight is answered whose address is not the one that the server prefers. */
export interface Diversion {
  readonly status: number;
  /** `http:` in the place of `https:`, a slash at the end of the path, or another host name. */
  readonly of: 'protocol' | 'slash' | 'host';
}

/**
 * What a middleware does that sends requests to the address it prefers, without looking at their method. Packages that were
 * read: express-sslify 1.2.0 and express-enforces-ssl 1.1.0 redirect GET alone and answer 403 to everything else.
 */
export function diversionOf(value: Value): Diversion | undefined {
  if (value.kind === 'call') {
    const of = value.callee.kind === 'member' ? value.callee.object : value.callee;
    const enforces = of.kind === 'external' && /^express-(sslify|enforces-ssl)$/.test(of.module);
    return enforces ? { status: 403, of: 'protocol' } : undefined;
  }
  if (value.kind !== 'function') return undefined;
  const { paths, cut } = value.run([]);
  if (cut || paths.some(it => looksAtMethod(it.when))) return undefined;
  for (const path of paths) {
    const status = statusesOf(path).find(isRedirect);
    const of = status === undefined ? undefined : asked(path.when);
    if (status !== undefined && of !== undefined) return { status, of };
  }
  return undefined;
}

/** What of its address the condition asks for. */
function asked(test: Test): Diversion['of'] | undefined {
  switch (test.kind) {
    case 'not':
      return asked(test.of);
    case 'and':
    case 'or':
      return test.of.map(asked).find(it => it !== undefined);
    case 'truthy':
      return isProtocol(test.of) ? 'protocol' : undefined;
    case 'equals':
      if (isProtocol(test.left) || isProtocol(test.right)) return 'protocol';
      return [test.left, test.right].some(isPathsEnd) && [test.left, test.right].some(isSlash) ? 'slash' : undefined;
    case 'ends':
      return isPath(test.of) && isSlash(test.text) ? 'slash' : undefined;
    case 'starts':
      return isHost(test.of) && /^www\.?$/.test(textOf(test.text) ?? '') ? 'host' : undefined;
    case 'matches':
      if (isHost(test.of) && /^\^www/.test(test.pattern.source)) return 'host';
      return isPath(test.of) && /\/\+?\$$/.test(test.pattern.source) ? 'slash' : undefined;
    default:
      return undefined;
  }
}

function isSlash(value: Value): boolean {
  return textOf(value) === '/';
}

function isProtocol(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'header' && value.name === 'x-forwarded-proto';
  return value.kind === 'member' && /^(secure|protocol|encrypted)$/.test(value.name);
}

function isHost(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'header' && /^(x-forwarded-)?host$/.test(value.name ?? '');
  return value.kind === 'member' && /^(host|hostname)$/.test(value.name);
}

function isPath(value: Value): boolean {
  return value.kind === 'member' && /^(path|pathname|url|originalUrl)$/.test(value.name);
}

/** `req.path.slice(-1)`, `req.url.at(-1)`. */
function isPathsEnd(value: Value): boolean {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return false;
  return /^(slice|substr|at)$/.test(lastName(value.callee) ?? '') && isPath(value.callee.object);
}
