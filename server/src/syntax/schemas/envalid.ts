import type { Span } from '../../text/span.ts';
import { choice } from '../choice.ts';
import { and, not, or, truthy } from '../test.ts';
import { type CallValue, literal, property, type Test, unknown, type Value } from '../value.ts';
import { chainOf, ends, entryOf, inputOf, type Reading, recordOf, required } from './schema.ts';

/** Validators that give the text as it stands, and those of numbers and flags. */
const PLAIN = /^(str|url|email|host|port|num|bool)$/;

/**
 * `cleanEnv` of envalid 8.2: each variable, its `default` where it is missing, and `devDefault` before that where `NODE_ENV` is set
 * to something else than `production`; beside them what `NODE_ENV` says, which counts as `production` where it is missing.
 */
export function cleanedEnv(call: CallValue, reading: Reading): Value | undefined {
  const { callee, args, span } = call;
  if (!ends(call, /^cleanEnv$/) || chainOf(call)?.module !== 'envalid') return undefined;
  const [source, specs] = args;
  if (callee.kind === 'call' || !source || specs?.kind !== 'record') return undefined;
  const entries = specs.entries.map(it => ({
    ...it,
    value: variable(it.value, inputOf(source, it.key, it.keySpan), reading),
  }));
  const made = recordOf([...modes(source, span), ...entries], specs.span);
  return specs.rest ? { ...made, rest: specs.rest } : made;
}

function variable(spec: Value, input: Value, { apply, span }: Reading): Value {
  const whatever = unknown(spec.span, 'what a validator makes of it', true);
  if (spec.kind !== 'call') return whatever;
  const made = madeBy(spec, required(input), apply) ?? whatever;
  const [options] = spec.args;
  if (!options) return made;
  if (options.kind !== 'record' || options.rest) return whatever;
  const byDefault = property(options, 'default')?.value;
  const inDevelopment = property(options, 'devDefault')?.value;
  if ((!byDefault && !inDevelopment) || input.kind !== 'environment' || input.name === 'NODE_ENV') return made;
  const set = truthy(input);
  const development = not(isMode('production', input.span));
  return choice(span, [
    { when: set, value: made },
    ...(inDevelopment ? [{ when: and(not(set), development), value: inDevelopment }] : []),
    ...(byDefault ? [{ when: inDevelopment ? and(not(set), not(development)) : not(set), value: byDefault }] : []),
  ]);
}

/** What the validator itself gives: the text, or what a function of the workspace makes of it. */
function madeBy({ callee, span }: CallValue, input: Value, apply: Reading['apply']): Value | undefined {
  if (callee.kind === 'external' || callee.kind === 'member') return PLAIN.test(callee.name) ? input : undefined;
  const maker = callee.kind === 'call' ? chainOf(callee) : undefined;
  const [parse] = maker && /^make\w*Validator$/.test(maker.base.name) ? maker.base.args : [];
  return parse?.kind === 'function' ? apply(parse, [input], span) : undefined;
}

function isMode(mode: string, span: Span): Test {
  return { kind: 'equals', left: { kind: 'environment', name: 'NODE_ENV', span }, right: literal(span, mode), span };
}

function modes(source: Value, span: Span): ReturnType<typeof entryOf>[] {
  const mode = inputOf(source, 'NODE_ENV', span);
  const test = (of: Test): Value => ({ kind: 'test', test: of, span });
  const production = test(or(not(truthy(mode)), isMode('production', span)));
  const development = test(isMode('development', span));
  return [
    entryOf('isProduction', production, span),
    entryOf('isProd', production, span),
    entryOf('isDevelopment', development, span),
    entryOf('isDev', development, span),
    entryOf('isTest', test(isMode('test', span)), span),
  ];
}
