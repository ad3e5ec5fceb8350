import { type Acceptor, either, inFewerWords } from '../../model/acceptor.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { AcaoMode, Branch, Origins } from '../../model/policy.ts';
import type { Span } from '../../text/span.ts';
import { literalsOf, unique } from '../origin/part.ts';
import { distinctAcceptors, type Sent } from './sent.ts';

/** Puts together all that the header may carry. With credentials `*` lets nobody in who sends them. */
export function originsOf(
  all: readonly Sent[],
  credentials: boolean | undefined,
  place: { readonly at: Span; readonly entry?: Span },
): { readonly origins: Origins; readonly oddities: readonly Oddity[] } {
  const live = all.filter(it => it.when.kind !== 'none');
  const written = live.filter(it => it.kind !== 'nothing');
  const stars = written.filter(it => it.kind === 'any');
  const others = written.filter(it => it.kind !== 'any');
  const counted = others.length > 0 && credentials !== false ? others : written;
  const acceptor = simplify(inFewerWords(either(distinctAcceptors(counted.map(it => it.accepts)))), live);
  const mode = modeOf(others, stars, acceptor, live);
  const texts = unique(written.flatMap(it => it.listed));
  const listed = unique([...texts, ...written.flatMap(it => literalsOf(it.when)), ...literalsOf(acceptor)]);
  const branches: Branch[] = live.map(it => ({
    outcome: outcomeOf(it),
    when: it.kind === 'text' ? it.accepts : it.when,
    at: it.at,
  }));
  const followed = live.some(it => it.tested);
  const star = stars[0];
  const sentTexts = mode === 'fallback' && star ? [...texts, { text: '*', at: star.accepts.at ?? star.at }] : texts;
  return {
    origins: {
      mode,
      acceptor,
      listed,
      ...(mode === 'fixed' || mode === 'fallback' ? { sent: sentTexts } : {}),
      ...place,
      from: 'written',
      ...(followed && live.length > 1 ? { branches } : {}),
    },
    oddities: live.flatMap(it => it.oddities),
  };
}

function outcomeOf({ kind, accepts }: Sent): Branch['outcome'] {
  if (kind === 'nothing' || accepts.kind === 'none') return 'deny';
  const open = accepts.kind === 'unknown' || (accepts.kind === 'and' && accepts.of.some(it => it.kind === 'unknown'));
  return open || kind === 'unknown' ? 'unknown' : 'allow';
}

function modeOf(others: readonly Sent[], stars: readonly Sent[], acceptor: Acceptor, live: readonly Sent[]): AcaoMode {
  if (others.length === 0) return stars.length > 0 ? 'any' : 'none';
  const echoes = others.some(it => it.kind === 'echo');
  const texts = others.filter(it => it.kind === 'text');
  if (!echoes && texts.length === 0) return stars.length > 0 ? 'fallback' : 'dynamic';
  if (echoes) {
    if (texts.length > 0 || stars.length > 0) return 'fallback';
    return acceptor.kind === 'all' ? 'echo-any' : 'echo-match';
  }
  if (texts.length === 1 && others.length === 1)
    return stars.length > 0 ? 'fallback' : texts[0]?.tested ? 'echo-match' : 'fixed';
  if (others.length > texts.length) return 'dynamic';
  return live.some(it => it.tested) ? (live.some(it => it.kind === 'nothing') ? 'echo-match' : 'fallback') : 'fixed';
}

/** Where every way echoes, a check before it decides nothing. */
function simplify(acceptor: Acceptor, live: readonly Sent[]): Acceptor {
  const everyone = live.length > 0 && live.every(it => it.kind === 'echo' && it.accepts.kind === 'all');
  return everyone ? { kind: 'all', ...(live[0] ? { at: live[0].at } : {}) } : acceptor;
}
