import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, not } from '../../../syntax/test.ts';
import { type Test, textOf, type Value } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { isMethod } from '../../handwritten/method.ts';
import type { Scope } from './scopes.ts';
import { conditionOf, type Known, mapped, valueIn } from './variables.ts';

/** One way of a request through the `set`s, `if`s and `return`s of a server and a location. */
export interface Way {
  readonly when: Test;
  /** The block whose settings count in the end: the last `if` that held, else the location. */
  readonly scope: Scope;
  readonly known: Known;
  /** Where `return` ends it. */
  readonly returned?: { readonly status: number | undefined; readonly at: Span };
  readonly at: Span;
}

interface State {
  readonly when: Test;
  readonly scope: Scope;
  readonly set: ReadonlyMap<string, Value>;
  readonly done?: boolean;
  readonly returned?: Way['returned'];
}

const MOST = 64;

/** Every way to the answer that a block gives; undefined where there are too many. */
export function waysThrough(scope: Scope): readonly Way[] | undefined {
  const chain: Scope[] = [];
  for (let at: Scope | undefined = scope; at; at = at.parent) chain.unshift(at);
  const maps = new Map(
    chain.flatMap(it =>
      it.directives.flatMap((map): [string, Directive][] => {
        const name = map.name === 'map' ? map.args[1]?.text : undefined;
        return name?.startsWith('$') ? [[name.slice(1), map]] : [];
      }),
    ),
  );
  let states: readonly State[] = [{ when: { kind: 'constant', value: true }, scope, set: new Map() }];
  for (const it of chain) {
    // The locations around an inner one are not gone through.
    if (it.kind === 'location' && it !== scope) continue;
    const steps: Scope =
      it.kind === 'server' && it !== scope ? { ...it, directives: it.directives.filter(servesAll) } : it;
    states = follow(steps, states, maps);
    if (states.length > MOST) return undefined;
  }
  return states.map(({ when, scope: within, set, returned }) => ({
    when,
    scope: within,
    known: knowing(set, maps),
    ...(returned ? { returned } : {}),
    at: returned?.at ?? within.head,
  }));
}

/** Of a server's own steps those that look at the method or origin: the others, redirects mostly, are for other requests. */
function servesAll(it: Directive): boolean {
  return (
    it.name === 'set' ||
    (it.name === 'if' && /request_method|http_origin|cors/i.test(it.args.map(word => word.text).join(' ')))
  );
}

/** What the variables hold on a way; a map is looked up when it is asked for. */
function knowing(set: ReadonlyMap<string, Value>, maps: ReadonlyMap<string, Directive>, depth = 0): Known {
  return name => {
    const map = maps.get(name);
    return set.get(name) ?? (map && depth < 8 ? mapped(map, knowing(set, maps, depth + 1)) : undefined);
  };
}

function follow(scope: Scope, states: readonly State[], maps: ReadonlyMap<string, Directive>): readonly State[] {
  let now = states;
  for (const step of scope.directives) {
    if (now.length > MOST) return now;
    now = now.flatMap(state => (state.done ? [state] : stepped(step, scope, state, maps)));
  }
  return now;
}

function stepped(step: Directive, scope: Scope, state: State, maps: ReadonlyMap<string, Directive>): readonly State[] {
  const known = knowing(state.set, maps);
  switch (step.name) {
    case 'set': {
      const [name, value] = step.args;
      if (!name || !value) return [state];
      return [{ ...state, set: new Map([...state.set, [name.text.slice(1), valueIn(value, known)]]) }];
    }
    case 'if': {
      const test = conditionOf(step, known);
      const within: Scope = { kind: 'if', directives: step.block ?? [], parent: scope, head: step.head };
      const taken = { ...state, when: both(state.when, test), ...(scope.kind === 'location' ? { scope: within } : {}) };
      const passed = { ...state, when: both(state.when, not(test)) };
      return [...follow(within, [taken], maps), passed].filter(it => it.when.kind !== 'constant' || it.when.value);
    }
    case 'return':
      return [{ ...state, done: true, returned: { status: statusOf(step.args), at: step.span } }];
    case 'break':
      return [{ ...state, done: true }];
    default:
      return [state];
  }
}

/** `return 204;`, `return 301 https://…;`, `return https://…;`, which is 302. */
function statusOf([first]: readonly Word[]): number | undefined {
  if (!first) return undefined;
  if (/^\d{3}$/.test(first.text)) return Number(first.text);
  return /^(https?:\/\/|\$scheme)/.test(first.text) ? 302 : undefined;
}

/** Both conditions; nothing where they ask for two methods at once. */
function both(a: Test, b: Test): Test {
  const all = and(a, b);
  const parts = all.kind === 'and' ? all.of : [all];
  const is = new Set(parts.flatMap(it => methodIn(it) ?? []));
  const isNot = parts.flatMap(it => (it.kind === 'not' ? (methodIn(it.of) ?? []) : []));
  return is.size > 1 || isNot.some(it => is.has(it)) ? { kind: 'constant', value: false } : all;
}

function methodIn(test: Test): string | undefined {
  return test.kind === 'equals' && isMethod(test.left) ? textOf(test.right) : undefined;
}
