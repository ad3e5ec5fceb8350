import type { Subject } from '../model/acceptor.ts';
import type { Span } from '../text/span.ts';

/**
 * What an expression or a configuration node evaluates to, without running anything. Every value has the span of the source
 * that gives it: the literal itself where it is followed through constants and imports.
 */
export type Value =
  | Literal
  | Template
  | Pattern
  | OpenPattern
  | List
  | RecordValue
  | FunctionValue
  | Environment
  | Choice
  | PromiseValue
  | RequestPart
  | Part
  | TestValue
  | Member
  | CallValue
  | Parameter
  | External
  | Unknown;

export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | undefined;
  readonly span: Span;
  /** Where it is `undefined` since an object has no property of this name: where that object stands. */
  readonly lacking?: { readonly from: Span; readonly name: string };
}

/** A text put together of parts that are not all known. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly Value[];
  readonly span: Span;
}

/** A regular expression; `shared` tells that one object serves every request (it is made at module level). */
export interface Pattern {
  readonly kind: 'pattern';
  readonly source: string;
  readonly flags: string;
  readonly shared: boolean;
  /** It says what a call of another kind asks, and stands nowhere in the source. */
  readonly made?: boolean;
  readonly span: Span;
}

/** A regular expression put together of texts and one environment variable, whose text becomes a piece of its source. */
export interface OpenPattern {
  readonly kind: 'open-pattern';
  readonly before: string;
  readonly variable: Environment;
  readonly after: string;
  /** What stands in the variable's place where it is not set. */
  readonly fallback?: string;
  readonly flags: string;
  readonly shared: boolean;
  readonly span: Span;
}

/** Items in order; an `each` environment variable or a `rest` stands for any number of items. */
export interface List {
  readonly kind: 'list';
  readonly container: 'array' | 'set';
  readonly items: readonly Value[];
  /** Items that are not known (a spread of something unknown, a list that is changed elsewhere), with the reason. */
  readonly rest?: Unknown;
  /** The items stand in an order that is not known. */
  readonly shuffled?: boolean;
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly value: Value;
  /** The key as written. */
  readonly keySpan: Span;
  /** The whole property. */
  readonly span: Span;
}

/** An object, a `Headers`, a `Map`, a JSON object. Later entries win. */
export interface RecordValue {
  readonly kind: 'record';
  readonly container: 'object' | 'headers' | 'map' | 'params';
  readonly entries: readonly Entry[];
  /** A spread or a computed key that is not known. */
  readonly rest?: Unknown;
  /** The names under which code of its own is run: who writes to one of them may change anything in it. */
  readonly accessors?: readonly string[];
  readonly span: Span;
}

/** A function of the workspace, or a class's method. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string | undefined;
  readonly parameters: readonly string[];
  /** Its `length`: the parameters before the first with a default or the rest (https://tc39.es/ecma262/#sec-function-instances-length). */
  readonly length: number;
  /** Whether it has a rest parameter or reads `arguments`, and so may take more than its parameters say. */
  readonly takesMore?: boolean;
  readonly async: boolean;
  /** A call only makes what gives values later. */
  readonly generator?: boolean;
  /**
   * Follows the function with these arguments through all its paths. Code that calls it hands over the variables around the
   * call and may get a promise; whoever asks from outside is told what comes of it.
   */
  readonly run: (args: readonly Value[], around?: Variables) => Outcome;
  /** The same function with this as its `this`; absent where `this` is that of the code around it. */
  readonly on?: (self: RecordValue) => FunctionValue;
  /** Whether it stands within a call or an instance that is followed, and so differs from one to the next. */
  readonly enclosed?: boolean;
  /** The variables around it that it assigns, or whose lists and sets it changes. */
  readonly assigns?: () => ReadonlySet<object>;
  /** Whether the body reads a variable from around it into which the request's `Origin` flows. */
  readonly sees?: () => boolean;
  /** What `new` gives, where this is a class; a part of `whole` where another extends it. */
  readonly construct?: (args: readonly Value[], whole?: Whole) => Value;
  /** Static fields and methods, where this is a class. */
  readonly statics?: RecordValue;
  /** The body alone, for edits. */
  readonly body?: Span;
  readonly span: Span;
}

/** An instance that is being made, which the methods of all its classes have as their `this`. */
export interface Whole {
  value?: RecordValue;
}

/** `process.env.X`, `import.meta.env.X`, `Deno.env.get('X')`, `c.env.X`. With `each`, one entry of its text split at `separator`. */
export interface Environment {
  readonly kind: 'environment';
  readonly name: string;
  readonly each?: { readonly separator: string; readonly trimmed: boolean; readonly filtered: boolean };
  /** Read through a schema or a configuration service that refuses to start without it or fills it in. */
  readonly checked?: boolean;
  /** The code changes the text (lower case, a slash taken off), so that it is not compared as it stands in a file. */
  readonly altered?: boolean;
  readonly span: Span;
}

/** One of several values, depending on conditions that are not decided. */
export interface Choice {
  readonly kind: 'choice';
  readonly branches: readonly { readonly when: Test; readonly value: Value }[];
  /** One of the conditions holds in any case, and only one: what does not hold for one branch holds for the others. */
  readonly total?: boolean;
  readonly span: Span;
}

