import type { CorsPolicy } from '../../model/policy.ts';
import type { CodeFile } from '../../syntax/code.ts';
import { preflightEnd } from './without-login.ts';

/**
 * Policies of a middleware that handlers run themselves (`cors(req, res, () => …)`, `await runMiddleware(req, res, cors)`), with what
 * becomes of preflights that a handler answers before it comes to that.
 */
export function runInside(policies: readonly CorsPolicy[], file: CodeFile): readonly CorsPolicy[] {
  const ends = new Map<number, CorsPolicy['preflight'] & { readonly login: boolean }>();
  for (const { at } of policies) if (!ends.has(at.start)) endBefore(at.start, file, ends);
  return policies.map(it => {
    if (it.at.path !== file.path) return it;
    const end = ends.get(it.at.start);
    if (!end) return untoldOf(it, file);
    const { behaviour: _, ways: __, ...others } = it;
    const { login, ...preflight } = end;
    const { at, status } = preflight;
    return login && at && status !== undefined
      ? { ...others, preflight, login: { by: 'the login check', at, preflights: status } }
      : { ...others, preflight };
  });
}

/** Of several handlers that run it, the first that turns preflights away before. */
function endBefore(
  start: number,
  file: CodeFile,
  ends: Map<number, CorsPolicy['preflight'] & { login: boolean }>,
): void {
  const name = nameBefore(start, file);
  if (name === undefined) return;
  for (const index of file.remembered(RUNS, () => runsIn(file.text)).get(name) ?? []) {
    const [root] = file.rootsAround([index]);
    const end =
      root && root.value.parameters.length > 1 && !root.value.takesMore ? preflightEnd(root.value) : undefined;
    if (!end || end.at.end > index) continue;
    ends.set(start, { by: 'manual', status: end.status, at: end.at, login: end.login });
    return;
  }
}

/** The name of the variable that what stands at a place is given to. */
function nameBefore(start: number, { text }: CodeFile): string | undefined {
  return /(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]+)?=\s*$/.exec(text.slice(Math.max(0, start - 120), start))?.[1];
}

/** A policy whose middleware a function runs that looks at the method first, or goes on with more than its `next`. */
function untoldOf(policy: CorsPolicy, file: CodeFile): CorsPolicy {
  const { at, behaviour } = policy;
  if (!behaviour || behaviour.untold) return policy;
  const name = nameBefore(at.start, file);
  const direct = CALLED.test(file.text.slice(at.end, at.end + 120)) ? [at.start] : [];
  const named = name === undefined ? [] : (file.remembered(RUNS, () => runsIn(file.text)).get(name) ?? []);
  const why = [...direct, ...named].map(it => whyUntold(it, file)).find(it => it !== undefined);
  const on = ['preflight', 'options', 'actual'] as const;
  return why === undefined ? policy : { ...policy, behaviour: { ...behaviour, untold: { on, why } } };
}

/** `cors(options)(req, res, next)`. */
const CALLED = /^\s*\(\s*\w+\s*,\s*\w+/;

function whyUntold(index: number, file: CodeFile): string | undefined {
  const [root] = file.rootsAround([index]);
  if (!root || root.value.parameters.length < 2) return undefined;
  const { text } = file;
  if (/\bmethod\b/.test(text.slice(root.span.start, index)))
    return 'the function that runs it looks at the method first';
  return /removeHeader|setHeader|access-control/i.test(text.slice(index, root.span.end))
    ? 'the function that runs it may change the answer'
    : undefined;
}

/** `run(req, res, next)`: whoever is run is what is called, or the last that is handed over. */
const RUNS = /(?<![\w$.])([\w$]+)\(\s*\w+\s*,\s*\w+\s*,(?:\s*([\w$]+)\s*\))?/g;

/** By name, where in a text it may be run so. */
function runsIn(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { index, 1: called, 2: last } of text.matchAll(RUNS))
    for (const name of new Set([called, last])) {
      if (name === undefined) continue;
      const places = found.get(name) ?? [];
      places.push(index);
      found.set(name, places);
    }
  return found;
}
