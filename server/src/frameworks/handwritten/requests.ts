import type { Condition } from '../../model/written.ts';
import { accepts } from '../../origins/ask.ts';
import { valuesIn } from '../../syntax/compared.ts';
import { isFixed, valuesOf } from '../../syntax/fixed.ts';
import { asksPut } from '../../syntax/put.ts';
import { testsOrigin } from '../../syntax/test.ts';
import { type Test, textOf, type Value } from '../../syntax/value.ts';
import { knownTest } from '../headers/conditions.ts';
import { acceptorOf, isOrigin, type Lookup } from '../origin/acceptor.ts';
import { patternAcceptor } from '../origin/pattern-acceptor.ts';
import { chainOf } from './handler-places.ts';
import { isMethod } from './method.ts';
import { isPath } from './responses.ts';

/** Which requests meet a condition, as plain data. */
export function conditionOf(test: Test, lookup: Lookup): Condition {
  switch (test.kind) {
    case 'constant':
      return test;
    case 'not': {
      const of = conditionOf(test.of, lookup);
      return of.kind === 'constant' ? { kind: 'constant', value: !of.value } : { kind: 'not', of };
    }
    case 'and':
    case 'or':
      return { kind: test.kind, of: test.of.map(it => conditionOf(it, lookup)) };
    default:
      return ofMethod(test) ?? ofAsking(test) ?? ofOrigin(test, lookup) ?? ofNothing(test);
  }
}

function ofNothing(test: Test): Condition {
  if (isOfPath(test)) return { kind: 'unknown', why: 'it depends on the path', path: true };
  if (isFixed(test)) return { kind: 'unknown', why: NOBODY, fixed: true };
  return { kind: 'unknown', why: asksPut(test) ? PUT : OTHER };
}

function ofMethod(test: Test): Condition | undefined {
  if (test.kind === 'equals') {
    const [method, other] = isMethod(test.left) ? [test.left, test.right] : [test.right, test.left];
    return isMethod(method) ? methodIs(method, textOf(other)) : undefined;
  }
  if (test.kind === 'member' && isMethod(test.item) && test.list.kind === 'list' && !test.list.rest) {
    const { item, list } = test;
    const of = list.items.map(it => methodIs(item, textOf(it)));
    return of.every(it => it !== undefined) ? { kind: 'or', of: of.flatMap(it => it ?? []) } : undefined;
  }
  return test.kind === 'truthy' && isMethod(test.of) ? { kind: 'constant', value: true } : undefined;
}

/** Methods arrive in upper case; code may compare them in lower case. */
function methodIs(method: Value, text: string | undefined): Condition | undefined {
  if (text === undefined) return undefined;
  const folded = chainOf(method).at(-1) === 'toLowerCase';
  if (folded && text !== text.toLowerCase()) return { kind: 'constant', value: false };
  return { kind: 'method', is: folded ? text.toUpperCase() : text };
}

function ofAsking(test: Test): Condition | undefined {
  if (test.kind !== 'truthy' || test.of.kind !== 'request' || test.of.part !== 'header') return undefined;
  const { name } = test.of;
  return name === 'access-control-request-method' || name === 'access-control-request-headers'
    ? { kind: 'asks', header: name }
    : undefined;
}

function ofOrigin(test: Test, lookup: Lookup): Condition | undefined {
  if (!testsOrigin(test) || !(unknownByOrigin(test) || knownTest(test))) return undefined;
  const absent = withoutOrigin(test);
  return { kind: 'origin', accepts: acceptorOf(test, lookup), ...(absent === undefined ? {} : { absent }) };
}

/** Whether a condition compares what was lost sight of on the way from the origin. */
function unknownByOrigin(test: Test): boolean {
  return test.kind === 'unknown' ? test.onOrigin : valuesIn(test).some(it => it.kind === 'unknown' && it.onOrigin);
}

/** What may stand in the place of a header that is missing, as a text. */
const MISSING: ReadonlySet<string> = new Set(['', 'undefined', 'null']);

/** Whether a condition holds for a request without `Origin`, where the value is `undefined` or `null`. */
function withoutOrigin(test: Test): boolean | undefined {
  switch (test.kind) {
    case 'truthy':
    case 'parses':
      return 'of' in test && isOrigin(test.of) ? false : undefined;
    case 'type':
      return isOrigin(test.of) && test.type !== 'undefined' && test.type !== 'object' ? false : undefined;
    case 'equals': {
      const other = isOrigin(test.left) ? test.right : isOrigin(test.right) ? test.left : undefined;
      const text = textOf(other);
      return (text !== undefined && !MISSING.has(text)) || other?.kind === 'environment' ? false : undefined;
    }
    case 'member':
      return isOrigin(test.item) &&
        test.list.kind === 'list' &&
        !test.list.rest &&
        test.list.items.every(it => !MISSING.has(textOf(it) ?? ''))
        ? false
        : undefined;
    case 'matches': {
      if (!isOrigin(test.of)) return undefined;
      const pattern = patternAcceptor(test.pattern, 'origin', () => undefined);
      const takes = ['undefined', 'null'].map(it => accepts(pattern, it));
      return takes.every(it => it === false) ? false : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether it is the path that decides, or what is made of it. */
function isOfPath(test: Test): boolean {
  return valuesOf(test).some(isPathIn);
}

/** Values share their parts, so that what was found of one is worth keeping. */
const OF_PATH = new WeakMap<Value, boolean>();

function isPathIn(value: Value): boolean {
  const found = OF_PATH.get(value) ?? holdsPath(value);
  OF_PATH.set(value, found);
  return found;
}

function holdsPath(value: Value): boolean {
  if (isPath(value)) return true;
  if (value.kind === 'call') return value.args.some(isPathIn) || isPathIn(value.callee);
  if (value.kind === 'member') return isPathIn(value.object);
  return value.kind === 'unknown' && value.of !== undefined && isPathIn(value.of);
}

const OTHER = 'it depends on more than the method and origin of the request';
const PUT = 'it depends on what other code has put on the request';
const NOBODY = 'it depends on what no request decides: a configuration, the time, a file';
