import { type CallValue, property, type RecordValue, textOf, unknown, type Value } from '../value.ts';
import { chainOf, ends, type Reading, recordOf, required, whereUnset } from './schema.ts';

/**
 * `convict({ origin: { default: 'https://a.example', env: 'ORIGIN' } }).get('origin')` of convict 6.2: the variable, else the default;
 * an `Array` is split at commas, without more. A file that is loaded, or a value that is set, may come before the default.
 */
export function gotFromConvict(call: CallValue, reading: Reading): Value | undefined {
  if (!ends(call, /^(get|getProperties)$/)) return undefined;
  const chain = chainOf(call);
  const [schema] = chain?.base.args ?? [];
  if (chain?.module !== 'convict' || schema?.kind !== 'record') return undefined;
  const last = chain.steps.at(-1);
  const others = chain.steps.slice(0, -1).every(it => it.name === 'validate');
  const filled = /\.(load|loadFile|set)\s*\(/.test(reading.textOf(chain.base.span.path) ?? '');
  if (!last || !others || filled) return unknown(reading.span, 'a configuration that is filled in elsewhere', true);
  const path = last.args.length === 0 ? '' : textOf(last.args[0]);
  if (path === undefined) return unknown(reading.span, 'a key that is not known', true);
  const node = path
    .split('.')
    .filter(it => it !== '')
    .reduce<Value | undefined>((it, key) => (it?.kind === 'record' ? property(it, key)?.value : undefined), schema);
  return node ? madeOf(node, reading) : undefined;
}

function madeOf(node: Value, reading: Reading): Value {
  if (node.kind !== 'record' || node.rest)
    return node.kind === 'record' ? unknown(node.span, 'a schema that is not all seen', true) : node;
  const byDefault = property(node, 'default')?.value;
  if (!byDefault) {
    const entries = node.entries.map(it => ({ ...it, value: madeOf(it.value, reading) }));
    return recordOf(entries, node.span);
  }
  const name = textOf(property(node, 'env')?.value);
  if (name === undefined)
    return property(node, 'env') ? unknown(node.span, 'a variable that is not known', true) : byDefault;
  const variable: Value = { kind: 'environment', name, span: property(node, 'env')?.value.span ?? node.span };
  return whereUnset(variable, coerced(node, required(variable), byDefault, reading), byDefault, node.span);
}

/** What is made of the variable's text: a list by the format, and by the default where no format is given. */
function coerced(node: RecordValue, variable: Value, byDefault: Value, { method, span }: Reading): Value {
  const format = property(node, 'format')?.value;
  const list =
    textOf(format)?.toLowerCase() === 'array' ||
    (format?.kind === 'external' && format.module === '' && format.name === 'Array');
  if (list)
    return (
      method(variable, 'split', [{ kind: 'literal', value: ',', span: node.span }], span) ??
      unknown(span, 'a list', true)
    );
  return byDefault.kind === 'list' || byDefault.kind === 'record'
    ? unknown(node.span, 'what is made of the variable', true)
    : variable;
}
