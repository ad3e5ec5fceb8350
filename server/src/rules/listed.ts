import { parts } from '../model/acceptor.ts';
import type { CorsPolicy, Listed } from '../model/policy.ts';
import { type Problem, type ProblemKind, parseOrigin } from '../origins/grammar.ts';
import { mismatch, missing } from './blocked.ts';
import { configured, type Variable } from './configured.ts';
import { type QuotedPattern, quotedPattern } from './quoted-pattern.ts';
import type { Fix, Related, Report } from './rule.ts';
import { breakage, milder } from './severity.ts';

/** An origin as somebody wrote it, which no browser sends. */
export interface Faulty {
  readonly listed: Listed;
  /** It stands in the header as it is, so that nothing else can match. */
  readonly sent: boolean;
  readonly problem: Problem;
  /** How a browser writes what is meant. */
  readonly canonical: string | undefined;
  /** The values of a list. */
  readonly parts: readonly string[];
  /** What is meant is let in by another entry, so that nothing is lost. */
  readonly harmless: boolean;
  /** It is a regular expression in quotes. */
  readonly pattern?: QuotedPattern;
  /** Where the text is compared, if it stands in an `.env*` file. */
  readonly variable?: Variable;
}

/** The written origins that have one of these faults first; each entry has one rule, by the gravest of its faults. */
export function faulty(policy: CorsPolicy, kinds: ReadonlySet<ProblemKind>): readonly Faulty[] {
  return all(policy).filter(it => kinds.has(it.problem.kind));
}

const ORDER: readonly ProblemKind[] = ['list', 'wildcard', 'no-scheme', 'malformed-scheme', 'scheme-never-sent'];

const read = new WeakMap<CorsPolicy, readonly Faulty[]>();

function all(policy: CorsPolicy): readonly Faulty[] {
  const known = read.get(policy) ?? allIn(policy);
  read.set(policy, known);
  return known;
}

/** What generators and deployments fill in before the code runs: `{{PORT}}`, `<%= host %>`, `__HOST__`, `@@HOST@@`, `<your-domain>`. */
const FILLED_IN = /\{\{.*\}\}|<%.*%>|__[A-Z][A-Z0-9_]*__|@@\w+@@|<[\w -]+>/;

function allIn(policy: CorsPolicy): readonly Faulty[] {
  const { listed, sent = [], acceptor } = policy.origins;
  const compared = new Set(
    [...parts(acceptor)].flatMap(it => (it.kind === 'equals' && it.subject === 'origin' ? [it.text] : [])),
  );
  const found = new Map<string, Faulty>();
  for (const it of [...sent, ...listed]) {
    const key = `${it.at.path} ${it.at.start}`;
    const isSent = sent.some(other => other.at.path === it.at.path && other.at.start === it.at.start);
    if (found.has(key) || (!isSent && !compared.has(it.text)) || FILLED_IN.test(it.text)) continue;
    const reading = parseOrigin(it.text);
    const [problem] = reading.problems.toSorted((a, b) => weight(a) - weight(b));
    if (!problem || problem.kind === 'empty' || it.text === '*') continue;
    const { canonical, parts: values = [] } = reading;
    const pattern = quotedPattern(it.text);
    if (pattern) {
      const shared = { canonical: undefined, parts: [], harmless: false };
      found.set(key, { listed: it, sent: isSent, problem: { ...problem, kind: 'not-an-origin' }, pattern, ...shared });
      continue;
    }
    const harmless = canonical !== undefined && listed.some(other => other.text === canonical);
    found.set(key, { listed: it, sent: isSent, problem, canonical, parts: values, harmless });
  }
  const variables = configured(policy);
  return [...found.values(), ...variables.flatMap(it => inVariable(policy, it, variables) ?? [])];
}

/** A value of an `.env*` file as the code compares or sends it; what a space does there has a rule of its own. */
function inVariable({ origins }: CorsPolicy, variable: Variable, all: readonly Variable[]): Faulty | undefined {
  const { text, at, value } = variable;
  if (FILLED_IN.test(text)) return;
  const reading = parseOrigin(text);
  const [problem] = reading.problems.toSorted((a, b) => weight(a) - weight(b));
  if (!problem || problem.kind === 'empty' || problem.kind === 'wildcard' || problem.kind === 'whitespace') return;
  const entries = variable.json ?? reading.parts ?? [];
  const canonical = variable.json ? parseOrigin(entries[0] ?? '').canonical : reading.canonical;
  return {
    listed: { text, at },
    sent: origins.mode === 'fixed',
    problem: variable.json ? { ...problem, kind: 'not-an-origin' } : problem,
    canonical,
    parts: entries,
    harmless:
      canonical !== undefined &&
      [...origins.listed, ...all.filter(it => it.value.path === value.path)].some(it => it.text === canonical),
    variable,
  };
}

/** The value in an `.env*` file, the code that reads it, and the policy that it ends in. */
export function relatedTo({ variable }: Faulty, policy: CorsPolicy): readonly Related[] {
  if (!variable) return [];
  const { name, at, value, other } = variable;
  const message = other === value ? `\`${name}\` has its value here` : `\`${name}\` is used here`;
  const far = policy.at.path !== at.path && policy.at.path !== other?.path;
  return [
    ...(other ? [{ at: other, message }] : []),
    ...(far ? [{ at: policy.at, message: 'It decides here who gets in' }] : []),
  ];
}

function weight({ kind }: Problem): number {
  const at = ORDER.indexOf(kind);
  return at < 0 ? ORDER.length : at;
}

/** The report of one such entry: its witness, severity and the fix that writes it as browsers do. */
export function report(policy: CorsPolicy, it: Faulty, message: string): Report {
  const { listed, canonical, sent, harmless, variable } = it;
  const severity = breakage(policy);
  return {
    at: listed.at,
    message,
    severity: harmless ? milder(severity, 2) : severity,
    ...(canonical ? { witness: sent ? mismatch(canonical, listed.text) : missing(canonical) } : {}),
    related: relatedTo(it, policy),
    fixes: variable ? [] : harmless ? [dropped(listed)] : canonical ? [replaced(listed, canonical)] : [],
  };
}

function replaced({ at }: Listed, canonical: string): Fix {
  return {
    title: `Write \`${canonical}\``,
    edits: [{ kind: 'replace', at, value: { kind: 'text', text: canonical } }],
    safety: 'safe',
  };
}

function dropped({ at, entry }: Listed): Fix {
  return { title: 'Remove the entry that never matches', edits: [{ kind: 'drop', at: entry ?? at }], safety: 'safe' };
}
