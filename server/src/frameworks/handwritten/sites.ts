import type { CodeFile } from '../../syntax/code.ts';
import { composedTexts } from '../../syntax/composed.ts';
import { type Holder, holders } from '../../syntax/outline.ts';
import type { RecordValue, Value } from '../../syntax/value.ts';
import { Search } from '../../text/search.ts';
import type { Span } from '../../text/span.ts';
import { ACAO } from '../headers/lines.ts';
import { isClient, isRequest } from './handler-places.ts';

/** A place that names the header in code, and what holds it. */
export interface Mention {
  readonly offset: number;
  readonly holders: readonly Holder[];
}

/** The places that may write the header: comments, reads, comparisons and what clients send are left out. */
export function mentionsIn(file: CodeFile, named = NAMED): readonly Mention[] {
  const found: Mention[] = [];
  for (const index of named.places(file.text)) {
    const held = holders(file, index);
    if (held && !silent(held) && !isLabel(held, file)) found.push({ offset: index, holders: held });
  }
  return [...found, ...composedIn(file)].sort((a, b) => a.offset - b.offset);
}

/** The places where the name is put together of pieces. */
function composedIn(file: CodeFile): readonly Mention[] {
  if (!PIECES.test(file.text)) return [];
  return composedTexts(file, PIECE, NAME).flatMap(({ start, end }) => {
    if (NAME.test(file.text.slice(start, end))) return [];
    const held = holders(file, start, end);
    return held && !silent(held) ? [{ offset: start, holders: held }] : [];
  });
}

const NAMED = new Search(/access-control-allow-origin/i);
const NAME = /access-control-allow-origin/i;
/** Where the name is broken there is a quote, or the end of a template's text. */
const PIECES = new Search(
  /['"`}](?:control|allow|-control|-allow|-origin|origin)(?:-[a-z-]*)?['"`]|access-control(?:-allow)?-?(?:['"`]|\$\{)/i,
);
const PIECE = /control|allow|origin/i;

/** `'access-control-allow-origin': 'Access-Control-Allow-Origin'`: a table of names, where no value of the header stands. */
function isLabel([first]: readonly Holder[], file: CodeFile): boolean {
  if (first?.kind !== 'name' && first?.kind !== 'property') return false;
  // `{ key: 'Access-Control-Allow-Origin', value: '*' }` has its value beside it.
  if (first.kind === 'property' && /^(?:key|name|header)$/i.test(first.key)) return false;
  const { start, end } = first.property;
  return /^[^:]*:\s*['"`]access-control-[a-z-]+['"`]$/i.test(file.text.slice(start, end));
}

function silent(held: readonly Holder[]): boolean {
  const [first] = held;
  if (first?.kind === 'comparison') return true;
  if (first?.kind === 'index') return !first.assigned || isRequest(first.object);
  if (
    first?.kind === 'argument' &&
    /^(get|has|getHeader|hasHeader|getResponseHeader|removeHeader|delete|includes|indexOf|toHaveProperty|log|error|warn|info|startsWith|it|describe|test|expect)$/.test(
      first.name,
    )
  )
    return true;
  if (
    held.some(
      it => (it.kind === 'property' || it.kind === 'variable') && ON_REQUESTS.test('key' in it ? it.key : it.name),
    )
  )
    return true;
  if (held.some(it => it.kind === 'argument' && ON_REQUESTS.test(it.name))) return true;
  for (const it of held) {
    if (it.kind === 'function') return false;
    if (it.kind === 'argument' && (isClient(it.callee) || TESTS.test(it.name))) return true;
    if (it.kind === 'property' && /^(requestHeaders|setHeaders)$/.test(it.key)) return true;
  }
  return false;
}

/** Functions that prepare a request before it is sent. */
const ON_REQUESTS =
  /^(prepareHeaders|transformRequest|beforeSend|beforeRequest|onBeforeSendHeaders|onProxyReq|proxyReq|setContext|ajaxSetup)$/;

/** Calls that say what is expected, or what a stand-in for a server answers. */
const TESTS =
  /^(expect|toEqual|toMatchObject|toStrictEqual|toBe|toHaveBeenCalledWith|toHaveProperty|objectContaining|equal|deepEqual|deepStrictEqual|strictEqual|intercept|fulfill|reply|mockResolvedValue|mockReturnValue|mockImplementation|setRequestHeader|clone)$/;

/** The places in objects that clients of this file send as headers of their requests. */
export function sentByClients(file: CodeFile): readonly Span[] {
  const names =
    /^(fetch|\$fetch|useFetch|ajax|axios|request|get|post|put|patch|delete|head|create|got|ky|Request|HttpHeaders|[a-zA-Z$]*[fF]etch[a-zA-Z]*)$/;
  return file
    .calls(it => names.test(it))
    .flatMap(it => (isClient(it.callee) ? it.args.flatMap(argument => keysIn(argument)) : []));
}

/** The places where an object, or one within it, names the header. */
export function keysIn(value: Value, depth = 0): readonly Span[] {
  if (depth > 4) return [];
  if (value.kind === 'choice') return value.branches.flatMap(it => keysIn(it.value, depth + 1));
  if (value.kind !== 'record') return [];
  return value.entries.flatMap(it => (it.key.toLowerCase() === ACAO ? [it.keySpan] : keysIn(it.value, depth + 1)));
}

/** Whether an object, a function within it, or what that gives back, names the header. */
export function hasHeader(value: Value): boolean {
  if (keysIn(value).length > 0) return true;
  const parts = value.kind === 'record' ? value.entries.map(it => it.value) : [value];
  return parts.some(it => it.kind === 'function' && it.run([]).paths.some(way => way.result && keysIn(way.result)[0]));
}

/** The object literal whose property the header is, if it is one. */
export function recordAt(mention: Mention, file: CodeFile): RecordValue | undefined {
  const [first] = mention.holders;
  if (first?.kind !== 'name') return undefined;
  const value = file.valueAt(first.record);
  return value?.kind === 'record' ? value : undefined;
}
