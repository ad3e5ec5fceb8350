import type { Span } from '../text/span.ts';
import { and, not, onOrigin, or, parses, testsOrigin, unknownTest } from './test.ts';
import type { Test, Value } from './value.ts';

/** What has been noticed to throw, while somebody listens. */
let noticed: Test[] | undefined;

let heeding = false;

/** Follows what stands for a missing origin: there, no condition says that it is about the origin, and all count. */
export function heedingAll<T>(ask: () => T): T {
  const before = heeding;
  heeding = true;
  try {
    return ask();
  } finally {
    heeding = before;
  }
}

/** What is asked for, and the condition under which it throws instead: what stands behind that is reached only where it does not hold. */
export function catching<T>(ask: () => T): { readonly value: T; readonly throws: Test } {
  const before = noticed;
  const mine: Test[] = [];
  noticed = mine;
  try {
    const value = ask();
    return { value, throws: or(...mine) };
  } finally {
    noticed = before;
  }
}

/** Notes that what is looked at throws where this holds. Where that says nothing about the origin, it is taken not to. */
export function throwing(when: Test): void {
  if (!noticed || (when.kind === 'constant' ? !when.value : !heeding && !testsOrigin(when))) return;
  if (!noticed.some(it => isSame(it, when))) noticed.push(when);
}

/** What throws within throws only where `when` holds: beyond it, nothing is evaluated. */
export function onlyWhere<T>(when: Test, ask: () => T): T {
  const { value, throws } = catching(ask);
  if (!excludes(when, throws)) throwing(and(when, throws));
  return value;
}

/** What is reached after something else of the kind, if that did not end the matter: nobody knows. */
export function perhaps<T>(span: Span, ask: () => T): T {
  const before = noticed ?? [];
  const { value, throws } = catching(ask);
  const parts = throws.kind === 'or' ? throws.of : [throws];
  const others = parts.filter(it => !before.some(other => isSame(it, other)));
  throwing(and(unknownTest(span, 'whether something is reached', true), or(...others)));
  return value;
}

/** What was evaluated at another time: where it threw, nobody is left to ask. */
export function apart<T>(ask: () => T): T {
  return catching(ask).value;
}

/** `new URL(value)` throws for what is no URL. */
export function parsing(value: Value, base?: Value): void {
  if (!base) throwing(not(parses(value, value.span)));
  else if (value.kind !== 'literal')
    throwing(unknownTest(value.span, 'whether a URL can be read', onOrigin(value) || onOrigin(base)));
  else if (!URL.canParse(String(value.value))) throwing(not(parses(base, base.span)));
}

/** Whether a condition says, among others, that this other one does not hold. */
export function excludes(condition: Test, other: Test): boolean {
  const parts = condition.kind === 'and' ? condition.of : [condition];
  const opposite = not(other);
  return parts.some(it => isSame(it, opposite));
}

function isSame(a: Test, b: Test): boolean {
  if (a === b) return true;
  if (a.kind === 'not' && b.kind === 'not') return isSame(a.of, b.of);
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  return (a.kind === 'parses' || a.kind === 'truthy') && a.kind === b.kind && sameValue(a.of, b.of);
}

function sameValue(a: Value, b: Value): boolean {
  return a === b || (a.kind === 'request' && b.kind === 'request' && a.part === b.part && a.name === b.name);
}
