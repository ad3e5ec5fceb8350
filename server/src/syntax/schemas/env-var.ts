import type { Span } from '../../text/span.ts';
import { mapChoice } from '../choice.ts';
import { type CallValue, literal, textOf, unknown, type Value } from '../value.ts';
import { chainOf, ends, isEnvironment, type Reading, required, type Step, whereUnset } from './schema.ts';

/**
 * `env.get('ORIGINS').default('https://a.example').asArray()` of env-var 7.5: an empty text counts as missing; lists are split at
 * commas, their empty items are left out and none is trimmed; `asUrlString` ends in the slash that a parsed URL has.
 */
export function readByEnvVar(call: CallValue, reading: Reading): Value | undefined {
  if (!ends(call, /^as[A-Z]\w*$/)) return undefined;
  const { span } = reading;
  const chain = chainOf(call);
  if (chain?.module !== 'env-var') return undefined;
  const from = chain.base.name === 'from' ? chain.base.args[0] : undefined;
  if (from ? !isEnvironment(from) || chain.base.args.length > 1 : chain.base.name !== 'get') return undefined;
  const [get, ...steps] = from ? chain.steps : [chain.base, ...chain.steps];
  const end = steps.at(-1);
  const name = get?.name === 'get' ? textOf(get.args[0]) : undefined;
  if (!end || name === undefined) return undefined;
  const variable: Value = { kind: 'environment', name, span };
  const given = steps.find(it => it.name === 'default')?.args[0];
  if (steps.slice(0, -1).some(it => !/^(default|required|example|description)$/.test(it.name))) return undefined;
  const isRequired = steps.some(
    it => it.name === 'required' && it.args.every(arg => arg.kind !== 'literal' || arg.value),
  );
  const made = as(end, isRequired || given ? required(variable) : variable, reading);
  return given ? whereUnset(variable, made, as(end, given, reading), span) : made;
}

function as({ name, args }: Step, value: Value, reading: Reading): Value {
  const { span } = reading;
  switch (name) {
    case 'asString':
    case 'asEnum':
    case 'asBool':
    case 'asBoolStrict':
    case 'asInt':
    case 'asIntPositive':
    case 'asPortNumber':
      return value;
    case 'asUrlString':
      return mapChoice(value, it => serialised(it, span));
    case 'asArray':
    case 'asSet': {
      const separator = args[0] ? textOf(args[0]) : ',';
      if (separator === undefined) break;
      return mapChoice(value, it => split(it, separator, name === 'asSet' ? 'set' : 'array', reading));
    }
  }
  return unknown(span, `what \`${name}\` makes of it`, true);
}

function split(value: Value, separator: string, container: 'array' | 'set', { method, span }: Reading): Value {
  const whole = method(value, 'split', [literal(span, separator)], span);
  if (whole?.kind !== 'list') return unknown(span, 'what is made into a list', true);
  const items = whole.items
    .filter(it => textOf(it) !== '')
    .map(it => (it.kind === 'environment' && it.each ? { ...it, each: { ...it.each, filtered: true } } : it));
  return { ...whole, container, items };
}

function serialised(value: Value, span: Span): Value {
  const text = textOf(value);
  if (text !== undefined) return URL.canParse(text) ? literal(value.span, new URL(text).href) : unknown(span, 'no URL');
  return { kind: 'template', parts: [value, literal(span, '/')], span };
}
