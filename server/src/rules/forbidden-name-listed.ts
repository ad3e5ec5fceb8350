import { isForbiddenMethod } from '../fetch/methods.ts';
import { isForbiddenRequestHeader } from '../fetch/request-headers.ts';
import { type PolicyEdit, remove, set } from '../model/edit.ts';
import { known, type Listed } from '../model/policy.ts';
import type { Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';

type ListField = 'methods' | 'allowedHeaders' | 'exposedHeaders';

export const forbiddenNameListed: Rule = {
  id: 'forbidden-name-listed',
  title: 'Browsers keep this name for themselves, whatever is listed',
  severity: 'warning',
  severityNote: 'hint for request headers and methods, which the recommended profile leaves out; info on a request',
  profile: 'recommended',
  why: 'Some names no list can open. Scripts never read Set-Cookie: cookies are kept by the browser and need credentials, not exposed headers. Origin, Host, Cookie and the like are set by the browser alone, Access-Control-Allow-* are headers of responses that no request carries, and CONNECT, TRACE and TRACK cannot be sent by scripts.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', exposedHeaders: ['Set-Cookie'] }));",
    good: "app.use(cors({ origin: 'https://app.example.com', credentials: true }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#forbidden-response-header-name',
  kind: 'hygiene',

  *check(policy, { profile }) {
    const fields = profile === 'recommended' ? (['exposedHeaders'] as const) : (Object.keys(TESTS) as ListField[]);
    for (const field of fields) {
      const list = policy[field].kind === 'written' ? known(policy[field]) : undefined;
      if (!list || list.kind === 'reflect') continue;
      const [first, ...more] = list.names.filter(it => TESTS[field](it.text));
      if (!first) continue;
      const rest = list.names.filter(it => !TESTS[field](it.text));
      yield {
        at: first.at,
        message: SAYS[field](first.text),
        severity: field === 'exposedHeaders' ? breakage(policy, 'warning') : 'hint',
        related: more.slice(0, 4).map(it => ({ at: it.at, message: 'This, too.' })),
        fixes: fixes(field, rest),
      };
    }
  },

  *checkRequest({ headers, url }) {
    const set = headers.find(it => it.entry && MEANT.test(it.name));
    if (!set?.entry || url.to === 'page') return;
    yield {
      at: set.at,
      message: `Browsers alone set \`${set.name}\`: what the code sets is dropped.`,
      severity: 'info',
      fixes: [{ title: 'Remove the header', edits: [{ kind: 'drop', at: set.entry }], safety: 'safe' }],
    };
  },
};

/** Headers by which code means to get past the check. */
const MEANT = /^(origin|host|referer|access-control-request-(method|headers))$/;

const TESTS: Readonly<Record<ListField, (name: string) => boolean>> = {
  exposedHeaders: name => /^set-cookie2?$/i.test(name),
  allowedHeaders: name =>
    /^access-control-(allow|expose|max)/i.test(name) || isForbiddenRequestHeader({ name, value: '' }),
  methods: isForbiddenMethod,
};

const SAYS: Readonly<Record<ListField, (name: string) => string>> = {
  exposedHeaders: name => `Scripts never read \`${name}\`, even where it is exposed.`,
  allowedHeaders: name =>
    /^access-control-(allow|expose|max)/i.test(name)
      ? `\`${name}\` is a header of responses: allowing it in requests has no effect.`
      : `Browsers alone set \`${name}\`: allowing it has no effect.`,
  methods: name => `Scripts cannot send \`${name}\`: allowing it has no effect.`,
};

/** The list without these names; an empty list of request headers would allow others than this one does. */
function fixes(field: ListField, rest: readonly Listed[]): Report['fixes'] & object {
  const edit: PolicyEdit | undefined =
    rest.length > 0
      ? set(field, { kind: 'texts', texts: rest.map(it => it.text) })
      : field === 'exposedHeaders'
        ? remove(field)
        : undefined;
  return edit ? [{ title: 'Remove what has no effect', edits: [edit], safety: 'safe' }] : [];
}