/** What an asynchronous function gives back before it is waited for: a thing that is no text and counts as true. */
export interface PromiseValue {
  readonly kind: 'promise';
  readonly of: Value;
  /** When waiting for it throws. */
  readonly fails: Test;
  readonly span: Span;
}

/** Something the sender of a request decides: a header (lower-case name), the method, the query, the body … */
export interface RequestPart {
  readonly kind: 'request';
  readonly part: 'header' | 'headers' | 'method' | 'query' | 'body' | 'params' | 'cookies' | 'url';
  readonly name?: string;
  /** A header that the request may lack, for which there is nothing then: reading a property of that throws. */
  readonly lackable?: boolean;
  /** It is written out as a text, which says `undefined` or `null` where there is none. */
  readonly inWords?: boolean;
  readonly span: Span;
}

/** `new URL(of).hostname` and the like; `url` is the parsed object itself. */
export interface Part {
  readonly kind: 'part';
  readonly part: Exclude<Subject, 'origin'> | 'url';
  readonly of: Value;
  readonly span: Span;
}

export interface TestValue {
  readonly kind: 'test';
  readonly test: Test;
  readonly span: Span;
}

/** A property of something that is not known further. */
export interface Member {
  readonly kind: 'member';
  readonly object: Value;
  readonly name: string;
  readonly span: Span;
}

/** A call that is not followed: of a package's function, of a method of something unknown. */
export interface CallValue {
  readonly kind: 'call';
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly construct: boolean;
  readonly span: Span;
  /** The call of the workspace's function that gave it back, so that what a factory makes twice is two things. */
  readonly made?: Span;
}

/** A parameter of a function that is looked at by itself. */
export interface Parameter {
  readonly kind: 'parameter';
  readonly name: string;
  readonly index: number;
  readonly span: Span;
}

/** What a package exports (`name` is `default` or `*`), or a global. */
export interface External {
  readonly kind: 'external';
  /** The package or `node:` module; the empty text for globals. */
  readonly module: string;
  readonly name: string;
  readonly span: Span;
}

export interface Unknown {
  readonly kind: 'unknown';
  /** In plain words, for people. */
  readonly why: string;
  /** Whether the request's `Origin` (or the whole request) flows in. */
  readonly onOrigin: boolean;
  /** What it is a piece of, where that is one value: without that, there is no piece. */
  readonly of?: Value;
  /** It is one of these, as a loop takes them in turn. */
  readonly among?: readonly Value[];
  /** It is none of these texts, in whichever case they are written. */
  readonly besides?: readonly string[];
  /** It is a whole number, and no less than this. */
  readonly least?: number;
  /** It counts as true. */
  readonly truthy?: boolean;
  readonly span: Span;
}

/** A condition, as far as it is understood. */
export type Test =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Test[] }
  | { readonly kind: 'truthy'; readonly of: Value }
  | { readonly kind: 'equals'; readonly left: Value; readonly right: Value; readonly span: Span }
  | { readonly kind: 'starts' | 'ends' | 'contains'; readonly of: Value; readonly text: Value; readonly span: Span }
  | { readonly kind: 'member'; readonly item: Value; readonly list: Value; readonly span: Span }
  | { readonly kind: 'matches'; readonly pattern: Pattern | OpenPattern; readonly of: Value; readonly span: Span }
  /** `new URL(of)` does not throw. */
  | { readonly kind: 'parses'; readonly of: Value; readonly span: Span }
  /** `typeof of === type`. */
  | { readonly kind: 'type'; readonly of: Value; readonly type: string }
  /** `of` is what counts as true or not, where that is a value. */
  | {
      readonly kind: 'unknown';
      readonly why: string;
      readonly onOrigin: boolean;
      readonly of?: Value;
      /** What it compares, where it is a comparison. */
      readonly between?: readonly Value[];
      readonly span: Span;
    };

/** A call that a path makes, in order; header writes and callbacks are read off these. */
export interface Effect {
  readonly call: CallValue;
  /** The conditions under which it is reached. */
  readonly when: Test;
  /** The statement, for edits. */
  readonly statement: Span;
}

/** Variables by what declares them, and what they hold at a time. */
export type Variables = ReadonlyMap<object, Value>;

/** One way through a function. */
export interface Path {
  readonly when: Test;
  readonly effects: readonly Effect[];
  readonly end: 'return' | 'throw' | 'fall';
  /** It is the language that throws there (`new URL` of what is no URL, a property of nothing), and no statement. */
  readonly unwritten?: boolean;
  readonly result: Value | undefined;
  /** The result is a promise's, for which whoever asks waits. */
  readonly waited?: boolean;
  /** What it leaves in the variables around the function. */
  readonly writes?: Variables;
  /** The statement that ends it, or the function's end. */
  readonly at: Span;
}

/** All ways through a function; `cut` tells that there were too many to follow. */
export interface Outcome {
  readonly paths: readonly Path[];
  readonly cut: boolean;
}

export function unknown(span: Span, why: string, onOrigin = false): Unknown {
  return { kind: 'unknown', why, onOrigin, span };
}

export function literal(span: Span, value: Literal['value']): Literal {
  return { kind: 'literal', value, span };
}

/** The text of a value that is certainly one. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

export function isUndefined(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'literal' && value.value === undefined);
}

/** The value of a property; the last writing wins. */
export function property(record: RecordValue, key: string): Entry | undefined {
  return record.entries.findLast(it => it.key === key);
}
