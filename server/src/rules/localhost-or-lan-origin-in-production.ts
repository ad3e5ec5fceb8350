import { type CorsPolicy, known } from '../model/policy.ts';
import { branches } from '../origins/answer.ts';
import { ask } from '../origins/ask.ts';
import type { Rule } from './rule.ts';
import { inTests } from './severity.ts';
import { everyone, placeOf, readsEnvironment } from './weakness.ts';

/** Apps that ship a page of their own under such an origin. */
const SHIPPED = /^(capacitor|ionic|tauri|app|chrome-extension|vscode-webview):|^https?:\/\/tauri\.localhost/;

export const localhostOrLanOriginInProduction: Rule = {
  id: 'localhost-or-lan-origin-in-production',
  title: 'Production trusts pages of a developer’s machine',
  severity: 'info',
  severityNote: 'hint without credentials',
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

  *check(policy) {
    const { origins } = policy;
    if (origins.mode === 'any' || inTests(policy) || everyone(policy) || guarded(policy)) return;
    if (origins.listed.some(it => SHIPPED.test(it.text))) return;
    const found = branches(origins.acceptor).flatMap(part => {
      if (readsEnvironment(part)) return [];
      const answers = [ask(part, 'loopback'), ask(part, 'private-network')];
      const yes = answers.find(it => it.answer === 'yes');
      return yes?.answer === 'yes' ? [{ at: placeOf(part) ?? origins.at, witness: yes.witness }] : [];
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

/** Whether something else than production is known to be what the policy is for. */
function guarded({ guards }: CorsPolicy): boolean {
  return guards.some(it => !(it.kind === 'mode' && (it.mode === 'production' || it.mode === 'not-development')));
}
