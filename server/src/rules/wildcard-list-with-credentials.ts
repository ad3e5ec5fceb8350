import { set } from '../model/edit.ts';
import { type CorsPolicy, known, type NameList } from '../model/policy.ts';
import { headerNotAllowed, methodNotAllowed } from './blocked.ts';
import { sendsCredentials } from './clients.ts';
import { somePage } from './remedies.ts';
import type { Fix, Report, Rule } from './rule.ts';
import { breakage } from './severity.ts';

type ListField = 'methods' | 'allowedHeaders' | 'exposedHeaders';

const HEADERS: Readonly<Record<ListField, string>> = {
  methods: 'Access-Control-Allow-Methods',
  allowedHeaders: 'Access-Control-Allow-Headers',
  exposedHeaders: 'Access-Control-Expose-Headers',
};

/** Headers that pages send most, and methods, in the order in which one is looked for that the list lacks. */
const ASKED = ['content-type', 'authorization', 'x-requested-with'];
const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];

export const wildcardListWithCredentials: Rule = {
  id: 'wildcard-list-with-credentials',
  title: 'A wildcard in a list does not count with credentials',
  severity: 'warning',
  severityNote:
    'info where other names or an origin of `*` stand beside it, or where nothing in the workspace logs in with cookies',
  profile: 'recommended',
  why: 'In the lists of methods, request headers and exposed headers, `*` stands for all of them only while a request carries no cookies. With credentials, browsers look for a method or header that is really called `*`. Requests with JSON, an Authorization header or a method such as PUT are then blocked, and exposed headers read as null.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', credentials: true, allowedHeaders: '*' }));",
    good: "app.use(cors({ origin: 'https://app.example.com', credentials: true, allowedHeaders: ['Content-Type', 'Authorization'] }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  kind: 'breakage',

  *check(policy, context) {
    const { origins, credentials, behaviour } = policy;
    if (known(credentials) !== true || origins.mode === 'none') return;
    // Where the origin is `*` as well, every such request fails already, for that reason; an audit tells what comes after it.
    const later = origins.mode === 'any';
    if (later && context.profile === 'recommended') return;
    if (behaviour?.lists.starWithCredentials === 'reflected') return;
    for (const field of ['methods', 'allowedHeaders', 'exposedHeaders'] as const) {
      const setting = policy[field];
      const list = setting.kind === 'written' ? setting.value : undefined;
      if (list?.kind !== 'any') continue;
      const others = list.names.filter(it => it.text !== '*');
      const mild = later || others.length > 0 || sendsCredentials(policy, context) === false;
      yield {
        at: list.at,
        message: `With credentials, \`*\` in \`${HEADERS[field]}\` is no wildcard.`,
        severity: breakage(policy, mild ? 'info' : 'warning'),
        related:
          credentials.kind === 'written' ? [{ at: credentials.at, message: 'Credentials are allowed here.' }] : [],
        ...witness(policy, field, list),
        fixes: fixes(field, list),
      };
    }
  },
};

function witness(policy: CorsPolicy, field: ListField, { names }: ListOf<'any'>): Pick<Report, 'witness'> {
  const listed = names.map(it => it.text.toLowerCase());
  const page = somePage(policy);
  if (field === 'methods') {
    const method = ['PUT', 'PATCH', 'DELETE'].find(it => !listed.includes(it.toLowerCase()));
    return method ? { witness: methodNotAllowed(page, method, true) } : {};
  }
  const header = field === 'allowedHeaders' ? ASKED.find(it => !listed.includes(it)) : undefined;
  return header ? { witness: headerNotAllowed(page, header, true) } : {};
}

function fixes(field: ListField, { names }: ListOf<'any'>): readonly Fix[] {
  const others = names.flatMap(it => (it.text === '*' ? [] : [it.text]));
  if (others.length > 0)
    return [
      {
        title: 'Remove the `*`, which has no effect',
        edits: [set(field, { kind: 'texts', texts: others })],
        safety: 'safe',
      },
    ];
  const name = (title: string, texts: readonly string[]): readonly Fix[] => [
    { title, edits: [set(field, { kind: 'texts', texts })], safety: 'review' },
  ];
  if (field === 'methods') return name('Name the methods', METHODS);
  return field === 'allowedHeaders'
    ? name('Name the headers: `Content-Type` and `Authorization`', ['Content-Type', 'Authorization'])
    : [];
}

type ListOf<K extends NameList['kind']> = Extract<NameList, { kind: K }>;
