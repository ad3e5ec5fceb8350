import { lastName } from './member.ts';
import type { CallValue } from './value.ts';

/** The calls that can answer a request, write its headers or ask for a login; all others leave nothing that anyone asks for. */
const TELLING =
  /^(set|setHeader|setHeaders|header|headers|append|appendHeader|delete|remove|removeHeader|removeResponseHeader|writeHead|write|status|code|sendStatus|send|end|json|text|html|body|type|vary|redirect|respond|respondWith|waitUntil|next|use|res|reply|raw|throw|\[\]=|set(Response)?(Header|Headers|Status)|append(Response)?(Header|Headers)|appendCorsHeaders|appendCorsPreflightHeaders|handleCors|handlePreflight|jwtVerify)$/i;

let listening: RegExp | undefined;

/** Whether functions are followed for the sake of some calls only. */
export function isListening(): boolean {
  return listening !== undefined;
}

/** The names of the calls for whose sake functions are followed, where it is for some only. */
export function listenedFor(): RegExp | undefined {
  return listening;
}

/** Follows functions for the sake of calls of these last names, and of no others. */
export function listeningFor<T>(names: RegExp, follow: () => T): T {
  const before = listening;
  listening = names;
  try {
    return follow();
  } finally {
    listening = before;
  }
}

/** Whether somebody may ask for a call. */
export function tells(call: CallValue): boolean {
  if (listening) return listening.test(lastName(call.callee)?.replace(/^.*\./, '') ?? '');
  const name = lastName(call.callee) ?? (call.callee.kind === 'call' ? lastName(call.callee.callee) : undefined) ?? '';
  return (
    call.callee.kind === 'parameter' ||
    TELLING.test(name) ||
    /cors|header/i.test(name) ||
    call.args.some(it => it.kind === 'parameter' || it.kind === 'function')
  );
}
