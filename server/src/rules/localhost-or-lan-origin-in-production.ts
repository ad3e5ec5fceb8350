import type { Acceptor } from '../model/acceptor.ts';
import { type CorsPolicy, known } from '../model/policy.ts';
import { accepts, ask } from '../origins/ask.ts';
import { branches } from '../origins/branches.ts';
import { parseOrigin } from '../origins/grammar.ts';
import { isLoopback, isPrivateNetwork } from '../origins/suffixes.ts';
import { isIdle } from './preflights-alone.ts';
import { remembered } from './remembered.ts';
import type { Rule, RuleContext } from './rule.ts';
import { holdsInProduction, inTests } from './severity.ts';
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
    const elsewhere = policies.filter(it => it !== policy && holdsInProduction(it) && isSamePlace(it, policy));
    if (origins.mode === 'any' || isIdle(policy) || inTests(policy) || everyone(policy) || !holdsInProduction(policy))
      return;
    if (origins.listed.some(it => SHIPPED.test(it.text))) return;
    const found = branches(origins.acceptor).flatMap(part => {
      if (readsEnvironment(part) || isElsewhere(part)) return [];
      const witness = local(part);
      const always = elsewhere.every(it => witness && accepts(it.origins.acceptor, witness) === true);
      return witness && always ? [{ at: placeOf(part) ?? origins.at, witness }] : [];
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
    [policy, ...policies].some(
      it =>
        it.guards.some(guard => guard.kind === 'mode' && guard.mode === 'production') ||
        it.origins.listed.some(listed => isPublic(listed.text)),
    ) ||
    server.outside.length > 0 ||
    links.some(it => it.page && isPublic(it.page.origin))
  );
}

function isPublic(text: string): boolean {
  const host = parseOrigin(text).origin?.host;
  return host !== undefined && !isLoopback(host) && !isPrivateNetwork(host);
}

/** A test that names nothing of the kind is not asked: what is that wide is another rule's business. */
const local = remembered(
  (part, allowance) => {
    if (!/local|127|192|172|169|10|\.lan|internal|home|::1/.test(JSON.stringify({ ...part, at: undefined })))
      return undefined;
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
