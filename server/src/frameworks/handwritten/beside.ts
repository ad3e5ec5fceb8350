import type { WrittenResponses } from '../../model/written.ts';
import type { FunctionValue } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { textAt } from '../headers/places.ts';
import { waysOf } from './responses.ts';
import { serverNamed } from './servers.ts';
import { writtenResponses } from './written.ts';

const MOST_WAYS = 32;

/** What the text of a function has that may answer preflights, or write `Vary` over what a policy has written. */
export const BESIDE = /options|method|preflight|vary|origin/i;

/**
 * What a function does to responses that it shares with policies: whom it answers, and what it leaves on the way. Undefined where it
 * writes `Access-Control-Allow-Origin` itself, which makes it a policy of its own, or where its ways are not followed.
 */
export function writtenBeside(fn: FunctionValue, server: string, reading: Reading): WrittenResponses | undefined {
  const around = serverNamed(server);
  // What becomes of an error that is thrown is for others to say.
  if (!around || /access-control-allow-origin|\bthrow\b/i.test(textAt(fn.span, reading))) return undefined;
  const outcome = fn.run([]);
  if (outcome.cut || outcome.paths.length > MOST_WAYS) return undefined;
  const stated = STATUS.test(textAt(fn.span, reading));
  const ways = waysOf(outcome, it => textAt(it.span, reading)).map(it =>
    stated && it.end === 'thrown' ? { ...it, gap: it.gap ?? 'which status an error has is not known' } : it,
  );
  if (ways.length > MOST_WAYS || ways.some(it => it.surface || it.bare)) return undefined;
  if (TAKES_VARY.test(textAt(fn.span, reading))) return unseenBeside(server, 'another function takes `Vary` off');
  return writtenResponses({ server: around, ways }, { assumed: new Map(), lookup: reading.lookup, isOwn: () => false });
}

/** What gives an error a status of its own: `err.status = 404`, `Object.assign(new Error(), …)`. */
const STATUS = /\bstatus(?:Code)?\b|\bassign\b/;

const TAKES_VARY = /(?:remove\w*|delete)\(\s*['"`]vary['"`]/i;

/** What goes on with headers that are not followed. */
export function unseenBeside(server: string, gap: string): WrittenResponses | undefined {
  const found = serverNamed(server);
  return (
    found && {
      server: found.around,
      responses: [{ when: { kind: 'constant', value: true }, end: 'passed', headers: [], gap, own: false }],
    }
  );
}
