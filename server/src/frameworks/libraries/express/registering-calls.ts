import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import { rootOf } from '../../../syntax/member.ts';
import type { Root } from '../../../syntax/roots.ts';
import { property, type Value } from '../../../syntax/value.ts';
import type { Sieve } from '../../../text/search.ts';
import type { Span } from '../../../text/span.ts';

/** A call that may register something. */
export interface RegisteringCall extends CallSite {
  /** Where it stands in a function that the file calls: the places of the calls that lead to it, and its own. */
  readonly turn?: readonly number[];
}

/**
 * The calls of methods that register something. A
 * function of the file that registers what it is handed (`function mount(path, router) { app.use(path, router); }`), or on what it is
 * handed (`function routes(app) { app.get('/x', list); }`), does so where it is called, with what it is called with.
 */
export function registeringCalls(
  file: CodeFile,
  names: ReadonlySet<string>,
  words: Sieve,
  callers: Callers,
): readonly RegisteringCall[] {
  return file.methodCalls(names, words).flatMap((it): readonly RegisteringCall[] => {
    const handed = !it.inside ? [] : file.handsOn(it) ? atCallers(it, file) : [];
    if (handed.length > 0) return handed;
    return it.inside && file.isOfHanded(it) ? callers.onWhatIsHanded(it) : [it];
  });
}

/** Sorts calls by when they are made. The calls of a chain begin at one place, and the inner ones are made first. */
export function inOrder(a: RegisteringCall, b: RegisteringCall): number {
  const [one, other] = [placesOf(a), placesOf(b)];
  const parting = one.findIndex((it, at) => it !== other[at]);
  return (one[parting] ?? 0) - (other[parting] ?? 0) || a.span.end - b.span.end;
}

export function placesOf({ turn, span }: RegisteringCall): readonly number[] {
  return turn ?? [span.start];
}

/** Functions that call what they are handed some time after they have been called themselves. */
const LATER = /^(?:then|catch|finally|nextTick|setTimeout|setImmediate|queueMicrotask|on|once|addListener|listen)$/;
/** Those that do so at once; when others do is not known. */
const AT_ONCE = /^(?:forEach|map|flatMap|filter|some|every|reduce)$/;

/** More than a file has places. */
const AFTER_ALL = 2 ** 40;

/** How many functions hand an application on to one another. */
const DEEPEST = 5;

/** Who calls the functions of a file, each found once. */
export class Callers {
  readonly #file: CodeFile;
  readonly #known = new Map<number, { readonly root: Root; readonly sites: readonly CallSite[] } | undefined>();

  constructor(file: CodeFile) {
    this.#file = file;
  }

  /** A call of a method of a parameter, where the functions around it are called; itself, where that is not all seen. */
  onWhatIsHanded(call: CallSite): readonly RegisteringCall[] {
    const { callee } = call;
    if (callee.kind !== 'member') return [call];
    const at = this.#followed(callee.object, call, [call.span.start]);
    if (!at || at.length === 0) return [call];
    return at.map(({ object, turn, conditional }) =>
      seenAs(call, { callee: { ...callee, object }, conditional: call.conditional || conditional, turn }),
    );
  }

  /** A call in a function that is called once, without what it is made on: `setUp();`, which registers something on a variable. */
  inTurn(call: RegisteringCall): RegisteringCall {
    const turn = call.turn ? undefined : this.#turnOf(call, [call.span.start]);
    return turn ? seenAs(call, { turn }) : call;
  }

  /** Whether it is known when a call is made: in no function, or in one that is seen to be called, or handed to something that calls it. */
  isPlaced(call: RegisteringCall, depth = 0): boolean {
    if (call.turn) return true;
    if (!call.inside || depth > DEEPEST) return !call.inside;
    const taker = this.#file.takerOf(call);
    if (taker) return (LATER.test(taker.name) || AT_ONCE.test(taker.name)) && this.isPlaced(taker, depth + 1);
    const [site] = this.#around(call)?.sites ?? [];
    return site !== undefined && this.isPlaced(site, depth + 1);
  }

  #turnOf(call: CallSite, turn: readonly number[], depth = 0): readonly number[] | undefined {
    const taker = call.inside && depth <= DEEPEST ? this.#file.takerOf(call) : undefined;
    if (taker && !LATER.test(taker.name) && !AT_ONCE.test(taker.name)) return undefined;
    if (taker) {
      // What is done later is done when all that stands beside it is done.
      const places = [LATER.test(taker.name) ? taker.span.start + AFTER_ALL : taker.span.start, ...turn];
      return this.#turnOf(taker, places, depth + 1) ?? places;
    }
    const around = this.#around(call);
    const [site, ...more] = around?.sites ?? [];
    if (!around || !site || more.length > 0 || depth > DEEPEST || waits(around.root, this.#file)) return undefined;
    const places = [site.span.start, ...turn];
    return this.#turnOf(site, places, depth + 1) ?? places;
  }

  #followed(object: Value, call: CallSite, turn: readonly number[], depth = 0): readonly Followed[] | undefined {
    const around = this.#around(call);
    if (!around || depth > DEEPEST || waits(around.root, this.#file)) return undefined;
    const found = around.sites.map(site => {
      const handed = handedTo(object, site, around.root);
      if (!handed) return undefined;
      const places = [site.span.start, ...turn];
      const known = { turn: places, conditional: site.conditional };
      if (rootOf(handed)?.kind === 'parameter')
        return this.#followed(handed, site, places, depth + 1)?.map(it => ({
          ...it,
          conditional: it.conditional || site.conditional,
        }));
      return isMadeBeside(handed, site, this.#file) ? [{ object: handed, ...known }] : undefined;
    });
    return found.every(it => it !== undefined) ? found.flat() : undefined;
  }

