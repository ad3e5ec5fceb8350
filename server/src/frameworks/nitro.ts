import { ALL } from '../model/acceptor.ts';
import type { CorsPolicy } from '../model/policy.ts';
import { type Entry, property, type RecordValue, type Value } from '../syntax/value.ts';
import { defaultExports } from './default-export.ts';
import type { CodeFramework, Reading } from './framework.ts';
import { libraryOf } from './library.ts';

/** `routeRules` of Nitro 2 and 3 and Nuxt: `cors` counts as true or not, and then sends four fixed headers. */
export const nitro: CodeFramework = {
  kind: 'code',
  id: 'nitro',
  title: 'routeRules of Nitro and Nuxt',
  docs: 'https://nitro.build/guide/routing#route-rules',
  mentions: ['routerules'],

  recognise(file, reading) {
    if (!/(^|\/)(nuxt|nitro)\.config\.[cm]?[jt]s$/.test(file.path)) return { policies: [] };
    const rules = defaultExports(file).flatMap(it => (it.kind === 'record' ? rulesIn(it) : []));
    return { policies: rules.flatMap(it => policyOf(it, reading)) };
  },

  write: () => undefined,
};

/** The rules of `routeRules`, of `nitro.routeRules` too. */
function rulesIn(config: RecordValue): readonly Entry[] {
  const nested = property(config, 'nitro')?.value;
  const all = [config, ...(nested?.kind === 'record' ? [nested] : [])].map(it => property(it, 'routeRules')?.value);
  return all.flatMap(it => (it?.kind === 'record' ? it.entries : []));
}

function policyOf({ key, value }: Entry, reading: Reading): readonly CorsPolicy[] {
  const cors = value.kind === 'record' ? property(value, 'cors') : undefined;
  const headers = value.kind === 'record' ? property(value, 'headers')?.value : undefined;
  const overridden = headers?.kind === 'record' && headers.entries.some(it => /^access-control-/i.test(it.key));
  if (!cors || !isOn(cors.value) || overridden) return [];
  const at = cors.span;
  const star = { kind: 'any', at, names: [{ text: '*', at }] } as const;
  const given = cors.value.kind === 'record' ? property(cors.value, 'origin') : undefined;
  const policy: CorsPolicy = {
    framework: 'nitro',
    library: libraryOf(reading.project, at.path, 'nitropack', '2.13.6'),
    at,
    whole: at,
    origins: { mode: 'any', acceptor: { ...ALL, at }, listed: [], at, entry: at, from: given ? 'default' : 'written' },
    credentials: { kind: 'default', value: false, at },
    methods: { kind: 'default', value: star, at },
    allowedHeaders: { kind: 'default', value: star, at },
    exposedHeaders: { kind: 'default', value: { kind: 'names', names: [] }, at },
    maxAge: { kind: 'default', value: 0, at },
    vary: { kind: 'default', value: 'never', at },
    preflight: { by: 'unknown' },
    scope: { path: key },
    guards: [],
    used: true,
    oddities: given
      ? [{ kind: 'unknown-option', name: 'origin', field: 'origins', at: given.keySpan, entry: given.span }]
      : [],
    notation: 'rules',
  };
  return [policy];
}

function isOn(value: Value): boolean {
  return value.kind === 'literal' ? Boolean(value.value) : value.kind === 'record' || value.kind === 'list';
}
