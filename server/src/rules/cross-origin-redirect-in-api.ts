import type { Endpoint } from '../model/app.ts';
import type { Link } from '../model/link.ts';
import { known } from '../model/policy.ts';
import { callsOf, nameOf } from './calls.ts';
import type { Rule } from './rule.ts';

export const crossOriginRedirectInApi: Rule = {
  id: 'cross-origin-redirect-in-api',
  title: 'A call of a page is redirected to another site',
  severity: 'warning',
  profile: 'recommended',
  why: 'When a script calls a server and is redirected to a third origin (the login page of an identity provider, mostly), the browser follows, says `Origin: null` from there on, and drops Authorization. Unless that origin lets everybody read, which login pages do not, all that the page gets is an error of CORS; no login appears. Where a script asks, the answer is a 401 with the address in it, and the page goes there itself.',
  example: {
    language: 'js',
    bad: "app.get('/items', (req, res) => res.redirect('https://login.example.com/'));",
    good: "app.get('/items', (req, res) => res.status(401).json({ login: 'https://login.example.com/' }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-http-redirect-fetch',
  kind: 'breakage',

  *checkLinks(links) {
    const told = new Set<string>();
    for (const link of links) {
      const away = awayOf(link, links);
      const key = away && `${away.at.path} ${away.at.start}`;
      if (!away || key === undefined || told.has(key)) continue;
      told.add(key);
      const same = links.filter(it => it.route?.at === link.route?.at || awayOf(it, links)?.at.start === away.at.start);
      yield {
        at: away.at,
        message: `\`${nameOf(link)}\` is redirected to \`${away.origin}\`, which would have to let \`Origin: null\` read.`,
        related: callsOf(
          same,
          it => `\`${nameOf(it)}\` is redirected to \`${away.origin}\`, which would have to let \`Origin: null\` read.`,
        ).map(it => (it.told ? { ...it, message: 'This call is redirected.' } : it)),
      };
    }
  },
};

/** The redirect of the route that answers, to an origin that is neither this server's nor any that the workspace serves. */
function awayOf({ request, route, refusal }: Link, links: readonly Link[]): Away | undefined {
  if (refusal || known(request.redirect) !== 'follow') return undefined;
  const own = new Set(links.flatMap(it => [...addresses(it), ...(it.page ? [it.page.origin] : [])]));
  return route?.sendsTo?.find(it => !own.has(it.origin));
}

type Away = NonNullable<Endpoint['sendsTo']>[number];

function addresses({ request: { url } }: Link): readonly string[] {
  const [scheme, host, port] = [known(url.scheme), known(url.host), known(url.port)];
  if (scheme === undefined || host === undefined || port === undefined) return [];
  const whole = `${scheme}://${host}:${port}`;
  return URL.canParse(whole) ? [new URL(whole).origin] : [];
}
