import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import type { PageOrigin } from '../model/site.ts';
import { isLoopback, isPrivateNetwork } from '../origins/suffixes.ts';
import type { Rule } from './rule.ts';

export const localNetworkAccess: Rule = {
  id: 'local-network-access',
  title: 'A page on the internet calls a machine of the user’s own network',
  severity: 'warning',
  severityNote: 'info where no server of the workspace answers there: a program on the user’s machine may be meant',
  profile: 'recommended',
  why: 'Where users are, `localhost` is their machine and `192.168.…` their network. From version 142 on Chrome asks the user before a page of the internet may reach either, and refuses pages without HTTPS at all; Firefox is doing the same. No header of a server can give this permission, Access-Control-Allow-Private-Network among them, which was part of an older draft. Mostly it is an address of the developer’s machine that was left in the code.',
  example: {
    language: 'ts',
    bad: "export const items = () => fetch('http://localhost:4000/items').then(it => it.json());",
    good: 'export const items = () => fetch(`${import.meta.env.VITE_API_URL}/items`).then(it => it.json());',
  },
  cwe: [],
  spec: 'https://wicg.github.io/local-network-access/',
  kind: 'breakage',

  *checkRequest(request, { page, answered, alternatives }) {
    const { url, mode } = request;
    const host = known(url.host);
    if (url.to !== 'elsewhere' || host === undefined || known(mode) === 'no-cors') return;
    const where = isLoopback(host)
      ? 'their users’ own machine'
      : isPrivateNetwork(host)
        ? 'a local network'
        : undefined;
    // An address that is one of several, or a branch, may be chosen by where the page is.
    if (where === undefined || !reachesUsers(request) || request.conditional || alternatives.length > 0) return;
    const own = page?.origins.find(isPublic);
    if (!own) return;
    yield {
      at: url.at,
      message: `Pages of \`${own.origin}\` call ${where} here: browsers ask the user first, and no header permits it.`,
      // A program on the user's machine may be meant; a server of the workspace hardly runs there.
      severity: answered ? 'warning' : 'info',
      once: `${own.origin} ${host} ${known(url.port) ?? ''}`,
      related: own.at ? [{ at: own.at, message: 'This is where users find the page.' }] : [],
    };
  },
};

/** A variable's value is the developer's, unless it stands in a file for production. */
function reachesUsers({ url, guards }: CorsRequest): boolean {
  const modes = guards.flatMap(it => (it.kind === 'mode' ? [it.mode] : []));
  if (url.variable !== undefined) return modes.length > 0 && modes.every(it => it === 'production');
  return guards.every(it => it.kind === 'mode' && /^(production|not-development)$/.test(it.mode));
}

function isPublic({ origin, stage }: PageOrigin): boolean {
  if (stage !== 'production' || !URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return !isLoopback(hostname) && !isPrivateNetwork(hostname);
}
