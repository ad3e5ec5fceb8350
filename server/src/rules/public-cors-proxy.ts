import { known } from '../model/policy.ts';
import type { CorsRequest } from '../model/request.ts';
import { isBelow } from '../origins/suffixes.ts';
import { ATTACKER } from './attacker.ts';
import { nameOrigins } from './remedies.ts';
import type { Rule } from './rule.ts';
import { exposure } from './severity.ts';

/** Hosts that pass on whatever anybody sends them, by their own pages; one of them does so below a path only. */
const OPEN_TO_ALL =
  'cors-anywhere.herokuapp.com corsproxy.io allorigins.win thingproxy.freeboard.io cors.bridged.cc proxy.cors.sh crossorigin.me yacdn.org cors.eu.org'.split(
    ' ',
  );
const OPEN_PATHS: Readonly<Record<string, RegExp>> = { 'api.codetabs.com': /^\/v1\/proxy\b/ };

/** Headers that tell who asks. */
const SECRET = /^(authorization|x-api-key|apikey|api-key|x-auth-token|x-access-token)$/;

export const publicCorsProxy: Rule = {
  id: 'public-cors-proxy',
  title: 'A proxy that takes requests from everybody',
  severity: 'warning',
  profile: 'recommended',
  why: 'A proxy that adds CORS headers to whatever it fetches takes the same-origin policy away from every server that it can reach, those of its own network among them. Left open to all origins it is found and used by others, in whose name it then acts, and all that goes through it, tokens included, can be read where it runs. The same holds for a page that asks through a proxy of strangers: they see every request, answer what they like, and go away when they like.',
  example: {
    language: 'js',
    bad: "require('cors-anywhere').createServer({ requireHeader: ['origin'] }).listen(8080);",
    good: "require('cors-anywhere').createServer({ originWhitelist: ['https://app.example.com'] }).listen(8080);",
  },
  cwe: [441, 918],
  spec: 'https://github.com/Rob--W/cors-anywhere#server',
  kind: 'security',
  supersedes: ['wildcard-origin', 'wildcard-on-private-surface'],

  *check(policy, context) {
    if (policy.details?.surface !== 'open-proxy') return;
    // A list out of the environment is there where somebody runs it in earnest.
    if (policy.guards.some(it => it.kind === 'variable' && it.state === 'unset')) return;
    yield {
      at: policy.origins.at,
      message: 'Any website can have requests sent by this proxy, to all that it can reach.',
      severity: exposure(policy),
      witness: { kind: 'origin', origin: ATTACKER },
      fixes: nameOrigins(policy, context),
    };
  },

  *checkRequest(request) {
    const { url, headers } = request;
    const host = known(url.host);
    if (url.to !== 'elsewhere' || host === undefined || !isOpenToAll(host, request)) return;
    const secret = headers.find(it => SECRET.test(it.name) && it.value.kind !== 'default');
    yield {
      at: url.at,
      message: secret
        ? `Strangers get \`${secret.name}\` here: the request goes through \`${host}\`, which can read and change all of it.`
        : `Strangers can read and change what is asked here: the request goes through \`${host}\`.`,
      related: secret ? [{ at: secret.at, message: 'This is sent along.' }] : [],
    };
  },
};

function isOpenToAll(host: string, { url }: CorsRequest): boolean {
  return isBelow(host, OPEN_TO_ALL) || OPEN_PATHS[host]?.test(known(url.path)?.text ?? '') === true;
}
