import { type Carrier, carriedBy, carrierOf } from './carried.ts';
import { valuesOf } from './fixed.ts';
import { type CallValue, type Test, textOf, type Value } from './value.ts';

/**
 * Whether a condition is about what code has put on the request or the answer (`req.trusted`, `res.locals.ok`, `ctx.state.site`,
 * `c.get('tenant')`, `res.statusCode`): no sender chooses it by itself, and the code may have asked whose origin it is.
 */
export function asksPut(test: Test): boolean {
  return asks(test, isPut);
}

/**
 * Whether a condition is about a header by which browsers tell what page asks, which the page cannot write itself: Fetch Metadata
 * (https://w3c.github.io/webappsec-fetch-metadata/) and `Referer` (https://fetch.spec.whatwg.org/#forbidden-request-header).
 */
export function asksPage(test: Test): boolean {
  return asks(test, isOfPage);
}

/** Whether a page of any site meets a condition on such a header: it may leave its address out, and asks with `fetch`. */
export function metByAnyPage(test: Test, negated: boolean): boolean {
  if (test.kind === 'truthy') return !negated || ofPage(test.of) === 'referer';
  const of = valuesOf(test)
    .map(ofPage)
    .find(it => it !== undefined);
  if (of !== 'sec-fetch-site' && of !== 'sec-fetch-mode') return negated;
  const text = test.kind === 'equals' ? (textOf(test.left) ?? textOf(test.right)) : undefined;
  return text !== undefined && (text === (of === 'sec-fetch-site' ? 'cross-site' : 'cors')) !== negated;
}

function asks(test: Test, is: (value: Value) => boolean): boolean {
  if (test.kind === 'not') return asks(test.of, is);
  return test.kind === 'and' || test.kind === 'or' ? test.of.some(it => asks(it, is)) : valuesOf(test).some(is);
}

/** Whether a value is made of something for which this holds; values share their parts, so that what was found is kept. */
function madeOf(is: (value: Value) => boolean): (value: Value) => boolean {
  const known = new WeakMap<Value, boolean>();
  const found = (value: Value): boolean => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const holds = is(value) || partsOf(value).some(found) || testsIn(value).some(it => asks(it, found));
    known.set(value, holds);
    return holds;
  };
  return found;
}

const isPut = madeOf(value => carrier(value) === 'put');
const isOfPage = madeOf(value => headerOfPage(value) !== undefined);

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'member':
      return [value.object];
    case 'call':
      // What a method gives is told by what it is asked for, and not by its name alone.
      return [value.callee.kind === 'member' ? value.callee.object : value.callee, ...value.args];
    case 'part':
    case 'promise':
      return [value.of];
    case 'template':
      return value.parts;
    case 'list':
      return value.items;
    case 'record':
      return value.entries.map(it => it.value);
    case 'choice':
      return value.branches.map(it => it.value);
    case 'unknown':
      return [...(value.of ? [value.of] : []), ...(value.among ?? [])];
    default:
      return [];
  }
}

function testsIn(value: Value): readonly Test[] {
  return value.kind === 'test' ? [value.test] : value.kind === 'choice' ? value.branches.map(it => it.when) : [];
}

function carrier(value: Value): Carrier | undefined {
  if (value.kind === 'parameter') return carrierOf(value.name);
  if (value.kind === 'call' && isKeptBy(value)) return 'put';
  const [member, key] =
    value.kind === 'call' ? [value.callee, value.args[0] && textOf(value.args[0])] : [value, undefined];
  const at = member.kind === 'member' ? carrier(member.object) : undefined;
  return at && member.kind === 'member' ? carriedBy(at, member.name, key) : undefined;
}

/** `state.get(req)`: what code keeps by the request, in a map beside it. */
function isKeptBy({ callee, args: [by] }: CallValue): boolean {
  if (callee.kind !== 'member' || !/^(get|has)$/.test(callee.name) || by?.kind !== 'parameter') return false;
  const { object: map } = callee;
  const made = map.kind === 'call' && map.construct && map.callee.kind === 'external' ? map.callee.name : '';
  return /^Weak(Map|Set)$/.test(made) && carrierOf(by.name) !== undefined;
}

function headerOfPage(value: Value): string | undefined {
  if (value.kind === 'call' && value.callee.kind === 'member' && /^(get|headers?)$/.test(value.callee.name))
    return nameOfPage(value.args[0] && textOf(value.args[0]));
  return value.kind === 'request' && value.part === 'header' ? nameOfPage(value.name) : undefined;
}

function nameOfPage(name: string | undefined): string | undefined {
  const lower = name?.toLowerCase();
  if (lower === 'referer' || lower === 'referrer') return 'referer';
  return lower !== undefined && /^sec-fetch-(site|mode|dest|user)$/.test(lower) ? lower : undefined;
}

/** Which of these headers a value is made of, in any of its parts. */
function ofPage(value: Value): string | undefined {
  return (
    headerOfPage(value) ??
    partsOf(value)
      .map(ofPage)
      .find(it => it !== undefined)
  );
}
