import type { Acceptor } from '../model/acceptor.ts';
import { type CorsPolicy, entryOf } from '../model/policy.ts';
import type { How } from '../origins/candidates.ts';
import { inSymbols, standInFor } from '../origins/holes.ts';
import { exactFixes } from './exact.ts';
import type { Report } from './rule.ts';
import { exposure, milder } from './severity.ts';
import { everyone, ways } from './weakness.ts';

/** Reports the ways by which a stranger's site gets in by being named like a trusted one. */
export function* lookAlikes(policy: CorsPolicy, how: How, reason: string): Iterable<Report> {
  if (policy.origins.mode === 'any' || everyone(policy)) return;
  for (const way of ways(policy)) {
    const { foreign } = way;
    if (foreign?.how !== how) continue;
    const hard = foreign.needsOddCharacters || (how === 'other' && foreign.needsHttp);
    const severity = exposure(policy);
    yield {
      at: way.at,
      message: `Anyone can set up \`${inSymbols(foreign.witness, way.part)}\`${assuming(foreign, way.part) ?? reason}.`,
      severity: hard ? milder(severity) : severity,
      related: allowed(policy),
      witness: { kind: 'origin', origin: foreign.witness },
      fixes: exactFixes(way.part),
    };
  }
}

interface Assuming {
  readonly witness: string;
  readonly standIns: readonly string[];
}

/** A witness that names the variables gets in whatever they hold; another does for the value that is told with it. */
function assuming({ witness, standIns: [variable] }: Assuming, part: Acceptor): string | undefined {
  if (variable === undefined) return undefined;
  return inSymbols(witness, part) === witness
    ? `, where \`${variable}\` is \`${standInFor(variable, part)}\`, and gets in`
    : ` and gets in, whatever \`${variable}\` is`;
}

/** Shows that credentials are allowed, where they are, since that is what makes it grave. */
export function allowed({ credentials }: CorsPolicy): Report['related'] & object {
  const on = credentials.kind === 'written' && credentials.value;
  return on ? [{ at: entryOf(credentials), message: 'Credentials are allowed here.' }] : [];
}
