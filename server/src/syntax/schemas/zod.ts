import { choice, mapChoice, promised } from '../choice.ts';
import { unknownTest } from '../test.ts';
import { type CallValue, type RecordValue, textOf, unknown, type Value } from '../value.ts';
import {
  chainOf,
  defaultOf,
  ends,
  entryOf,
  inputOf,
  type Reading,
  recordOf,
  required,
  type Step,
  whereUnset,
} from './schema.ts';

const ZOD = /^zod(\/v[34])?$/;

/** Steps that refuse values and change none. */
const CHECKS =
  /^(min|max|length|size|nonempty|regex|refine|superRefine|check|describe|meta|brand|readonly|url|email|startsWith|endsWith|includes|uuid|ip|ipv4|ipv6|datetime|nullable|strict|strip|strictObject|required|openapi|register|int|positive|nonnegative|gte|lte|gt|lt|finite|safe|multipleOf)$/;
/** Texts, and what is told apart from texts only where it does not matter here. */
const PLAIN =
  /^(string|url|httpUrl|hostname|email|enum|nativeEnum|literal|any|unknown|custom|templateLiteral|boolean|stringbool|number|int|coerce\.(string|number|boolean))$/;

/**
 * `schema.parse(process.env)` of zod 3.25 and 4.6 and its siblings, as an object of what comes out for each field. Run with both:
 * a default takes the place of what is missing, not of an empty text; keys that the schema does not name are left out.
 */
export function parsedByZod(call: CallValue, reading: Reading): Value | undefined {
  if (!ends(call, /^(safeParse|parse)(Async)?$/) || call.callee.kind !== 'member') return undefined;
  const [source] = call.args;
  const schema = call.callee.object;
  if (!source || call.args.length > 2 || !isZod(schema)) return undefined;
  const parsed = ofZod(schema, source, reading);
  const { name } = call.callee;
  const { span } = reading;
  const result = name.startsWith('safe')
    ? recordOf(
        [
          entryOf(
            'success',
            { kind: 'test', test: unknownTest(span, 'whether the values are valid', false), span },
            span,
          ),
          entryOf('data', parsed, span),
          entryOf('error', unknown(span, 'what is wrong with the values'), span),
        ],
        span,
      )
    : parsed;
  return name.endsWith('Async') ? promised(result, span) : result;
}

export function isZod(schema: Value): boolean {
  const chain = chainOf(schema);
  return chain !== undefined && ZOD.test(chain.module);
}

/** What a schema makes of an input. */
export function ofZod(schema: Value, input: Value, reading: Reading): Value {
  const chain = chainOf(schema);
  const { span } = schema;
  if (!chain || !ZOD.test(chain.module)) return unknown(span, 'a schema that is not followed', true);
  const { base, steps, module } = chain;
  const first = beginning(base, input, reading);
  return first
    ? followed(steps, first, { input, module, reading })
    : unknown(span, `what \`${base.name}\` makes of it`, true);
}

function beginning({ name, args, span }: Step, input: Value, reading: Reading): Value | undefined {
  const [first, second] = args;
  if (PLAIN.test(name)) return required(input);
  switch (name) {
    case 'object':
    case 'strictObject':
    case 'looseObject': {
      if (first?.kind !== 'record') return undefined;
      const fields = fieldsOf(first, input, reading);
      return name === 'looseObject' || first.rest
        ? { ...fields, rest: unknown(span, 'keys that no schema names') }
        : fields;
    }
    case 'optional':
    case 'nullable':
    case 'nullish':
      return first ? optional(ofZod(first, input, reading)) : undefined;
    case 'preprocess':
      return first && second ? ofZod(second, reading.apply(first, [input], span), reading) : undefined;
    case 'array':
      return input.kind === 'list' && first && onlyChecks(first) ? input : undefined;
    default:
      return undefined;
  }
}

