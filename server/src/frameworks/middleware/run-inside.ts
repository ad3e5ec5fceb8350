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
  if (ends.size === 0) return policies;
  return policies.map(it => {
    const end = ends.get(it.at.start);
    if (!end || it.at.path !== file.path) return it;
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
  const name = /(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]+)?=\s*$/.exec(
    file.text.slice(Math.max(0, start - 120), start),
  )?.[1];
  if (name === undefined) return;
  for (const index of file.remembered(RUNS, () => runsIn(file.text)).get(name) ?? []) {
    const [root] = file.rootsAround([index]);
    const end = root && root.value.parameters.length > 1 ? preflightEnd(root.value) : undefined;
    if (!end || end.at.end > index) continue;
    ends.set(start, { by: 'manual', status: end.status, at: end.at, login: end.login });
    return;
  }
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
