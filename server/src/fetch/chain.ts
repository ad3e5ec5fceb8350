import type { CorsPolicy } from '../model/policy.ts';
import type { Writer } from '../model/writers.ts';
import { type Answer, answer } from './answer.ts';
import type { HeaderValues } from './headers.ts';
import { layered } from './layers.ts';
import type { ServerRequest } from './sent.ts';

/** What a server behind a proxy answers, and what comes out of the proxy. */
export function throughProxy(
  front: CorsPolicy,
  behind: readonly Writer[],
  request: ServerRequest,
): { readonly alone: Answer; readonly through: Answer } {
  const alone = layered(
    behind.map(writer => ({ writer })),
    request,
  );
  const own = answer(front, request);
  if (!own.known || own.ends) return { alone, through: own };
  if (!alone.known) return { alone, through: alone };
  return { alone, through: { ...alone, headers: together(front, own.headers, alone.headers) } };
}

function together({ upstream }: CorsPolicy, own: HeaderValues, behind: HeaderValues): HeaderValues {
  const left = Object.entries(behind).filter(([name]) => !upstream?.hidden.includes(name));
  const found = new Map<string, readonly string[]>(left);
  for (const [name, lines] of Object.entries(own)) {
    const before = upstream?.effect === 'instead' ? [] : (found.get(name) ?? []);
    found.set(name, upstream?.effect === 'before' ? [...lines, ...before] : [...before, ...lines]);
  }
  return Object.fromEntries(found);
}
