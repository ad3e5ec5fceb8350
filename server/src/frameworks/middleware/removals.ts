import type { Removal } from '../../model/policy.ts';
import { lastName } from '../../syntax/member.ts';
import { and, FALSE, not, or } from '../../syntax/test.ts';
import type { Path, Test, Value } from '../../syntax/value.ts';
import { methodIn } from '../handwritten/method.ts';
import { conditionOf } from '../handwritten/requests.ts';
import { writeOf } from '../handwritten/response-writes.ts';
import { ACAO } from '../headers/lines.ts';
import { acceptorOf, type Lookup } from '../origin/acceptor.ts';
import { statefulIn } from '../origin/stateful.ts';

/** What the text of a function has that takes the header off. */
export const TAKES_OFF = /(?:remove\w*|delete)\(\s*(?:\w+\s*,\s*)?['"`]access-control-allow-origin['"`]/i;

/**
 * A middleware that takes `Access-Control-Allow-Origin` off the response that others have put it on: `if (!list.includes(origin))
 * res.removeHeader(…)`. Undefined where it does not, or where its ways are too many to follow.
 */
export function removalOf(value: Value, lookup: Lookup): Removal | undefined {
  if (value.kind !== 'function') return undefined;
  const { paths, cut } = value.run([]);
  const ways = paths.map(path => ({ path, taken: takenOn(path) }));
  if (cut || ways.every(it => isNever(it.taken))) return undefined;
  const all = or(...ways.map(it => and(it.path.when, it.taken)));
  const actual = or(...ways.filter(it => methodIn(it.path.when) !== 'options').map(it => and(it.path.when, it.taken)));
  const failing = ways.filter(it => it.path.end === 'throw').map(it => it.path.when);
  return {
    ...(failing.length > 0 ? { fails: conditionOf(or(...failing), lookup) } : {}),
    // Who gets an error in the place of the answer reads nothing of it.
    keeps: acceptorOf(and(not(actual), ...failing.map(it => not(it))), lookup),
    ...(statefulIn([all]).length > 0 ? {} : { when: conditionOf(all, lookup) }),
    afterwards: paths.some(isAfterwards),
    at: value.span,
  };
}

/** When the header is off at the end of a way, beyond the way itself. */
function takenOn(path: Path): Test {
  const known = new Set(path.when.kind === 'and' ? path.when.of : [path.when]);
  let taken: Test = FALSE;
  for (const effect of path.effects) {
    const write = writeOf(effect);
    const only = and(...(effect.when.kind === 'and' ? effect.when.of : [effect.when]).filter(it => !known.has(it)));
    if (write?.kind === 'removed' && write.name === ACAO) taken = or(taken, only);
    else if (write && 'lines' in write && write.lines.some(it => it.name === ACAO)) taken = and(taken, not(only));
  }
  return taken;
}

function isNever(test: Test): boolean {
  return test.kind === 'constant' && !test.value;
}

/** `await next(); ctx.remove(…)`: after what comes later has answered. */
function isAfterwards({ effects }: Path): boolean {
  const handedOn = effects.findIndex(it => lastName(it.call.callee) === 'next');
  const removed = effects.findLastIndex(it => writeOf(it)?.kind === 'removed');
  return handedOn >= 0 && removed > handedOn;
}
