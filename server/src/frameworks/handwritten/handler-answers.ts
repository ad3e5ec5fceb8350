import type { Scope } from '../../model/policy.ts';
import type { CodeFile, Root } from '../../syntax/code.ts';
import { exported } from '../../syntax/exports.ts';
import type { FunctionValue, Outcome, Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { samePlace } from '../headers/lines.ts';
import { textAt } from '../headers/places.ts';
import { waysOf } from './responses.ts';
import { besideFor } from './routes.ts';
import { serverOf } from './servers.ts';
import type { HandlerAnswers } from './written.ts';

const MOST_WAYS = 96;

/** `app.param('id', (req, res, next, id) => …)`. */
const OF_PARAMETER = /\.param\(\s*['"`]\w+['"`]\s*,\s*$/;

/** All that a handler answers, or why that is not seen. */
export function handledAround(
  root: Root,
  alone: Outcome,
  scope: Scope,
  file: CodeFile,
  reading: Reading,
): HandlerAnswers | string {
  // Run with express 5.3.0: for `OPTIONS`, which no such route takes, it is not called.
  if (OF_PARAMETER.test(file.text.slice(Math.max(0, root.span.start - 80), root.span.start)))
    return 'it runs only for routes that have this parameter in their path';
  const outcome = boundBy(root, file)?.run([]) ?? alone;
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

/** The function as the file exports it, where that is known to hold what it wraps: `export default allowCors(handler)`. */
function boundBy({ value, span }: Root, file: CodeFile): FunctionValue | undefined {
  for (const name of ['default', '=']) {
    const given = exported(file, name, span);
    if (given.kind === 'function' && given !== value && samePlace(given.span, span)) return given;
  }
  return undefined;
}
