import type { Rule, Severity } from '../rules/rule.ts';
import { UNUSED_SUPPRESSION } from '../rules/unused-suppression.ts';
import type { Settings } from '../settings.ts';
import { Lines } from '../text/lines.ts';
import type { FileFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { type SuppressionComment, silences, suppressionsIn } from './suppressions.ts';

interface Reader {
  read(path: string): string | undefined;
  readonly whole?: boolean;
}

/** Marks the findings that a comment silences, and adds one for every comment that silences nothing. */
export function silence(
  findings: readonly Finding[],
  facts: readonly FileFacts[],
  rules: readonly Rule[],
  settings: Settings,
  reader: Reader,
): readonly Finding[] {
  const lively = facts.filter(it => !it.skipped && (reader.whole || it.policies.length > 0 || it.apps.length > 0));
  const paths = new Set([...lively.map(it => it.path), ...findings.map(it => it.at.path)]);
  const result: Finding[] = [];
  for (const path of paths) {
    const own = findings.filter(it => it.at.path === path);
    const text = reader.read(path) ?? '';
    const comments = suppressionsIn(path, text);
    if (comments.length === 0) {
      result.push(...own);
      continue;
    }
    const lines = new Lines(text);
    const used = new Set<string>();
    for (const finding of own) {
      const line = lines.position(finding.at.start).line;
      const by = comments.filter(it => silences(it, finding.rule, line));
      for (const it of by) used.add(key(it, it.rules.length > 0 ? finding.rule : undefined));
      const [first] = by;
      const { reason } = first ?? {};
      result.push(first ? { ...finding, suppressed: { at: first.at, ...(reason ? { reason } : {}) } } : finding);
    }
    if (lively.some(it => it.path === path)) result.push(...unused(comments, used, rules, settings));
  }
  return result;
}

/** Names of rules that are switched off say nothing, since nobody knows whether they would speak. */
function* unused(
  comments: readonly SuppressionComment[],
  used: ReadonlySet<string>,
  rules: readonly Rule[],
  settings: Settings,
): Iterable<Finding> {
  const severity = unusedSeverity(rules, settings);
  if (!severity) return;
  for (const comment of comments) {
    const needless = comment.rules.filter(it => rules.some(rule => rule.id === it) && !used.has(key(comment, it)));
    const bare = comment.rules.length === 0 && !used.has(key(comment, undefined));
    if (!bare && needless.length === 0) continue;
    const idle = bare || needless.length === comment.rules.length;
    yield {
      rule: UNUSED_SUPPRESSION,
      severity,
      at: comment.at,
      message: bare ? 'This comment silences nothing.' : `This comment silences no ${list(needless)}.`,
      related: [],
      fixes: idle ? [{ title: 'Remove the comment', safety: 'safe', edits: [{ at: comment.whole, text: '' }] }] : [],
    };
  }
}

function unusedSeverity(rules: readonly Rule[], settings: Settings): Severity | undefined {
  const rule = rules.find(it => it.id === UNUSED_SUPPRESSION);
  const given = settings.rules[UNUSED_SUPPRESSION];
  return given === 'off' ? undefined : (given ?? rule?.severity);
}

function list(ids: readonly string[]): string {
  return ids.map(it => `\`${it}\``).join(' and no ');
}

function key({ at }: SuppressionComment, rule: string | undefined): string {
  return `${at.start} ${rule ?? '*'}`;
}
