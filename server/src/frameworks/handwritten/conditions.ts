import { valuesIn } from '../../syntax/compared.ts';
import { asksAddress, isFixed } from '../../syntax/fixed.ts';
import { asksPage, asksPut } from '../../syntax/put.ts';
import { and, not, onOrigin, or, TRUE, testsOrigin } from '../../syntax/test.ts';
import { beforeSent } from '../../syntax/unsent.ts';
import type { Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { carriesOrigin } from '../headers/conditions.ts';
import { asksVariable } from '../origin/acceptor.ts';
import { guardOf } from '../origin/alternatives.ts';
import { chainOf } from './handler-places.ts';
import { methodIn } from './method.ts';

/**
 * What a condition says of the origin, the method, the environment and what else no request decides. The rest (the path, who is
 * logged in) is taken as met: whoever attacks chooses a request for which it is.
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
    default: {
      const unsent = beforeSent(test);
      if (unsent !== undefined) return { kind: 'constant', value: unsent };
      return counts(test) ? test : negated ? not(TRUE) : TRUE;
    }
  }
}

/** Whether a condition asks the options that a function is called with, which whoever attacks does not choose. */
export function asksOptions(test: Test): boolean {
  if (test.kind === 'and' || test.kind === 'or') return test.of.some(asksOptions);
  if (test.kind === 'not') return asksOptions(test.of);
  const of = test.kind === 'unknown' ? test.of : undefined;
  return [...valuesIn(test), ...(of ? [of] : [])].some(it => {
    const [first, ...more] = chainOf(it);
    return first !== undefined && (more.length > 0 || it === of) && OPTIONS.test(first);
  });
}

const OPTIONS = /^(opts?|options|conf(ig)?|settings|(cors|middleware)_?(opts?|options|config|settings))$/i;

const counting = new WeakMap<Test, boolean>();

function counts(test: Test): boolean {
  const before = counting.get(test);
  if (before !== undefined) return before;
  const found =
    (looksAtOrigin(test) && testsOrigin(test)) ||
    methodIn(test) !== undefined ||
    guardOf(test) !== undefined ||
    asksVariable(test) ||
    asksPut(test) ||
    (!testsOrigin(test) && (isFixed(test) || asksAddress(test) || asksPage(test)));
  counting.set(test, found);
  return found;
}

const ABOUT_ORIGIN = /origin|cors|allow|domain|white_?list|trust|referr?er|cross|site/i;
const ABOUT_ELSE =
  /auth|user|session|token|login|sign|permission|role|rate|limit|throttl|admin|jwt|csrf|body|payload|json|path|route|url|method|exist|find|load|fetch|^get|read|parse|query|count|upload|file|stream|cache|webhook|secret|key/i;

/**
 * A call that is given the whole request may ask anything of it. One whose name speaks of something else than origins (who is
 * logged in, what is asked for) decides nothing; any other may be the check.
 */
function looksAtOrigin(test: Test): boolean {
  const before = looking.get(test);
  if (before !== undefined) return before;
  const found = looks(test);
  looking.set(test, found);
  return found;
}

const looking = new WeakMap<Test, boolean>();

function looks(test: Test): boolean {
  if (test.kind === 'unknown') return !test.why.includes('class');
  return valuesIn(test).some(it => {
    if (carriesOrigin(it)) return true;
    const names = chainOf(it);
    return onOrigin(it) && (names.some(name => ABOUT_ORIGIN.test(name)) || !names.some(name => ABOUT_ELSE.test(name)));
  });
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
