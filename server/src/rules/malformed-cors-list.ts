import { isSafelistedMethod } from '../fetch/methods.ts';
import { set } from '../model/edit.ts';
import { type CorsPolicy, known, type Listed } from '../model/policy.ts';
import { unreadable } from './blocked.ts';
import { somePage } from './remedies.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';

/** RFC 9110, "token". */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const FIELDS = [
  { field: 'methods', header: 'Access-Control-Allow-Methods' },
  { field: 'allowedHeaders', header: 'Access-Control-Allow-Headers' },
  { field: 'exposedHeaders', header: 'Access-Control-Expose-Headers' },
] as const;

export const malformedCorsList: Rule = {
  id: 'malformed-cors-list',
  title: 'Browsers cannot read this list',
  severity: 'error',
  severityNote: 'warning for exposed headers, where browsers only leave the list out',
  profile: 'recommended',
  why: 'The lists of methods and header names are names with commas between them. Where one entry is no name, because of a space, a semicolon, quotes or a value after a colon, browsers refuse the whole list, and with it every request that needs a preflight.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', methods: 'GET POST PUT' }));",
    good: "app.use(cors({ origin: 'https://app.example.com', methods: 'GET, POST, PUT' }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-new-header-syntax',
  kind: 'breakage',

  *check(policy) {
    for (const { field, header } of FIELDS) {
      const list = known(policy[field]);
      if (!list || list.kind === 'reflect') continue;
      const [broken, ...more] = list.names.filter(it => it.text.trim() !== '' && !TOKEN.test(it.text.trim()));
      if (!broken) continue;
      const texts = [...new Set(list.names.flatMap(names))];
      const exposes = field === 'exposedHeaders';
      yield {
        at: broken.at,
        message: `Browsers cannot read \`${shortened(broken.text)}\` in \`${header}\`.`,
        severity: breakage(policy, exposes ? 'warning' : 'error'),
        related: more.slice(0, 3).map(it => ({ at: it.at, message: 'This, too.' })),
        ...(exposes ? {} : { witness: witness(policy, field, header) }),
        fixes: texts.every(it => TOKEN.test(it))
          ? [
              {
                title: 'Write names with commas between them',
                edits: [set(field, { kind: 'texts', texts })],
                safety: 'safe',
              },
            ]
          : [],
      };
    }
  },
};

/** A request that the list means to let through. */
function witness(policy: CorsPolicy, field: 'methods' | 'allowedHeaders', header: string) {
  const meant = (it: 'methods' | 'allowedHeaders') => {
    const list = known(policy[it]);
    return list?.kind === 'names' ? list.names.flatMap(names) : undefined;
  };
  const headers = meant('allowedHeaders')?.map(it => it.toLowerCase());
  const asked = headers && !headers.includes('content-type') ? headers.slice(0, 1) : ['content-type'];
  const method = field === 'methods' ? meant('methods')?.find(it => !isSafelistedMethod(it)) : undefined;
  return unreadable(somePage(policy), header, method ?? 'POST', asked);
}

function names({ text }: Listed): readonly string[] {
  return text
    .split(/[\s,;|]+(?![^:]*$)|,|;|\|/)
    .flatMap(it => it.replace(/:.*$/, '').split(/[\s'"`[\]()]+/))
    .filter(Boolean);
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
