import { isForPreflights, known } from '../model/policy.ts';
import { ATTACKER } from './attacker.ts';
import type { Rule } from './rule.ts';
import { inTests } from './severity.ts';

export const wildcardOnPrivateSurface: Rule = {
  id: 'wildcard-on-private-surface',
  title: 'Any website can read from a server on the user’s own machine',
  severity: 'info',
  profile: 'recommended',
  why: 'This server listens on the machine’s own address only, so that nobody else can reach it, unless a proxy stands before it. The browser of the person at that machine can, though, and with `*` every website that this person visits may have it fetch from here and read what comes back. Tools that run on a developer’s machine have leaked files and keys in this way.',
  example: {
    language: 'ts',
    bad: "app.use(cors());\napp.listen(4000, '127.0.0.1');",
    good: "app.use(cors({ origin: 'http://localhost:3000' }));\napp.listen(4000, '127.0.0.1');",
  },
  cwe: [942],
  spec: 'https://fetch.spec.whatwg.org/#basic-safe-cors-protocol-setup',
  kind: 'security',
  supersedes: ['wildcard-origin'],

  *checkApp(app) {
    if (!app.listensOn) return;
    for (const step of app.steps) {
      if (step.kind !== 'cors' || inTests(step.policy) || known(step.policy.credentials) === true) continue;
      // Of a policy that repeats every origin, another rule tells.
      if (step.policy.origins.mode !== 'any' || isForPreflights(step.policy)) continue;
      yield {
        at: step.policy.origins.at,
        message: `Any site can read from this server through the browser of whoever runs it.`,
        related: [{ at: app.listensOn.at, message: 'It listens on the machine’s own address.' }],
        witness: { kind: 'origin', origin: ATTACKER },
        policy: step.policy,
      };
    }
  },
};
