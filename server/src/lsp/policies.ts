import { describer } from '../analysis/describe.ts';
import { policyAt, problemOf, simulate, simulationData } from '../analysis/simulate.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { PolicyPlace, SimulateParams } from './protocol.ts';
import type { Session } from './session.ts';

/** The policies of a file, or of every file that was met, by place. */
export function policyList(uri: string | undefined, session: Session): readonly PolicyPlace[] {
  const paths = uri === undefined ? [...session.candidates].sort() : [session.pathOf(uri)];
  const describe = describer();
  return paths.flatMap(path =>
    policiesIn(path, session)
      .map(it => ({ ...placeOf(it, session), summary: describe(it) }))
      .sort((a, b) => a.line - b.line),
  );
}

/** What `corslint simulate` prints as JSON, for the policy at or nearest to a line; a text says why there is no answer. */
export function simulation(
  { uri, line = 1, origin, method = 'GET', headers = {}, credentials = false }: SimulateParams,
  session: Session,
) {
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
  const chosen = policyAt(here, line);
  if (!chosen) return 'there is no policy in this file';
  const result = simulate(chosen.policy, session.factsAmongOthers(path), request);
  if (typeof result === 'string') return `the answer is not known: ${result}`;
  return { policy: { uri: chosen.uri, line: chosen.line }, ...simulationData(result) };
}

function policiesIn(path: string, session: Session): readonly CorsPolicy[] {
  return session.candidates.has(path) && session.settings.of(path).enable
    ? session.factsAmongOthers(path).policies
    : [];
}

function placeOf(policy: CorsPolicy, session: Session): Omit<PolicyPlace, 'summary'> {
  const lines = session.linesOf(policy.at.path);
  return {
    uri: session.uriOf(policy.at.path),
    line: lines.position(policy.at.start).line + 1,
    endLine: lines.position(policy.at.end).line + 1,
    framework: policy.framework,
  };
}
