import type { HeaderText, WrittenHeader } from '../../model/written.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { and, not, or, TRUE } from '../../syntax/test.ts';
import type { Test, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { conditionOf } from '../handwritten/requests.ts';
import { ACAO, type HeaderLine, type HeaderResponse } from '../headers/lines.ts';
import type { Lookup } from '../origin/acceptor.ts';

/** What a proxy does to one header of a response, in the order in which it does it; `default` sends it where nothing else has. */
export interface Operation {
  /** Lower case. */
  readonly name: string;
  readonly action: 'set' | 'add' | 'default' | 'delete' | 'change';
  readonly value: Value;
  readonly when: Test;
  readonly nameSpan: Span;
  readonly entry: Span;
  /** It is done for the place that is spoken of, and not for others. */
  readonly placed?: boolean;
  /** An empty text sends no header. */
  readonly omitsEmpty?: boolean;
  /** The only statuses it is done with. */
  readonly statuses?: readonly number[];
}

/** Each operation that sends a header, with the conditions under which nothing behind it takes that away. */
export function linesOf(operations: readonly Operation[]): readonly HeaderLine[] {
  return operations.flatMap((it, index): readonly HeaderLine[] => {
    if (it.action === 'delete' || it.action === 'change') return [];
    const removed = operations.slice(index + 1).filter(later => later.action === 'delete' && later.name === it.name);
    const when = and(it.when, ...removed.map(later => not(later.when)), ...absence(it, operations.slice(0, index)));
    if (when.kind === 'constant' && !when.value) return [];
    const { name, value, nameSpan, entry } = it;
    return [{ name, value, nameSpan, entry, when, appended: it.action === 'add' }];
  });
}

/** Where everybody is let in by what is written for a place, what is written around it to let some in says nothing more. */
export function telling(operations: readonly Operation[]): readonly Operation[] {
  const open = operations.some(
    it => it.placed && it.name === ACAO && it.when === TRUE && it.value.kind === 'literal' && it.value.value === '*',
  );
  return open ? operations.filter(it => it.placed || it.name !== ACAO || it.when === TRUE) : operations;
}

/** That nothing has sent the header before, where that is asked. */
function absence({ action, name }: Operation, earlier: readonly Operation[]): readonly Test[] {
  const others = earlier.filter(it => it.name === name && it.action !== 'delete');
  return action === 'default' && others.length > 0 ? [not(or(...others.map(it => it.when)))] : [];
}

const MOST = 24;

/**
 * A response whose header for the origin is set by several lines, each under a condition, is one response for each of them: the last one
 * whose condition holds counts.
 */
export function separated(response: HeaderResponse): readonly HeaderResponse[] {
  const lines = response.lines.filter(it => it.name === ACAO);
  if (lines.length < 2 || lines.length > MOST || lines.some(it => it.appended)) return [response];
  const others = response.lines.filter(it => it.name !== ACAO);
  const found: HeaderResponse[] = [];
  let left: readonly Test[] = [];
  for (const line of lines.toReversed()) {
    const when = and(...left, line.when);
    found.push({ ...response, when: and(response.when, when), lines: [...others, { ...line, when }] });
    left = [...left, not(line.when)];
    if (line.when === TRUE) return found;
  }
  return [...found, { ...response, when: and(response.when, ...left), lines: others }];
}

/** The same as plain data. `missing` is what stands for a header that the request does not have. */
export function writtenOf(
  operations: readonly Operation[],
  missing: readonly string[],
  lookup: Lookup,
): readonly WrittenHeader[] {
  return operations.flatMap((it, index) => {
    const when = and(it.when, ...absence(it, operations.slice(0, index)));
    return branchesOf(it.value).map(
      (branch): WrittenHeader => ({
        name: it.name,
        when: conditionOf(and(when, branch.when), lookup),
        lines: it.action === 'delete' ? [] : textIn(branch.value, it, it.omitsEmpty ? [] : missing),
        appended: it.action === 'add',
        ...(it.statuses ? { statuses: it.statuses } : {}),
      }),
    );
  });
}

function textIn(
  value: Value,
  { name, action, omitsEmpty }: Operation,
  missing: readonly string[],
): readonly HeaderText[] {
  if (action === 'change') return [{ kind: 'unknown', why: `what \`${name}\` is changed to is not followed` }];
  if (value.kind === 'literal')
    return omitsEmpty && value.value === '' ? [] : [{ kind: 'text', text: String(value.value) }];
  if (value.kind === 'request' && value.part === 'header') {
    const { name: header } = value;
    if (
      header === 'origin' ||
      header === 'access-control-request-headers' ||
      header === 'access-control-request-method'
    )
      return [{ kind: 'request', header, missing }];
  }
  return [{ kind: 'unknown', why: `the value of \`${name}\` is not known` }];
}
