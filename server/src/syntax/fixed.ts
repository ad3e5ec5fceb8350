import { valuesIn } from './compared.ts';
import { lastName } from './member.ts';
import type { Test, Value } from './value.ts';

/**
 * Whether a condition is about nothing that comes with a request: a configuration, the time, a file, the machine. Whoever runs the
 * server decides it, and no sender of requests. What the environment's variables decide is told elsewhere.
 */
export function isFixed(test: Test): boolean {
  const before = FIXED.get(test);
  if (before !== undefined) return before;
  const values = valuesOf(test);
  // Whether something throws depends on nothing that is seen: a request may decide it.
  const open = test.kind === 'unknown' && (test.onOrigin || test.between?.length === 0);
  const fixed = !open && !values.some(it => isSent(it) || it.kind === 'environment');
  FIXED.set(test, fixed);
  return fixed;
}

const FIXED = new WeakMap<Test, boolean>();

/** What a single condition compares, and what one is about of which nothing else is known. */
export function valuesOf(test: Test): readonly Value[] {
  return test.kind === 'unknown' ? (test.between ?? (test.of ? [test.of] : [])) : valuesIn(test);
}

/** Whether the address of whoever asks is compared, which nobody chooses. */
export function asksAddress(test: Test): boolean {
  return valuesOf(test).some(it => (it.kind === 'member' || it.kind === 'call') && ADDRESS.test(lastName(it) ?? ''));
}

const ADDRESS = /^(ip|ips|remoteAddress|clientAddress|remoteAddr)$/;

/** Values share their parts, so that what was found of one is worth keeping. */
const SENT = new WeakMap<Value, boolean>();

/** Whether some of the request flows into a value. */
function isSent(value: Value): boolean {
  const before = SENT.get(value);
  if (before !== undefined) return before;
  const found = flows(value);
  SENT.set(value, found);
  return found;
}

function flows(value: Value): boolean {
  switch (value.kind) {
    case 'request':
      return !(value.part === 'header' && value.name === 'host');
    case 'parameter':
      return !OWN.test(value.name);
    case 'member':
      return !OWN.test(value.name) && !isHost(value) && isSent(value.object);
    case 'call':
      return isSent(value.callee) || value.args.some(isSent);
    case 'part':
      return !(isAddress(value.of) && /^(?:host|hostname|port)$/.test(value.part)) && isSent(value.of);
    case 'promise':
      return isSent(value.of);
    case 'template':
      return value.parts.some(isSent);
    case 'list':
      return value.items.some(isSent);
    case 'record':
      return value.entries.some(it => isSent(it.value));
    case 'choice':
      return value.branches.some(it => isSent(it.value) || asks(it.when));
    case 'test':
      return asks(value.test);
    case 'unknown':
      return value.onOrigin || (value.of !== undefined && isSent(value.of)) || (value.among?.some(isSent) ?? false);
    default:
      return false;
  }
}

/**
 * `req.hostname`, `ctx.host`: the server's own address, which a page cannot change but by asking another server
 * (https://fetch.spec.whatwg.org/#forbidden-request-header).
 */
function isHost({ object, name }: Extract<Value, { kind: 'member' }>): boolean {
  return object.kind === 'parameter' && /^(?:host|hostname)$/.test(name);
}

function isAddress(value: Value): boolean {
  return value.kind === 'request' && value.part === 'url';
}

function asks(test: Test): boolean {
  if (test.kind === 'not') return asks(test.of);
  return test.kind === 'and' || test.kind === 'or' ? test.of.some(asks) : valuesOf(test).some(isSent);
}

/** What of a function's parameters, and of what they hold, is the server's own. */
const OWN =
  /^(conf(ig(uration)?)?|opts?|options|settings?|env|flags?|deps|app|server|fastify|strapi|res|resp|response|reply|next|done)$/i;
