import type { Acceptor, Hole, Subject, Text } from '../model/acceptor.ts';
import { parts } from '../model/acceptor.ts';

/** The host that stands in for what an environment variable may hold, and the domain that is registered for it. */
export const STAND_IN_HOST = 'app.your-site.example';
export const STAND_IN_DOMAIN = 'your-site.example';

/** The texts that a test may compare with: the text, the known values of its hole, or a stand-in that shows its shape. */
export function textsOf(text: Text, subject: Subject, kind: string): readonly string[] {
  if (typeof text === 'string') return [text];
  const values = text.values && text.values.length > 0 ? text.values : [standIn(text, subject, kind)];
  return values.map(value => `${text.prefix ?? ''}${value}${text.suffix ?? ''}`);
}

/** The environment variables of which only the shape was known. */
export function standIns(acceptor: Acceptor): readonly string[] {
  return [...new Set([...assumptions(acceptor)].map(it => it.env))];
}

/** The acceptor with each other shape that its unknown variables may have: what is said of them must hold for all. */
export function otherShapes(acceptor: Acceptor): readonly Acceptor[] {
  const most = Math.max(0, ...[...assumptions(acceptor)].map(it => it.others.length));
  return Array.from({ length: most }, (_, i) => shaped(acceptor, i));
}

/** A text about the acceptor, such as a witness, with the names of the variables where their stand-ins are. */
export function inSymbols(text: string, acceptor: Acceptor): string {
  const all = [...assumptions(acceptor)].sort((a, b) => b.value.length - a.value.length);
  return all.reduce((shown, { env, value }) => shown.replaceAll(value, `\${${env}}`), text);
}

/** What stands in for the variable. */
export function standInFor(variable: string, acceptor: Acceptor): string | undefined {
  return [...assumptions(acceptor)].find(it => it.env === variable)?.value;
}

interface Assumption {
  readonly env: string;
  readonly value: string;
  readonly others: readonly string[];
}

function* assumptions(acceptor: Acceptor): Iterable<Assumption> {
  for (const part of parts(acceptor)) {
    if (part.kind === 'matches' && part.assumed) yield part.assumed;
    if (!('text' in part) || typeof part.text === 'string' || part.text.values?.length) continue;
    const value = standIn(part.text, 'subject' in part ? part.subject : 'origin', part.kind);
    yield { env: part.text.env, value, others: othersOf(value, part.text, part.kind) };
  }
}

function othersOf(value: string, hole: Hole, kind: string): readonly string[] {
  // A piece of a text depends on every letter of it: there the witness is one for the value that is named with it.
  if (kind === 'within') return [];
  if (value === `https://${STAND_IN_HOST}`) return [`https://${STAND_IN_DOMAIN}`];
  if (value === STAND_IN_DOMAIN) return [STAND_IN_HOST];
  if (value !== STAND_IN_HOST) return [];
  return [STAND_IN_DOMAIN, ...(kind === 'ends' && !hole.prefix ? [`.${STAND_IN_DOMAIN}`] : [])];
}

function shaped(acceptor: Acceptor, i: number): Acceptor {
  switch (acceptor.kind) {
    case 'not':
      return { ...acceptor, of: shaped(acceptor.of, i) };
    case 'and':
    case 'or':
      return { ...acceptor, of: acceptor.of.map(it => shaped(it, i)) };
    case 'matches': {
      const { assumed, ...test } = acceptor;
      const source = assumed?.others[i] ?? assumed?.others.at(-1);
      return source === undefined ? acceptor : { ...test, source };
    }
    default: {
      if (!('text' in acceptor) || typeof acceptor.text === 'string' || acceptor.text.values?.length) return acceptor;
      const { text, kind } = acceptor;
      const base = standIn(text, 'subject' in acceptor ? acceptor.subject : 'origin', kind);
      const others = othersOf(base, text, kind);
      return { ...acceptor, text: { ...text, values: [others[i] ?? others.at(-1) ?? base] } };
    }
  }
}

function standIn(hole: Hole, subject: Subject, kind: string): string {
  const prefix = hole.prefix ?? '';
  if (subject === 'protocol') return 'https:';
  if (subject === 'port') return '3000';
  if (subject !== 'origin' && subject !== 'url-origin') return STAND_IN_HOST;
  if (/:\/\/$/.test(prefix)) return STAND_IN_HOST;
  if (/:\/\/./.test(prefix)) return prefix.endsWith('.') ? STAND_IN_DOMAIN : 'your-site';
  if (kind === 'ends') return prefix === '' ? STAND_IN_HOST : STAND_IN_DOMAIN;
  if (prefix === '' && /^[.:/]|^$/.test(hole.suffix ?? '')) {
    return hole.suffix?.startsWith('.') ? 'https://your-site' : `https://${STAND_IN_HOST}`;
  }
  return prefix === '' ? `https://${STAND_IN_HOST}` : STAND_IN_DOMAIN;
}
