/**
 * Which addresses a router runs something for. Paths are split at their slashes; what cannot be known of a pattern (a regular
 * expression, a variable) is a part of it, and answers about it are `unknown`. An alarm needs `yes`; silence needs `not no`.
 */
export type PathPattern = readonly Shape[];

/** One of the ways in which an address may match. */
interface Shape {
  readonly segments: readonly Segment[];
  /** What may follow: nothing, anything below, anything after one more slash, or what is not known. */
  readonly rest: 'none' | 'any' | 'below' | 'unknown';
}

/** A literal text, one segment whatever it holds, or one that must look in some way. */
type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'some'; readonly of: string };

export type Sure = 'yes' | 'no' | 'unknown';

/**
 * The notation of a router's patterns. `express`: path-to-regexp 0.1 (Express 4) and 8 (Express 5), which share no form that
 * both read differently and that works in both. `hono`: Hono 4. `any`: whichever router it is.
 */
export type PathNotation = 'express' | 'hono' | 'any';

export const EVERYWHERE: PathPattern = [{ segments: [], rest: 'any' }];
export const UNKNOWN_PATH: PathPattern = [{ segments: [], rest: 'unknown' }];

const ANY: Segment = { kind: 'any' };

/** The addresses of a route: those that match the whole pattern. */
export function routePath(text: string, notation: PathNotation): PathPattern {
  const all = alternatives(text, notation);
  return all ? all.map(it => shapeOf(it, notation)) : UNKNOWN_PATH;
}

/** The addresses of what is mounted on a path: this one and all below it. */
export function mountPath(text: string, notation: PathNotation): PathPattern {
  // A part that may be missing is none to Hono where something follows.
  if (notation === 'hono' && text.includes('?')) return UNKNOWN_PATH;
  const exact = routePath(text.length > 1 ? text.replace(/\/+$/, '') : '', notation);
  return exact.map(it => (it.rest === 'none' ? { ...it, rest: 'any' } : it));
}

/** The addresses of what a router registers that is itself mounted. */
export function within(mount: PathPattern, inner: PathPattern): PathPattern {
  return mount.flatMap(outer =>
    inner.map(
      (it): Shape =>
        outer.rest === 'any'
          ? { segments: [...outer.segments, ...it.segments], rest: it.rest }
          : { segments: outer.segments, rest: 'unknown' },
    ),
  );
}

/** All that is below a mount, without its own address. */
export function below(pattern: PathPattern): PathPattern {
  const known = BELOW.get(pattern) ?? pattern.map(belowShape);
  BELOW.set(pattern, known);
  return known;
}

const BELOW = new WeakMap<PathPattern, PathPattern>();

function belowShape(it: Shape): Shape {
  return it.rest === 'any' ? { segments: [...it.segments, ANY], rest: 'any' } : it;
}

/** These addresses and all below them; undefined where that is not known. */
export function andBelow(pattern: PathPattern): PathPattern | undefined {
  if (pattern.some(it => it.rest !== 'none')) return undefined;
  return pattern.map(({ segments }) => {
    const last = segments.at(-1);
    return { segments: last && isEmpty(last) ? segments.slice(0, -1) : segments, rest: 'any' };
  });
}

/** Whether every address of `inner` is one of `outer`. */
export function covers(outer: PathPattern, inner: PathPattern): Sure {
  // Of nearly all there is one, and each of an application's many routes is held against each of its many middlewares.
  const [own, other] = [outer[0], inner[0]];
  if (own && other && outer.length === 1 && inner.length === 1) return shapeCovers(own, other);
  return all(
    inner.map(it => {
      const answers = outer.map(own => shapeCovers(own, it));
      if (answers.includes('yes')) return 'yes';
      // Several may cover together what none does alone.
      const parts = outer.filter(own => shapesMeet(own, it) !== 'no').length;
      return answers.includes('unknown') || parts > 1 ? 'unknown' : 'no';
    }),
  );
}

