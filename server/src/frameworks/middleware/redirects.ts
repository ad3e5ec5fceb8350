import { lastName } from '../../syntax/member.ts';
import { type Test, textOf, type Value } from '../../syntax/value.ts';
import { isRedirect, looksAtMethod, statusesOf } from './without-login.ts';

/** How a request is answered whose address is not the one that the server prefers. */
export interface Diversion {
  readonly status: number;
  /** `http:` in the place of `https:`, a slash at the end of the path, or `www.` before the host name. */
  readonly of: 'protocol' | 'slash' | 'host';
  /** It sends those away that have no slash at the end, or no `www.`. */
  readonly lacks?: true;
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
    const asks = status === undefined ? undefined : asked(path.when, true);
    if (status !== undefined && asks) return { status, of: asks.of, ...(asks.has ? {} : { lacks: true }) };
  }
  return undefined;
}

/** What of its address the condition asks for, and whether it is met by addresses that have it. `http:` is what lacks `https:`. */
interface Asks {
  readonly of: Diversion['of'];
  readonly has: boolean;
}

function asked(test: Test, met: boolean): Asks | undefined {
  const asks = (of: Asks['of']): Asks => ({ of, has: met });
  switch (test.kind) {
    case 'not':
      return asked(test.of, !met);
    case 'and':
    case 'or':
      return test.of.map(it => asked(it, met)).find(it => it !== undefined);
    case 'truthy':
      return isProtocol(test.of) ? unsafe(!met) : undefined;
    case 'equals': {
      const sides = [test.left, test.right];
      if (sides.some(isProtocol)) return unsafe(sides.some(it => textOf(it) === 'http') ? met : !met);
      return sides.some(isPathsEnd) && sides.some(isSlash) ? asks('slash') : undefined;
    }
    case 'ends':
      return isPath(test.of) && isSlash(test.text) ? asks('slash') : undefined;
    case 'starts':
      return isHost(test.of) && /^www\.?$/.test(textOf(test.text) ?? '') ? asks('host') : undefined;
    case 'matches':
      if (test.pattern.kind !== 'pattern') return undefined;
      if (isHost(test.of) && /^\^www/.test(test.pattern.source)) return asks('host');
      return isPath(test.of) && /\/\+?\$$/.test(test.pattern.source) ? asks('slash') : undefined;
    default:
      return undefined;
  }
}

/** Whoever sends `https:` away is no friend of pages, and nothing that is known. */
function unsafe(http: boolean): Asks | undefined {
  return http ? { of: 'protocol', has: true } : undefined;
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
