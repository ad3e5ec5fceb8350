import { and, not, or, testsOrigin, TRUE } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { guardOf } from '../alternatives.ts';
import { methodIn } from './method.ts';

/**
 * What a condition says of the origin, the method and the environment. All else (the path, who is logged in) is taken as met:
 * whoever attacks chooses a request for which it is.
 */
export function concerning(test: Test, negated = false): Test {
  switch (test.kind) {
    case 'not':
      return not(concerning(test.of, !negated));
    case 'and':
      return and(...test.of.map(it => concerning(it, negated)));
    case 'or':
      return or(...test.of.map(it => concerning(it, negated)));
    case 'constant':
      return test;
    default:
      return testsOrigin(test) || methodIn(test) || guardOf(test) ? test : negated ? not(TRUE) : TRUE;
  }
}

/** A condition by where it stands: short, however much it compares. */
export function briefly(test: Test): string {
  switch (test.kind) {
    case 'constant':
      return String(test.value);
    case 'not':
      return `!${briefly(test.of)}`;
    case 'and':
    case 'or':
      return `${test.kind}(${test.of.map(briefly).join()})`;
    case 'truthy':
    case 'type':
      return `${test.kind}${place(test.of)}`;
    default:
      return `${test.kind}${placeOf(test.span)}`;
  }
}

function place(value: Value): string {
  return placeOf(value.span);
}

function placeOf({ path, start, end }: Span): string {
  return `${start}-${end}@${path}`;
}
