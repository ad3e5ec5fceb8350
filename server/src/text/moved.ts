import type { Difference } from './difference.ts';
import type { Span } from './span.ts';

/**
 * Plain data with its places in a file as they are after an edit; undefined where a place lies in what was edited, or where
 * something is no plain data.
 */
export function movedBy<T>(data: T, path: string, by: Difference): T | undefined {
  const moved = move(data, path, by);
  return moved === LOST ? undefined : (moved as T);
}

const LOST = Symbol('lost');

function move(data: unknown, path: string, by: Difference): unknown {
  if (typeof data === 'function') return LOST;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) {
    const items = data.map(it => move(it, path, by));
    if (items.includes(LOST)) return LOST;
    return items.every((it, i) => it === data[i]) ? data : items;
  }
  if (Object.getPrototypeOf(data) !== Object.prototype) return LOST;
  if (isSpan(data)) return data.path === path ? moveSpan(data, by) : data;
  let same = true;
  const moved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    const now = move(value, path, by);
    if (now === LOST) return LOST;
    same &&= now === value;
    moved[key] = now;
  }
  return same ? data : moved;
}

function isSpan(data: object): data is Span {
  return 'path' in data && 'start' in data && 'end' in data && typeof data.start === 'number';
}

function moveSpan(span: Span, { start, removed, added }: Difference): unknown {
  if (span.end <= start) return span;
  if (span.start < start + removed) return LOST;
  return { ...span, start: span.start - removed + added, end: span.end - removed + added };
}
