import type { Guard } from '../../model/policy.ts';
import { and, not, testsOrigin } from '../../syntax/test.ts';
import type { Entry, List, Test, Value } from '../../syntax/value.ts';

/** A value without choices that the environment decides, and the environment in which it holds. */
export interface Alternative {
  readonly value: Value;
  readonly guards: readonly Guard[];
}

const MOST = 12;

/**
 * The values that stand there in the different environments: a choice that depends on `NODE_ENV` or on whether a variable is
 * set becomes one alternative for each of its branches. Choices that depend on the request stay as they are.
 */
export function alternatives(value: Value): readonly Alternative[] {
  return alike(
    environments(conditionsIn(value, 0)).map(it => ({ value: assume(value, it.assumed, 0), guards: it.guards })),
  );
}

/** Environments of one mode that differ in nothing that stands there are one, under what they have in common. */
function alike(found: readonly Alternative[]): readonly Alternative[] {
  if (found.length < 3) return found;
  const groups = new Map<string, Alternative>();
  for (const it of found) {
    const modes = it.guards.filter(
      guard => guard.kind === 'mode' || (guard.kind === 'variable' && MODES.test(guard.name)),
    );
    const key = JSON.stringify([it.value, modes]);
    const before = groups.get(key);
    const own = new Set(it.guards.map(guard => JSON.stringify(guard)));
    groups.set(key, before ? { ...it, guards: before.guards.filter(guard => own.has(JSON.stringify(guard))) } : it);
  }
  return [...groups.values()];
}

/** An environment: which conditions hold in it, and what it is called. */
export interface EnvironmentCase {
  readonly assumed: ReadonlyMap<string, boolean>;
  readonly guards: readonly Guard[];
}

/** The environments that the conditions tell apart; one that excludes itself is left out. */
export function environments(conditions: readonly Condition[]): readonly EnvironmentCase[] {
  let found: readonly EnvironmentCase[] = [{ assumed: new Map(), guards: [] }];
  for (const { key, test } of conditions) {
    const next = found.flatMap(it =>
      [true, false].flatMap(holds => {
        const guard = guardOf(holds ? test : not(test));
        const guards = guard ? merged(it.guards, guard) : it.guards;
        return guards ? [{ assumed: new Map(it.assumed).set(key, holds), guards }] : [];
      }),
    );
    if (next.length > MOST) break;
    found = next;
  }
  return found;
}

/** The conditions within tests that the environment decides, those of the lists they look into included. */
export function conditionsOf(tests: readonly Test[]): readonly Condition[] {
  const found = new Map<string, Condition>();
  const all = new Set<Test>();
  for (const test of tests) atoms(test, all);
  for (const test of all) {
    const guard = guardOf(test);
    if (guard && !testsOrigin(test)) found.set(keyOf(test), { key: keyOf(test), test });
    else if (test.kind === 'member') conditionsIn(test.list, 0, found);
    else if (test.kind === 'equals') for (const it of [test.left, test.right]) conditionsIn(it, 0, found);
  }
  return [...found.values()];
}

/** Two guards of one variable may exclude each other; undefined then. */
function merged(guards: readonly Guard[], guard: Guard): readonly Guard[] | undefined {
  for (const it of guards) {
    if (it.kind === 'mode' && guard.kind === 'mode') {
      if (it.mode === guard.mode) return guards;
      if (excludes(it.mode, guard.mode) || excludes(guard.mode, it.mode)) return undefined;
    }
    if (
      it.kind === 'variable' &&
      guard.kind === 'variable' &&
      it.name === guard.name &&
      (it.state === 'unset') !== (guard.state === 'unset')
    )
      return undefined;
  }
  return [...guards, guard];
}

function excludes(a: string, b: string): boolean {
  return b === `not-${a}` || (!a.startsWith('not-') && !b.startsWith('not-') && a !== b);
}

/** A condition by what it says, so that the same one in two places is decided once. */
export function keyOf(test: Test): string {
  const known = keys.get(test);
  if (known !== undefined) return known;
  const key = JSON.stringify(test, (key, value: unknown) =>
    key === 'span' || key === 'keySpan' || key === 'run' ? undefined : value,
  );
  keys.set(test, key);
  return key;
}