  #around({ inside, span }: CallSite) {
    if (!inside) return undefined;
    if (this.#known.has(inside.start)) return this.#known.get(inside.start);
    const [root] = this.#file.rootsAround([span.start]);
    const known =
      root && root.name !== undefined && root.span.start === inside.start
        ? { root, sites: callsOf(root, root.name, this.#file) }
        : undefined;
    this.#known.set(inside.start, known);
    return known;
  }
}

/** A call of which something is known beside what stands there; no more of it is worked out than is asked for. */
function seenAs(call: RegisteringCall, known: Partial<RegisteringCall>): RegisteringCall {
  return Object.create(
    call,
    Object.fromEntries(Object.entries(known).map(([key, value]) => [key, { value, enumerable: true }])),
  ) as RegisteringCall;
}

interface Followed {
  readonly object: Value;
  readonly turn: readonly number[];
  readonly conditional: boolean;
}

function callsOf({ value, span }: Root, name: string, file: CodeFile): readonly CallSite[] {
  return file
    .callsOf(name)
    .filter(
      ({ callee, span: at }) =>
        callee.kind === 'function' &&
        callee.span.path === file.path &&
        callee.span.start === value.span.start &&
        !(span.start <= at.start && at.end <= span.end),
    );
}

/** What a caller hands over in the place of a parameter, or of a part of one; undefined where that is not seen. */
function handedTo(value: Value, site: CallSite, root: Root): Value | undefined {
  switch (value.kind) {
    case 'parameter': {
      const own = root.span.start <= value.span.start && value.span.end <= root.span.end;
      return own ? site.args[value.index] : undefined;
    }
    case 'member': {
      const object = handedTo(value.object, site, root);
      if (object?.kind === 'record') return property(object, value.name)?.value;
      return object && { ...value, object };
    }
    case 'call': {
      const callee = handedTo(value.callee, site, root);
      return callee && { ...value, callee };
    }
    default:
      return undefined;
  }
}

/** Whether a function waits for something: what comes after that is done when its caller has gone on. */
function waits({ span, value }: Root, { text }: CodeFile): boolean {
  const own = text.slice(span.start, span.end);
  return value.generator === true || (/^(?:export\s+)?(?:default\s+)?async\b/.test(own) && /\bawait\b/.test(own));
}

/** Whether an application is made in the function that a call stands in, or the call stands in none: functions in between run some time. */
function isMadeBeside(object: Value, { inside }: CallSite, file: CodeFile): boolean {
  if (!inside) return true;
  const { path, start, end }: Span = (object.kind === 'call' && object.made) || object.span;
  return path === file.path && inside.start <= start && end <= inside.end;
}

function atCallers(call: CallSite, file: CodeFile): readonly CallSite[] {
  const [root] = file.rootsAround([call.span.start]);
  const { inside } = call;
  if (!root || root.name === undefined || root.span.start !== inside?.start || root.exported) return [];
  return file.callsOf(root.name).flatMap((site): readonly CallSite[] => {
    if (site.callee.kind !== 'function' || site.callee.span.start !== root.value.span.start) return [];
    const handed = (it: Value) => (it.kind === 'parameter' ? site.args[it.index] : it);
    const args = call.args.map(handed);
    if (args.some(it => it === undefined)) return [];
    const callee = call.callee.kind === 'member' ? { ...call.callee, object: handed(call.callee.object) } : call.callee;
    const spanOf = (it: Value | undefined, at: number) =>
      (it?.kind === 'parameter' ? site.argSpans[it.index] : call.argSpans[at]) ?? site.span;
    return [
      {
        name: call.name,
        callee: callee as Value,
        args: args as readonly Value[],
        argSpans: call.args.map(spanOf),
        construct: false,
        span: site.span,
        nameSpan: site.nameSpan,
        statement: site.statement,
        alone: site.alone,
        conditional: call.conditional || site.conditional,
        inside: site.inside,
        get used() {
          return site.used;
        },
        get when() {
          return site.when;
        },
        get uses() {
          return site.uses;
        },
      },
    ];
  });
}
