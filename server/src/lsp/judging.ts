import type { FileFacts } from '../analysis/facts.ts';
import type { Finding } from '../analysis/finding.ts';
import { isSameScope, type Scope, scopesOf } from '../analysis/scopes.ts';
import type { Workspace } from '../analysis/workspace.ts';
import type { Settings } from '../settings.ts';

interface Verdict {
  readonly scope: Scope;
  readonly settings: Settings;
  readonly findings: readonly Finding[];
}

/** A finding's scope, so that it can be judged again with all that its fixes may propose. */
export interface Judged {
  readonly scope: Scope;
  readonly findings: readonly Finding[];
}

/** Judges anew only the scopes in which something has changed, so that a keystroke costs the same in every workspace. */
export function incremental(
  judge: Workspace['judge'],
): (all: readonly FileFacts[], settings: Settings) => readonly Judged[] {
  const verdicts = new WeakMap<FileFacts, Verdict>();
  return (all, settings) =>
    scopesOf(all, settings.sites).map(scope => {
      const [first] = scope.facts;
      const known = first && verdicts.get(first);
      if (known && known.settings === settings && isSameScope(known.scope, scope))
        return { scope, findings: known.findings };
      const findings = judge(scope, settings);
      if (first) verdicts.set(first, { scope, settings, findings });
      return { scope, findings };
    });
}
