import { branchesOf } from '../../syntax/choice.ts';
import { and, TRUE } from '../../syntax/test.ts';
import type { CallValue, RecordValue, Test, Value } from '../../syntax/value.ts';
import { ACAO, type HeaderLine } from '../header-lines.ts';
import { linesOf, statusOf } from './lines.ts';
import { chainOf, isClient } from './surfaces.ts';

/** What a value says as a response: its headers, by the conditions under which it is this one. */
export interface Answer {
  readonly when: Test;
  readonly lines: readonly HeaderLine[];
  readonly status?: number;
  /** The braces that hold the headers. */
  readonly record?: RecordValue;
  readonly surface?: 'electron';
  /** An object of headers by itself, which whoever calls puts on a response. */
  readonly bare?: boolean;
}

/** Reads a returned or handed-over value as a response. */
export function answersOf(
  value: Value | undefined,
  makes: (call: CallValue) => boolean,
  when: Test = TRUE,
  depth = 0,
): readonly Answer[] {
  if (!value || depth > 6) return [];
  const inner = (it: Value | undefined, under: Test = when) => answersOf(it, makes, under, depth + 1);
  switch (value.kind) {
    case 'choice':
      return value.branches.flatMap(it => inner(it.value, and(when, it.when)));
    case 'record':
      return ofRecord(value, when);
    case 'call': {
      if (isClient(value.callee)) return [];
      if (makes(value)) return made(value, when);
      const through = /^(resolve|all|freeze|success|formatJSONResponse)$/.test(chainOf(value.callee).at(-1) ?? '');
      return through ? inner(value.args[0]) : [];
    }
    default:
      return [];
  }
}

/** The body comes first, save where there is none. */
function made(call: CallValue, when: Test): readonly Answer[] {
  const name = chainOf(call.callee).at(-1) ?? '';
  const rest = /^(next|error)$/.test(name) ? call.args : call.args.slice(1);
  const status = rest.map(statusOf).find(it => it !== undefined) ?? (name === 'redirect' ? undefined : 200);
  const stated = status === undefined ? {} : { status };
  const inits = rest.filter(it => it.kind === 'record' || it.kind === 'choice').flatMap(branchesOf);
  const answers = inits.flatMap(it => (it.value.kind === 'record' ? ofRecord(it.value, and(when, it.when)) : []));
  return answers.length > 0 ? answers.map(it => ({ ...stated, ...it })) : [{ when, lines: [], ...stated }];
}

/** `{ statusCode, headers }`, a `ResponseInit`, Electron's `{ responseHeaders }`, or the headers themselves. */
function ofRecord(record: RecordValue, when: Test): readonly Answer[] {
  const at = (key: string) => record.entries.findLast(it => it.key === key)?.value;
  const status = statusOf(at('statusCode') ?? at('status'));
  const stated = status === undefined ? {} : { status };
  const electron = at('responseHeaders');
  const headers = electron ?? at('headers');
  if (headers) {
    return branchesOf(headers).map(it => ({
      when: and(when, it.when),
      lines: linesOf(it.value, TRUE),
      ...stated,
      ...(it.value.kind === 'record' ? { record: it.value } : {}),
      ...(electron ? { surface: 'electron' as const } : {}),
    }));
  }
  if (record.entries.some(it => it.key.toLowerCase() === ACAO))
    return [{ when, lines: linesOf(record, TRUE), ...stated, record, bare: true }];
  return [{ when, lines: [], ...stated }];
}
