import type { Finding } from '../../server/src/analysis/finding.ts';
import { openWorkspace } from '../../server/src/analysis/open.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import { DEFAULTS, type Settings } from '../../server/src/settings.ts';

const ROOT = '/w/';

/** A small workspace in memory; the paths are relative. */
export interface Sample {
  readonly findings: (settings?: Partial<Settings>) => readonly Finding[];
  readonly policies: () => readonly CorsPolicy[];
}

/** Reads these files as corslint reads a workspace. */
export function sample(files: Readonly<Record<string, string>>): Sample {
  const texts = new Map(Object.entries(files).map(([path, text]) => [ROOT + path, text]));
  const workspace = openWorkspace({
    read: path => texts.get(path),
    exists: path => texts.has(path) || [...texts.keys()].some(it => it.startsWith(`${path}/`)),
  });
  const facts = () =>
    [...texts].flatMap(([path, text]) =>
      workspace.concerns(path) && workspace.mentions(path, text) ? [workspace.facts(path)] : [],
    );
  return {
    findings: settings => workspace.judge(facts(), { ...DEFAULTS, ...settings }).map(relative),
    policies: () => facts().flatMap(it => it.policies),
  };
}

function relative(finding: Finding): Finding {
  const place = <T extends { readonly at: { readonly path: string; readonly start: number; readonly end: number } }>(
    it: T,
  ): T => ({ ...it, at: { ...it.at, path: it.at.path.replace(ROOT, '') } });
  return {
    ...place(finding),
    related: finding.related.map(place),
    fixes: finding.fixes.map(it => ({ ...it, edits: it.edits.map(place) })),
  };
}
