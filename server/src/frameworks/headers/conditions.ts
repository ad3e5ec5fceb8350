import { valuesIn } from '../../syntax/compared.ts';
import { onOrigin } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';

/** `a || origin`: no sender of a request decides whether there is an `a`. */
export function supposesMissing(test: Test, value: Value): boolean {
  if (test.kind === 'and') return test.of.some(it => supposesMissing(it, value));
  return (
    test.kind === 'not' &&
    test.of.kind === 'truthy' &&
    test.of.of.span.start === value.span.start &&
    test.of.of.span.path === value.span.path
  );
}

/** Whether a condition makes sure that the variable is set. */
export function supposesSet(test: Test, value: Value): boolean {
  if (value.kind !== 'environment') return false;
  if (test.kind === 'and') return test.of.some(it => supposesSet(it, value));
  const of =
    test.kind === 'truthy'
      ? test.of
      : test.kind === 'equals'
        ? test.left.kind === 'environment'
          ? test.left
          : test.right
        : undefined;
  return of?.kind === 'environment' && of.name === value.name;
}

/** Whether a value that is not known may be one that counts as false. */
export function mayBeMissing(value: Value): boolean {
  return (
    value.kind === 'call' ||
    value.kind === 'member' ||
    value.kind === 'unknown' ||
    value.kind === 'parameter' ||
    value.kind === 'part'
  );
}

/** Whether a condition looks at the origin in a way that is followed. */
export function knownTest(test: Test): boolean {
  if (test.kind === 'and' || test.kind === 'or') return test.of.some(knownTest);
  if (test.kind === 'not') return knownTest(test.of);
  return valuesIn(test).some(carriesOrigin);
}

/** Values share their parts, so that what was found of one is worth keeping. */
const carried = new WeakMap<Value, boolean>();

/** Whether the origin itself certainly flows in, and not merely the request that holds it. */
export function carriesOrigin(value: Value): boolean {
  const before = carried.get(value);
  if (before !== undefined) return before;
  const found = carries(value);
  carried.set(value, found);
  return found;
}

function carries(value: Value): boolean {
  switch (value.kind) {
    case 'parameter':
      return false;
    case 'unknown':
      return value.of !== undefined && carriesOrigin(value.of);
    case 'member':
      return carriesOrigin(value.object);
    case 'part':
      return carriesOrigin(value.of);
    case 'template':
      return value.parts.some(carriesOrigin);
    case 'call':
      return carriesOrigin(value.callee) || value.args.some(carriesOrigin);
    case 'list':
      return value.items.some(carriesOrigin);
    case 'record':
      return value.entries.some(it => carriesOrigin(it.value));
    case 'test':
      return knownTest(value.test);
    case 'choice':
      return value.branches.some(it => carriesOrigin(it.value) || knownTest(it.when));
    default:
      return onOrigin(value);
  }
}
