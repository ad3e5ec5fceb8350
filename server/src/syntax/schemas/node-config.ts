import type { Span } from '../../text/span.ts';
import { choice } from '../choice.ts';
import { and, not } from '../test.ts';
import { type CallValue, literal, property, type Test, textOf, unknown, type Value } from '../value.ts';
import { chainOf, ends, type Reading, whereUnset } from './schema.ts';

const NOTATIONS = ['json', 'yaml', 'yml', 'json5', 'toml'];
const MODES = ['production', 'development', 'test'];
/** Files that are read as well, and are not followed. */
const OTHERS = [
  'default.js',
  'default.ts',
  'default.cjs',
  'default.mjs',
  'local.json',
  'local.yaml',
  'local.yml',
  'local.js',
];

/**
 * `config.get('cors.origin')` of the package config 5.0: `config/default`, over it the file of the mode, over that the variable that
 * `config/custom-environment-variables` names, unless it is empty (run with 5.0.1).
 */
export function gotFromConfig(call: CallValue, reading: Reading): Value | undefined {
  if (!ends(call, /^get$/)) return undefined;
  const chain = chainOf(call);
  const key = textOf(call.args[0]);
  const { home, setting, span } = reading;
  if (chain?.module !== 'config' || chain.base.name !== 'get' || chain.steps.length > 0) return undefined;
  if (key === undefined || home === undefined || OTHERS.some(it => reading.exists(`${home}/config/${it}`)))
    return unknown(span, 'a configuration that is not all seen', true);
  const file = (name: string) =>
    NOTATIONS.map(it => setting(`${home}/config/${name}.${it}`)).find(it => it !== undefined);
  const within = (name: string) => at(file(name), key);
  const byDefault = within('default');
  const modes = MODES.flatMap(mode => {
    const value = within(mode);
    return value ? [{ when: isMode(mode, span), value }] : [];
  });
  const all = [...modes.map(it => it.value), ...(byDefault ? [byDefault] : [])];
  // Objects of several files become one.
  if (all.length === 0 || (all.length > 1 && all.some(it => it.kind === 'record')))
    return unknown(span, 'a configuration that is not all seen', true);
  const otherwise = and(...modes.map(it => not(it.when)));
  const filed = choice(span, [...modes, ...(byDefault ? [{ when: otherwise, value: byDefault }] : [])]);
  const variable = within('custom-environment-variables');
  if (!variable) return filed;
  const name = textOf(variable);
  if (name === undefined) return unknown(variable.span, 'what is made of a variable', true);
  const input: Value = { kind: 'environment', name, span: variable.span };
  return whereUnset(input, { ...input, checked: true }, filed, span);
}

function at(value: Value | undefined, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>((it, key) => (it?.kind === 'record' ? property(it, key)?.value : undefined), value);
}

function isMode(mode: string, span: Span): Test {
  return { kind: 'equals', left: { kind: 'environment', name: 'NODE_ENV', span }, right: literal(span, mode), span };
}
