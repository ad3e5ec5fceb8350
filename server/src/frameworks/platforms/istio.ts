import type { CorsPolicy } from '../../model/policy.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { ENVOY } from './gateway-behaviours.ts';
import { itemsOf, matcher, readGateway } from './gateways.ts';
import { behindRoute, type Manifests, manifestsOf } from './services-behind.ts';
import { settingsWriter } from './write.ts';

const TABLE: OptionTable = { ...AWS_API, others: ['allowOrigin', 'unmatchedPreflights'] };
const MATCHERS = ['exact', 'prefix', 'regex'];

/** `corsPolicy` of a `VirtualService`: https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export const istio: ConfigFramework = {
  kind: 'config',
  id: 'istio',
  title: 'Istio',
  docs: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy',
  mentions: ['corspolicy'],
  files: path => /\.ya?ml$/i.test(path),
  recognise(file, reading) {
    const manifests = manifestsOf(file, reading);
    return {
      policies: file.documents.flatMap(it =>
        textOf(at(it, ['kind'])) === 'VirtualService'
          ? itemsOf(at(it, ['spec', 'http'])).flatMap(http => read(http, manifests, reading))
          : [],
      ),
    };
  },
  write: settingsWriter(TABLE),
};

/** It repeats the origin of whoever is let in, also for `exact: "*"` (Envoy, source/extensions/filters/http/cors). */
function read(http: Value, manifests: Manifests, reading: Reading): readonly CorsPolicy[] {
  const options = at(http, ['corsPolicy']);
  if (options?.kind !== 'record') return [];
  const origins = property(options, 'allowOrigins') ?? property(options, 'allowOrigin');
  if (origins?.value.kind !== 'list') return [];
  const items = origins.value.items.flatMap((it): readonly Value[] => {
    if (it.kind !== 'record') return [it];
    const entry = it.entries.find(one => MATCHERS.includes(one.key));
    return entry ? [matcher(entry.key, entry.value)] : [];
  });
  const [match] = itemsOf(at(http, ['match']));
  const path = match && ['prefix', 'exact', 'regex'].map(it => textOf(at(match, ['uri', it]))).find(Boolean);
  return readGateway({
    framework: istio.id,
    title: 'Istio',
    table: TABLE,
    options: { ...options, entries: options.entries.map(it => (it === origins ? { ...it, key: 'allowOrigins' } : it)) },
    origins: { ...origins.value, items },
    at: options.span,
    path,
    echoes: true,
    behaviour: () => ENVOY,
    upstream: behindRoute(http, manifests),
    reading,
  });
}