const keys = new WeakMap<Test, string>();

export interface Condition {
  readonly key: string;
  readonly test: Test;
}

/** The properties of options and headers that say who is let in. */
const POLICY = /^(origins?|allow-?origins?|access-control-allow-origin)$/i;

function conditionsIn(value: Value, depth: number, found: Map<string, Condition> = new Map()): readonly Condition[] {
  if (depth > 6) return [...found.values()];
  const visit = (it: Value) => conditionsIn(it, depth + 1, found);
  if (value.kind === 'choice') {
    for (const branch of value.branches) {
      for (const it of conditionsOf([branch.when])) {
        // What is only there or not there (an item that a variable adds) tells no environments apart, unless it is a mode.
        if (value.branches.length > 1 || guardOf(it.test)?.kind === 'mode') found.set(it.key, it);
      }
      visit(branch.value);
    }
  } else if (value.kind === 'record') {
    for (const it of value.entries) {
      // Where a policy is not given, the library's own is what holds: that is an environment of its own.
      if (POLICY.test(it.key) && it.value.kind === 'choice')
        for (const own of conditionsOf(it.value.branches.map(branch => branch.when))) found.set(own.key, own);
      visit(it.value);
    }
  } else if (value.kind === 'list') {
    if (!isPlain(value)) value.items.forEach(visit);
  } else if (value.kind === 'test') for (const it of conditionsOf([value.test])) found.set(it.key, it);
  return [...found.values()];
}

/** Whether a list holds nothing but texts and patterns: one that many policies use is looked through once. */
function isPlain(list: List): boolean {
  const known = plain.get(list) ?? list.items.every(it => it.kind === 'literal' || it.kind === 'pattern');
  plain.set(list, known);
  return known;
}

const plain = new WeakMap<List, boolean>();

/** The tests that a test is put together of, each once: the ways through a function have most of theirs in common. */
function atoms(test: Test, found: Set<Test>): void {
  if (test.kind === 'not') atoms(test.of, found);
  else if (test.kind === 'and' || test.kind === 'or') for (const it of test.of) atoms(it, found);
  else found.add(test);
}

function assume(value: Value, assumed: ReadonlyMap<string, boolean>, depth: number): Value {
  if (assumed.size === 0 || depth > 6) return value;
  const inner = (it: Value) => assume(it, assumed, depth + 1);
  switch (value.kind) {
    case 'choice': {
      const branches = value.branches
        .map(it => ({ when: decide(it.when, assumed), value: inner(it.value) }))
        .filter(it => !(it.when.kind === 'constant' && !it.when.value));
      const certain = branches.find(it => it.when.kind === 'constant');
      return certain ? certain.value : { ...value, branches };
    }
    case 'record':
      return {
        ...value,
        entries: value.entries.flatMap((it): Entry[] => {
          if (absent(it.value, assumed)) return [];
          const now = inner(it.value);
          return now.kind === 'literal' && now.lacking ? [] : [{ ...it, value: now }];
        }),
      };
    case 'list':
      return { ...value, items: value.items.flatMap(it => (absent(it, assumed) ? [] : [inner(it)])) };
    case 'test': {
      const test = decide(value.test, assumed);
      return test.kind === 'constant' ? { kind: 'literal', value: test.value, span: value.span } : { ...value, test };
    }
    default:
      return value;
  }
}

/** An item or property that is there only under conditions none of which holds. */
function absent(value: Value, assumed: ReadonlyMap<string, boolean>): boolean {
  return (
    value.kind === 'choice' &&
    value.branches.every(it => {
      const when = decide(it.when, assumed);
      return when.kind === 'constant' && !when.value;
    })
  );
}

/** A condition in an environment in which others are decided. */
export function decide(test: Test, assumed: ReadonlyMap<string, boolean>): Test {
  if (assumed.size === 0) return test;
  const decided = decisions.get(assumed) ?? new WeakMap<Test, Test>();
  decisions.set(assumed, decided);
  const known = decided.get(test) ?? decideAnew(test, assumed);
  decided.set(test, known);
  return known;
}

/** What has been decided in an environment: the ways through a function have most of their tests in common. */
const decisions = new WeakMap<ReadonlyMap<string, boolean>, WeakMap<Test, Test>>();

