import type { Oddity } from '../../model/oddity.ts';
import { type CorsPolicy, known } from '../../model/policy.ts';
import { exported } from '../../syntax/exports.ts';
import { type FunctionValue, textOf, type Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { silentIn } from '../handwritten/disagreement.ts';
import { methodIn } from '../handwritten/method.ts';
import { type Reply, repliesOf } from '../handwritten/responses.ts';
import { ACAC, ACAO, lastLine } from '../headers/lines.ts';
import { headersRead } from '../middleware/header-reads.ts';

/** A function behind a gateway: the export of a file, `src/notes.create`, and the folder that its code is taken from. */
export interface Handler {
  readonly handler: Value | undefined;
  /** Beside the configuration; absent where it is the same folder. */
  readonly folder?: string;
}

/**
 * The policy of a gateway that answers preflights alone, with what is seen of the function behind it: by proxy integration, what
 * that returns is the response, headers and all.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html#apigateway-enable-cors-proxy
 */
export function withHandler(policy: CorsPolicy, handler: Handler, reading: Reading): CorsPolicy {
  return withFunction(policy, functionBehind(handler, reading), reading);
}

/** The same with the function itself. */
export function withFunction(policy: CorsPolicy, behind: FunctionValue | undefined, reading: Reading): CorsPolicy {
  if (policy.origins.mode === 'none') return policy;
  const replies = behind && repliesOf(behind.run([]));
  const found = replies && (silenceOf(policy, replies) ?? disagreement(policy, replies));
  const looking = { ...policy, ...headersRead(behind ? [behind] : [], reading.project) };
  return found ? { ...looking, oddities: [...policy.oddities, found] } : looking;
}

/**
 * The policy of a function's own URL, which puts its headers beside those that the function returns.
 * https://github.com/aws-powertools/powertools-lambda-python/issues/4163
 */
export function withOwnHeaders(policy: CorsPolicy, handler: Handler, reading: Reading): CorsPolicy {
  if (policy.origins.mode === 'none') return policy;
  const responses = repliesBehind(handler, reading)?.filter(it => methodIn(it.when) !== 'options') ?? [];
  const lines = responses.map(it => lastLine(it, ACAO));
  const [first] = lines;
  if (!first || !lines.every(it => it !== undefined)) return policy;
  return {
    ...policy,
    oddities: [
      ...policy.oddities,
      { kind: 'duplicate-header', header: ACAO, at: policy.origins.at, first: first.entry },
    ],
  };
}

function silenceOf({ origins }: CorsPolicy, replies: readonly Reply[]): Oddity | undefined {
  const { at } = silentIn(replies) ?? {};
  return at && { kind: 'preflight-disagrees', on: 'missing', side: 'response', given: '', at, other: origins.at };
}

/** The preflight lets one site in, or its cookies, and all responses of the function certainly do not. */
function disagreement(policy: CorsPolicy, replies: readonly Reply[]): Oddity | undefined {
  const responses = replies.filter(it => methodIn(it.when) !== 'options' && lastLine(it, ACAO));
  const [first] = responses;
  const [named, ...others] = policy.origins.listed;
  if (!first || responses.some(it => it.open || it.bare) || !named || others.length > 0) return undefined;
  const origin = textIn(first, ACAO);
  if (!origin || responses.some(it => textIn(it, ACAO) !== origin)) return undefined;
  const at = { at: lastLine(first, ACAO)?.entry ?? first.at, other: policy.origins.at };
  if (policy.origins.mode !== 'any' && origin !== '*' && origin !== named.text)
    return { kind: 'preflight-disagrees', on: 'origin', side: 'response', given: origin, ...at };
  const cookies = known(policy.credentials) === true && policy.origins.mode !== 'any' && origin !== '*';
  return cookies && responses.every(it => textIn(it, ACAC) === '')
    ? { kind: 'preflight-disagrees', on: 'credentials', side: 'response', given: '', ...at }
    : undefined;
}

/** The text of a header, empty where it is not sent. */
function textIn(reply: Reply, name: string): string | undefined {
  const line = lastLine(reply, name);
  return line ? textOf(line.value) : '';
}

function repliesBehind(handler: Handler, reading: Reading): readonly Reply[] | undefined {
  const behind = functionBehind(handler, reading);
  return behind && repliesOf(behind.run([]));
}

function functionBehind({ handler, folder = '.' }: Handler, { project }: Reading): FunctionValue | undefined {
  const [, module, name] = /^(?:\.\/)?([\w./-]+)\.([\w$]+)$/.exec(textOf(handler) ?? '') ?? [];
  if (!handler || module === undefined || name === undefined) return undefined;
  const path = project.resolve(handler.span.path, `./${folder.replace(/^\.\/|\/$/g, '')}/${module}`);
  const file = path === undefined ? undefined : project.code(path);
  const value = file && exported(file, name, handler.span);
  return value?.kind === 'function' ? value : undefined;
}
