import { branchesOf } from '../../syntax/choice.ts';
import type { CodeFile, Root } from '../../syntax/code.ts';
import type { Outcome, Value } from '../../syntax/value.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { knownTest } from '../headers/conditions.ts';
import { ACAO, lastLine, samePlace } from '../headers/lines.ts';
import { headersRead } from '../middleware/header-reads.ts';
import { refusedPreflight } from '../middleware/without-login.ts';
import { writesTooLate } from './fastify-hooks.ts';
import { handledAround } from './handler-answers.ts';
import { takenOffByErrors } from './koa-errors.ts';
import { holdsPlace, leftOver } from './left-over.ts';
import { isPassedOn } from './passed-on.ts';
import type { Handler } from './policies.ts';
import { repliesOf } from './responses.ts';
import { besideOptions, preflightOf, scopeOf } from './routes.ts';
import { type Mention, mentionsIn, sentByClients } from './sites.ts';
import { carriersOf, usersOf } from './users.ts';

/** Everything in a file that puts the header on responses: constants that functions share, functions, and their users. */
export function handlersOf(file: CodeFile, reading: Reading): readonly Handler[] {
  const mentions = mentionsIn(file);
  const sent = mentions.length > 0 ? sentByClients(file) : [];
  const late = mentions.flatMap(it => file.rootsAround([it.offset])).filter(it => writesTooLate(it, file));
  const own = mentions.filter(
    it => ![...sent, ...late.map(root => root.span)].some(span => holdsPlace(span, it.offset, file.path)),
  );
  const direct = rootsOf(own, file)
    .map(it => handler(it, file, reading, undefined))
    .filter(it => it.replies.some(reply => lastLine(reply, ACAO)));
  // What one of them has told of is told of for all that stand beside it.
  const left: Handler[] = [];
  for (const it of own) left.push(...leftOver(it, file, reading, [...left, ...direct]));
  const carriers = carriersOf(file, own, reading);
  const users = usersOf(file, carriers).flatMap(user => {
    if (direct.some(it => samePlace(it.span, user.span))) return [];
    const root = file.rootsAround([user.use.start])[0];
    const found = root && handler(root, file, reading, user.use);
    return found?.replies.some(it => lastLine(it, ACAO))
      ? [{ ...found, ...(user.outermost ? {} : { between: true }) }]
      : [];
  });
  return [...left, ...direct, ...users];
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
      it.lines.some(line => holdsPlace(line.nameSpan, mention.offset, file.path)),
    );
  return owner && written ? widest(owner, mention, file) : root;
}

function handler(root: Root, file: CodeFile, reading: Reading, at: Span | undefined): Handler {
  const outcome = outcomeOf(root);
  const replies = repliesOf(outcome);
  const scope = scopeOf(root, file);
  const handled = handledAround(root, outcome, scope, file, reading);
  const beside = besideOptions(root, scope, file).flatMap(it => repliesOf(it.run([])));
  const takenOff = takenOffByErrors(root, file);
  const preflight = preflightOf(root, replies, scope, file, isCalled(root, file));
  return {
    replies,
    ...(at ? { at } : {}),
    span: root.span,
    preflight: preflight.by === 'unknown' && isPassedOn(root, handled, file) ? { by: 'same' } : preflight,
    scope,
    reading,
    handled,
    ...(beside.length > 0 ? { beside } : {}),
    ...turnedAway(root),
    ...headersRead([root.value], reading.project),
    ...(takenOff ? { takenOff } : {}),
    ...(isCalled(root, file) ? { helper: true } : {}),
  };
}

/** A login check in the function itself, which answers before anything lets pages in. */
function turnedAway({ value }: Root): Pick<Handler, 'login'> {
  const refused = refusedPreflight(value);
  if (!refused) return {};
  const { at, status, named, header } = refused;
  const of = { ...(named === undefined ? {} : { path: named }), ...(header === undefined ? {} : { header }) };
  return { login: { at, by: 'the login check', preflights: status, ...of } };
}

/** Whether the file itself calls the function, from another one: `allow(res)`, `corsHeaders(request)`. */
function isCalled({ name, span }: Root, file: CodeFile): boolean {
  return name !== undefined && file.callsOf(name).some(it => it.inside && !contains(span, it.span));
}

const ORIGIN_NAME = /^(req(uest)?_?)?origin(Header)?$/i;

/** A helper that checks a parameter called `origin` is taken to be given the request's; one that only sends it is not. */
function outcomeOf({ value }: Root): Outcome {
  const plain = value.run([]);
  const named = value.parameters.filter(it => ORIGIN_NAME.test(it));
  if (named.length === 0) return plain;
  // Of `requestOrigin` and `origin`, the second is what is allowed.
  const asked = named.find(it => /^req/i.test(it)) ?? named[0];
  const args = value.parameters.map(
    (name, index): Value =>
      name === asked
        ? { kind: 'request', part: 'header', name: 'origin', span: value.span }
        : { kind: 'parameter', name, index, span: value.span },
  );
  const given = value.run(args);
  const checks = repliesOf(given).some(it => {
    const line = lastLine(it, ACAO);
    return line && (knownTest(line.when) || branchesOf(line.value).some(branch => knownTest(branch.when)));
  });
  return checks ? given : plain;
}
