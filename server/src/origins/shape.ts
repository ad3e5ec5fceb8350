import type { AST } from '@eslint-community/regexpp';
import type { Acceptor } from '../model/acceptor.ts';
import { textsOf } from './holes.ts';
import { parsePattern } from './pattern.ts';
import { isBelow } from './suffixes.ts';

/**
 * Whether the shape of a test already tells that each http(s) origin it takes has a host that is one of `names` or below one:
 * the text that it asks for at the end is that of such a host. A proof; *false* says nothing.
 */
export function endsBelow(acceptor: Acceptor, names: readonly string[]): boolean {
  switch (acceptor.kind) {
    case 'none':
      return true;
    case 'or':
      return acceptor.of.every(it => endsBelow(it, names));
    case 'and':
      return acceptor.of.some(it => endsBelow(it, names));
    case 'equals':
    case 'ends': {
      const { kind, subject } = acceptor;
      if (subject === 'protocol' || subject === 'port') return false;
      const whole = kind === 'equals' && (subject === 'host' || subject === 'hostname');
      return textsOf(acceptor.text, subject, kind).every(it => isEnd(whole ? `//${it}` : it, names));
    }
    case 'matches': {
      if (acceptor.subject === 'protocol' || acceptor.subject === 'port') return false;
      const pattern = parsePattern(acceptor.source, acceptor.flags);
      if (!pattern.ok) return false;
      return pattern.root.alternatives.every(it => isEnd(endOf(it), names));
    }
    default:
      return false;
  }
}

/** Whether the shape of a test already tells that each origin it takes is https. A proof; *false* says nothing. */
export function beginsSecure(acceptor: Acceptor): boolean {
  switch (acceptor.kind) {
    case 'none':
      return true;
    case 'or':
      return acceptor.of.every(beginsSecure);
    case 'and':
      return acceptor.of.some(beginsSecure);
    case 'equals':
    case 'starts': {
      const { kind, subject } = acceptor;
      const whole = subject === 'origin' || (subject === 'protocol' && kind === 'equals');
      return whole && textsOf(acceptor.text, subject, kind).every(it => it.startsWith('https:'));
    }
    case 'matches': {
      const pattern = parsePattern(acceptor.source, acceptor.flags);
      return acceptor.subject === 'origin' && pattern.ok && pattern.root.alternatives.every(isSecure);
    }
    default:
      return false;
  }
}

function isSecure({ elements: [first, ...others] }: AST.Alternative): boolean {
  const starts = first?.type === 'Assertion' && first.kind === 'start';
  return starts && [...'https:'].every((char, at) => others[at]?.type === 'Character' && others[at].raw === char);
}

/** `.a.example` or `//a.example`, with a port or without, where `a.example` is below one of the names. */
function isEnd(text: string, names: readonly string[]): boolean {
  const [, host] = /(?:^|\/\/|\.)((?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*)(?::\d+)?$/.exec(text.toLowerCase()) ?? [];
  return host !== undefined && text.length > host.length && isBelow(host, names);
}

const PORT = /^\((?:\?:)?:(?:\\d|\[0-9\])(?:[+*]|\{\d+(?:,\d*)?\})?\)\??$/;

/** The characters that every text has at its end which an alternative matches up to there, without a port. */
function endOf({ elements }: AST.Alternative): string {
  let [at, text] = [elements.length - 1, ''];
  const last = elements[at];
  if (last?.type !== 'Assertion' || last.kind !== 'end') return '';
  if (PORT.test(elements[at - 1]?.raw ?? '')) at--;
  for (let it = elements[--at]; it?.type === 'Character'; it = elements[--at])
    text = String.fromCodePoint(it.value) + text;
  return text;
}
