import { either } from '../../model/acceptor.ts';
import type { OriginGuard } from '../../model/policy.ts';
import { lastName } from '../../syntax/member.ts';
import { asksPage, asksPut } from '../../syntax/put.ts';
import { and, FALSE, not, or, TRUE, testsOrigin, unknownTest } from '../../syntax/test.ts';
import type { CallValue, FunctionValue, Path, Test, Value } from '../../syntax/value.ts';
import { methodIn } from '../handwritten/method.ts';
import { conditionOf } from '../handwritten/requests.ts';
import { acceptorOf, type Lookup } from '../origin/acceptor.ts';
import { decide, whereAnybody } from '../origin/fixed.ts';
import { statefulIn } from '../origin/stateful.ts';
import { statusesOf } from './without-login.ts';

/** How a middleware hands a request on: it calls `next`, or (a hook) does so by giving no answer. */
export type HandsOn = 'calls next' | 'answers nothing';

/** How the server around a middleware goes on. */
export interface Around {
  readonly handsOn?: HandsOn;
  /** No code of its own answers errors, which end in 500 then. */
  readonly plainErrors?: boolean;
}

/**
 * A middleware that turns requests away for their origin, so that nothing behind it answers them: `(req, res, next) =>
 * list.includes(req.headers.origin) ? next() : res.sendStatus(403)`. Undefined where it asks nothing about the origin.
 */
export function originGuardOf(value: Value, lookup: Lookup, around: Around = {}): OriginGuard | undefined {
  const { handsOn = 'calls next', plainErrors = false } = around;
  if (value.kind !== 'function' || value.parameters.length > 3 || value.takesMore) return undefined;
  const { paths, cut } = value.run([]);
  if (cut) return undefined;
  const asked = paths
    .filter(it => methodIn(it.when) !== 'options')
    .map(path => ({ path, passes: and(path.when, passesOn(path, value, handsOn)) }));
  const nobody = asked.every(it => it.passes.kind === 'constant' && !it.passes.value);
  if (!nobody && !asked.some(it => testsOrigin(it.passes) || refusesAsPut(it))) return undefined;
  const written = either(asked.map(it => acceptorOf(it.passes, lookup)));
  const passes = decide(written, whereAnybody(written));
  const status = statusOf(asked, plainErrors);
  const all = or(...paths.map(it => and(it.when, passesOn(it, value, handsOn))));
  const stateful = statefulIn([all]);
  const exact = stateful.length > 0 ? { oddities: stateful } : { when: conditionOf(all, lookup) };
  return { passes, ...exact, ...(status === undefined ? {} : { status }), at: value.span };
}

interface Way {
  readonly path: Path;
  /** When it hands the request on. */
  readonly passes: Test;
}

/**
 * Whether a way turns a request away for what other code has put on it, or for what browsers say of the page that asks: 401 speaks
 * of who is logged in.
 */
function refusesAsPut({ path, passes }: Way): boolean {
  const refuses = passes.kind === 'constant' && !passes.value;
  return refuses && (asksPut(path.when) || asksPage(path.when)) && !statusesOf(path).includes(401);
}

/** The status of whoever is turned away, where each way is for them alone or for the others, and it is one for all. */
function statusOf(ways: readonly Way[], plainErrors: boolean): number | undefined {
  const refusing = ways.filter(it => it.passes.kind === 'constant' && !it.passes.value).map(it => it.path);
  if (ways.some(it => it.passes !== it.path.when && !refusing.includes(it.path))) return undefined;
  const failed = (it: Path) => (plainErrors && isPlainError(it) ? 500 : undefined);
  const statuses = new Set(refusing.map(it => (failsIn(it) ? failed(it) : statusesOf(it).at(0))));
  const [status] = statuses;
  return statuses.size === 1 ? status : undefined;
}

/** The condition under which a way hands the request on, before anything on it answers or fails. */
function passesOn(path: Path, fn: FunctionValue, handsOn: HandsOn): Test {
  let passed: Test = FALSE;
  let ended: Test = FALSE;
  const result = path.result?.kind === 'call' ? [{ call: path.result, when: TRUE }] : [];
  for (const { call, when } of [...path.effects, ...result]) {
    const only = beyond(when, path.when);
    const next = isNext(call, fn);
    if (next && call.args.every(isNothing)) passed = or(passed, and(only, not(ended)));
    else if (call.args.some(it => isNextItself(it, fn) || it.kind === 'function'))
      passed = or(
        passed,
        and(only, not(ended), unknownTest(call.span, 'a function that is handed what comes next', true)),
      );
    else if (next || (handsOn === 'answers nothing' && answers(call))) ended = or(ended, only);
  }
  return path.end === 'throw' ? FALSE : handsOn === 'calls next' ? passed : not(ended);
}

/** What a condition asks beyond that of its way. */
function beyond(when: Test, way: Test): Test {
  const known = new Set(way.kind === 'and' ? way.of : [way]);
  return and(...(when.kind === 'and' ? when.of : [when]).filter(it => !known.has(it)));
}

/** An error of which the server makes what it likes; `ctx.throw(403)` says what it becomes. */
function failsIn({ end, effects }: Path): boolean {
  const [last] = effects.slice(-1);
  return (
    effects.some(it => lastName(it.call.callee) === 'next' && it.call.args.length > 0) ||
    (end === 'throw' && !(last && throws(last.call)))
  );
}

/** `throw new Error('no')`, `next(new Error('no'))`, and what the language throws: errors that say nothing of a status. */
function isPlainError({ end, effects, unwritten, result }: Path): boolean {
  const given =
    end === 'throw' ? [result] : effects.filter(it => lastName(it.call.callee) === 'next').map(it => it.call.args[0]);
  return (
    unwritten === true || (given.length > 0 && given.every(it => it?.kind === 'call' && it.construct && isError(it)))
  );
}

function isError({ callee }: CallValue): boolean {
  return callee.kind === 'external' && callee.module === '' && /^(Type|Range)?Error$/.test(callee.name);
}

/** `ctx.throw(403)` of Koa, which throws an error with that status. */
function throws({ callee }: CallValue): boolean {
  return callee.kind === 'member' && callee.name === 'throw' && callee.object.kind === 'parameter';
}

function isNext({ callee }: CallValue, fn: FunctionValue): boolean {
  return isNextItself(callee, fn);
}

function isNextItself(value: Value, { parameters }: FunctionValue): boolean {
  const next = parameters.length > 1 ? parameters.at(-1) : undefined;
  return value.kind === 'parameter' && (value.name === next || /^(next|done)$/.test(value.name));
}

function isNothing(value: Value): boolean {
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
}

function answers({ callee }: CallValue): boolean {
  return callee.kind === 'member' && /^(send|redirect|hijack|end)$/.test(callee.name);
}
