import { ALL, type Acceptor, both, negate } from '../model/acceptor.ts';
import type { OriginEffect } from '../model/oddity.ts';
import type { OriginAnswer } from '../model/policy.ts';
import { isUndefined, type Test, type Value } from '../syntax/value.ts';
import type { OriginSemantics, Part, Way } from './origin-option.ts';

/** One answer for everybody who comes this way. */
export function flat(gives: OriginAnswer['gives']): readonly OriginAnswer[] {
  return [{ when: ALL, gives }];
}

/** A yes for those who pass the test, a no for the others. */
export function byTest(acceptor: Acceptor): readonly OriginAnswer[] {
  return [
    { when: acceptor, gives: 'let-in' },
    { when: negate(acceptor), gives: 'denied' },
  ];
}

/** What a value that an origin function answers comes to, once it has been read. */
export function answersOf(value: Value, { origins }: Part, semantics: OriginSemantics, accept: (test: Test) => Acceptor): readonly OriginAnswer[] {
  if (value.kind === 'test') return byTest(accept(value.test));
  const effect = effectOf(value, semantics);
  if (effect === 'error-500' || effect === 'crashes') return flat('failed');
  if (effect === 'hangs' || effect === 'literal-header') return flat('unknown');
  switch (origins.mode) {
    case 'any':
      return flat('any');
    case 'fixed':
      return [{ when: ALL, gives: 'fixed', texts: (origins.sent ?? []).map(it => it.text) }];
    case 'echo-any':
      return flat('let-in');
    case 'echo-match':
      return origins.acceptor.kind === 'none' ? flat('denied') : [{ when: ALL, gives: 'let-in', accepts: origins.acceptor }];
    case 'none':
      return flat('denied');
    default:
      return flat('unknown');
  }
}

function effectOf(value: Value, semantics: OriginSemantics): OriginEffect | undefined {
  if (value.kind !== 'literal') return undefined;
  if (value.value === true) return semantics.yes;
  if (value.value === false) return semantics.no;
  if (value.value === '') return semantics.empty;
  return isUndefined(value) || value.value === null ? semantics.nothing : undefined;
}

/** The answers of all ways, in order. */
export function allAnswers(ways: readonly Way[]): readonly OriginAnswer[] {
  return ways.flatMap(way => (way.part.answers ?? flat('unknown')).map(it => ({ ...it, when: both([way.when, it.when]) }))).filter(it => it.when.kind !== 'none');
}

/** The one answer of these ways, where they agree: what a request without `Origin` gets. */
export function onlyAnswer(ways: readonly Way[]): OriginAnswer['gives'] {
  const [first, ...others] = allAnswers(ways);
  return first && others.every(it => it.gives === first.gives) ? first.gives : 'unknown';
}