function fieldsOf(fields: RecordValue, input: Value, reading: Reading): RecordValue {
  const entries = fields.entries.map(it => ({
    ...it,
    value: ofZod(it.value, inputOf(input, it.key, it.keySpan), reading),
  }));
  return recordOf(entries, fields.span);
}

interface Course {
  readonly input: Value;
  readonly module: string;
  readonly reading: Reading;
}

function followed(steps: readonly Step[], first: Value, course: Course): Value {
  return steps.reduce((value, step, at) => next(step, value, steps.slice(0, at), course), first);
}

function next(step: Step, value: Value, before: readonly Step[], course: Course): Value {
  const { name, args, span } = step;
  const { input, module, reading } = course;
  const [given] = args;
  const whatever = unknown(span, `what \`${name}\` makes of it`, true);
  if (value.kind === 'record' && /^(refine|superRefine|check)$/.test(name)) return mayRequire(value, given, reading);
  if (CHECKS.test(name)) return value;
  switch (name) {
    case 'optional':
    case 'nullish':
      return optional(value);
    case 'default':
    case 'prefault': {
      const own = defaultOf(given, reading);
      const changed = before.some(it => /^(transform|overwrite|pipe)$/.test(it.name));
      const through = name === 'prefault' || (changed && module === 'zod/v3');
      // Before zod 4, a default goes through the transformations before it.
      if (changed && !through && module === 'zod' && textOf(own) !== undefined) return whatever;
      return whereUnset(input, value, through ? followed(before, own, { ...course, input: own }) : own, span);
    }
    case 'catch':
      return choice(span, [
        { when: unknownTest(span, 'whether the value is valid', false), value },
        {
          when: { kind: 'not', of: unknownTest(span, 'whether the value is valid', false) },
          value: defaultOf(given, reading),
        },
      ]);
    case 'transform':
    case 'overwrite':
      return given?.kind === 'function' ? reading.apply(given, [value], span) : whatever;
    case 'trim':
    case 'toLowerCase':
    case 'toUpperCase':
    case 'normalize':
      return mapChoice(value, it => reading.method(it, name, args, span) ?? whatever);
    case 'pipe':
      return given ? mapChoice(value, it => ofZod(given, it, reading)) : whatever;
    case 'extend':
    case 'safeExtend':
      return value.kind === 'record' && given?.kind === 'record' && !given.rest
        ? { ...value, entries: [...value.entries, ...fieldsOf(given, input, reading).entries] }
        : whatever;
    case 'merge':
    case 'and': {
      const other = given && ofZod(given, input, reading);
      return value.kind === 'record' && other?.kind === 'record'
        ? { ...value, entries: [...value.entries, ...other.entries] }
        : whatever;
    }
    case 'partial':
      return value.kind === 'record'
        ? { ...value, entries: value.entries.map(it => ({ ...it, value: optional(it.value) })) }
        : whatever;
    case 'passthrough':
    case 'loose':
    case 'catchall':
      return value.kind === 'record' ? { ...value, rest: unknown(span, 'keys that no schema names') } : whatever;
    default:
      return whatever;
  }
}

/** A check of the whole object may ask for what a field alone does not: the fields that it names may not be missing for certain. */
function mayRequire(value: RecordValue, check: Value | undefined, { textOf: textAt }: Reading): Value {
  const { path, start, end } = check?.span ?? value.span;
  const text = textAt(path)?.slice(start, end) ?? '';
  const entries = value.entries.map(it => (text.includes(it.key) ? { ...it, value: required(it.value) } : it));
  return { ...value, entries };
}

/** A variable that need not be set. */
function optional(value: Value): Value {
  return mapChoice(value, it => {
    if (it.kind !== 'environment') return it;
    const { checked: _, ...plain } = it;
    return plain;
  });
}

function onlyChecks(schema: Value): boolean {
  const chain = chainOf(schema);
  return chain !== undefined && PLAIN.test(chain.base.name) && chain.steps.every(it => CHECKS.test(it.name));
}
