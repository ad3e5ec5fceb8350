import { oneObject } from '../frameworks/options/edits.ts';
import type { App } from '../model/app.ts';
import type { PolicyEdit } from '../model/edit.ts';
import type { LoadingElement } from '../model/element.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { Server } from '../model/site.ts';
import { RULES } from '../rules/index.ts';
import { atCostOf, type Effort, newEffort } from '../rules/remembered.ts';
import { PROFILES, type Report, type RequestContext, type Rule, type RuleContext, SEVERITIES } from '../rules/rule.ts';
import type { Settings } from '../settings.ts';
import type { TextEdit } from '../text/edit.ts';
import { comparePlaces, contains, type Span } from '../text/span.ts';
import { areArms } from './arms.ts';
import type { FileFacts } from './facts.ts';
import type { Finding, FindingFix } from './finding.ts';
import { behindOthers } from './guarded.ts';
import type { Scope } from './scopes.ts';
import { silence } from './silence.ts';

/** What judging needs from outside: how fixes are written, and the texts of files. */
export interface Access {
  /** The framework that read the policy writes the edit, or declines. */
  write(policy: CorsPolicy, edit: PolicyEdit): readonly TextEdit[] | undefined;
  read(path: string): string | undefined;
  /** The same for requests. */
  writeRequest?(edit: PolicyEdit): readonly TextEdit[] | undefined;
  /** Sets CORS up on a server that has no policy, or declines. */
  configure?(server: Server, origins: readonly string[]): readonly TextEdit[] | undefined;
  /** Told of a rule that failed: an internal error, which ends neither the audit nor the other rules. */
  failed?(rule: string, error: unknown): void;
  /** Whether the facts are those of the whole workspace, so that a suppression that nothing needs is known to be unused. */
  readonly whole?: boolean;
  /** The rules to run, for tests; all of them otherwise. */
  readonly rules?: readonly Rule[];
}

interface Reported {
  readonly rule: Rule;
  readonly report: Report;
  /** The policy it is about, and whose fixes it offers. */
  readonly policy: CorsPolicy | undefined;
}

/** The findings of a scope in order of place, suppressed ones and unused suppressions included. */
export function judge({ facts, server, links }: Scope, settings: Settings, access: Access): readonly Finding[] {
  const rules = (access.rules ?? RULES).filter(it => enabled(it, settings));
  const read = { policies: facts.flatMap(it => it.policies), apps: facts.flatMap(it => it.apps) };
  const { policies, apps } = behindOthers(read);
  const answered = new Set(links.map(it => it.request));
  const requests = facts.flatMap(it => askedIn(it, answered));
  const elements = facts.flatMap(it => it.elements ?? []);
  const context: RuleContext = { profile: settings.profile, policies, apps, server, links };
  const efforts = new Map<string, Effort>();
  const effortOf = (path: string) => {
    const effort = efforts.get(path) ?? newEffort();
    efforts.set(path, effort);
    return effort;
  };
  const judged = { policies, apps, requests, elements, effortOf };
  const spoken = rules.flatMap(rule => hear(rule, judged, context, access));
  const overruled = overruledBy(spoken);
  const standing = spoken.filter(it => !overruled(it));
  const findings = withArms(merge(standing), access).map(same => finding(same, settings, access));
  return silence(findings, facts, rules, settings, access).toSorted(compareFindings);
}

/** Leaves out what another finding, in whichever scope, has told already. */
export function onlyOnce(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const it of findings) {
    const known = it.once === undefined ? undefined : first.get(it.once);
    if (it.once !== undefined && (!known || compareFindings(it, known) < 0)) first.set(it.once, it);
  }
  return findings.filter(it => it.once === undefined || first.get(it.once) === it);
}

/** The order of place, and of gravity at one place. */
export function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.at, b.at) || rank(a) - rank(b) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

/** Whether the rule runs under these settings: its profile covers it, or it is given a severity by name. */
export function enabled(rule: Rule, settings: Settings): boolean {
  const given = settings.rules[rule.id];
  if (given !== undefined) return given !== 'off';
  return PROFILES.indexOf(rule.profile) <= PROFILES.indexOf(settings.profile);
}

