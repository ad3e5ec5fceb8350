import { briefer, describer } from '../analysis/describe.ts';
import { addressName, callName, outcomeOf, verdictOf } from '../analysis/map.ts';
import { type Group, overviewOf } from '../analysis/overview.ts';
import type { Link, Unlinked } from '../model/link.ts';
import { nameOf, placeOf } from './places.ts';
import type { Overview, OverviewCall, OverviewGroup } from './protocol.ts';
import type { Session } from './session.ts';

/** Everything that answers pages in the workspace, as plain data. */
export function overview(session: Session): Overview {
  const tell = { describe: describer(), brief: briefer() };
  const parts = [...session.groups()].map(([{ sites }, facts]) => overviewOf(facts, sites));
  return {
    groups: parts.flatMap(it => it.groups.map(group => groupOf(group, tell, session))),
    unlinked: parts.flatMap(it => it.unlinked.map(lost => unlinkedCall(lost, session))),
  };
}

interface Tell {
  readonly describe: ReturnType<typeof describer>;
  readonly brief: ReturnType<typeof briefer>;
}

function groupOf({ server, at, policies, links }: Group, { describe, brief }: Tell, session: Session): OverviewGroup {
  return {
    ...placeOf(at, session),
    title: server ? titleOf(server.name) : nameOf(at.path, session),
    addresses: server?.addresses.map(addressName) ?? [],
    policies: policies.map(({ policy, links: calls }) => {
      const { text, open } = brief(policy);
      return {
        ...placeOf(policy.at, session),
        framework: policy.framework,
        summary: describe(policy),
        brief: text,
        open,
        calls: calls.map(it => linkedCall(it, session)),
      };
    }),
    calls: links.map(it => linkedCall(it, session)),
  };
}

/** In plain text, as the beginning of a line. */
function titleOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll('`', '');
}

function linkedCall(link: Link, session: Session): OverviewCall {
  return {
    ...placeOf(link.request.at, session),
    call: callName(link.request),
    ...(link.page ? { page: link.page.origin } : {}),
    outcome: outcomeOf(link),
    verdict: verdictOf(link),
  };
}

function unlinkedCall({ request, why }: Unlinked, session: Session): OverviewCall {
  return { ...placeOf(request.at, session), call: callName(request), outcome: 'unknown', verdict: why };
}
