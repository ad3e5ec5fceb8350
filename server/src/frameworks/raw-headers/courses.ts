import type { Scope } from '../../model/policy.ts';
import type { CodeFile, Root } from '../../syntax/code.ts';
import type { Outcome, Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { textAt } from '../header-places.ts';
import { waysOf } from './responses.ts';
import { besideFor } from './routes.ts';
import { serverOf } from './servers.ts';
import type { Course } from './written.ts';

const MOST_WAYS = 48;

/** All that a handler answers; undefined where not every way is seen, or it is no handler but what one is made of. */
export function courseAround(
  root: Root,
  outcome: Outcome,
  scope: Scope,
  file: CodeFile,
  reading: Reading,
): Course | undefined {
  if (outcome.cut || outcome.paths.length > MOST_WAYS) return undefined;
  const read = (it: Value) => textAt(it.span, reading);
  const ways = waysOf(outcome, read);
  if (ways.length > MOST_WAYS || ways.some(it => it.surface || it.bare)) return undefined;
  const server = serverOf(file, root, ways);
  if (!server) return undefined;
  const beside = besideFor(root, scope, file);
  const options =
    beside === undefined ? undefined : beside.kind === 'function' ? waysOf(beside.run([]), read) : ('unknown' as const);
  return { server, ways, ...(scope.methods ? { methods: scope.methods } : {}), ...(options ? { options } : {}) };
}
