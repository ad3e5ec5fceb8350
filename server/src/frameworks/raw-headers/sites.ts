import type { CodeFile } from '../../syntax/code.ts';
import { type Holder, holders, references, topNames } from '../../syntax/outline.ts';
import type { RecordValue, Value } from '../../syntax/value.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { ACAO, samePlace } from '../header-lines.ts';
import { textAt } from '../header-places.ts';
import { isClient, isRequest } from './surfaces.ts';

/** A place that names the header in code, and what holds it. */
export interface Mention {
  readonly offset: number;
  readonly holders: readonly Holder[];
}

/** The places that may write the header: comments, reads, comparisons and what clients send are left out. */
export function mentionsIn(file: CodeFile): readonly Mention[] {
  const found: Mention[] = [];
  for (const { index } of file.text.matchAll(/access-control-allow-origin/gi)) {
    const held = holders(file, index);
    if (held && !silent(held)) found.push({ offset: index, holders: held });
  }
  return found;
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

function keysIn(value: Value, depth = 0): readonly Span[] {
  if (depth > 4) return [];
  if (value.kind === 'choice') return value.branches.flatMap(it => keysIn(it.value, depth + 1));
  if (value.kind !== 'record') return [];
  return value.entries.flatMap(it => (it.key.toLowerCase() === ACAO ? [it.keySpan] : keysIn(it.value, depth + 1)));
}

/** The object literal whose property the header is, if it is one. */
export function recordAt(mention: Mention, file: CodeFile): RecordValue | undefined {
  const [first] = mention.holders;
  if (first?.kind !== 'name') return undefined;
  const value = file.valueAt(first.record);
  return value?.kind === 'record' ? value : undefined;
}

/** The top-level names by which the headers travel: constants and functions that hold a mention, imports that bring one. */
export function carriersOf(file: CodeFile, mentions: readonly Mention[], reading: Reading): ReadonlySet<string> {
  const names = new Set<string>();
  for (const it of topNames(file)) {
    const inside = (offset: number) => contains(it.span, { path: file.path, start: offset, end: offset });
    if (it.kind !== 'import' ? mentions.some(mention => inside(mention.offset)) : brings(it.value, reading))
      names.add(it.name);
  }
  return names;
}

/** Whether an imported value has CORS headers in it. */
function brings(value: Value, reading: Reading): boolean {
  if (value.kind === 'record')
    return (
      keysIn(value).length > 0 || value.entries.some(it => it.value.kind === 'function' && brings(it.value, reading))
    );
  return (
    value.kind === 'function' &&
    /access-control-allow-origin|cors_?headers|handle_?cors/i.test(textAt(value.span, reading))
  );
}

/** A function that uses the headers without naming them itself, and its first use of them. */
export interface User {
  readonly span: Span;
  readonly use: Span;
  /** No other function of the file calls it. */
  readonly outermost: boolean;
}

const TEST_FILE = /[._-](test|spec)\.[^/]+$|(^|\/)_*(tests?|mocks?|e2e|fixtures)_*\//i;
const MOST_USERS = 12;

/** The functions that reach one of the names, through other functions of the file too, inner ones first. Tests serve nobody. */
export function usersOf(file: CodeFile, carriers: ReadonlySet<string>): readonly User[] {
  if (carriers.size === 0 || TEST_FILE.test(file.path)) return [];
  const tops = topNames(file);
  const names = new Set(carriers);
  const users = new Map<number, { user: User; name: string | undefined }>();
  for (let round = 0; round < 4; round++) {
    const before = names.size;
    for (const { span } of references(file, names)) {
      const root = file.rootsAround([span.start])[0];
      if (!root) continue;
      const known = users.get(root.span.start);
      if (!known)
        users.set(root.span.start, {
          user: { span: root.span, use: span, outermost: true },
          name: nameOf(root.span, tops),
        });
      else if (span.start < known.user.use.start)
        users.set(root.span.start, { ...known, user: { ...known.user, use: span } });
    }
    for (const { name } of users.values()) if (name !== undefined) names.add(name);
    if (names.size === before) break;
  }
  const called = new Set(references(file, names).map(it => it.name));
  const found = [...users.values()].map(({ user, name }) => ({
    ...user,
    outermost: name === undefined || !called.has(name),
  }));
  const between = found.filter(it => !it.outermost).slice(0, MOST_USERS / 2);
  return [...between, ...found.filter(it => it.outermost).slice(0, MOST_USERS)];
}

function nameOf(span: Span, tops: ReturnType<typeof topNames>): string | undefined {
  return tops.find(
    it =>
      it.kind !== 'import' && contains(it.span, span) && it.value.kind === 'function' && samePlace(it.value.span, span),
  )?.name;
}
