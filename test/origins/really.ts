import type { Acceptor } from '../../server/src/model/acceptor.ts';

/** Runs the acceptor with the engine's own `RegExp` and `URL`. */
export function really(acceptor: Acceptor, origin: string): boolean {
  switch (acceptor.kind) {
    case 'all':
      return true;
    case 'and':
      return acceptor.of.every(it => really(it, origin));
    case 'or':
      return acceptor.of.some(it => really(it, origin));
    case 'not':
      return !really(acceptor.of, origin);
    case 'matches':
    case 'equals':
    case 'starts':
    case 'ends':
    case 'contains': {
      const subject =
        acceptor.subject === 'origin'
          ? origin
          : new URL(origin)[acceptor.subject === 'url-origin' ? 'origin' : acceptor.subject];
      if (acceptor.kind === 'matches') return new RegExp(acceptor.source, acceptor.flags).test(subject);
      const text = String(acceptor.text);
      if (acceptor.kind === 'equals') return subject === text;
      return acceptor.kind === 'starts'
        ? subject.startsWith(text)
        : acceptor.kind === 'ends'
          ? subject.endsWith(text)
          : subject.includes(text);
    }
    default:
      return false;
  }
}
