import type { CodeFile, Root } from '../../syntax/code.ts';
import { and, TRUE } from '../../syntax/test.ts';
import type { RecordValue } from '../../syntax/value.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { ACAO, type HeaderLine, lastLine, samePlace } from '../header-lines.ts';
import { linesOf } from './lines.ts';
import type { Handler } from './policies.ts';
import { type Reply, repliesOf } from './responses.ts';
import { preflightOf, scopeOf } from './routes.ts';
import { carriersOf, type Mention, mentionsIn, recordAt, sentByClients, usersOf } from './sites.ts';
import { looksSent } from './surfaces.ts';

/** Everything in a file that puts the header on responses: constants that functions share, functions, and their users. */
export function handlersOf(file: CodeFile, reading: Reading): readonly Handler[] {
  const mentions = mentionsIn(file);
  const sent = mentions.length > 0 ? sentByClients(file) : [];
  const own = mentions.filter(
    it => !sent.some(span => span.path === file.path && span.start <= it.offset && it.offset < span.end),
  );
  const direct = rootsOf(own, file)
    .map(it => handler(it, file, reading, undefined))
    .filter(it => it.replies.some(reply => lastLine(reply, ACAO)));
  const records = own.flatMap(it => constant(it, file, reading, direct));
  const carriers = carriersOf(file, own, reading);
  const users = usersOf(file, carriers).flatMap(user => {
    if (direct.some(it => samePlace(it.span, user.span))) return [];
    const root = file.rootsAround([user.use.start])[0];
    const found = root && handler(root, file, reading, user.use);
    return found?.replies.some(it => lastLine(it, ACAO))
      ? [{ ...found, ...(user.outermost ? {} : { between: true }) }]
      : [];
  });
  return [...records, ...direct, ...users];
}

/** The functions around the places; a helper inside a function that it serves counts as part of that one. */
function rootsOf(mentions: readonly Mention[], file: CodeFile): readonly Root[] {
  const roots = mentions.flatMap(it => file.rootsAround([it.offset]).map(root => widest(root, it, file)));
  return roots.filter((it, i) => roots.findIndex(other => samePlace(other.span, it.span)) === i);
}

function widest(root: Root, mention: Mention, file: CodeFile): Root {
  const outer = root.around[0];
  if (!outer || !root.name) return root;
  const calls = file.callsOf(root.name).filter(it => contains(outer, it.span) && !contains(root.span, it.span));
  const around = calls.length > 0 ? file.rootsAround(calls.map(it => it.span.start)) : [];
  const owner = around.find(it => samePlace(it.span, outer));
  const written =
    owner &&
    repliesOf(owner.value.run([])).some(it =>
      it.lines.some(
        line =>
          line.nameSpan.path === file.path &&
          line.nameSpan.start <= mention.offset &&
          mention.offset < line.nameSpan.end,
      ),
    );
  return owner && written ? widest(owner, mention, file) : root;
}

function handler(root: Root, file: CodeFile, reading: Reading, at: Span | undefined): Handler {
  const outcome = root.value.run([]);
  const scope = scopeOf(root, file);
  return {
    replies: repliesOf(outcome),
    ...(at ? { at } : {}),
    span: root.span,
    preflight: preflightOf(root, outcome, scope, file),
    scope,
    reading,
  };
}

/** An object of headers that no function around it sends: a constant for others to use. */
function constant(
  mention: Mention,
  file: CodeFile,
  reading: Reading,
  handlers: readonly Handler[],
): readonly Handler[] {
  const record = recordAt(mention, file);
  if (!record) return [];
  const covers = (line: HeaderLine) =>
    line.nameSpan.path === file.path && line.nameSpan.start <= mention.offset && mention.offset < line.nameSpan.end;
  const local = mention.holders.some(it => it.kind === 'function');
  if (local && handlers.some(it => it.replies.some(reply => reply.lines.some(covers)))) return [];
  if (!serves(mention, record, file)) return [];
  const reply: Reply = { when: TRUE, lines: linesOf(record, and()), at: record.span, record };
  return [{ replies: [reply], span: record.span, preflight: { by: 'unknown' }, scope: {}, reading }];
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
