import type { Acceptor } from '../model/acceptor.ts';
import { type Answer, NO, reason } from './answer.ts';
import { type ProblemKind, parseOrigin, serialise } from './grammar.ts';
import { textsOf } from './holes.ts';
import { holds } from './language.ts';
import { namesIn } from './named.ts';
import { positiveAtoms } from './template.ts';

/** What the acceptor takes, or compares with, that is almost the front end. */
export interface NearMiss {
  /** What is wrong with the value compared with, or in which part the accepted origin differs. */
  readonly kind: ProblemKind | 'scheme' | 'port' | 'www' | 'loopback-name';
  readonly instead: string;
}

/** Whether `frontEnd`, the origin of a page that is known to call, is refused; and what came close. */
export function findMissing(acceptor: Acceptor, frontEnd: string): Answer<{ readonly near?: NearMiss }> {
  const taken = holds(acceptor, frontEnd);
  if (taken === true) return NO;
  if (taken === undefined && holds(acceptor, frontEnd, false) !== true) {
    return { answer: 'cannot-tell', why: reason(acceptor) || 'the check cannot be decided' };
  }
  const near = miswritten(acceptor, frontEnd) ?? nextTo(acceptor, frontEnd);
  return { answer: 'yes', witness: frontEnd, ...(near && { near }) };
}

/** A value that means the front end but is not how browsers write it. */
function miswritten(acceptor: Acceptor, frontEnd: string): NearMiss | undefined {
  for (const atom of positiveAtoms(acceptor)) {
    if (atom.kind === 'matches' || atom.subject !== 'origin') continue;
    for (const text of textsOf(atom.text, atom.subject, atom.kind)) {
      const { canonical, problems } = parseOrigin(text);
      const kind = problems[0]?.kind;
      if (kind !== undefined && canonical === frontEnd) return { kind, instead: text };
    }
  }
  return undefined;
}

/** An origin that gets in and differs from the front end in one part. */
function nextTo(acceptor: Acceptor, frontEnd: string): NearMiss | undefined {
  const { origin } = parseOrigin(frontEnd);
  if (!origin) return undefined;
  const { scheme, host, port } = origin;
  const ported = port === undefined ? {} : { port };
  const other = scheme === 'https' ? 'http' : 'https';
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  const ports = namesIn(acceptor)
    .origins.map(it => parseOrigin(it).origin)
    .filter(it => it !== undefined && it.scheme === scheme && it.host === host && it.port !== port)
    .flatMap(it => (it ? [serialise(it)] : []));
  const candidates: NearMiss[] = [
    { kind: 'trailing-slash', instead: `${frontEnd}/` },
    { kind: 'scheme', instead: serialise({ scheme: other, host, ...ported }) },
    {
      kind: 'www',
      instead: serialise({ scheme, host: host.startsWith('www.') ? host.slice(4) : `www.${host}`, ...ported }),
    },
    ...(loopback.includes(host)
      ? loopback.map(it => ({ kind: 'loopback-name', instead: serialise({ scheme, host: it, ...ported }) }) as const)
      : []),
    ...[...ports, serialise({ scheme, host })].map(instead => ({ kind: 'port', instead }) as const),
  ];
  return candidates.find(it => it.instead !== frontEnd && holds(acceptor, it.instead) === true);
}
