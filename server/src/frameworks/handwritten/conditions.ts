import { and, not, onOrigin, or, TRUE, testsOrigin } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { carriesOrigin, valuesIn } from '../headers/conditions.ts';
import { asksVariable } from '../origin/acceptor.ts';
import { guardOf } from '../origin/alternatives.ts';
import { chainOf } from './handler-places.ts';
import { methodIn } from './method.ts';

/**
 * What a condition says of the origin, the method and the environment. All else (the path, who is logged in) is taken as met:
 * whoever attacks chooses a request for which it is. What whoever uses the code decides (`options.any`) is the same all along a way.
 */
export function concerning(test: Test): Test {
  return told(test, false, NOTHING);
}

const NOTHING: ReadonlyMap<string, boolean> = new Map();

function told(test: Test, negated: boolean, decided: ReadonlyMap<string, boolean>): Test {
  switch (test.kind) {
    case 'not':
      return not(told(test.of, !negated, decided));
    case 'and': {
      const all = negated ? decided : decidedBy(test.of, decided);
      return all ? and(...test.of.map(it => told(it, negated, all))) : not(TRUE);
    }
    case 'or':
      return or(...test.of.map(it => told(it, negated, decided)));
    case 'constant':
      return test;
    default: {
      const known = decided.size > 0 ? decided.get(settingKey(test) ?? '') : undefined;
      if (known !== undefined) return known ? TRUE : not(TRUE);
      return counts(test) ? test : negated ? not(TRUE) : TRUE;
    }
  }
}

/** What the parts of an `and` decide of settings, beside what is decided; undefined where they contradict one another. */
function decidedBy(
  parts: readonly Test[],
  before: ReadonlyMap<string, boolean>,
): ReadonlyMap<string, boolean> | undefined {
  const found = new Map(before);
  for (const it of parts) {
    const key = settingKey(it.kind === 'not' ? it.of : it);
    if (key === undefined) continue;
    const holds = it.kind !== 'not';
    if (found.has(key) && found.get(key) !== holds) return undefined;
    found.set(key, holds);
  }
  return found.size > 0 ? found : NOTHING;
}

/** The settings that a condition asks, each by what it asks of it. */
export function settingsIn(test: Test): readonly string[] {
  if (test.kind === 'not') return settingsIn(test.of);
  if (test.kind === 'and' || test.kind === 'or') return test.of.flatMap(settingsIn);
  const key = settingKey(test);
  return key === undefined ? [] : [key];
}

const SETTINGS = /^_?(options?|opts|config(uration)?|cfg|conf|settings?|cors(options|config)?)$/i;

/** What is asked of something that whoever uses the code hands in when it is set up, and no request decides; undefined for all else. */
function settingKey(test: Test): string | undefined {
  if (test.kind !== 'truthy' && test.kind !== 'equals') return undefined;
  const [of, other] = test.kind === 'truthy' ? [test.of] : [test.left, test.right];
  if (!isSetting(of) || (other && other.kind !== 'literal')) return undefined;
  return `${test.kind} ${chainOf(of).join('.')} ${other ? String(other.value) : ''}`;
}

function isSetting(value: Value): boolean {
  return value.kind === 'member' ? isSetting(value.object) : value.kind === 'parameter' && SETTINGS.test(value.name);
}

const counting = new WeakMap<Test, boolean>();

function counts(test: Test): boolean {
  const before = counting.get(test);
  if (before !== undefined) return before;
  const found =
    (looksAtOrigin(test) && testsOrigin(test)) ||
    methodIn(test) !== undefined ||
    guardOf(test) !== undefined ||
    asksVariable(test);
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
