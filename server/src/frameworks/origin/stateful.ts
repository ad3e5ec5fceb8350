import type { Oddity } from '../../model/oddity.ts';
import type { Test, Value } from '../../syntax/value.ts';

/** Patterns with the `g` or `y` flag that remember where they were from one request to the next, in conditions. */
export function statefulIn(tests: readonly Test[]): readonly Oddity[] {
  const found = new Map<number, Oddity>();
  const seen = new Set<Test>();
  const visit = (test: Test) => {
    if (seen.has(test)) return;
    seen.add(test);
    if (test.kind === 'and' || test.kind === 'or') test.of.forEach(visit);
    else if (test.kind === 'not') visit(test.of);
    else if (
      test.kind === 'matches' &&
      test.pattern.kind === 'pattern' &&
      test.pattern.shared &&
      /[gy]/.test(test.pattern.flags)
    ) {
      const { source, flags, span } = test.pattern;
      found.set(span.start, { kind: 'stateful-pattern', source, flags, at: span });
    }
  };
  for (const it of tests) visit(it);
  return [...found.values()];
}

/** The conditions that decide a value. */
export function decidedBy(value: Value | undefined): readonly Test[] {
  if (value?.kind === 'test') return [value.test];
  return value?.kind === 'choice' ? value.branches.flatMap(it => [it.when, ...decidedBy(it.value)]) : [];
}
