import type { Case } from './case.ts';
import { compare, described, messagesIn } from './compare.ts';
import { type EngineName, OPEN } from './engines.ts';
import { generate } from './generate.ts';
import { LEFT } from './left.ts';
import { openStage, type Sites } from './stage.ts';

/** A case on which a browser and `fetch/` disagree. */
export interface Disagreement {
  readonly id: number;
  /** What they disagree on. */
  readonly kind: string;
  readonly text: string;
}

export interface Campaign {
  readonly cases: number;
  readonly preflights: number;
  readonly readable: number;
  readonly messages: number;
  /** How many are not compared. */
  readonly left: number;
  readonly disagreements: readonly Disagreement[];
}

/** Plays cases to a browser, and holds what it does against `fetch/`. */
export async function campaign(engine: EngineName, casesFor: (sites: Sites) => readonly Case[]): Promise<Campaign> {
  const stage = await openStage();
  const cases = casesFor(stage.sites);
  const played = stage.play(cases);
  const browser = await OPEN[engine](`${stage.sites.page}/`);
  try {
    await played;
    await quiet(browser.lines);
    const messages = messagesIn(browser.lines, engine);
    const seenOf = (id: number) => stage.seen.get(id) ?? [];
    const compared = cases.filter(it => !LEFT.some(left => left.engine === engine && left.applies(it)));
    const disagreements = compared.flatMap((it): readonly Disagreement[] => {
      const outcome = stage.outcomes.get(it.id);
      if (!outcome) return [{ id: it.id, kind: 'outcome', text: 'nothing was heard of it' }];
      const observed = { outcome, seen: seenOf(it.id), messages: messages.get(it.id) ?? [] };
      return compare(it, observed, stage.sites, engine).map(text => ({
        id: it.id,
        kind: text.split(':')[0] ?? '',
        text: `${text}\n  ${described(it, stage.sites)}`,
      }));
    });
    return {
      cases: cases.length,
      preflights: cases.filter(it => seenOf(it.id).some(seen => 'access-control-request-method' in seen.headers))
        .length,
      readable: cases.filter(it => stage.outcomes.get(it.id)?.kind === 'response').length,
      messages: messages.size,
      left: cases.length - compared.length,
      disagreements,
    };
  } finally {
    await browser.close();
    stage.close();
  }
}

/** Until the console has said nothing new for a while. */
async function quiet(lines: readonly string[]): Promise<void> {
  for (let before = -1; before !== lines.length; ) {
    before = lines.length;
    await new Promise(done => setTimeout(done, 400));
  }
}

export function generated(seed: number, count: number, from = 0): (sites: Sites) => readonly Case[] {
  return sites => Array.from({ length: count }, (_, index) => generate(seed, from + index, sites));
}