function decideAnew(test: Test, assumed: ReadonlyMap<string, boolean>): Test {
  // Only what says something of the environment is ever assumed; other conditions may be long to spell out.
  const known = guardOf(test) && assumed.get(keyOf(test));
  if (known !== undefined) return { kind: 'constant', value: known };
  switch (test.kind) {
    case 'not':
      return not(decide(test.of, assumed));
    case 'and':
      return and(...test.of.map(it => decide(it, assumed)));
    case 'or': {
      const parts = test.of.map(it => decide(it, assumed));
      if (parts.some(it => it.kind === 'constant' && it.value)) return { kind: 'constant', value: true };
      const open = parts.filter(it => it.kind !== 'constant');
      return open.length === 0
        ? { kind: 'constant', value: false }
        : open.length === 1 && open[0]
          ? open[0]
          : { kind: 'or', of: open };
    }
    case 'member':
      return { ...test, list: assume(test.list, assumed, 0) };
    case 'equals':
      return { ...test, left: assume(test.left, assumed, 0), right: assume(test.right, assumed, 0) };
    default:
      return test;
  }
}

/** What the conditions around a call say of the environment. */
export function guardsOf(when: Test): readonly Guard[] {
  return (when.kind === 'and' ? when.of : [when]).flatMap(it => guardOf(it) ?? []);
}

const MODES =
  /^(NODE_ENV|APP_ENV|ENV|ENVIRONMENT|STAGE|MODE|VERCEL_ENV|NEXT_PUBLIC_ENV|APP_STAGE|DEPLOY_ENV|NITRO_ENV)$/;
type Mode = Extract<Guard, { kind: 'mode' }>['mode'];

/** What a condition says of the environment; undefined where it says nothing of it. */
export function guardOf(test: Test): Guard | undefined {
  if (test.kind === 'not') {
    const guard = opposite(guardOf(test.of));
    // A mode that comes out of a checked configuration is never simply forgotten.
    return guard?.kind === 'mode' && guard.mode === 'not-production' && isChecked(test.of)
      ? { ...guard, mode: 'development' }
      : guard;
  }
  if (test.kind === 'truthy' && test.of.kind === 'environment') {
    if (/^(DEV|__DEV__)$/.test(test.of.name)) return { kind: 'mode', mode: 'development' };
    if (test.of.name === 'PROD') return { kind: 'mode', mode: 'production' };
    return { kind: 'variable', name: test.of.name, state: 'set' };
  }
  if (test.kind !== 'equals') return undefined;
  const [variable, other] = test.left.kind === 'environment' ? [test.left, test.right] : [test.right, test.left];
  if (variable.kind !== 'environment' || other.kind !== 'literal' || variable.each) return undefined;
  const text = String(other.value);
  if (MODES.test(variable.name)) {
    const mode: Mode | undefined = /^prod(uction)?$/i.test(text)
      ? 'production'
      : /^(dev(elopment)?|local)$/i.test(text)
        ? 'development'
        : /^test(ing)?$/i.test(text)
          ? 'test'
          : undefined;
    if (mode) return { kind: 'mode', mode };
  }
  return { kind: 'variable', name: variable.name, state: text === '' ? 'unset' : text };
}

function isChecked(test: Test): boolean {
  return test.kind === 'equals' && [test.left, test.right].some(it => it.kind === 'environment' && it.checked === true);
}

function opposite(guard: Guard | undefined): Guard | undefined {
  if (!guard) return undefined;
  if (guard.kind === 'mode') {
    if (guard.mode === 'production') return { kind: 'mode', mode: 'not-production' };
    if (guard.mode === 'development') return { kind: 'mode', mode: 'not-development' };
    if (guard.mode === 'test') return { kind: 'condition', text: 'outside tests' };
    return { kind: 'mode', mode: guard.mode === 'not-production' ? 'production' : 'development' };
  }
  if (guard.kind === 'variable') {
    if (guard.state === 'set') return { kind: 'variable', name: guard.name, state: 'unset' };
    if (guard.state === 'unset') return { kind: 'variable', name: guard.name, state: 'set' };
    return { kind: 'condition', text: `${guard.name} is not ${guard.state}` };
  }
  return { kind: 'condition', text: `not ${guard.text}` };
}
