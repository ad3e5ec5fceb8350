import { branchesOf } from '../../syntax/choice.ts';
import { and, TRUE, testsOrigin } from '../../syntax/test.ts';
import type { Entry, Test, Value } from '../../syntax/value.ts';
import { hull, type Span } from '../../text/span.ts';
import { corsHeader, corsHeaderOf, type HeaderLine } from '../headers/lines.ts';

export function statusOf(value: Value | undefined): number | undefined {
  return value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined;
}

/** A status that code states, and when; `errorStatus` is the one of an error where only that it is an error's is known. */
export interface StatedStatus {
  readonly when: Test;
  readonly status?: number;
  readonly darkStatus?: boolean;
  readonly errorStatus?: number;
}

/** The statuses that a value stands for: one for each branch where the origin decides, or one of which not all is known. */
export function statusesIn(value: Value): readonly StatedStatus[] {
  const branches = branchesOf(value);
  const known = branches.flatMap(it => statusOf(it.value) ?? []);
  const [first, ...others] = known;
  if (known.length === branches.length && others.every(it => it === first))
    return [{ when: TRUE, status: first ?? 200 }];
  if (known.length === branches.length && branches.every(it => testsOrigin(it.when)))
    return branches.map(it => ({ when: it.when, status: statusOf(it.value) ?? 200 }));
  const failing = first !== undefined && known.every(it => it >= 400);
  return [{ when: TRUE, darkStatus: true, ...(failing ? { errorStatus: first } : {}) }];
}

/** The headers in an object, in a `Headers`, in a list of pairs or in a flat list; a choice gives those of all its branches. */
export function linesOf(value: Value, when: Test, statement?: Span): readonly HeaderLine[] {
  if (value.kind === 'choice') return value.branches.flatMap(it => linesOf(it.value, and(when, it.when), statement));
  if (value.kind === 'record') return value.entries.flatMap(it => lineOf(it, when, value.span));
  if (value.kind !== 'list') return [];
  if (value.items.every(it => it.kind === 'list')) {
    return value.items.flatMap(it =>
      it.kind === 'list' && it.items[0] && it.items[1] ? pair(it.items[0], it.items[1], it.span, when) : [],
    );
  }
  return value.items.flatMap((it, i) => {
    const next = value.items[i + 1];
    return i % 2 === 0 && next ? pair(it, next, hull(it.span, next.span), when) : [];
  });
}

function pair(key: Value, value: Value, entry: Span, when: Test): readonly HeaderLine[] {
  const name = corsHeaderOf(key);
  return name === undefined ? [] : [{ name, value, nameSpan: key.span, entry, when, appended: false }];
}

/** A property that is there only under conditions gives a line only under these. */
function lineOf(entry: Entry, when: Test, inRecord: Span): readonly HeaderLine[] {
  const name = corsHeader(entry.key);
  if (name === undefined || entry.value.kind === 'record' || entry.value.kind === 'function') return [];
  const line = { name, nameSpan: entry.keySpan, entry: entry.span, appended: false, inRecord };
  const [branch] = branchesOf(entry.value);
  if (entry.value.kind === 'choice' && entry.value.branches.length === 1 && branch)
    return [{ ...line, value: branch.value, when: and(when, branch.when) }];
  return [{ ...line, value: entry.value, when }];
}
