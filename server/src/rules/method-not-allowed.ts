import { set } from '../model/edit.ts';
import { type CorsPolicy, known, type Listed } from '../model/policy.ts';
import { answering } from './answering.ts';
import { methodNotAllowed as refusal } from './blocked.ts';
import { byPolicy, callsOf, gravity, nameOf, witnessOf } from './calls.ts';
import { somePage } from './remedies.ts';
import type { Fix, Related, Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';
import { refusedFor, writtenBefore } from './written-before.ts';

/** The methods of HTTP that browsers ask a preflight for; GET, HEAD and POST need no list. */
const ASKED = ['PUT', 'PATCH', 'DELETE'];

export const methodNotAllowed: Rule = {
  id: 'method-not-allowed',
  title: 'A route answers a method that the policy does not list',
  severity: 'warning',
  severityNote: 'error where a page of the workspace is known to send it',
  profile: 'recommended',
  why: 'GET, HEAD and POST need no permission; every other method is asked for in a preflight and must stand in Access-Control-Allow-Methods. Here the server has a route for a method that its own list leaves out, so no page of another site can call it. @fastify/cors lists GET, HEAD and POST by itself from version 11 on, and NestJS on Fastify with it, where expressjs/cors lists PUT, PATCH and DELETE as well.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', methods: ['GET', 'POST'] }));\napp.delete('/items/:id', remove);",
    good: "app.use(cors({ origin: 'https://app.example.com', methods: ['GET', 'POST', 'DELETE'] }));\napp.delete('/items/:id', remove);",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  kind: 'breakage',

  *checkApp(app, { policies }) {
    for (const { policies: own, routes } of answering(app, policies)) {
      const needed = own.map(policy => ({ policy, lost: lostIn(policy) }));
      // What one environment allows and another does not may be meant.
      const lost = ASKED.filter(method => needed.every(it => it.lost?.includes(method)));
      const refused = routes.filter(it => lost.includes(it.method));
      if (refused.length === 0) continue;
      for (const { policy } of needed) yield report(policy, refused);
    }
    const written = writtenBefore(app, policies);
    const lost = written && lostIn(written.policy);
    const refused = written?.routes.filter(it => lost?.includes(it.method) && refusedFor(written.policy, it.method));
    if (written && refused && refused.length > 0) yield report(written.policy, refused);
  },

  *checkLinks(links) {
    for (const { policy, links: own } of byPolicy(links, it => it.refusal?.kind === 'method')) {
      const methods = [...new Set(own.flatMap(it => (it.refusal?.kind === 'method' ? [it.refusal.method] : [])))];
      const named = methods.map(it => `\`${it}\``).join(' and ');
      const witness = witnessOf(own[0]);
      yield {
        at: policy.methods.at,
        message: `Browsers block \`${nameOf(own[0])}\`: the policy does not list ${named}.`,
        severity: gravity(own, policy),
        related: callsOf(own, it => `Browsers block \`${nameOf(it)}\`: the server does not allow this method.`),
        ...(witness ? { witness } : {}),
        policy,
        fixes: [allow(policy, methods)],
      };
    }
  },

  *check(policy, { policies }) {
    const lost = policy.scope.methods?.join() === 'OPTIONS' ? lostIn(policy) : undefined;
    if (!lost || !policy.byHand) return;
    const beside = policies.filter(it => it.at.path === policy.at.path && it.scope.path === policy.scope.path);
    if (beside.filter(it => it.scope.methods?.includes('OPTIONS')).length > 1) return;
    const refused = beside.flatMap(it => {
      const [method = '', ...more] = it.scope.methods ?? [];
      return more.length === 0 && lost.includes(method) && it.byHand
        ? [{ method, at: it.at, ...(it.scope.path === undefined ? {} : { path: it.scope.path }) }]
        : [];
    });
    if (refused.length > 0) yield report(policy, refused);
  },
};

/** The methods that a policy certainly refuses. A list of nothing but reading is one that was made for readers. */
function lostIn(policy: CorsPolicy): readonly string[] | undefined {
  const list = known(policy.methods);
  if (list?.kind !== 'names' || policy.origins.mode === 'none' || policy.preflight.by === 'none') return undefined;
  const texts = list.names.map(it => it.text);
  if (policy.methods.kind === 'written' && texts.every(it => /^(GET|HEAD|OPTIONS)$/i.test(it))) return undefined;
  // What is written in lower case is the matter of another rule.
  return ASKED.filter(it => !texts.some(text => text.toUpperCase() === it));
}

interface Route {
  readonly method: string;
  readonly path?: string;
  readonly at: Related['at'];
}

function report(policy: CorsPolicy, routes: readonly Route[]): Report {
  const methods = ASKED.filter(method => routes.some(it => it.method === method));
  const [method = ''] = methods;
  const [only, ...more] = routes;
  const named = methods.map(it => `\`${it}\``).join(' and ');
  const what = more.length === 0 && only?.path ? `\`${method} ${only.path}\`` : named;
  return {
    at: policy.methods.at,
    message: `Browsers block ${what}: the policy does not list ${methods.length > 1 ? 'these methods' : 'this method'}.`,
    severity: breakage(policy, 'warning'),
    related: routes.slice(0, 4).map(it => ({ at: it.at, message: `This answers \`${it.method}\`.` })),
    witness: refusal(somePage(policy), method, known(policy.credentials) === true),
    policy,
    fixes: [allow(policy, methods)],
  };
}

function allow(policy: CorsPolicy, methods: readonly string[]): Fix {
  return {
    title: `Allow ${methods.map(it => `\`${it}\``).join(' and ')}, too`,
    edits: [set('methods', { kind: 'texts', texts: [...texts(policy), ...methods] })],
    safety: 'review',
  };
}

function texts({ methods }: CorsPolicy): readonly string[] {
  const list = known(methods);
  const names: readonly Listed[] = list && list.kind !== 'reflect' ? list.names : [];
  return names.map(it => it.text);
}
