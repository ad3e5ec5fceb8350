import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import { exported } from '../../syntax/exports.ts';
import { textOf, type Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { silentIn } from '../handwritten/disagreement.ts';
import { repliesOf } from '../handwritten/responses.ts';

/**
 * The policy of a gateway that answers preflights alone, with what is seen of the function behind it: by proxy integration, what
 * that returns is the response, headers and all.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html#apigateway-enable-cors-proxy
 */
export function withHandler(policy: CorsPolicy, handler: Value | undefined, reading: Reading): CorsPolicy {
  const silent = policy.origins.mode === 'none' ? undefined : silentHandler(handler, reading);
  return silent ? { ...policy, oddities: [...policy.oddities, { ...silent, other: policy.origins.at }] } : policy;
}

/** `src/notes.create`: the export of a file beside the configuration. */
function silentHandler(
  handler: Value | undefined,
  { project }: Reading,
): Extract<Oddity, { kind: 'preflight-disagrees' }> | undefined {
  const [, module, name] = /^(?:\.\/)?([\w./-]+)\.([\w$]+)$/.exec(textOf(handler) ?? '') ?? [];
  if (!handler || module === undefined || name === undefined) return undefined;
  const path = project.resolve(handler.span.path, `./${module}`);
  const file = path === undefined ? undefined : project.code(path);
  const value = file && exported(file, name, handler.span);
  if (value?.kind !== 'function') return undefined;
  const { at } = silentIn(repliesOf(value.run([]))) ?? {};
  return at && { kind: 'preflight-disagrees', on: 'missing', side: 'response', given: '', at, other: at };
}
