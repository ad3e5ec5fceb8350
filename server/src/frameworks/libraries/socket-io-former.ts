import type { Oddity } from '../../model/oddity.ts';
import { isOrigin } from '../../origins/grammar.ts';
import type { CallSite } from '../../syntax/code.ts';
import { textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { argumentWith } from '../options/nested.ts';
import { isAtLeast, libraryOf } from '../options/version.ts';

/**
 * What Socket.IO 2 read and 3 no longer does, and what took its place: https://socket.io/docs/v4/migrating-from-2-x-to-3-0/
 * ("CORS handling"). 4.8.4, run: both are ignored, the function is never called, and no header is sent.
 */
export const FORMER = { origins: 'cors: { origin }', handlePreflightRequest: 'cors' } as const;
export const GONE_IN = '3.0.0';

export function hasFormer(at: Span, reading: Reading): boolean {
  return !isAtLeast(libraryOf(reading.project, at.path, 'socket.io', '4.8.4'), GONE_IN);
}

export function formerOptions(call: CallSite, free: boolean, reading: Reading): readonly Oddity[] {
  if (hasFormer(call.span, reading)) return [];
  return (['origins', 'handlePreflightRequest'] as const).flatMap((name): readonly Oddity[] => {
    const entry = argumentWith(call, name);
    if (!entry) return [];
    const origins = name === 'origins' && free ? successorOf(entry.value) : undefined;
    const rewrite = origins === undefined ? {} : { rewrite: `cors: { origin: ${origins} }` };
    const former = { of: 'socket.io', goneIn: GONE_IN, successor: FORMER[name], ...rewrite };
    const field = name === 'origins' ? ({ field: 'origins' } as const) : {};
    return [{ kind: 'unknown-option', name, former, at: entry.keySpan, entry: entry.span, ...field }];
  });
}

/** The same origins as source for `cors`; version 2 also took ports as `*`, which nothing takes now. */
function successorOf(value: Value): string | undefined {
  const items = value.kind === 'list' && !value.rest ? value.items : [value];
  const texts = items.map(textOf);
  if (texts.length === 1 && (texts[0] === '*' || texts[0] === '*:*')) return "'*'";
  return texts.length > 0 && texts.every(it => it !== undefined && isOrigin(it))
    ? `[${texts.map(it => `'${it}'`).join(', ')}]`
    : undefined;
}

/** The function that answered preflights in version 2. */
export function neverCalled(call: CallSite, reading: Reading): readonly Span[] {
  const entry = argumentWith(call, 'handlePreflightRequest');
  return entry && !hasFormer(call.span, reading) ? [entry.value.span] : [];
}
