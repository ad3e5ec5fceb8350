import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, FALSE, not, or, TRUE, unknownTest } from '../../../syntax/test.ts';
import { literal, type Test, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { foundIn, methodIs } from '../conditions.ts';
import { type Moment, sampled } from './samples.ts';

/** The named conditions of a section: lines of one name ask for one of them. https://docs.haproxy.org/2.6/configuration.html#7.1 */
export type Acls = ReadonlyMap<string, readonly Directive[]>;

export function aclsIn(lines: readonly Directive[]): Acls {
  const found = new Map<string, Directive[]>();
  for (const it of lines) {
    const name = it.name === 'acl' ? it.args[0]?.text : undefined;
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), it]);
  }
  return found;
}

/** Behind `if` or `unless`: names side by side are all asked for, `or` and `||` part what is asked for instead. */
export function conditionIn(words: readonly Word[], acls: Acls, moment: Moment): Test {
  const at = words.findIndex(it => !it.quote && (it.text === 'if' || it.text === 'unless'));
  const word = words[at];
  if (!word) return TRUE;
  const test = alternatives(words.slice(at + 1), acls, moment);
  return word.text === 'unless' ? not(test) : test;
}

/** The words of a rule before its condition. */
export function withoutCondition(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex(it => !it.quote && (it.text === 'if' || it.text === 'unless'));
  return at < 0 ? words : words.slice(0, at);
}

function alternatives(words: readonly Word[], acls: Acls, moment: Moment): Test {
  const tests: Test[][] = [[]];
  for (let i = 0; i < words.length; i++) {
    const { text, span } = words[i] ?? { text: '', span: { path: '', start: 0, end: 0 } };
    if (text === 'or' || text === '||') tests.push([]);
    else if (text === '{' || text === '!{' || (text === '!' && words[i + 1]?.text === '{')) {
      if (text === '!') i++;
      const end = words.findIndex((it, index) => index > i && it.text === '}');
      const inner = criterion(words.slice(i + 1, end < 0 ? undefined : end), span, moment);
      tests.at(-1)?.push(text.startsWith('!') ? not(inner) : inner);
      i = end < 0 ? words.length : end;
    } else if (text === '!') {
      const next = words[++i];
      if (next) tests.at(-1)?.push(not(named(next.text, next.span, acls, moment)));
    } else if (text.startsWith('!')) tests.at(-1)?.push(not(named(text.slice(1), span, acls, moment)));
    else tests.at(-1)?.push(named(text, span, acls, moment));
  }
  return or(...tests.map(it => and(...it)));
}

function named(name: string, span: Span, acls: Acls, moment: Moment): Test {
  const own = acls.get(name);
  if (own) return or(...own.map(it => criterion(it.args.slice(1), it.head, moment)));
  if (name === 'METH_GET') return or(methodIs('GET', span), methodIs('HEAD', span));
  const [, method] = /^METH_([A-Z]+)$/.exec(name) ?? [];
  if (method !== undefined) return methodIs(method, span);
  if (name === 'TRUE' || name === 'HTTP') return TRUE;
  return name === 'FALSE' ? FALSE : unknownTest(span, 'a condition that is not known', /origin|cors/i.test(name));
}

const SUFFIX = /^(hdr|req\.hdr|req\.fhdr|path|url)_(beg|end|sub|reg|dom|dir|len|cnt|val)(\(|$)/;

/** `hdr(origin) -i -m reg pattern …`, `method OPTIONS`, `path_beg /api`. https://docs.haproxy.org/2.6/configuration.html#7.1.1 */
function criterion([first, ...rest]: readonly Word[], span: Span, moment: Moment): Test {
  if (!first) return FALSE;
  const [, base, suffix] = SUFFIX.exec(first.text) ?? [];
  const text = base === undefined ? first.text : first.text.replace(SUFFIX, '$1$3');
  const flags: string[] = [];
  const values: Word[] = [];
  let match = suffix ?? 'str';
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (!word) continue;
    if (word.text === '--') {
      values.push(...rest.slice(i + 1));
      break;
    }
    if (word.quote || !/^-[a-zA-Z]$/.test(word.text)) values.push(word);
    else if (word.text === '-m') match = rest[++i]?.text ?? match;
    else flags.push(word.text);
  }
  if (/^(always_)?true\b/.test(text)) return TRUE;
  if (/^(always_)?false\b/.test(text)) return FALSE;
  if (/^(path|url|base|hdr|req\.f?hdr)\b/.test(text) && moment.phase === 'response') return FALSE;
  const of = sampled(text, first.span, moment);
  if (flags.some(it => it === '-f' || it === '-M')) return unknownTest(span, 'a list in another file', isKnown(of));
  return asked(of, match, flags.includes('-i') ? 'i' : '', values, span);
}

function isKnown(of: Value): boolean {
  return of.kind === 'request' ? of.name === 'origin' : of.kind === 'unknown' && of.onOrigin;
}

function asked(of: Value, match: string, flags: string, values: readonly Word[], span: Span): Test {
  if (of.kind === 'choice')
    return or(...of.branches.map(it => and(it.when, asked(it.value, match, flags, values, span))));
  if (of.kind === 'request' && of.part === 'method') return or(...values.map(it => methodIs(it.text, it.span)));
  if (of.kind === 'literal') return literally(String(of.value), match, flags, values, span);
  if (of.kind !== 'request') return unknownTest(span, 'a sample that is not followed', isKnown(of));
  if (match === 'found') return { kind: 'truthy', of };
  return or(...values.map(it => one(of, match, flags, it, span)));
}

/** What is set to a text, and asked for that again. */
function literally(text: string, match: string, flags: string, values: readonly Word[], span: Span): Test {
  if (match === 'found') return text === '' ? FALSE : TRUE;
  if (match === 'bool') return text === '' || text === '0' ? FALSE : TRUE;
  if (match !== 'str') return unknownTest(span, 'a condition that is not followed', false);
  const folded = (it: string) => (flags === 'i' ? it.toLowerCase() : it);
  return values.some(it => folded(it.text) === folded(text)) ? TRUE : FALSE;
}

function one(of: Value, match: string, flags: string, word: Word, span: Span): Test {
  const text = literal(word.span, word.text);
  const sent: Test = { kind: 'truthy', of };
  switch (match) {
    case 'str':
      // Browsers write origins in lower case.
      return {
        kind: 'equals',
        left: of,
        right: flags ? literal(word.span, word.text.toLowerCase()) : text,
        span: word.span,
      };
    case 'beg':
      return and(sent, { kind: 'starts', of, text, span: word.span });
    case 'end':
      return and(sent, { kind: 'ends', of, text, span: word.span });
    case 'sub':
      return and(sent, { kind: 'contains', of, text, span: word.span });
    case 'reg':
      return foundIn(of, word, flags);
    case 'dom': {
      const escaped = word.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      // The pattern is not written there: its place is more than a word.
      return foundIn(of, { text: `(^|[/?.:])${escaped}($|[/?.:])`, span: { ...word.span, start: span.start } }, flags);
    }
    default:
      return unknownTest(span, 'a condition that is not followed', isKnown(of));
  }
}
