import type { Link } from '../model/link.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { comparePlaces } from '../text/span.ts';
import type { Related, Severity, Witness } from './rule.ts';
import { breakage } from './severity.ts';

/** A link whose answer comes of one policy. */
export type Answered = Link & { readonly answer: { readonly kind: 'policy'; readonly policy: CorsPolicy } };

const MOST = 5;

/** The links of each policy that pass, in order of place. */
export function byPolicy(
  links: readonly Link[],
  passes: (link: Answered) => boolean,
): readonly { readonly policy: CorsPolicy; readonly links: readonly [Answered, ...Answered[]] }[] {
  const found = new Map<CorsPolicy, [Answered, ...Answered[]]>();
  for (const link of links) {
    if (!isAnswered(link) || !passes(link)) continue;
    const group = found.get(link.answer.policy);
    if (group) group.push(link);
    else found.set(link.answer.policy, [link]);
  }
  return [...found].map(([policy, group]) => ({
    policy,
    links: group.toSorted((a, b) => comparePlaces(a.request.at, b.request.at)) as [Answered, ...Answered[]],
  }));
}

function isAnswered(link: Link): link is Answered {
  return link.answer.kind === 'policy';
}

/** Whether the client sends cookies whatever its code says, as beacons do. */
export function sendsAlways({ request: { credentials } }: Link): boolean {
  return credentials.kind === 'default' && credentials.value === 'include';
}

/** `GET http://localhost:4000/items`, for people. */
export function nameOf({ request }: Link): string {
  return `${known(request.method) ?? ''} ${request.url.text}`.trim();
}

/** The calls, with what is told at each of them, and the places where their addresses are written. */
export function callsOf(links: readonly Link[], told: (link: Link) => string): readonly Related[] {
  const shown = links.slice(0, MOST);
  const calls = shown.map((it): Related => ({ at: it.request.at, message: 'This call is blocked.', told: told(it) }));
  const addresses = shown.flatMap(({ request: { url, at } }): readonly Related[] => {
    // An address that is not known is written nowhere.
    const apart =
      url.named === undefined && (url.at.path !== at.path || url.at.start < at.start || url.at.end > at.end);
    return apart ? [{ at: url.at, message: 'This is the address.' }] : [];
  });
  return [...calls, ...addresses].filter(
    (it, i, all) => all.findIndex(other => comparePlaces(it.at, other.at) === 0 && it.at.end === other.at.end) === i,
  );
}

/** An error has a page and a server that are certain; all else is a warning. */
export function gravity(links: readonly Link[], policy?: CorsPolicy): Severity {
  const severity: Severity = links.some(it => it.certain && it.page) ? 'error' : 'warning';
  return policy ? breakage(policy, severity) : severity;
}

/** The request that is refused, with what Chromium prints. */
export function witnessOf({ request, page, refusal }: Link): Witness | undefined {
  if (!refusal) return undefined;
  return {
    kind: 'request',
    origin: page?.origin ?? 'https://app.example.com',
    method: known(request.method) ?? 'GET',
    headers: refusal.kind === 'headers' ? refusal.names : [],
    credentials: known(request.credentials) === 'include',
    message: refusal.message,
  };
}

/** Who sends these requests, for messages: the one page, or pages. */
export function pagesIn(links: readonly Link[]): string {
  const origins = [...new Set(links.flatMap(it => it.page?.origin ?? []))];
  return origins.length === 0
    ? 'pages of other sites'
    : `pages of ${origins
        .slice(0, 3)
        .map(it => `\`${it}\``)
        .join(' and ')}`;
}
