import { type Acceptor, parts } from '../model/acceptor.ts';
import type { Behaviour, OriginMatch } from '../model/behaviour.ts';
import { type CorsPolicy, known, type OriginAnswer, type Origins } from '../model/policy.ts';
import { accepts } from '../origins/ask.ts';
import { standIns } from '../origins/holes.ts';

/** How a request's origin stands with a policy, and the texts that are sent where they are fixed; or why it cannot be told. */
export type Position =
  | { readonly originMatch: OriginMatch; readonly texts?: readonly string[] }
  | { readonly originMatch?: undefined; readonly why: string };

/** Where a request with this `Origin` header, or without any, stands. */
export function positionOf(policy: CorsPolicy, behaviour: Behaviour, origin: string | undefined): Position {
  const { origins } = policy;
  const { allowOrigin } = behaviour;
  if (origin === undefined && allowOrigin.absentAlways) return { originMatch: 'absent' };
  const plain = positionByMode(origins, behaviour, origin);
  if (plain.originMatch === 'any' && allowOrigin.starReflected) return { originMatch: 'matched' };
  if (plain.originMatch !== 'any' || allowOrigin.starWithCredentials === 'sent') return plain;
  const credentials = known(policy.credentials);
  if (credentials === undefined) return { why: 'whether credentials are allowed is not known' };
  if (!credentials) return plain;
  return { originMatch: origin === undefined ? 'absent' : 'matched' };
}

function positionByMode(origins: Origins, behaviour: Behaviour, origin: string | undefined): Position {
  if (origins.mode === 'none') return { originMatch: 'off' };
  if (origin === undefined && behaviour.allowOrigin.withoutOrigin === 'off') return { originMatch: 'off' };
  if (origins.mode === 'any') {
    const repeated = behaviour.allowOrigin.listedFirst && origins.listed.some(it => it.text === origin);
    return { originMatch: repeated ? 'matched' : 'any' };
  }
  if (origin === undefined) return withoutOrigin(origins, behaviour);
  if (origins.answers) return byAnswers(origins.answers, behaviour, origin);
  const texts = origins.sent?.map(it => it.text);
  switch (origins.mode) {
    case 'fixed':
      return fixed(texts);
    case 'echo-any':
      return { originMatch: 'matched' };
    default:
      return decided(origins.acceptor, origin, taken => {
        // What refused origins are sent lets in the one that is called so.
        const byRefusal = origin === behaviour.allowOrigin.refused && origins.listed.every(it => it.text !== origin);
        if (taken && !byRefusal) return { originMatch: 'matched' };
        return origins.mode === 'fallback' ? one(texts) : { originMatch: behaviour.allowOrigin.denied };
      });
  }
}

function withoutOrigin(origins: Origins, { allowOrigin }: Behaviour): Position {
  const told = allowOrigin.withoutOrigin;
  if (told === 'unknown') return { why: 'what a request without `Origin` gets is not known' };
  if (told === 'compared')
    return decided(origins.acceptor, '', taken => ({ originMatch: taken ? 'absent' : allowOrigin.denied }));
  if (told) return { originMatch: told };
  if (origins.withoutOrigin) return ofGift(origins.withoutOrigin, allowOrigin, 'absent');
  if (origins.mode === 'fixed') return fixed(origins.sent?.map(it => it.text));
  return origins.mode === 'dynamic' || origins.mode === 'fallback'
    ? { why: 'what a request without `Origin` gets is not known' }
    : { originMatch: 'absent' };
}

/** What the ways give that this origin takes; where they differ, something else than the origin decides. */
function byAnswers(answers: readonly OriginAnswer[], { allowOrigin }: Behaviour, origin: string): Position {
  const unsure = answers.find(it => certainly(it.when, origin) === undefined);
  if (unsure) {
    // One of these ways is taken: where all of them give the same, it does not matter which.
    const [given, ...rest] = answers
      .filter(it => certainly(it.when, origin) !== false)
      .map(it => ofAnswer(it, allowOrigin, origin));
    const same = given?.originMatch !== undefined && rest.every(it => JSON.stringify(it) === JSON.stringify(given));
    return same ? given : { why: whyUnknown(unsure.when) };
  }
  const positions = answers.filter(it => certainly(it.when, origin)).map(it => ofAnswer(it, allowOrigin, origin));
  const [first, ...others] = positions;
  if (!first) return { why: 'what the origin function answers is not known' };
  const same = others.every(it => JSON.stringify(it) === JSON.stringify(first));
  return same ? first : { why: 'what the origin function answers depends on more than the origin' };
}

function ofAnswer(it: OriginAnswer, allowOrigin: Behaviour['allowOrigin'], origin: string): Position {
  if (!it.accepts) return ofGift(it, allowOrigin, 'matched');
  // A list or pattern that the function hands over is compared as if it stood there itself.
  return decided(it.accepts, origin, yes => ({
    originMatch: yes ? 'matched' : (allowOrigin.deniedByAnswer ?? 'refused'),
  }));
}

function ofGift(
  { gives, texts }: Pick<OriginAnswer, 'gives' | 'texts'>,
  { denied }: Behaviour['allowOrigin'],
  letIn: 'matched' | 'absent',
): Position {
  switch (gives) {
    case 'let-in':
      return { originMatch: letIn };
    case 'denied':
      return { originMatch: denied };
    case 'failed':
    case 'any':
      return { originMatch: gives };
    case 'fixed':
      return fixed(texts);
    case 'unknown':
      return { why: 'what the origin function answers is not known' };
  }
}

function fixed(texts: readonly string[] | undefined): Position {
  return texts ? { originMatch: 'fixed', texts } : { why: 'the text that is sent is not known' };
}

function one(texts: readonly string[] | undefined): Position {
  return texts?.length === 1 ? fixed(texts) : { why: 'which of several texts is sent is not known' };
}

function decided(acceptor: Acceptor, origin: string, then: (taken: boolean) => Position): Position {
  const taken = certainly(acceptor, origin);
  return taken === undefined ? { why: whyUnknown(acceptor) } : then(taken);
}

/** Whether an acceptor takes an origin; a no is certain only where no environment variable's content was made up for it. */
export function certainly(acceptor: Acceptor, origin: string): boolean | undefined {
  const taken = accepts(acceptor, origin);
  return taken === false && standIns(acceptor).length > 0 ? undefined : taken;
}

/** Why it cannot be told whether an acceptor takes an origin, in a few words. */
export function whyUnknown(acceptor: Acceptor): string {
  const dark = [...parts(acceptor)].find(it => it.kind === 'unknown');
  if (dark?.kind === 'unknown' && dark.why.startsWith('it depends')) return dark.why;
  const [variable] = standIns(acceptor);
  return variable === undefined ? 'whether this origin is let in is not known' : `what ${variable} holds is not known`;
}