/** Whether there are addresses of both. */
export function meets(a: PathPattern, b: PathPattern): Sure {
  const [one, other] = [a[0], b[0]];
  if (one && other && a.length === 1 && b.length === 1) return shapesMeet(one, other);
  const answers = a.flatMap(one => b.map(other => shapesMeet(one, other)));
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

/** Whether both are the same addresses. */
export function isSamePath(a: PathPattern, b: PathPattern): Sure {
  return all([covers(a, b), covers(b, a)]);
}

function all(answers: readonly Sure[]): Sure {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

function shapeCovers(outer: Shape, inner: Shape): Sure {
  let sure: Sure = 'yes';
  for (let i = 0; i < outer.segments.length; i++) {
    const [own, other] = [outer.segments[i], inner.segments[i]];
    if (!own || !other) return inner.rest === 'unknown' ? 'unknown' : 'no';
    const answer = segmentCovers(own, other);
    if (answer === 'no') return 'no';
    if (answer === 'unknown') sure = 'unknown';
  }
  const rest = restCovers(outer.rest, inner.rest, inner.segments.length > outer.segments.length);
  return rest === 'yes' ? sure : rest;
}

function restCovers(outer: Shape['rest'], inner: Shape['rest'], more: boolean): Sure {
  if (outer === 'any') return 'yes';
  if (outer === 'unknown') return 'unknown';
  if (outer === 'below') return more || inner === 'below' ? 'yes' : inner === 'unknown' ? 'unknown' : 'no';
  return more || inner === 'any' || inner === 'below' ? 'no' : inner === 'none' ? 'yes' : 'unknown';
}

function segmentCovers(outer: Segment, inner: Segment): Sure {
  switch (outer.kind) {
    case 'any':
      return isEmpty(inner) ? 'no' : 'yes';
    case 'some':
      return inner.kind === 'some' && inner.of === outer.of ? 'yes' : isEmpty(inner) ? 'no' : 'unknown';
    case 'text':
      return inner.kind === 'text' ? sameText(outer.text, inner.text) : inner.kind === 'any' ? 'no' : 'unknown';
  }
}

function shapesMeet(a: Shape, b: Shape): Sure {
  const least = Math.min(a.segments.length, b.segments.length);
  const level = a.segments.length === b.segments.length;
  if (!level && (a.segments.length === least ? a : b).rest === 'none') return 'no';
  let sure: Sure = a.rest === 'unknown' || b.rest === 'unknown' ? 'unknown' : 'yes';
  for (let i = 0; i < least; i++) {
    const answer = segmentsMeet(a.segments[i] ?? ANY, b.segments[i] ?? ANY);
    if (answer === 'no') return 'no';
    if (answer === 'unknown') sure = 'unknown';
  }
  // One more slash alone is matched by few and asked for by nobody.
  const slash = (a.rest === 'below' && b.rest === 'none') || (a.rest === 'none' && b.rest === 'below');
  return level && slash ? 'unknown' : sure;
}

function segmentsMeet(a: Segment, b: Segment): Sure {
  if (a.kind === 'text' && b.kind === 'text') return sameText(a.text, b.text);
  if (isEmpty(a) || isEmpty(b)) return 'no';
  return a.kind === 'any' || b.kind === 'any' ? 'yes' : 'unknown';
}

function isEmpty(it: Segment): boolean {
  return it.kind === 'text' && it.text === '';
}

/** Whether case counts is a setting of most routers. The texts are ASCII. */
function sameText(a: string, b: string): Sure {
  if (a === b) return 'yes';
  return a.length === b.length && a.toLowerCase() === b.toLowerCase() ? 'unknown' : 'no';
}

const OPTIONAL: Readonly<Record<PathNotation, RegExp>> = {
  express: /\{(\/[^{}]*)\}|(\/:\w+)\?(?=$|\/)/g,
  hono: /(\/:\w+)\?$/g,
  any: /(\/:\w+)\?$/g,
};

const MOST_OPTIONAL = 4;

/** A pattern with and without each of its optional parts: `/a{/:b}`, `/a/:b?`. Undefined where they are too many. */
function alternatives(text: string, notation: PathNotation): readonly string[] | undefined {
  const parts = [...text.matchAll(OPTIONAL[notation])];
  if (parts.length > MOST_OPTIONAL) return undefined;
  let [made, from] = [[''], 0];
  for (const { 0: whole, 1: braced, 2: parameter = '', index } of parts) {
    const before = text.slice(from, index);
    made = made.flatMap(it => [it + before, it + before + (braced ?? parameter)]);
    from = index + whole.length;
  }
  return made.map(it => it + text.slice(from));
}

function shapeOf(text: string, notation: PathNotation): Shape {
  if (isEverything(text, notation)) return { segments: [], rest: 'any' };
  const written = text.replace(/^\//, '').split('/');
  const segments: Segment[] = [];
  for (const [i, it] of written.entries()) {
    const last = i === written.length - 1;
    if (last && it === '') return endingWithSlash(segments, notation);
    const wild = wildcard(it, notation);
    if (wild === 'more' && last) return { segments: [...segments, ANY], rest: 'any' };
    if (wild && last && wild !== 'more') return { segments, rest: wild };
    const segment = wild ? undefined : segmentOf(it, notation);
    if (!segment) return { segments, rest: 'unknown' };
    segments.push(segment);
  }
  // Fastify lets a parameter be empty, which at the root is the root itself.
  if (notation === 'any' && segments.length === 1 && segments[0]?.kind === 'any')
    return { segments: [], rest: 'unknown' };
  return { segments, rest: 'none' };
}

function isEverything(text: string, notation: PathNotation): boolean {
  const forms = notation === 'hono' ? /^\/?\*$/ : /^\/?(\*|\(\.\*\)|\{\*\w+\})$/;
  return forms.test(text);
}

/** Express and Koa take no notice of a slash at the end, Hono does. */
function endingWithSlash(segments: readonly Segment[], notation: PathNotation): Shape {
  if (segments.length === 0 || notation === 'express') return { segments, rest: 'none' };
  if (notation === 'any') return { segments, rest: 'unknown' };
  return { segments: [...segments, { kind: 'text', text: '' }], rest: 'none' };
}

/** What a wildcard at the end of a pattern takes in: `more` is at least one segment. */
function wildcard(text: string, notation: PathNotation): 'any' | 'below' | 'more' | 'unknown' | undefined {
  if (notation === 'hono') return text === '*' ? 'any' : undefined;
  if (/^(\*|\(\.\*\)|\{\*\w+\})$/.test(text)) return notation === 'any' ? 'unknown' : 'below';
  return /^\*\w+$/.test(text) ? 'more' : undefined;
}

function segmentOf(text: string, notation: PathNotation): Segment | undefined {
  if (/^[\w.~%@&,;=-]+$/.test(text)) return { kind: 'text', text };
  if (notation === 'hono') {
    if (/^:[^{}?*/]+$/.test(text)) return ANY;
    return /^:[^{}]+\{[^{}]+\}$/.test(text) ? { kind: 'some', of: text } : undefined;
  }
  if (/^:\w+$/.test(text)) return ANY;
  const partly = notation === 'express' && /^[\w.~-]*:\w+(\([^()/]+\)|[.~-][\w.~:-]*)?$/.test(text);
  return partly ? { kind: 'some', of: text } : undefined;
}
