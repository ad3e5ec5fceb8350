import type { App, CookieUse } from '../model/app.ts';
import type { Link } from '../model/link.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { parseOrigin } from '../origins/grammar.ts';
import { isLoopback, isSharedHosting, registrableDomain } from '../origins/suffixes.ts';
import { comparePlaces } from '../text/span.ts';
import { configured } from './configured.ts';
import type { Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';

export const samesiteBlocksCookie: Rule = {
  id: 'samesite-blocks-cookie',
  title: 'CORS lets the page send cookies, and the cookie itself does not go',
  severity: 'warning',
  profile: 'recommended',
  why: 'Whether a cookie goes along is decided by the cookie, too. With SameSite=Lax or Strict browsers send it, and keep it, only in requests of the same site: the same registrable domain and scheme. Chrome takes Lax for every cookie that does not say. A page on `my-app.netlify.app` and a server on another host are two sites, although two ports of localhost are one: the login works on the developer’s machine, answers 200 in production, and the next request knows nobody. A cookie with SameSite=None is kept only with Secure.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://my-app.netlify.app', credentials: true }));\napp.post('/login', (req, res) => {\n  res.cookie('token', sign(req.body), { httpOnly: true, sameSite: 'lax' });\n  res.json({});\n});",
    good: "app.use(cors({ origin: 'https://my-app.netlify.app', credentials: true }));\napp.post('/login', (req, res) => {\n  res.cookie('token', sign(req.body), { httpOnly: true, sameSite: 'none', secure: true });\n  res.json({});\n});",
  },
  cwe: [],
  spec: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-samesite-attribute-2',
  kind: 'breakage',

  *checkApp(app, { links }) {
    const allowing = app.steps.flatMap(it =>
      it.kind === 'cors' ? [it.policy] : it.kind === 'route' ? it.policies : [],
    );
    const found = allowing.flatMap(policy => {
      const page = known(policy.credentials) === true ? otherSite(policy, links) : undefined;
      return page === undefined ? [] : [{ policy, page }];
    });
    const [first] = found;
    if (!first) return;
    for (const use of cookiesOf(app)) yield* ofCookie(use, first);
  },
};

function* ofCookie(
  { sameSite, secure, at }: CookieUse,
  { policy, page }: { readonly policy: CorsPolicy; readonly page: string },
): Iterable<Report> {
  const why =
    sameSite === 'none'
      ? secure === false
        ? '`SameSite=None` needs `Secure`'
        : undefined
      : sameSite === 'unset'
        ? 'it says no `SameSite`, and Chrome takes `Lax`'
        : sameSite && `it is \`SameSite=${sameSite === 'lax' ? 'Lax' : 'Strict'}\``;
  if (why === undefined) return;
  yield {
    at,
    message: `Browsers do not send this cookie from \`${page}\`, another site: ${why}.`,
    severity: breakage(policy, 'warning'),
    related: [{ at: policy.origins.at, message: 'This page is let in, with cookies.' }],
  };
}

/** Every cookie that the application's own functions set, each place once. */
function cookiesOf({ steps }: App): readonly CookieUse[] {
  const all = steps.flatMap(it => [
    ...(it.cookies ? [it.cookies] : []),
    ...(it.kind === 'middleware' ? (it.routes ?? []).flatMap(route => route.cookies ?? []) : []),
  ]);
  return all.filter((it, i) => it.how === 'sets' && all.findIndex(other => comparePlaces(other.at, it.at) === 0) === i);
}

/**
 * An origin that is let in and certainly is another site than the server: one on a host that is shared, where every name is a site of
 * its own, and the server has none of these names; or one that calls the server under a host of another registrable domain.
 */
function otherSite(policy: CorsPolicy, links: readonly Link[]): string | undefined {
  const { origins, at } = policy;
  const asked = links.find(
    ({ answer, request, page }) =>
      answer.kind === 'policy' &&
      comparePlaces(answer.policy.at, at) === 0 &&
      page !== undefined &&
      areApart(page.origin, known(request.url.host)),
  );
  return (
    asked?.page?.origin ??
    [...origins.listed, ...configured(policy)].find(({ text }) => {
      const host = parseOrigin(text).origin?.host;
      return host?.includes('.') && isSharedHosting(host.slice(host.indexOf('.') + 1));
    })?.text
  );
}

const NUMBERS = /(^| )(127(\.\d+){3}|\[::1\])( |$)/;

function areApart(origin: string, host: string | undefined): boolean {
  const own = parseOrigin(origin).origin?.host;
  if (own === undefined || host === undefined) return false;
  // Of one machine the name and the address are two sites; of names below `localhost` it is not said here.
  if (isLoopback(own) && isLoopback(host)) return [own, host].includes('localhost') && NUMBERS.test(`${own} ${host}`);
  if (isLoopback(own) || isLoopback(host)) return false;
  const [a, b] = [registrableDomain(own), registrableDomain(host)];
  return a !== null && b !== null && a !== b;
}
