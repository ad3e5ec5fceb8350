import type { Link } from '../model/link.ts';
import { known } from '../model/policy.ts';
import { type Answered, byPolicy, nameOf } from './calls.ts';
import type { Report } from './rule.ts';
import { breakage } from './severity.ts';

/**
 * Calls that are readable and go without cookies, to routes that set one or look for one, of a server that allows them. Browsers drop
 * what such an answer sets. https://fetch.spec.whatwg.org/#concept-http-network-fetch
 */
export function* cookiesLeftBehind(links: readonly Link[]): Iterable<Report> {
  for (const { policy, links: own } of byPolicy(links, leavesBehind)) {
    if (known(policy.credentials) !== true || policy.credentials.kind !== 'written') continue;
    const [first, ...more] = own;
    const use = first.route?.cookies;
    if (!use) continue;
    const { request } = first;
    yield {
      at: request.credentials.kind === 'written' ? request.credentials.at : request.at,
      message:
        use.how === 'sets'
          ? `Browsers drop the cookie that \`${nameOf(first)}\` sets: the call is made without credentials.`
          : `Browsers send no cookies with \`${nameOf(first)}\`, which looks for them: the call is made without credentials.`,
      severity: breakage(policy, first.certain && first.page ? 'warning' : 'info'),
      related: [
        ...more.slice(0, 4).map(it => ({ at: it.request.at, message: 'This call, too.' })),
        { at: use.at, message: use.how === 'sets' ? 'The cookie is set here.' : 'Cookies are looked at here.' },
        { at: policy.credentials.at, message: 'The server allows them.' },
      ],
    };
  }
}

function leavesBehind({ request, route, readable }: Answered): boolean {
  const mode = known(request.credentials);
  return readable === true && route?.cookies !== undefined && (mode === 'same-origin' || mode === 'omit');
}
