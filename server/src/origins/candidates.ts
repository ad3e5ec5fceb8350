import type { Fragment, Named } from './named.ts';

/** How a check lets a stranger in. */
export type How = 'prefix' | 'suffix' | 'substring' | 'unescaped-dot' | 'other';

export interface Candidate {
  readonly how: How;
  readonly host: string;
}

const odds = ['_', '!', '+', '$', '&', "'", '(', ')', ',', ';', '=', '`', '{', '}', '~', '"'];

/** Candidates only give the more telling witness: what they do not find, the search of the whole set does. */
const MOST_NAMES = 100;

/** Hosts of strangers that a faulty check for the named hosts would let in, the most telling first. */
export function strangers({ fragments }: Named): readonly Candidate[] {
  const all: Candidate[] = [{ how: 'other', host: 'attacker.example' }];
  for (const fragment of fragments.slice(0, MOST_NAMES)) all.push(...strangersTo(fragment));
  all.push({ how: 'other', host: 'www.attacker.example' }, { how: 'other', host: 'attacker.com' });
  return all;
}

function strangersTo(fragment: Fragment): Candidate[] {
  const name = fragment.host.replace(/^[._-]+/, '');
  const [before, after] = [beside(name, ''), beside('', name)];
  const all: Candidate[] = before.map(host => ({ how: 'prefix', host }));
  all.push(...after.map(host => ({ how: 'suffix', host }) as const));
  if (fragment.stem !== '') {
    all.push({ how: 'suffix', host: `${fragment.stem}attacker${name}` });
    all.push({ how: 'prefix', host: `${fragment.stem}attacker${fragment.host}.attacker.example` });
  }
  for (const host of [`attacker${name}.attacker.example`, `attacker-${name}.attacker.example`]) {
    all.push({ how: 'substring', host });
  }
  all.push({ how: fragment.anchored ? 'prefix' : 'substring', host: `a.${name}.attacker.example` });
  for (const at of fragment.anyAt) {
    for (const char of ['x', '-', '0']) {
      const bent = replaceAt(fragment.host, at, char);
      const hosts = /^[._-]/.test(bent) ? [`attacker${bent}`] : [bent, ...(fragment.exact ? [] : [`attacker.${bent}`])];
      all.push(...hosts.map(host => ({ how: 'unescaped-dot', host }) as const));
    }
  }
  return all;
}

function beside(before: string, after: string): string[] {
  if (after === '') {
    return before.endsWith('.') || before.endsWith('-')
      ? [`${before}attacker.example`]
      : [`${before}.attacker.example`, `${before}attacker.example`, `${before}-attacker.example`];
  }
  return [`attacker${after}`, `attacker-${after}`, `attacker.${after}`];
}

function replaceAt(text: string, at: number, char: string): string {
  return text.slice(0, at) + char + text.slice(at + 1);
}

/** As `strangers`, with characters in the host that only some browsers send (PortSwigger's list). */
export function oddStrangers({ fragments }: Named): readonly Candidate[] {
  return fragments.slice(0, MOST_NAMES).flatMap(({ host }) => {
    const name = host.replace(/^[._-]+/, '');
    return odds.flatMap(odd => [
      { how: 'other', host: `${name}${odd}.attacker.example` } as const,
      { how: 'other', host: `attacker${odd}${name}` } as const,
    ]);
  });
}
