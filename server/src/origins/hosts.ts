import type { Sets } from './answer.ts';
import type { Formulas } from './formula.ts';
import type { Named } from './named.ts';
import { patternProgram } from './program.ts';
import type { Formula } from './store.ts';
import { isRegistrable } from './suffixes.ts';

/** The host of a serialised origin. */
export function hostOf(origin: string): string {
  return /^[^:]*:\/\/(\[[^\]]*\]|[^:]*)/.exec(origin)?.[1] ?? '';
}

/** `text` as the source of a regular expression that matches it and nothing else. */
export function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Origins whose host is one of `names` or below one. */
export function below(engine: Formulas, names: readonly string[]): Formula {
  const sources = names.map(it => `${it.endsWith('.netlify.app') ? '(?:|[^.]*--)' : ''}${quote(it)}`);
  const parts = Array.from({ length: Math.ceil(sources.length / TOGETHER) }, (_, i) =>
    hosts(engine, `(?:^|\\.)(?:${sources.slice(i * TOGETHER, (i + 1) * TOGETHER).join('|')})\\.?$`),
  );
  return engine.or(parts);
}

/** So many names go into one pattern, whose length is bounded. */
const TOGETHER = 64;

/** Origins that match. */
export function matching(engine: Formulas, source: string): Formula {
  return engine.program(patternProgram(source, ''));
}

/** Origins whose host matches. */
export function hosts(engine: Formulas, source: string): Formula {
  return engine.partProgram('hostname', patternProgram(source, ''));
}

/**
 * A surely accepted origin of a name that is `wanted`, under whatever top-level domain; names under those that do not
 * exist are set aside one top-level domain at a time. `possible` is whether one may be left that was not found.
 */
export function findUnder(
  sets: Sets,
  apart: readonly Formula[],
  wanted: (origin: string) => boolean,
): { readonly word?: string; readonly possible: boolean } {
  const aside = [...apart];
  for (let round = 0; round < 6; round++) {
    const word = sets.find('lower', 'names', ...aside);
    if (word === undefined) break;
    if (wanted(word) && sets.takes(word)) return { word, possible: true };
    const topLevel = hostOf(word).replace(/\.$/, '').split('.').at(-1) ?? '';
    const [stem, last] = [topLevel.slice(0, -1), topLevel.slice(-1)];
    const letters = [...'abcdefghijklmnopqrstuvwxyz'].filter(it => !isRegistrable(`a.${stem}${it}`));
    if (!letters.includes(last)) break;
    aside.push(sets.engine.not(hosts(sets.engine, `(?:^|\\.)${stem}[${letters.join('')}]\\.?$`)));
  }
  return { possible: sets.find('upper', 'names', ...aside) !== undefined };
}

/** All origins but those under top-level domains that an unescaped dot makes and that do not exist. */
export function impossible(engine: Formulas, named: Named): readonly Formula[] {
  return impossibleTopLevels(named).map(it => engine.not(hosts(engine, it)));
}

/**
 * The top-level domains that an unescaped dot in front of the real one makes (`examplexcom`), where none exists; as
 * patterns of hosts.
 */
function impossibleTopLevels({ fragments }: Named): readonly string[] {
  const found = new Set<string>();
  for (const { host, anyAt } of fragments) {
    if (host.includes('localhost')) found.add('localhost[^.]*\\.?$');
    for (let at = host.length - 1, open = 0; at >= 0 && open < 2; at--) {
      if (host[at] !== '.') continue;
      if (!anyAt.includes(at)) break;
      open++;
      const start = host.lastIndexOf('.', at - 1) + 1;
      const tail = host.slice(start);
      if (/^[a-z.]+$/.test(tail) && !fillings(tail).some(it => isRegistrable(`a.${it}`))) {
        found.add(`(?:^|\\.)${tail.replaceAll('.', '[a-z]')}\\.?$`);
      }
    }
  }
  return [...found];
}

/** No top-level domain in letters is longer than 18; those in `xn--` do not come into question. */
function fillings(text: string): string[] {
  if (text.length > 18) return [];
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  return [...text].reduce<string[]>(
    (all, char) => (char === '.' ? all.flatMap(it => letters.map(letter => it + letter)) : all.map(it => it + char)),
    [''],
  );
}

/** The word with the names of strangers in it, where `keeps` allows that, and without a port that is not needed. */
export function prettify(origin: string, keeps: (origin: string) => boolean): string {
  const [scheme = '', rest = ''] = origin.split('://');
  const host = hostOf(origin);
  const port = rest.slice(host.length);
  let best = { labels: host.split('.'), port };
  const write = (labels: readonly string[], itsPort: string) => `${scheme}://${labels.join('.')}${itsPort}`;
  const accept = (labels: string[], itsPort: string) => {
    const better = keeps(write(labels, itsPort));
    if (better) best = { labels, port: itsPort };
    return better;
  };
  accept(best.labels, '');
  for (let at = 0; at < best.labels.length; at++) {
    const label = best.labels[at] ?? '';
    const runs = [...label.matchAll(/(.)\1{2,}/g)].map(
      it => label.slice(0, it.index) + filler(it[0].length) + label.slice(it.index + it[0].length),
    );
    const tries = ['attacker', ...cuts(label).map(([before, after]) => `${before}attacker${after}`), ...runs];
    for (const name of tries) if (accept(best.labels.with(at, name), best.port)) break;
  }
  return write(best.labels, best.port);
}

function filler(length: number): string {
  return 'attacker'.repeat(Math.ceil(length / 8)).slice(0, length);
}

/** Ways to take one character or none out of a label and look at what is left of it on both sides. */
function cuts(label: string): (readonly [string, string])[] {
  if (label.length > 24) return [];
  return [...label].map((_, at) => [label.slice(0, at), label.slice(at + 1)] as const);
}