/** The requests of a file that are judged, each with what is known around it. */
function askedIn({ requests, page }: FileFacts, answered: ReadonlySet<CorsRequest>): readonly Asked[] {
  const judged = requests.filter(it => isJudged(it) || answered.has(it));
  return judged.map(request => {
    const alternatives = requests.filter(it => it !== request && samePlace(it.at, request.at));
    return { request, context: { ...(page ? { page } : {}), answered: answered.has(request), alternatives } };
  });
}

interface Asked {
  readonly request: CorsRequest;
  readonly context: RequestContext;
}

/** What a server asks another is no question of CORS, and what may run anywhere is left alone unless a server answers it to pages. */
function isJudged({ runs, inTests }: CorsRequest): boolean {
  return (runs.where === 'browser' || runs.where === 'both') && !inTests;
}

function hear(
  rule: Rule,
  {
    policies,
    apps,
    requests,
    elements,
    effortOf,
  }: {
    readonly policies: readonly CorsPolicy[];
    readonly apps: readonly App[];
    readonly requests: readonly Asked[];
    readonly elements: readonly LoadingElement[];
    readonly effortOf: (path: string) => Effort;
  },
  context: RuleContext,
  access: Access,
): readonly Reported[] {
  const spoken: Reported[] = [];
  const attempt = (ask: () => Iterable<Report>, policy?: CorsPolicy) => {
    try {
      for (const report of ask()) spoken.push({ rule, report, policy: report.policy ?? policy });
    } catch (error) {
      access.failed?.(rule.id, error);
    }
  };
  const attemptIn = (path: string, ask: () => Iterable<Report>, policy?: CorsPolicy) =>
    atCostOf(effortOf(path), () => attempt(ask, policy));
  for (const policy of policies) attemptIn(policy.at.path, () => rule.check?.(policy, context) ?? [], policy);
  for (const app of apps) attemptIn(app.at.path, () => rule.checkApp?.(app, context) ?? []);
  if (context.links.length > 0) attemptIn('', () => rule.checkLinks?.(context.links, context) ?? []);
  for (const it of requests) attempt(() => rule.checkRequest?.(it.request, it.context) ?? []);
  for (const it of elements) attempt(() => rule.checkElement?.(it) ?? []);
  return spoken;
}

/** One root cause, one report: the rule nearest the cause silences the others on the same policy, or at the same place. */
function overruledBy(spoken: readonly Reported[]): (it: Reported) => boolean {
  const silenced = new Set<string>();
  for (const { rule, report, policy } of spoken)
    for (const over of new Set([...(rule.supersedes ?? []), ...(report.supersedes ?? [])])) {
      silenced.add(`${over} ${placeKey(report.at)}`);
      if (policy) silenced.add(`${over} ${policyKey(policy)}`);
    }
  return ({ rule, report, policy }) =>
    silenced.has(`${rule.id} ${placeKey(report.at)}`) ||
    (policy !== undefined && silenced.has(`${rule.id} ${policyKey(policy)}`));
}

/** Policies at one place differ only if they hold in different environments. */
function policyKey({ at, guards }: CorsPolicy): string {
  return `policy ${placeKey(at)} ${JSON.stringify(guards)}`;
}

function placeKey({ path, start, end }: Span): string {
  return `${start} ${end} ${path}`;
}

/** Groups reports of one rule at one place: an options object that is mounted twice has its defect once. */
function merge(spoken: readonly Reported[]): readonly (readonly [Reported, ...Reported[]])[] {
  const groups = new Map<string, [Reported, ...Reported[]]>();
  for (const it of spoken) {
    const key = `${it.rule.id} ${placeKey(it.report.at)}`;
    const group = groups.get(key);
    if (group) group.push(it);
    else groups.set(key, [it]);
  }
  return [...groups.values()];
}

type Group = readonly [Reported, ...Reported[]];

/** Of what is the same in two arms of one condition, the second is told with the first. */
function withArms(groups: readonly Group[], access: Access): readonly Group[] {
  const whole: [Reported, ...Reported[]][] = [];
  const firsts = new Map<string, [Reported, ...Reported[]][]>();
  for (const group of groups) {
    const [{ rule, report, policy }] = group;
    const key = `${rule.id} ${report.message}`;
    const alike = firsts.get(key) ?? [];
    // Each place that lets somebody in is one by itself.
    const other =
      rule.kind !== 'security' &&
      alike.find(([it]) => areArms([it.report.at, it.policy], [report.at, policy], access.read));
    if (other) {
      other.push(...group);
      other.sort((a, b) => comparePlaces(a.report.at, b.report.at));
    } else {
      const copy: [Reported, ...Reported[]] = [...group];
      whole.push(copy);
      firsts.set(key, [...alike, copy]);
    }
  }
  return whole;
}

