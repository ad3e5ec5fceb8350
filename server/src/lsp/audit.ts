import { describer } from '../analysis/describe.ts';
import type { Finding } from '../analysis/finding.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { ruleOf } from '../rules/index.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import { proofOf } from './convert.ts';
import { byPlace, nameOf, placeOf } from './places.ts';
import type { Audit, AuditFinding, AuditPolicy, RuleCount } from './protocol.ts';
import { reportFragment, reportHtml, reportMarkdown } from './report.ts';
import type { Scan } from './scan.ts';
import type { Session } from './session.ts';

/** What is known of the whole workspace after a scan. */
export function audit(session: Session, { files, skipped }: Scan): Audit {
  const all = [...session.allFindings().values()].flat().map(it => findingOf(it, session));
  const findings = all.sort(byPlace);
  const describe = describer();
  const policies = [...session.candidates]
    .filter(it => session.settings.of(it).enable)
    .flatMap(it => session.factsAmongOthers(it).policies.map(policy => policyOf(policy, session, describe)))
    .sort(byPlace);
  const facts = {
    counts: countsOf(findings),
    rules: ruleCounts(findings),
    findings,
    policies,
    skipped: skipped.map(({ path, why }) => ({ uri: session.uriOf(path), path: nameOf(path, session), why })),
    files,
  };
  return {
    ...facts,
    report: { markdown: reportMarkdown(facts), html: reportHtml(facts), fragment: reportFragment(facts) },
  };
}

function findingOf(finding: Finding, session: Session): AuditFinding {
  const proof = proofOf(finding);
  const { rule, severity, message } = finding;
  return { ...placeOf(finding.at, session), rule, severity, message, ...(proof === undefined ? {} : { proof }) };
}

function policyOf(policy: CorsPolicy, session: Session, describe: ReturnType<typeof describer>): AuditPolicy {
  return { ...placeOf(policy.at, session), framework: policy.framework, summary: describe(policy) };
}

function countsOf(findings: readonly AuditFinding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** The worst first, then the most frequent. */
function ruleCounts(findings: readonly AuditFinding[]): readonly RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { rule, severity } of findings) {
    const key = `${rule} ${severity}`;
    const before = counts.get(key);
    counts.set(key, { rule, severity, title: ruleOf(rule)?.title ?? rule, count: (before?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count,
  );
}
