import { NONE } from '../../model/acceptor.ts';
import type { Oddity } from '../../model/oddity.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { truthy } from '../../syntax/test.ts';
import type { Path, Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { shortened } from '../options/source-text.ts';
import { allAnswers, answersOf, byTest, flat } from './answers.ts';
import { type OriginInput, type OriginSemantics, readValue } from './option.ts';
import { dark, join, type Part, part, type Way } from './part.ts';

export function refusal(at: Span, gives: 'denied' | 'failed' = 'denied'): Part {
  return { ...part('echo-match', { ...NONE, at }), answers: flat(gives) };
}

export function thrown(path: Path): Part {
  return refusal(path.at, 'failed');
}

export function answer(value: Value | undefined, at: Span, semantics: OriginSemantics, input: OriginInput): Part {
  if (!value) return refusal(at);
  const style = semantics.functions;
  if (style.verdict) return verdict(value, at, style.verdict, input);
  const yes = style.trueMeansOrigin ? 'reflects-everyone' : semantics.yes;
  const plain: OriginSemantics = { ...semantics, yes, ...style.answers, functions: { ...style, kind: 'none' } };
  const ways = branchesOf(value).map(it => {
    const read = it.value.kind === 'function' ? dark(at, 'a function') : readValue(it.value, plain, input);
    return {
      when: input.accept(it.when),
      part: { ...read, answers: answersOf(it.value, read, plain, input.accept) },
      at: it.value.span,
    };
  });
  return ofWays(ways);
}

function ofWays(ways: readonly Way[]): Part {
  return { ...join(ways), answers: allAnswers(ways) };
}

/** An answer of which only the truth counts. */
function verdict(value: Value, at: Span, counts: 'truthy' | 'true', input: OriginInput): Part {
  if (value.kind === 'function') return dark(at, 'a function');
  if (counts === 'truthy' || value.kind === 'literal' || value.kind === 'test') {
    const test: Test =
      counts === 'true' && value.kind === 'literal' ? { kind: 'constant', value: value.value === true } : truthy(value);
    const acceptor = input.accept(test);
    return { ...part('echo-match', acceptor), answers: byTest(acceptor) };
  }
  if (value.kind === 'choice')
    return ofWays(
      branchesOf(value).map(it => ({
        when: input.accept(it.when),
        part: verdict(it.value, at, counts, input),
        at: it.value.span,
      })),
    );
  if (value.kind === 'unknown' || value.kind === 'call' || value.kind === 'member' || value.kind === 'parameter')
    return dark(at, 'an answer that is not followed');
  const oddity: Oddity = {
    kind: 'origin-misread',
    given: shortened(input.text(value.span)),
    effect: 'nobody',
    at: value.span,
  };
  return { ...refusal(at), oddities: [oddity] };
}
