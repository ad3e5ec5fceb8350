import { branchesOf } from '../../syntax/choice.ts';
import { and, TRUE } from '../../syntax/test.ts';
import type { CallValue, RecordValue, Test, Value } from '../../syntax/value.ts';
import { ACAO, type HeaderLine } from '../headers/lines.ts';
import { chainOf, isClient } from './handler-places.ts';
import { linesOf, statusOf } from './lines.ts';

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
  /** A `Response` or what makes one, or an object that stands for one. */
  readonly made?: 'response' | 'result';
  /** It is no answer of its own: the next handler's, with these headers. */
  readonly passes?: boolean;
  /** Why its status or headers are not all seen. */
  readonly gap?: string;
  /** It states a status that is not known. */
  readonly darkStatus?: boolean;
  /** Where the status is not known, the one of an error that is given in its place: `error.statusCode || 500`. */
  readonly errorStatus?: number;
  /** The status where nothing states one. */
  readonly usual?: number;
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
  const passes = /^(next|rewrite)$/.test(name);
  const rest = name === 'next' || name === 'error' ? call.args : call.args.slice(1);
  const status = rest.map(statusOf).find(it => it !== undefined);
  const gap = rest.map(gapOf).find(it => it !== undefined);
  const stated = {
    made: 'response' as const,
    ...(status === undefined ? {} : { status }),
    ...(name === 'redirect' ? {} : { usual: 200 }),
    ...(passes ? { passes } : {}),
    ...(gap === undefined ? {} : { gap }),
  };
  const inits = rest.filter(it => it.kind === 'record' || it.kind === 'choice').flatMap(branchesOf);
  const read = (init: RecordValue, under: Test) =>
    takesInit(call) && isHeaders(init) ? [{ when: under, lines: [], bare: false }] : ofRecord(init, under);
  const answers = inits.flatMap(it => (it.value.kind === 'record' ? read(it.value, and(when, it.when)) : []));
  return answers.length > 0
    ? answers.map(({ bare: _, ...it }) => ({ ...stated, ...it, made: stated.made }))
    : [{ when, lines: [], ...stated }];
}

/**
 * `new Response(…)`, `Response.json(…)` and `json(…)` of SvelteKit and Remix take headers below `headers` alone; others take them as
 * they are.
 */
export function takesInit({ callee, construct }: Pick<CallValue, 'callee' | 'construct'>): boolean {
  const names = chainOf(callee);
  if (/Response$/.test((construct ? names.at(-1) : names.at(-2)) ?? '')) return true;
  return callee.kind === 'external' && OF_INIT.test(callee.module) && /^(json|data|text|defer)$/.test(callee.name);
}

const OF_INIT = /^(@sveltejs\/kit|@remix-run\/(node|cloudflare|deno|server-runtime)|react-router)$/;

/** Headers in the place of what holds them. */
export function isHeaders({ entries }: RecordValue): boolean {
  return entries.some(it => it.key.toLowerCase() === ACAO) && !entries.some(it => it.key === 'headers');
}

/** What of an init, or of headers handed over, is not seen. */
function gapOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'literal':
    case 'function':
      return undefined;
    case 'choice':
      return value.branches.map(it => gapOf(it.value)).find(it => it !== undefined);
    case 'record':
      return value.rest && `it has headers from elsewhere: ${value.rest.why}`;
    default:
      return 'its headers come from a value that is not known';
  }
}

/** `{ statusCode, headers }`, a `ResponseInit`, Electron's `{ responseHeaders }`, or the headers themselves. */
function ofRecord(record: RecordValue, when: Test): readonly Answer[] {
  const at = (key: string) => record.entries.findLast(it => it.key === key)?.value;
  const given = at('statusCode') ?? at('status');
  const status = statusOf(given);
  const stated = {
    made: 'result' as const,
    ...(status === undefined ? {} : { status }),
    ...(given && status === undefined ? { darkStatus: true, ...errorIn(given) } : {}),
  };
  const electron = at('responseHeaders');
  const headers = electron ?? at('headers');
  if (headers) {
    return branchesOf(headers).map(it => ({
      when: and(when, it.when),
      lines: linesOf(it.value, TRUE),
      ...stated,
      ...gapIn(it.value),
      ...(it.value.kind === 'record' ? { record: it.value } : {}),
      ...(electron ? { surface: 'electron' as const } : {}),
    }));
  }
  if (record.entries.some(it => OF_CORS.test(it.key)))
    return [{ when, lines: linesOf(record, TRUE), ...stated, record, bare: true }];
  return [{ when, lines: [], ...stated, ...(record.rest ? gapIn(record) : {}) }];
}

/** Names that only an object of headers has; whoever is refused may get the last alone. */
const OF_CORS = /^(access-control-[a-z-]+|vary)$/i;

function errorIn(status: Value): Pick<Answer, 'errorStatus'> {
  const known = branchesOf(status).flatMap(it => statusOf(it.value) ?? []);
  const errorStatus = known.every(it => it >= 400) ? known[0] : undefined;
  return errorStatus === undefined ? {} : { errorStatus };
}

function gapIn(value: Value): Pick<Answer, 'gap'> {
  const gap = gapOf(value);
  return gap === undefined ? {} : { gap };
}
