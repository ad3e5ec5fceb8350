import type { Scope } from '../../model/policy.ts';
import type { CodeFile, Root } from '../../syntax/code.ts';
import type { Outcome, Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { textAt } from '../header-places.ts';
import { waysOf } from './responses.ts';
import { besideFor } from './routes.ts';
import { serverOf } from './servers.ts';
import type { Course } from './written.ts';

const MOST_WAYS = 96;

/** All that a handler answers, or why that is not seen. */
export function courseAround(
  root: Root,
  outcome: Outcome,
  scope: Scope,
  file: CodeFile,
  reading: Reading,
): Course | string {
  if (outcome.cut || outcome.paths.length > MOST_WAYS) return 'the function has too many ways to follow each';
  const read = (it: Value) => textAt(it.span, reading);
  const ways = waysOf(outcome, read);
  if (ways.length > MOST_WAYS) return 'the function has too many ways to follow each';
  if (ways.some(it => it.surface || it.bare)) return 'which response these headers are put on is not seen';
  const server = serverOf(file, root, ways);
  if (!server) return 'the server that runs this function is not known';
  const beside = besideFor(root, scope, file);
  const options =
    beside === undefined ? undefined : beside.kind === 'function' ? waysOf(beside.run([]), read) : ('unknown' as const);
  return { server, ways, ...(scope.methods ? { methods: scope.methods } : {}), ...(options ? { options } : {}) };
}
