import { onOrigin } from '../syntax/test.ts';
import type { Test, Value } from '../syntax/value.ts';

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
  switch (test.kind) {
    case 'and':
    case 'or':
      return test.of.some(knownTest);
    case 'not':
      return knownTest(test.of);
    case 'equals':
      return onOrigin(test.left) || onOrigin(test.right);
    case 'starts':
    case 'ends':
    case 'contains':
      return onOrigin(test.of) || onOrigin(test.text);
    case 'member':
      return onOrigin(test.item);
    case 'matches':
    case 'truthy':
    case 'parses':
      return onOrigin(test.of);
    default:
      return false;
  }
}
