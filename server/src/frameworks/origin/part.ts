import { type Acceptor, ALL, both, either, inFewerWords, NONE } from '../../model/acceptor.ts';
import type { Oddity, OriginEffect } from '../../model/oddity.ts';
import type { AcaoMode, Branch, Listed, OriginAnswer, Origins } from '../../model/policy.ts';
import type { Span } from '../../text/span.ts';

/** What a value lets in; the parts of a reading that do not depend on where it stands. */
export interface Part {
  readonly origins: Pick<Origins, 'mode' | 'acceptor' | 'listed' | 'sent' | 'branches' | 'answers' | 'withoutOrigin'>;
  readonly oddities: readonly Oddity[];
  /** What comes of it on its way through an origin function. */
  readonly answers?: readonly OriginAnswer[];
}

export function ofEffect(effect: OriginEffect, at: Span): Pick<Origins, 'mode' | 'acceptor' | 'listed'> {
  const mode: AcaoMode =
    effect === 'any'
      ? 'any'
      : effect === 'reflects-everyone'
        ? 'echo-any'
        : effect === 'literal-header'
          ? 'fixed'
          : effect === 'nobody'
            ? 'echo-match'
            : 'none';
  return { mode, acceptor: mode === 'any' || mode === 'echo-any' ? { ...ALL, at } : { ...NONE, at }, listed: [] };
}

export function part(
  mode: AcaoMode,
  acceptor: Acceptor,
  listed: readonly Listed[] = [],
  oddities: readonly Oddity[] = [],
): Part {
  return { origins: { mode, acceptor, listed }, oddities };
}

export function dark(at: Span, why: string): Part {
  return part('dynamic', { kind: 'unknown', why, at });
}

export interface Way {
  readonly when: Acceptor;
  readonly part: Part;
  readonly at: Span;
}

/** Puts the answers for different origins together. */
export function join(ways: readonly Way[]): Part {
  const live = ways.filter(it => it.when.kind !== 'none');
  const first = live[0];
  if (!first) return part('none', NONE);
  const acceptor = inFewerWords(either(live.map(it => both([it.when, it.part.origins.acceptor]))));
  const modes = new Set(live.map(it => it.part.origins.mode));
  const listed = unique(live.flatMap(it => it.part.origins.listed));
  const oddities = live.flatMap(it => it.part.oddities);
  const sent = live.flatMap(it => it.part.origins.sent ?? []);
  const branches: Branch[] = live.map(it => ({ outcome: outcomeOf(it.part), when: it.when, at: it.at }));
  return {
    origins: { mode: jointMode(modes, live, acceptor), acceptor, listed, branches, ...(sent.length ? { sent } : {}) },
    oddities,
  };
}

function outcomeOf({ origins }: Part): Branch['outcome'] {
  if (origins.acceptor.kind === 'unknown') return 'unknown';
  return origins.acceptor.kind === 'none' ? 'deny' : 'allow';
}

function jointMode(modes: ReadonlySet<AcaoMode>, ways: readonly Way[], acceptor: Acceptor): AcaoMode {
  const [only] = modes;
  if (modes.has('any')) {
    const open = ways.filter(it => it.part.origins.mode === 'any');
    if (modes.size === 1 || open.some(it => it.when.kind === 'all')) return 'any';
    return open.every(it => it.when.kind === 'unknown') ? 'dynamic' : 'echo-any';
  }
  if (modes.has('dynamic') && acceptor.kind === 'unknown') return 'dynamic';
  const echoes = modes.has('echo-match') || modes.has('echo-any') || modes.has('dynamic');
  if (modes.has('fixed')) return echoes ? 'fallback' : 'fixed';
  if (!echoes) return only ?? 'none';
  const everyone =
    acceptor.kind === 'all' || (modes.size === 1 && modes.has('echo-any') && ways.every(it => it.when.kind === 'all'));
  return everyone ? 'echo-any' : 'echo-match';
}

export function unique(listed: readonly Listed[]): readonly Listed[] {
  return listed.filter(
    (it, index) =>
      listed.findIndex(
        other => other.at.path === it.at.path && other.at.start === it.at.start && other.at.end === it.at.end,
      ) === index,
  );
}

/** Whatever stands in a condition's acceptor as a literal: the allow-list behind a callback. */
export function literalsOf(acceptor: Acceptor): readonly Listed[] {
  switch (acceptor.kind) {
    case 'equals':
      return acceptor.subject === 'origin' && typeof acceptor.text === 'string' && acceptor.at
        ? [{ text: acceptor.text, at: acceptor.at }]
        : [];
    case 'and':
    case 'or':
      return unique(acceptor.of.flatMap(literalsOf));
    case 'not':
      return [];
    default:
      return [];
  }
}