function finding(same: readonly [Reported, ...Reported[]], settings: Settings, access: Access): Finding {
  // What stands elsewhere tells of a use; what stands around the place, of the place itself.
  const around = ({ policy, report }: Reported) => Number(policy !== undefined && contains(policy.at, report.at));
  const [first, ...rest] = same.toSorted((a, b) => gravity(a) - gravity(b) || around(a) - around(b)) as [
    Reported,
    ...Reported[],
  ];
  const { rule, report } = first;
  const given = settings.rules[rule.id];
  const related = [...(report.related ?? [])];
  const arms = rest.filter(it => !samePlace(it.report.at, report.at));
  related.push(...arms.map(it => ({ at: it.report.at, message: 'It holds here, too.' })));
  for (const { policy, report: again } of rest) {
    if (
      !policy ||
      arms.some(it => it.report === again) ||
      !first.policy ||
      samePlace(policy.at, first.policy.at) ||
      contains(policy.at, report.at)
    )
      continue;
    if (!related.some(it => samePlace(it.at, policy.at)))
      related.push({ at: policy.at, message: 'It holds here, too.' });
  }
  return {
    rule: rule.id,
    severity: given !== undefined && given !== 'off' ? given : (report.severity ?? rule.severity),
    at: report.at,
    message: report.message,
    related,
    ...(report.witness ? { witness: report.witness } : {}),
    ...(report.once === undefined ? {} : { once: `${rule.id} ${report.once}` }),
    fixes: together([first, ...arms], access),
  };
}

/** Fixes that mend each of several places, those of one title in one. */
function together([first, ...others]: Group, access: Access): readonly FindingFix[] {
  const own = rendered(first, access);
  if (others.length === 0) return own;
  const more = others.map(it => rendered(it, access));
  return own.flatMap(fix => {
    const same = more.map(all => all.find(it => it.title === fix.title));
    if (same.includes(undefined)) return [];
    const edits = distinct([...fix.edits, ...same.flatMap(it => it?.edits ?? [])]);
    return overlapping(edits) ? [] : [{ ...fix, edits }];
  });
}

/** The fixes that the policy's framework can write; one that cannot be written whole is not offered. */
function rendered({ report, policy, rule }: Reported, access: Access): readonly FindingFix[] {
  const write = policy
    ? (edit: PolicyEdit) => access.write(policy, edit)
    : rule.checkRequest || report.elsewhere
      ? access.writeRequest
      : asProposed;
  return (report.fixes ?? []).flatMap(({ title, safety, edits, placeholder, configures }) => {
    try {
      const written = [
        ...edits.map(edit => write?.(edit)),
        ...(configures ? [access.configure?.(configures.server, configures.origins)] : []),
      ];
      const all = distinct(oneObject(written.flatMap(it => it ?? [])));
      if (written.includes(undefined) || overlapping(all) || !all.some(it => changes(it, access))) return [];
      return [{ title, safety, edits: all, ...(placeholder === undefined ? {} : { placeholder }) }];
    } catch (error) {
      access.failed?.(rule.id, error);
      return [];
    }
  });
}

/** What a framework has proposed as source needs no policy to be written. */
function asProposed(edit: PolicyEdit): readonly TextEdit[] | undefined {
  return edit.kind === 'rewrite' ? [{ at: edit.at, text: edit.source }] : undefined;
}

function distinct(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits
    .filter((it, i) => edits.findIndex(other => samePlace(it.at, other.at) && it.text === other.text) === i)
    .toSorted((a, b) => comparePlaces(a.at, b.at));
}

function overlapping(edits: readonly TextEdit[]): boolean {
  return edits.some((it, i) => {
    const next = edits[i + 1];
    return next !== undefined && next.at.path === it.at.path && next.at.start < it.at.end;
  });
}

function changes({ at, text }: TextEdit, access: Access): boolean {
  return access.read(at.path)?.slice(at.start, at.end) !== text;
}

function samePlace(a: Span, b: Span): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end;
}

function gravity({ rule, report }: Reported): number {
  return SEVERITIES.indexOf(report.severity ?? rule.severity);
}

function rank({ severity }: Finding): number {
  return SEVERITIES.indexOf(severity);
}
