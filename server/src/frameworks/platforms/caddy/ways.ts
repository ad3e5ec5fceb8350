import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, FALSE, not, TRUE } from '../../../syntax/test.ts';
import type { Test } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { methodIs, under } from '../conditions.ts';
import type { Operation } from '../operations.ts';
import { operationsIn, operationsOf } from './headers.ts';
import type { Matchers, Place } from './matchers.ts';
import type { Known } from './values.ts';

/** One way of a request through the directives of a site, and what is done to the headers of its response in order. */
export interface Way {
  readonly when: Test;
  /** Whether it is that of `OPTIONS`; absent where nothing asks for the method. */
  readonly options?: boolean;
  readonly operations: readonly Operation[];
  /** The headers (lower case) of which nothing stays that a server behind has sent. */
  readonly replaces: readonly string[];
  readonly end:
    | { readonly by: 'answer'; readonly status: number; readonly at: Span }
    | { readonly by: 'upstream' | 'files' | 'nobody'; readonly at?: Span };
}

export interface Site {
  readonly directives: readonly Directive[];
  readonly matchers: Matchers;
  readonly known: Known;
  readonly place: Place;
  /** Whether the method is `OPTIONS`; absent where nothing asks. */
  readonly options?: boolean;
}

interface State {
  readonly when: Test;
  readonly now: readonly Operation[];
  readonly deferred: readonly Operation[];
  readonly end?: Way['end'];
  /** It goes through a handle for the path that is spoken of. */
  readonly placed?: boolean;
}

const MOST = 64;
/** How deep `handle`s stand within one another. */
const DEPTH = 20;

/** The order in which directives are done, as far as it matters here: caddyconfig/httpcaddyfile/directives.go. */
const ORDER = 'header redir handle handle_path route abort error respond reverse_proxy php_fastcgi file_server'.split(
  ' ',
);

/** The matcher of a directive, and what stands behind it. */
export function matcherOf({ args }: Directive): { readonly matcher?: Word; readonly rest: readonly Word[] } {
  const [first, ...rest] = args;
  return first && !first.quote && /^(\*$|\/|@)/.test(first.text) ? { matcher: first, rest } : { rest: args };
}

/** Every way to an answer; undefined where there are too many. */
export function waysThrough(site: Site): readonly Way[] | undefined {
  const about = site.options === undefined ? TRUE : site.options ? OPTIONS(site) : not(OPTIONS(site));
  const states = follow(sorted(site.directives), [{ when: about, now: [], deferred: [] }], site, 0);
  if (states.length > MOST) return undefined;
  return states.map(({ when, now, deferred, end }) => ({
    when,
    ...(site.options === undefined ? {} : { options: site.options }),
    operations: [...now, ...deferred.toReversed()],
    replaces: deferred
      .filter(({ name, action }) => action !== 'add' && action !== 'default' && !now.some(it => it.name === name))
      .map(it => it.name),
    end: end ?? { by: 'nobody' },
  }));
}

function OPTIONS({ directives }: Site): Test {
  return methodIs('OPTIONS', directives[0]?.span ?? { path: '', start: 0, end: 0 });
}

/** Of one name, those with a path stand before the others, and longer paths before shorter ones. */
function sorted(directives: readonly Directive[]): readonly Directive[] {
  const place = (it: Directive) => ORDER.indexOf(it.name);
  const rank = (it: Directive) => {
    const { matcher } = matcherOf(it);
    if (!matcher || matcher.text === '*') return 0;
    return matcher.text.startsWith('/') ? 1 + matcher.text.replace(/\*$/, '').length : 1;
  };
  return directives
    .filter(it => place(it) >= 0)
    .toSorted((a, b) => place(a) - place(b) || (Math.min(rank(a), rank(b)) === 1 ? 0 : rank(b) - rank(a)));
}

function follow(steps: readonly Directive[], from: readonly State[], site: Site, depth: number): readonly State[] {
  let states = from;
  const handled = new Set<Directive>();
  for (const step of steps) {
    if (states.length > MOST || depth > DEPTH) return states;
    if (handled.has(step)) continue;
    // One of the handles that stand together is taken.
    const group = isHandle(step) ? steps.filter(isHandle) : [step];
    for (const it of group) handled.add(it);
    states = states.flatMap(it =>
      it.end ? [it] : isHandle(step) ? within(group, it, site, depth) : stepped(step, it, site, depth),
    );
  }
  return states;
}

