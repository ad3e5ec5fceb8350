import type { CorsPolicy } from '../../model/policy.ts';
import type { Upstream } from '../../model/upstream.ts';
import { property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { policiesOf } from '../options/policy.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API, AWS_ORIGINS } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { traefikBehaviour } from './gateway-behaviours.ts';
import { itemsOf } from './gateways.ts';
import { hostOf, portOf } from './near.ts';
import { behindMiddleware, manifestsOf } from './services-behind.ts';
import { labelledHeaders } from './traefik-labels.ts';
import { settingsWriter } from './write.ts';

const TRAEFIK: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'accessControlAllowOriginList',
    credentials: 'accessControlAllowCredentials',
    methods: 'accessControlAllowMethods',
    allowedHeaders: 'accessControlAllowHeaders',
    exposedHeaders: 'accessControlExposeHeaders',
    maxAge: 'accessControlMaxAge',
  },
};

const LABELS = 'labels';

/** The `headers` middleware of Traefik, as a resource, in its own files and in labels of compose files. */
export const traefik: ConfigFramework = {
  kind: 'config',
  id: 'traefik',
  title: 'Traefik',
  docs: 'https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/headers/',
  mentions: ['accesscontrolalloworigin'],
  files: path => /\.(ya?ml|toml)$/i.test(path),
  recognise(file, reading) {
    const manifests = manifestsOf(file, reading);
    const policies = file.documents.flatMap(it => {
      const named = at(it, ['http', 'middlewares']);
      const own = named?.kind === 'record' ? named.entries : [];
      const resource = at(it, ['spec', 'headers']);
      return [
        ...(resource?.kind === 'record' ? readHeaders(resource, behindMiddleware(it, manifests), reading) : []),
        ...own.flatMap(({ key, value }) => {
          const headers = at(value, ['headers']);
          return headers?.kind === 'record' ? readHeaders(headers, behindRouters(it, key), reading) : [];
        }),
        ...labelledHeaders(it)
          .flatMap(({ headers, upstream }) => readHeaders(headers, upstream, reading))
          .map(({ container: _, ...policy }) => ({ ...policy, notation: LABELS })),
      ];
    });
    return { policies };
  },
  // A label is one text, of which only a part is the value.
  write: (policy, edit, read) => (policy.notation === LABELS ? undefined : settingsWriter(TRAEFIK)(policy, edit, read)),
};

/** Texts are compared, patterns are Go's and anchored nowhere; the preflight is answered with 200 (headers/header.go of 3.x). */
function readHeaders(headers: RecordValue, upstream: Upstream | undefined, reading: Reading): readonly CorsPolicy[] {
  const origins = property(headers, 'accessControlAllowOriginList');
  const patterns = property(headers, 'accessControlAllowOriginListRegex');
  const first = origins ?? patterns;
  if (!first) return [];
  const items = [...itemsOf(origins?.value), ...itemsOf(patterns?.value).map(patternOf)];
  const list: Value = { kind: 'list', container: 'array', items, span: first.value.span };
  const known = items.length > 0 ? list : first.value;
  const options: RecordValue = {
    ...headers,
    entries: [
      ...headers.entries.filter(it => Object.values(TRAEFIK.names).includes(it.key) && it !== origins),
      { ...first, key: 'accessControlAllowOriginList', value: known },
    ],
  };
  const vary = property(headers, 'addVaryHeader')?.value;
  const varies = vary?.kind === 'literal' && vary.value === true;
  return policiesOf({
    framework: traefik.id,
    table: TRAEFIK,
    semantics: AWS_ORIGINS,
    at: first.span,
    options,
    preflight: () => ({ by: 'platform', status: 200 }),
    vary: ({ mode }) => (mode === 'any' || varies ? 'always' : 'never'),
    behaviour: () => traefikBehaviour(varies),
    reading,
  }).map(it => ({
    ...it,
    // What is not given is sent as 0.
    maxAge: it.maxAge.kind === 'default' ? { ...it.maxAge, value: 0 } : it.maxAge,
    ...(upstream ? { upstream } : {}),
  }));
}

/** The servers of the routers of Traefik's own file that a middleware stands in. */
function behindRouters(document: Value, name: string): Upstream | undefined {
  const entriesOf = (keys: readonly string[]) => {
    const found = at(document, keys);
    return found?.kind === 'record' ? found.entries : [];
  };
  const routers = entriesOf(['http', 'routers']).filter(it =>
    itemsOf(at(it.value, ['middlewares'])).some(one => textOf(one)?.replace(/@file$/, '') === name),
  );
  const services = routers.flatMap(it => textOf(at(it.value, ['service'])) ?? []);
  const urls = entriesOf(['http', 'services'])
    .filter(it => services.includes(it.key))
    .flatMap(it => itemsOf(at(it.value, ['loadBalancer', 'servers'])))
    .flatMap(it => textOf(at(it, ['url'])) ?? []);
  const ports = urls.flatMap(it => portOf(it) ?? []);
  const [first] = routers;
  return !first || ports.length === 0
    ? undefined
    : { ports, hosts: urls.flatMap(it => hostOf(it) ?? []), at: first.keySpan, hidden: [], effect: 'instead' };
}

function patternOf(value: Value): Value {
  const source = textOf(value);
  return source === undefined ? value : { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}
