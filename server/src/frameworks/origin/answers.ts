import { type Acceptor, ALL, both, negate } from '../../model/acceptor.ts';
import type { OriginEffect } from '../../model/oddity.ts';
import type { OriginAnswer } from '../../model/policy.ts';
import { test } from '../../origins/matcher.ts';
import { and, not, or } from '../../syntax/test.ts';
import { isUndefined, type Test, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { OriginSemantics } from './option.ts';
import type { Part, Way } from './part.ts';

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
export function answersOf(
  value: Value,
  { origins }: Part,
  semantics: OriginSemantics,
  accept: (test: Test) => Acceptor,
): readonly OriginAnswer[] {
  if (value.kind === 'test') return ofTest(accept(value.test), semantics);
  const effect = effectOf(value, semantics);
  if (effect === 'error-500' || effect === 'crashes') return flat('failed');
  if (effect === 'hangs') return flat('unknown');
  switch (origins.mode) {
    case 'any':
      return flat('any');
    case 'fixed':
      return [{ when: ALL, gives: 'fixed', texts: (origins.sent ?? []).map(it => it.text) }];
    case 'echo-any':
      return flat('let-in');
    case 'echo-match':
      return origins.acceptor.kind === 'none'
        ? flat('denied')
        : [{ when: ALL, gives: 'let-in', accepts: origins.acceptor }];
    case 'none':
      return flat('denied');
    default:
      return flat('unknown');
  }
}

/** A comparison; where `true` is no yes, the word itself is sent. */
function ofTest(accepted: Acceptor, { yes }: OriginSemantics): readonly OriginAnswer[] {
  if (yes !== 'literal-header') return byTest(accepted);
  return [
    { when: accepted, gives: 'fixed', texts: ['true'] },
    { when: negate(accepted), gives: 'denied' },
  ];
}

function effectOf(value: Value, semantics: OriginSemantics): OriginEffect | undefined {
  if (value.kind !== 'literal') return undefined;
  if (value.value === true) return semantics.yes;
  if (value.value === false) return semantics.no;
  if (value.value === '') return semantics.empty;
  if (value.value === null) return semantics.null ?? semantics.nothing;
  return isUndefined(value) ? semantics.nothing : undefined;
}

/** The answers of all ways, in order. */
export function allAnswers(ways: readonly Way[]): readonly OriginAnswer[] {
  return ways
    .flatMap(way => (way.part.answers ?? flat('unknown')).map(it => ({ ...it, when: both([way.when, it.when]) })))
    .filter(it => it.when.kind !== 'none');
}

/** The one answer of these ways, where they agree: what a request without `Origin` gets. */
export function onlyAnswer(ways: readonly Way[]): Gift {
  const [first, ...others] = allAnswers(ways);
  if (!first || others.some(it => it.gives !== first.gives || String(it.texts) !== String(first.texts)))
    return { gives: 'unknown' };
  return { gives: first.gives, ...(first.texts ? { texts: first.texts } : {}) };
}

export type Gift = Pick<OriginAnswer, 'gives' | 'texts'>;

/** A test whose operands are literals, decided as the language does; what else it asks is not known. */
export function settled(it: Test): Test {
  switch (it.kind) {
    case 'constant':
      return it;
    case 'not':
      return not(settled(it.of));
    case 'and':
      return and(...it.of.map(settled));
    case 'or':
      return or(...it.of.map(settled));
    case 'matches': {
      const held =
        it.of.kind === 'literal' && it.pattern.kind === 'pattern'
          ? test(it.pattern.source, it.pattern.flags, String(it.of.value))
          : undefined;
      return decidedAs(held, it.span);
    }
    case 'member': {
      const { item, list } = it;
      const items = list.kind === 'list' && !list.rest ? list.items : undefined;
      const plain = item.kind === 'literal' && items?.every(other => other.kind === 'literal');
      return decidedAs(
        plain ? items?.some(other => other.kind === 'literal' && other.value === item.value) : undefined,
        it.span,
      );
    }
    case 'equals': {
      const { left, right } = it;
      return decidedAs(
        left.kind === 'literal' && right.kind === 'literal' ? left.value === right.value : undefined,
        it.span,
      );
    }
    default:
      return decidedAs(undefined, 'span' in it ? it.span : it.of.span);
  }
}

function decidedAs(held: boolean | undefined, span: Span): Test {
  return held === undefined
    ? { kind: 'unknown', why: 'it depends on more than the origin', onOrigin: true, span }
    : { kind: 'constant', value: held };
}
