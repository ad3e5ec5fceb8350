import type { Outcome, Test, Value } from '../../syntax/value.ts';
import { chainOf } from './handler-places.ts';

/** What a condition says of the request's method. */
export function methodIn(test: Test): 'options' | 'other' | undefined {
  switch (test.kind) {
    case 'and': {
      const said = test.of.map(methodIn);
      return said.includes('options') ? 'options' : said.includes('other') ? 'other' : undefined;
    }
    case 'or':
      return test.of.some(it => methodIn(it) === 'options')
        ? 'options'
        : test.of.every(it => methodIn(it) === 'other')
          ? 'other'
          : undefined;
    case 'not':
      return isOptions(test.of) ? 'other' : undefined;
    case 'equals':
      if (!isMethod(test.left) && !isMethod(test.right)) return undefined;
      return isOptions(test) ? 'options' : 'other';
    default:
      return undefined;
  }
}

/** Whether a condition is met by `OPTIONS` requests alone. */
export function asksOptions(test: Test): boolean {
  switch (test.kind) {
    case 'and':
      return test.of.some(asksOptions);
    case 'or':
      return test.of.length > 0 && test.of.every(asksOptions);
    default:
      return isOptions(test);
  }
}

function isOptions(test: Test): boolean {
  if (test.kind !== 'equals') return false;
  const [method, other] = isMethod(test.left) ? [test.left, test.right] : [test.right, test.left];
  return isMethod(method) && other.kind === 'literal' && /^options$/i.test(String(other.value));
}

/** Whether a value is the request's method, folded to one case or not. */
export function isMethod(value: Value): boolean {
  if (value.kind === 'request') return value.part === 'method';
  const names = chainOf(value);
  const last = /^to(Upper|Lower)Case$/.test(names.at(-1) ?? '') ? names.at(-2) : names.at(-1);
  if (value.kind === 'call' && value.callee.kind === 'member' && value.callee.object.kind === 'request')
    return isMethod(value.callee.object);
  return last === 'method' || last === 'httpMethod';
}

/** Whether some way through a function is for `OPTIONS` requests alone. */
export function answersOptions(outcome: Outcome): boolean {
  return outcome.paths.some(it => methodIn(it.when) === 'options');
}
