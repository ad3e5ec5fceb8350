import type { FileFacts } from '../analysis/facts.ts';
import type { Finding } from '../analysis/finding.ts';
import type { Workspace } from '../analysis/workspace.ts';
import type { Settings } from '../settings.ts';

type Judge = Workspace['judge'];

interface Verdict {
  readonly facts: readonly FileFacts[];
  readonly settings: Settings;
  readonly findings: readonly Finding[];
}

/**
 * Judges anew only what has changed, so that a keystroke costs the same in a large workspace as in a small one. Files are
 * judged together when what was read in them stands in one file (an options object that two applications import): their
 * findings may be one finding.
 */
export function incremental(judge: Judge): Judge {
  const verdicts = new WeakMap<FileFacts, Verdict>();
  const places = new WeakMap<FileFacts, ReadonlySet<string>>();

  function placesOf(facts: FileFacts): ReadonlySet<string> {
    const known = places.get(facts);
    if (known) return known;
    const found = new Set([facts.path]);
    collectPaths([facts.policies, facts.apps], found);
    places.set(facts, found);
    return found;
  }

  return (all, settings) =>
    groups(
      all.filter(it => it.policies.length > 0 || it.apps.length > 0),
      placesOf,
    ).flatMap(facts => {
      const [first] = facts;
      const known = first && verdicts.get(first);
      if (known && known.settings === settings && isSame(known.facts, facts)) return known.findings;
      const findings = judge(facts, settings);
      if (first) verdicts.set(first, { facts, settings, findings });
      return findings;
    });
}

/** Splits `all` so that two that share a place are in one group; the order within a group is that of `all`. */
function groups(
  all: readonly FileFacts[],
  placesOf: (facts: FileFacts) => ReadonlySet<string>,
): readonly (readonly FileFacts[])[] {
  const groupOf = new Map<string, FileFacts[]>();
  for (const facts of all) {
    const paths = placesOf(facts);
    const joined = new Set([...paths].flatMap(it => groupOf.get(it) ?? []));
    const group = [...joined, facts];
    for (const path of new Set([...paths, ...[...joined].flatMap(it => [...placesOf(it)])])) groupOf.set(path, group);
  }
  return [...new Set(groupOf.values())];
}

/** Every `path` of a span within plain data. */
function collectPaths(data: unknown, into: Set<string>): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    for (const it of data) collectPaths(it, into);
    return;
  }
  if ('path' in data && 'start' in data && typeof data.path === 'string') into.add(data.path);
  else for (const it of Object.values(data)) collectPaths(it, into);
}

function isSame(a: readonly FileFacts[], b: readonly FileFacts[]): boolean {
  return a.length === b.length && a.every((it, i) => it === b[i]);
}
