import { set } from '../model/edit.ts';
import { known } from '../model/policy.ts';
import { methodNotAllowed } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

/** The methods of HTTP that browsers ask a preflight for; GET, HEAD and POST need no list. */
const ASKED = new Set(['PUT', 'PATCH', 'DELETE']);
const KNOWN = new Set([...ASKED, 'GET', 'HEAD', 'POST', 'OPTIONS']);

export const methodCase: Rule = {
  id: 'method-case',
  title: 'A method in lower case allows nothing',
  severity: 'warning',
  profile: 'recommended',
  why: 'Methods are compared letter by letter, in upper and lower case. Browsers send PUT and DELETE in capitals whatever the script says, and servers know PATCH in capitals only, so `put`, `delete` or `patch` in the list is a method that nobody uses, and the real one stays blocked. GET, HEAD and POST are let through without the list.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', methods: ['get', 'put'] }));",
    good: "app.use(cors({ origin: 'https://app.example.com', methods: ['GET', 'PUT'] }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#concept-method-normalize',
  kind: 'breakage',

  *check(policy) {
    const list = policy.methods.kind === 'written' ? known(policy.methods) : undefined;
    if (list?.kind !== 'names' || policy.origins.mode === 'none') return;
    const texts = list.names.map(it => it.text);
    const [first, ...more] = list.names.filter(it => {
      const upper = it.text.toUpperCase();
      return it.text !== upper && ASKED.has(upper) && !texts.includes(upper);
    });
    if (!first) return;
    const method = first.text.toUpperCase();
    const raised = [...new Set(texts.map(it => (KNOWN.has(it.toUpperCase()) ? it.toUpperCase() : it)))];
    yield {
      at: first.at,
      message: `Browsers block \`${method}\`: the list allows \`${first.text}\`, which is another method.`,
      severity: breakage(policy, 'warning'),
      related: more.slice(0, 4).map(it => ({ at: it.at, message: 'This, too.' })),
      witness: methodNotAllowed(somePage(policy), method),
      fixes: [
        {
          title: 'Write the methods in capitals',
          edits: [set('methods', { kind: 'texts', texts: raised })],
          safety: 'safe',
        },
      ],
    };
  },

  /** `fetch` and `XMLHttpRequest` send `patch` as it is written; no server knows it. */
  *checkRequest({ method, url }) {
    const upper = method.kind === 'written' ? method.value.toUpperCase() : undefined;
    if (method.kind !== 'written' || upper !== 'PATCH' || method.value === upper || url.to === 'page') return;
    yield {
      at: method.at,
      message: `Browsers send \`${method.value}\` as it is written, and a server that allows \`PATCH\` does not allow it.`,
      fixes: [
        {
          title: 'Write the method in capitals',
          edits: [{ kind: 'replace', at: method.at, value: { kind: 'text', text: upper } }],
          safety: 'safe',
        },
      ],
    };
  },
};
