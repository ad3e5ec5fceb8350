import { briefer, describer } from '../analysis/describe.ts';
import { namedOrigins, policyAt, problemOf, simulate, simulationData } from '../analysis/simulate.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { nameOf } from './places.ts';
import type { PolicyPlace, SimulateParams, SimulationAnswer } from './protocol.ts';
import type { Session } from './session.ts';

/** The policies of a file, or of every file that was met, by place. */
export function policyList(uri: string | undefined, session: Session): readonly PolicyPlace[] {
  const paths = uri === undefined ? [...session.candidates].sort() : [session.pathOf(uri)];
  const describe = describer();
  const brief = briefer();
  return paths.flatMap(path =>
    policiesIn(path, session)
      .map(it => ({
        ...placeOf(it, session),
        summary: describe(it),
        brief: brief(it).text,
        origins: namedOrigins(it),
      }))
      .sort((a, b) => a.line - b.line),
  );
}

/** What `corslint simulate` prints as JSON, for the policy at or nearest to a line; a text says why there is no answer. */
export function simulation(
  { uri, line = 1, nth = 0, origin, method = 'GET', headers = {}, credentials = false }: SimulateParams,
  session: Session,
): SimulationAnswer | string {
  const path = session.pathOf(uri);
  const request = {
    origin,
    method,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    credentials,
  };
  const problem = problemOf(request);
  if (problem !== undefined) return problem;
  const found = policiesIn(path, session).map(policy => ({ policy, ...placeOf(policy, session) }));
  const here = found.filter(it => session.pathOf(it.uri) === path);
  const nearest = policyAt(here, line);
  if (!nearest) return 'there is no policy in this file';
  const chosen = here.filter(it => it.line === nearest.line)[nth] ?? nearest;
  const result = simulate(chosen.policy, session.factsAmongOthers(path), request);
  if (typeof result === 'string') return `the answer is not known: ${result}`;
  const { dropped, method: sent } = result;
  return { policy: { uri: chosen.uri, line: chosen.line }, method: sent, dropped, ...simulationData(result) };
}

function policiesIn(path: string, session: Session): readonly CorsPolicy[] {
  return session.candidates.has(path) && session.settings.of(path).enable
    ? session.factsAmongOthers(path).policies
    : [];
}

function placeOf(
  policy: CorsPolicy,
  session: Session,
): Pick<PolicyPlace, 'uri' | 'path' | 'line' | 'endLine' | 'framework'> {
  const lines = session.linesOf(policy.at.path);
  return {
    uri: session.uriOf(policy.at.path),
    path: nameOf(policy.at.path, session),
    line: lines.position(policy.at.start).line + 1,
    endLine: lines.position(policy.at.end).line + 1,
    framework: policy.framework,
  };
}
