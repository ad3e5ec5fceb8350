import { type Behaviour, everywhere, type ListField, type OriginMatch, type Writes } from '../../model/behaviour.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import { textOf } from '../../syntax/value.ts';
import { ACAC, ACAH, ACAM, ACEH, ACMA, type HeaderLine, VARY } from './lines.ts';

const ALWAYS: readonly OriginMatch[] = ['any', 'fixed', 'matched', 'refused', 'absent', 'off'];

const LISTS: readonly (readonly [ListField, string])[] = [
  ['methods', ACAM],
  ['allowedHeaders', ACAH],
  ['exposedHeaders', ACEH],
];

/**
 * A rule of a configuration that adds its headers to whatever is answered on its paths, and answers nothing itself. Lines
 * under conditions, and values that are not plain text, leave the answer unknown.
 */
export function withRuleBehaviour(policy: CorsPolicy, lines: readonly HeaderLine[], source: string): CorsPolicy {
  const plain = lines.every(it => it.when.kind === 'constant' && !it.appended && textOf(it.value) !== undefined);
  const once = new Set(lines.map(it => it.name)).size === lines.length;
  const credentials = textIn(lines, ACAC);
  if (!plain || !once || (credentials !== undefined && credentials !== 'true')) return policy;
  const vary = (textIn(lines, VARY) ?? '').split(',').map(it => it.trim().toLowerCase());
  if (vary.some(it => it === 'access-control-request-headers' || it === 'access-control-request-method')) return policy;
  const writes = (name: string): Writes => (textIn(lines, name) === undefined ? {} : everywhere(ALWAYS));
  const texts: Partial<Record<ListField, string>> = {};
  for (const [field, name] of LISTS) {
    const text = textIn(lines, name);
    if (text !== undefined) texts[field] = text;
  }
  const behaviour: Behaviour = {
    source,
    preflight: { when: 'never', status: 200 },
    allowOrigin: { starWithCredentials: 'sent', denied: 'refused' },
    credentials: writes(ACAC),
    methods: writes(ACAM),
    allowedHeaders: writes(ACAH),
    exposedHeaders: writes(ACEH),
    maxAge: writes(ACMA),
    vary: {
      origin: vary.includes('origin') ? everywhere(ALWAYS) : {},
      star: vary.includes('*') ? everywhere(ALWAYS) : {},
      requestHeaders: 'never',
    },
    lists: { joiner: ',', empty: 'sent', texts },
    kept: { notFound: true, error: true },
  };
  return { ...policy, behaviour };
}

function textIn(lines: readonly HeaderLine[], name: string): string | undefined {
  return textOf(lines.find(it => it.name === name)?.value);
}
