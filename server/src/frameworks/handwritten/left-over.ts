import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { TRUE, unknownTest } from '../../syntax/test.ts';
import { type RecordValue, textOf } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { corsHeader, type HeaderLine } from '../headers/lines.ts';
import { looksSent } from './handler-places.ts';
import { linesOf } from './lines.ts';
import type { Handler } from './policies.ts';
import { writeOf } from './response-writes.ts';
import { type Mention, recordAt } from './sites.ts';

/** Whether a place in a file lies within a span. */
export function holdsPlace(span: Span, offset: number, path: string): boolean {
  return span.path === path && span.start <= offset && offset < span.end;
}

/** What no way through a function leads to: a constant for others to use, or a statement in code with too many ways. */
export function leftOver(
  mention: Mention,
  file: CodeFile,
  reading: Reading,
  handlers: readonly Handler[],
): readonly Handler[] {
  const local = mention.holders.some(it => it.kind === 'function');
  const reached = handlers.some(it =>
    it.replies.some(reply => reply.lines.some(line => holdsPlace(line.nameSpan, mention.offset, file.path))),
  );
  if (local && reached) return [];
  const record = recordAt(mention, file);
  const known = { preflight: { by: 'unknown' }, scope: {}, reading } as const;
  if (record) {
    if (!serves(mention, record, file)) return [];
    return [
      { replies: [{ when: TRUE, lines: linesOf(record, TRUE), at: record.span, record }], span: record.span, ...known },
    ];
  }
  const lines = [...decorated(mention, file), ...(local ? statementLines(mention, file, reading) : [])];
  const [line] = lines;
  return line ? [{ replies: [{ when: TRUE, lines, at: line.entry }], span: line.entry, ...known }] : [];
}

/** The header and those set by the same calls in the same function; under which conditions is not known. */
function statementLines(mention: Mention, file: CodeFile, reading: Reading): readonly HeaderLine[] {
  const [first] = mention.holders;
  if (first?.kind !== 'argument') return [];
  const calls = callsNamed(first.name, file, reading);
  const own = calls.byPlace.get(`${first.call.start} ${first.call.end}`);
  if (!own) return [];
  const known = calls.lines.get(own.inside?.start) ?? linesWithin(own.inside?.start, calls.named);
  calls.lines.set(own.inside?.start, known);
  return known;
}

function linesWithin(inside: number | undefined, named: readonly CallSite[]): readonly HeaderLine[] {
  return named.flatMap(it => {
    if (it.inside?.start !== inside) return [];
    const { callee, args, span, statement } = it;
    const when = unknownTest(span, 'a function with too many ways', true);
    const responseWrite = writeOf({ call: { kind: 'call', callee, args, construct: false, span }, when, statement });
    return responseWrite?.kind === 'lines' ? responseWrite.lines : [];
  });
}

/** The calls of one name that set CORS headers or `Vary`, and the lines that those within one function write. */
interface Calls {
  readonly byPlace: ReadonlyMap<string, CallSite>;
  readonly named: readonly CallSite[];
  readonly lines: Map<number | undefined, readonly HeaderLine[]>;
}

/** Each of many mentions asks for the same calls, while one file is read. */
const CALLS = new WeakMap<Reading, Map<string, Calls>>();

function callsNamed(name: string, file: CodeFile, reading: Reading): Calls {
  const known = CALLS.get(reading) ?? new Map<string, Calls>();
  CALLS.set(reading, known);
  const key = `${file.path} ${name}`;
  const before = known.get(key);
  if (before) return before;
  const calls = file.calls(it => it === name);
  const setting = calls.filter(it => it.argSpans.some(at => corsHeader(file.text.slice(at.start + 1, at.end - 1))));
  const made: Calls = {
    byPlace: new Map(calls.map(it => [`${it.span.start} ${it.span.end}`, it])),
    named: [...setting, ...file.calls(it => it === 'vary')],
    lines: new Map(),
  };
  known.set(key, made);
  return made;
}

/** `@Header('Access-Control-Allow-Origin', '*')` on a handler of Nest. */
function decorated(mention: Mention, file: CodeFile): readonly HeaderLine[] {
  const [first] = mention.holders;
  if (
    first?.kind !== 'argument' ||
    first.name !== 'Header' ||
    first.index !== 0 ||
    file.text[first.call.start - 1] !== '@'
  )
    return [];
  const own = file.calls(it => it === 'Header').find(it => it.span.start === first.call.start);
  const [key, value] = own?.args ?? [];
  const name = corsHeader(textOf(key));
  if (!own || !key || !value || name === undefined) return [];
  return [
    { name, value, nameSpan: key.span, entry: { ...own.span, start: own.span.start - 1 }, when: TRUE, appended: false },
  ];
}

const SERVER =
  /\bstatusCode\b|\bnew Response\b|\b(Next)?Response\.json\b|\bwriteHead\b|\bsetHeader\b|\breq\s*,\s*res\b|\bDeno\.serve\b|\bserve\(|\bexport default \{|\bcreateServer\b|from ['"](express|fastify|koa|hono|next\/server|h3|http|node:http)['"]|require\(['"](express|fastify|koa|http|node:http)['"]\)/;
const SERVER_PATH =
  /(^|\/)(functions?|lambdas?|api|servers?|backend|edge|workers?|middlewares?|netlify|supabase|handlers?)\//i;

/** Whether an object of headers is meant for responses: by its name, by what else is in it, by where it stands. */
function serves(mention: Mention, record: RecordValue, file: CodeFile): boolean {
  const named = mention.holders.some(
    it =>
      (it.kind === 'variable' && /cors|respon/i.test(it.name)) ||
      (it.kind === 'property' && /cors|respon|statusCode/i.test(it.key)),
  );
  if (named) return true;
  if (mention.holders.some(it => it.kind === 'function')) return false;
  return !looksSent(record) && (SERVER.test(file.text) || SERVER_PATH.test(file.path));
}
