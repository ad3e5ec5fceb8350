import { alternatives } from '../frameworks/origin/alternatives.ts';
import type { Guard } from '../model/policy.ts';
import { choice } from '../syntax/choice.ts';
import { and, TRUE, unknownTest } from '../syntax/test.ts';
import type { RecordValue, Test, Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';
import type { Lookup } from './client.ts';

const MOST = 12;

/**
 * Calls `make` with the arguments in each environment that they tell apart, and with each URL where the first argument is one of
 * several.
 */
export function eachCase<T>(
  args: readonly (Value | undefined)[],
  span: Span,
  lookup: Lookup,
  make: (args: readonly (Value | undefined)[], guards: readonly Guard[]) => readonly T[],
): readonly T[] {
  const missing: Value = { kind: 'literal', value: undefined, span };
  const whole: RecordValue = {
    kind: 'record',
    container: 'object',
    entries: args.map((it, i) => ({ key: String(i), value: outward(it ?? missing, 0), keySpan: span, span })),
    span,
  };
  return alternatives(whole)
    .flatMap(({ value, guards }) => {
      if (value.kind !== 'record' || !guards.every(it => isPossible(it, lookup))) return [];
      const given = args.map((_, i) => value.entries.find(it => it.key === String(i))?.value);
      const [first, ...rest] = given;
      const firsts = first?.kind === 'choice' ? first.branches.map(it => it.value) : [first];
      const told = guards.filter(it => !isFiled(it, lookup));
      return firsts.flatMap(it => make([it, ...rest], told));
    })
    .slice(0, MOST);
}

/** A variable that a file for every mode sets is not unset. */
function isPossible(guard: Guard, lookup: Lookup): boolean {
  if (guard.kind !== 'variable' || guard.state !== 'unset') return true;
  return !lookup(guard.name)?.some(it => it.text !== '' && /\.env(\.local)?$/.test(it.at.path));
}

/** What a file says of a variable needs no condition. */
function isFiled(guard: Guard, lookup: Lookup): boolean {
  return guard.kind === 'variable' && guard.state === 'set' && (lookup(guard.name)?.length ?? 0) > 0;
}

/** Options for what is carried: it says by its kind what type the body has, and nothing else of it counts. */
const CARRIED = /^(body|data|json|params|searchParams|query|variables)$/;

/** The kind of a body, whatever is in it. */
export function withoutContent(value: Value): Value {
  switch (value.kind) {
    case 'record':
      return { ...value, entries: [] };
    case 'list':
      return { ...value, items: [] };
    case 'choice':
      return { ...value, branches: value.branches.map(it => ({ ...it, value: withoutContent(it.value) })) };
    case 'call':
      return value.callee.kind === 'external' ? { ...value, args: [] } : value;
    default:
      return value;
  }
}

/** A text of which a piece is one of several is itself one of several. */
function outward(value: Value, depth: number): Value {
  if (depth > 4) return value;
  const inner = (it: Value) => outward(it, depth + 1);
  switch (value.kind) {
    case 'template':
      return combined(value.parts.map(inner), value.span, parts => ({ ...value, parts }));
    case 'call':
      return value.callee.kind === 'external' && /^(URL|Request)$/.test(value.callee.name)
        ? combined(value.args.map(inner), value.span, args => ({ ...value, args }))
        : value;
    case 'part':
      return combined([inner(value.of)], value.span, ([of]) => (of ? { ...value, of } : value));
    case 'unknown': {
      const items = value.among ? distinct(value.among) : [];
      if (items.length === 0 || items.length > MOST) return value;
      return choice(
        value.span,
        items.map(it => ({ when: unknownTest(value.span, value.why, false), value: inner(it) })),
      );
    }
    case 'record': {
      const entries = value.entries.map(it =>
        /^(url|baseURL)$/.test(it.key)
          ? { ...it, value: inner(it.value) }
          : CARRIED.test(it.key)
            ? { ...it, value: withoutContent(it.value) }
            : it,
      );
      return { ...value, entries };
    }
    default:
      return value;
  }
}

function distinct(values: readonly Value[]): readonly Value[] {
  const same = (a: Value, b: Value) =>
    a.kind === 'literal' && b.kind === 'literal'
      ? a.value === b.value
      : a.span.path === b.span.path && a.span.start === b.span.start;
  return values.filter((it, i) => values.findIndex(other => same(it, other)) === i);
}

function combined(pieces: readonly Value[], span: Span, make: (pieces: readonly Value[]) => Value): Value {
  if (!pieces.some(it => it.kind === 'choice')) return make(pieces);
  let all: readonly { readonly when: Test; readonly pieces: readonly Value[] }[] = [{ when: TRUE, pieces: [] }];
  for (const piece of pieces) {
    const branches = piece.kind === 'choice' ? piece.branches : [{ when: TRUE, value: piece }];
    all = all.flatMap(it =>
      branches.map(branch => ({ when: and(it.when, branch.when), pieces: [...it.pieces, branch.value] })),
    );
    if (all.length > MOST) return make(pieces);
  }
  return choice(
    span,
    all.map(it => ({ when: it.when, value: make(it.pieces) })),
  );
}
