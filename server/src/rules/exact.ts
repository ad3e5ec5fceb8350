import type { Acceptor, PatternTest, TextTest } from '../model/acceptor.ts';
import type { NewTest, PolicyEdit } from '../model/edit.ts';
import { accepts, ask } from '../origins/ask.ts';
import { namesIn } from '../origins/named.ts';
import { type Aim, asAcceptor, repairs } from '../origins/repair.ts';
import type { Budget } from '../origins/store.ts';
import { remembered } from './remembered.ts';
import type { Fix } from './rule.ts';

/** Fixes that make a test exact: it still lets in what it names, and fewer others; each is proved. */
export function exactFixes(test: Acceptor, aim: Aim = 'foreign'): readonly Fix[] {
  if (!isAtom(test)) return [];
  const found = (aim === 'foreign' ? repairsOf : securedOf)(test);
  return unique(found.flatMap(it => fixOf(test, it, titleOf(it)))).slice(0, 2);
}

const repairsOf = remembered((test, allowance) => proved(test, 'foreign', allowance), nothing);
const securedOf = remembered((test, allowance) => proved(test, 'insecure', allowance), nothing);

function proved(test: Acceptor, aim: Aim, allowance: Budget): readonly NewTest[] {
  if (!isAtom(test)) return [];
  return repairs(test, aim, allowance).filter(it => ask(asAcceptor(it), 'tenant', { allowance }).answer === 'no');
}

/** A fix that is not proved is not offered. */
function nothing(): readonly NewTest[] {
  return [];
}

/** Of a family of sites on a shared host, the one that the family is named after. */
export function exactHost(test: Acceptor, suffix: string): readonly Fix[] {
  if (!isAtom(test)) return [];
  const stems = namesIn(test).fragments.map(it => it.stem.replace(/[-._]+$/, ''));
  const origin = stems
    .filter(Boolean)
    .map(it => `https://${it}.${suffix}`)
    .find(it => accepts(test, it) === true);
  if (origin === undefined || (test.subject !== 'origin' && test.subject !== 'url-origin')) return [];
  const { subject } = test;
  const source = `^${origin.replaceAll('.', '\\.')}$`;
  const exact: NewTest =
    test.kind === 'matches'
      ? { kind: 'pattern', subject, source, flags: '' }
      : { kind: 'equals', subject, texts: [origin] };
  return fixOf(test, exact, `Let in only \`${origin}\``);
}

/** The source as it stands between slashes. */
export function asLiteral(source: string, flags = ''): string {
  try {
    return new RegExp(source, flags.replace(/[gy]/g, '')).source;
  } catch {
    return source;
  }
}

function isAtom(test: Acceptor): test is TextTest | PatternTest {
  if (test.kind === 'matches') return test.assumed === undefined;
  const compares = test.kind === 'starts' || test.kind === 'ends' || test.kind === 'contains';
  return compares && typeof test.text === 'string';
}

function fixOf(test: TextTest | PatternTest, instead: NewTest, title: string): readonly Fix[] {
  const { at } = test;
  if (!at) return [];
  const exact = instead.kind === 'pattern' ? { ...instead, source: asLiteral(instead.source, instead.flags) } : instead;
  if (test.kind !== 'matches') return [{ title, edits: [{ kind: 'retest', at, test: exact }], safety: 'review' }];
  if (exact.kind !== 'pattern') return [];
  const { kind, source, flags } = exact;
  const edit: PolicyEdit = { kind: 'replace', at, value: { kind, source, flags } };
  return [{ title, edits: [edit], safety: 'review' }];
}

function titleOf(test: NewTest): string {
  switch (test.kind) {
    case 'pattern':
      return `Match with \`/${asLiteral(test.source, test.flags)}/${test.flags}\``;
    case 'equals':
      return `Compare with \`${test.texts.join('`, `')}\` as a whole`;
    case 'edges':
      return `Ask for ${test.starts ? `\`${test.starts}\` and ` : ''}\`${test.ends}\``;
  }
}

function unique(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.filter((it, i) => fixes.findIndex(other => other.title === it.title) === i);
}
