import type { Acceptor } from '../model/acceptor.ts';
import { type CorsPolicy, known, type Listed } from '../model/policy.ts';
import { accepts, ask } from '../origins/ask.ts';
import { branches } from '../origins/branches.ts';
import { parseOrigin } from '../origins/grammar.ts';
import { isLoopback, isPrivateNetwork } from '../origins/suffixes.ts';
import { isIdle } from './preflights-alone.ts';
import { remembered } from './remembered.ts';
import type { Rule, RuleContext } from './rule.ts';
import { holdsInProduction, inTests } from './severity.ts';
import { shared } from './shared.ts';
import { everyone, placeOf, readsEnvironment } from './weakness.ts';

/** Apps that ship a page of their own under such an origin. */
const SHIPPED = /^(capacitor|ionic|tauri|app|chrome-extension|vscode-webview):|^https?:\/\/tauri\.localhost/;

export const localhostOrLanOriginInProduction: Rule = {
  id: 'localhost-or-lan-origin-in-production',
  title: 'Production trusts pages of a developer’s machine',
  severity: 'info',
  severityNote: 'hint without credentials; only in the audit where nothing tells of a production',
  profile: 'recommended',
  why: 'The origin of a developer’s machine or of the local network is let in wherever the code runs. In production any program that serves a page on the visitor’s own computer gets in, and with an address of the local network whoever sits in the same café. What only development needs can stand behind a condition, or in that environment’s own configuration.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: ['https://app.example.com', 'http://localhost:3000'], credentials: true }));",
    good: "const local = process.env.NODE_ENV === 'development' ? ['http://localhost:3000'] : [];\napp.use(cors({ origin: ['https://app.example.com', ...local], credentials: true }));",
  },
  cwe: [489],
  spec: 'https://fetch.spec.whatwg.org/#cors-check',
  kind: 'hygiene',

  *check(policy, context) {
    const { origins } = policy;
    const { policies } = context;
    if (context.profile !== 'audit' && !hasProduction(policy, context)) return;
    if (origins.mode === 'any' || isIdle(policy) || inTests(policy) || everyone(policy) || !holdsInProduction(policy))
      return;
    if (namesShipped(origins.listed)) return;
    const naming = namingLocal(origins.acceptor);
    if (naming.length === 0) return;
    const elsewhere = policies.filter(it => it !== policy && holdsInProduction(it) && isSamePlace(it, policy));
    const found = naming.flatMap(part => {
      const witness = local(part);
      if (witness === undefined) return [];
      const always = elsewhere.every(it => accepts(it.origins.acceptor, witness) === true);
      return always ? [{ at: placeOf(part) ?? origins.at, witness }] : [];
    });
    const [first, ...rest] = found;
    if (!first) return;
    yield {
      at: first.at,
      message: `A page of the user’s own machine or network gets in, in production, too: \`${first.witness}\`.`,
      severity: known(policy.credentials) === true ? 'info' : 'hint',
      related: rest.slice(0, 5).map(it => ({ at: it.at, message: `\`${it.witness}\` gets in, too.` })),
      witness: { kind: 'origin', origin: first.witness },
    };
  },
};

/**
 * Whether something tells of a production beside the developer's machine: a policy for it, a page on the public web that is let in,
 * a platform that serves the code. Without, the whole may be a set-up for development.
 */
function hasProduction(policy: CorsPolicy, { policies, server, links }: RuleContext): boolean {
  return (
    tellsOfProduction(policy) ||
    server.outside.length > 0 ||
    tellOfProduction(policies) ||
    links.some(it => it.page && isPublic(it.page.origin))
  );
}

const namesShipped = shared((listed: readonly Listed[]) => listed.some(it => SHIPPED.test(it.text)));

const tellOfProduction = shared((policies: readonly CorsPolicy[]) => policies.some(tellsOfProduction));

function tellsOfProduction({ guards, origins }: CorsPolicy): boolean {
  return guards.some(guard => guard.kind === 'mode' && guard.mode === 'production') || namesPublic(origins.listed);
}

const namesPublic = shared((listed: readonly Listed[]) => listed.some(it => isPublic(it.text)));

function isPublic(text: string): boolean {
  const host = parseOrigin(text).origin?.host;
  return host !== undefined && !isLoopback(host) && !isPrivateNetwork(host);
}

/** The ways into a check that may name something of the kind: what is that wide without is another rule's business. */
const namingLocal = shared((acceptor: Acceptor) =>
  branches(acceptor).filter(
    it =>
      !readsEnvironment(it) &&
      !isElsewhere(it) &&
      /local|127|192|172|169|10|\.lan|internal|home|::1/.test(JSON.stringify({ ...it, at: undefined })),
  ),
);

const local = remembered(
  (part, allowance) => {
    const answers = [ask(part, 'loopback', { allowance }), ask(part, 'private-network', { allowance })];
    return answers.flatMap(it => (it.answer === 'yes' ? [it.witness] : []))[0];
  },
  () => undefined,
);

/** Whether it is one origin, and not of this machine or network: no need to ask. */
function isElsewhere(part: Acceptor): boolean {
  if (part.kind !== 'equals' || part.subject !== 'origin' || typeof part.text !== 'string') return false;
  const host = parseOrigin(part.text).origin?.host;
  return host === undefined || !(isLoopback(host) || isPrivateNetwork(host));
}

function isSamePlace(a: CorsPolicy, b: CorsPolicy): boolean {
  return a.at.path === b.at.path && a.at.start === b.at.start;
}
