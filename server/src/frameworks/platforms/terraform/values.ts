import { literal, property, type RecordValue, textOf, unknown, type Value } from '../../../syntax/value.ts';
import type { Module, Scenario } from './module.ts';

const DEPTH = 20;
/** How many values one question may lead to. */
const MOST = 20_000;

/** Follows `var`, `local` and the iterators of dynamic blocks, and the functions that put lists together. */
export class Values {
  readonly #locals: Module['locals'];
  readonly #variables: Scenario['variables'];
  readonly #iterators: ReadonlyMap<string, Value>;
  #left = MOST;
  /** The variables that were asked for. */
  readonly asked: Set<string>;

  constructor(
    locals: Module['locals'],
    variables: Scenario['variables'],
    iterators: ReadonlyMap<string, Value> = new Map(),
    asked = new Set<string>(),
  ) {
    this.#locals = locals;
    this.#variables = variables;
    this.#iterators = iterators;
    this.asked = asked;
  }

  /** The same within a dynamic block, where `name.value` is this. */
  with(name: string, value: Value): Values {
    const iterators = new Map([...this.#iterators, [name, value]]);
    return new Values(this.#locals, this.#variables, iterators, this.asked);
  }

  resolve(value: Value, depth = 0): Value {
    if (depth > DEPTH || this.#left-- < 0) return unknown(value.span, 'more than is followed', true);
    const next = (it: Value) => this.resolve(it, depth + 1);
    switch (value.kind) {
      case 'list':
        return { ...value, items: value.items.map(next) };
      case 'record':
        return { ...value, entries: value.entries.map(it => ({ ...it, value: next(it.value) })) };
      case 'template': {
        const parts = value.parts.map(next);
        const texts = parts.map(it => (it.kind === 'literal' ? String(it.value) : undefined));
        return texts.every(it => it !== undefined)
          ? literal(value.span, texts.join(''))
          : { ...value, parts: parts.map(it => (it.kind === 'literal' ? it : unknown(it.span, 'a gap', true))) };
      }
      case 'choice':
        return { ...value, branches: value.branches.map(it => ({ ...it, value: next(it.value) })) };
      case 'member':
        return this.#member(value.object, value.name, value, depth);
      case 'call':
        return value.callee.kind === 'external' ? called(value.callee.name, value.args.map(next), value) : value;
      case 'external':
        return unknown(value.span, `\`${value.name}\` is not known`, true);
      case 'literal':
        return typeof value.value === 'string' ? this.#filled(value.value, value, depth) : value;
      default:
        return value;
    }
  }

  #member(object: Value, name: string, value: Value, depth: number): Value {
    if (object.kind === 'external') {
      const known =
        object.name === 'var'
          ? this.#variable(name)
          : object.name === 'local'
            ? this.#locals.get(name)
            : name === 'value'
              ? this.#iterators.get(object.name)
              : undefined;
      if (known) return this.resolve(known, depth + 1);
      const why = object.name === 'var' ? `the variable \`${name}\` is given from outside` : 'it is not known here';
      return unknown(value.span, why, true);
    }
    const of = this.resolve(object, depth + 1);
    const found = of.kind === 'record' ? property(of, name)?.value : undefined;
    return found ?? unknown(value.span, 'it is not known here', true);
  }

  #variable(name: string): Value | undefined {
    this.asked.add(name);
    return this.#variables.get(name);
  }

  /** In JSON, `"${var.name}"` is the expression itself. */
  #filled(text: string, value: Value, depth: number): Value {
    const [, root, name] = /^\$\{(var|local)\.([\w-]+)\}$/.exec(text) ?? [];
    if (root === undefined || name === undefined || !/\.json$/i.test(value.span.path))
      return /\$\{/.test(text) && /\.json$/i.test(value.span.path)
        ? unknown(value.span, 'a text with gaps', true)
        : value;
    return this.#member({ kind: 'external', module: '', name: root, span: value.span }, name, value, depth);
  }
}

/** https://developer.hashicorp.com/terraform/language/functions */
function called(name: string, args: readonly Value[], value: Value): Value {
  const [first, second] = args;
  switch (name) {
    case 'tolist':
    case 'toset':
    case 'distinct':
    case 'sort':
    case 'compact':
    case 'nonsensitive':
    case 'sensitive':
      return first ?? value;
    case 'concat':
    case 'setunion':
      return args.every(it => it.kind === 'list')
        ? {
            kind: 'list',
            container: 'array',
            items: args.flatMap(it => (it.kind === 'list' ? it.items : [])),
            span: value.span,
          }
        : unknown(value.span, 'a list that is put together of what is not known', true);
    case 'split': {
      const [separator, text] = [textOf(first), textOf(second)];
      if (separator === undefined || separator === '' || text === undefined || !second) break;
      const items = text.split(separator).map(it => literal(second.span, it));
      return { kind: 'list', container: 'array', items, span: second.span };
    }
  }
  return unknown(value.span, `what \`${name}\` gives is not followed`, true);
}

/** The blocks of a kind within a record: those that are written, and those that `dynamic` makes of a list that is known. */
export function blocksIn(record: RecordValue, kind: string, values: Values): readonly RecordValue[] {
  const own = property(record, kind)?.value;
  const written =
    own === undefined ? [] : records(own.kind === 'list' || own.kind === 'record' ? own : values.resolve(own));
  const dynamic = records(property(record, `dynamic ${kind}`)?.value).flatMap(it => made(it, kind, values));
  return [...written.map(it => resolved(it, values)), ...dynamic];
}

function records(value: Value | undefined): readonly RecordValue[] {
  if (value?.kind === 'record') return [value];
  if (value?.kind === 'list') return value.items.flatMap(records);
  return value?.kind === 'choice' ? value.branches.flatMap(it => records(it.value)) : [];
}

function resolved(record: RecordValue, values: Values): RecordValue {
  return { ...record, entries: record.entries.map(it => ({ ...it, value: values.resolve(it.value) })) };
}

/** `dynamic "cors_rule" { for_each = … content { … } }`. https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
function made(block: RecordValue, kind: string, values: Values): readonly RecordValue[] {
  const each = property(block, 'for_each')?.value;
  const iterator = property(block, 'iterator')?.value;
  const name = iterator?.kind === 'external' ? iterator.name : kind;
  const items = each ? itemsOf(values.resolve(each)) : [];
  return records(property(block, 'content')?.value).flatMap(content =>
    items.map(it => resolved(content, values.with(name, it))),
  );
}

function itemsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'record') return value.entries.map(it => it.value);
  return value.kind === 'choice' ? value.branches.flatMap(it => itemsOf(it.value)) : [];
}