function isHandle({ name }: Directive): boolean {
  return name === 'handle' || name === 'handle_path';
}

function testOf(step: Directive, { matchers, place, options }: Site): Test {
  const test = matchers.test(matcherOf(step).matcher, place);
  return options === undefined ? test : under(test, options);
}

function isPlaced(step: Directive, { matchers }: Site): boolean {
  return matchers.test(matcherOf(step).matcher, undefined) === FALSE;
}

function within(group: readonly Directive[], state: State, site: Site, depth: number): readonly State[] {
  const found: State[] = [];
  let left = state;
  for (const it of group) {
    const test = testOf(it, site);
    const inner = taken(left, test).map(state => (isPlaced(it, site) ? { ...state, placed: true } : state));
    found.push(...follow(sorted(it.block ?? []), inner, site, depth + 1));
    const [passed] = taken(left, not(test));
    if (!passed) return found;
    left = passed;
  }
  return [...found, left];
}

function taken(state: State, test: Test): readonly State[] {
  const when = and(state.when, test);
  return test === FALSE || (when.kind === 'constant' && !when.value) ? [] : [{ ...state, when }];
}

function stepped(step: Directive, state: State, site: Site, depth: number): readonly State[] {
  const test = testOf(step, site);
  const { rest } = matcherOf(step);
  const passed = taken(state, not(test));
  switch (step.name) {
    case 'header': {
      const { now, deferred } = operationsOf(step, rest, test, site.known);
      const placed = state.placed || isPlaced(step, site);
      const live = (all: readonly Operation[]) => all.filter(it => it.when !== FALSE).map(it => ({ ...it, placed }));
      return [{ ...state, now: [...state.now, ...live(now)], deferred: deferredBehind(state, live(deferred)) }];
    }
    case 'route':
      return [...follow(step.block ?? [], taken(state, test), site, depth + 1), ...passed];
    case 'abort':
      return passed;
    case 'respond':
      return [...ended(state, test, { by: 'answer', status: answered(rest), at: step.span }), ...passed];
    case 'error':
      return [...ended(state, test, { by: 'answer', status: statusIn(rest) ?? 500, at: step.span }), ...passed];
    case 'redir':
      return [...ended(state, test, { by: 'answer', status: redirected(rest[1]?.text), at: step.span }), ...passed];
    case 'reverse_proxy':
    case 'php_fastcgi': {
      const down = (step.block ?? []).filter(it => it.name === 'header_down');
      const own = down.flatMap(it => operationsIn(it.args, it.span, TRUE, site.known));
      // They are done to the response of the server behind before it stands beside what was set here.
      const joined = own.filter(it => it.action !== 'delete').map((it): Operation => ({ ...it, action: 'add' }));
      return [
        ...ended({ ...state, now: [...state.now, ...joined] }, test, { by: 'upstream', at: step.span }),
        ...passed,
      ];
    }
    case 'file_server':
      return [...ended(state, test, { by: 'files', at: step.span }), ...passed];
    default:
      return [state];
  }
}

/** They are done from the last directive to the first; within one, in the order in which they stand. */
function deferredBehind({ deferred }: State, more: readonly Operation[]): readonly Operation[] {
  return [...deferred, ...more.toReversed()];
}

function ended(state: State, test: Test, end: Way['end']): readonly State[] {
  return taken(state, test).map(it => ({ ...it, end }));
}

/** `respond 204`, `respond "text" 200`; a text alone is sent with 200. */
function answered(words: readonly Word[]): number {
  return statusIn(words) ?? 200;
}

function statusIn(words: readonly Word[]): number | undefined {
  const last = words.at(-1)?.text ?? '';
  return /^\d{3}$/.test(last) ? Number(last) : undefined;
}

/** https://caddyserver.com/docs/caddyfile/directives/redir */
function redirected(code: string | undefined): number {
  if (code === 'permanent') return 301;
  if (code === 'html') return 200;
  return code !== undefined && /^\d{3}$/.test(code) ? Number(code) : 302;
}
