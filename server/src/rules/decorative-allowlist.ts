import { type Acceptor, parts } from '../model/acceptor.ts';
import type { Branch, CorsPolicy } from '../model/policy.ts';
import { accepts } from '../origins/ask.ts';
import { ATTACKER } from './attacker.ts';
import { allowed } from './look-alikes.ts';
import type { Rule } from './rule.ts';
import { exposure } from './severity.ts';
import { everyone } from './weakness.ts';

export const decorativeAllowlist: Rule = {
  id: 'decorative-allowlist',
  title: 'The list of allowed origins decides nothing',
  severity: 'error',
  severityNote: 'error with credentials, else warning; one step milder where only development runs it',
  profile: 'recommended',
  why: 'The code looks the origin up in a list, and then lets it in either way: the branch for origins that are not on the list allows them, too. Such a branch is often left over from an afternoon of trying things out. The list looks like protection and is none.',
  example: {
    language: 'ts',
    bad: "const allowed = ['https://app.example.com'];\napp.use(\n  cors({\n    origin(origin, callback) {\n      if (allowed.includes(origin)) callback(null, true);\n      else callback(null, true); // let everybody in\n    },\n    credentials: true,\n  }),\n);",
    good: "const allowed = ['https://app.example.com'];\napp.use(\n  cors({\n    origin(origin, callback) {\n      if (allowed.includes(origin)) callback(null, true);\n      else callback(null, false);\n    },\n    credentials: true,\n  }),\n);",
  },
  cwe: [942, 670],
  spec: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  kind: 'security',
  supersedes: ['reflect-any-origin', 'null-origin-trusted', 'missing-vary-origin'],

  *check(policy) {
    const found = idleCheck(policy);
    if (!found) return;
    yield {
      at: found.open.at,
      message: `Any site gets in although it is not on the list: \`${ATTACKER}\` is accepted here.`,
      severity: exposure(policy),
      related: [{ at: found.test.at, message: 'This is for origins on the list.' }, ...allowed(policy)],
      witness: { kind: 'origin', origin: ATTACKER },
      fixes: [
        {
          title: 'Refuse origins that are not on the list',
          edits: [{ kind: 'refuse-branch', at: found.open.at }],
          safety: 'review',
        },
      ],
    };
  },
};

/** The branch for what is on the list, and the one that lets in everything else. */
function idleCheck(policy: CorsPolicy): { readonly test: Branch; readonly open: Branch } | undefined {
  const { branches = [] } = policy.origins;
  if (!everyone(policy)) return undefined;
  const allow = branches.filter(it => it.outcome === 'allow');
  const open = allow.find(it => accepts(it.when, ATTACKER) === true);
  const test = allow.find(it => it !== open && accepts(it.when, ATTACKER) === false && tests(it.when));
  return open && test ? { test, open } : undefined;
}

function tests(acceptor: Acceptor): boolean {
  return [...parts(acceptor)].some(it => 'text' in it || it.kind === 'matches');
}
