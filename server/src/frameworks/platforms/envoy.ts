import type { CorsPolicy } from '../../model/policy.ts';
import { property, type RecordValue, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API } from './aws-options.ts';
import { ENVOY } from './gateway-behaviours.ts';
import { itemsOf, matcher, readGateway, recordsWith } from './gateways.ts';
import { settingsWriter } from './write.ts';

const TABLE: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'allow_origin_string_match',
    credentials: 'allow_credentials',
    methods: 'allow_methods',
    allowedHeaders: 'allow_headers',
    exposedHeaders: 'expose_headers',
    maxAge: 'max_age',
  },
  listsAsText: true,
};

/** The CORS filter of Envoy, wherever a route or virtual host has it: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter */
export const envoy: ConfigFramework = {
  kind: 'config',
  id: 'envoy',
  title: 'Envoy',
  docs: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter',
  mentions: ['allow_origin_string_match'],
  files: path => /\.(ya?ml|json)$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents.flatMap(it => recordsWith(it, 'allow_origin_string_match')).flatMap(it => read(it, reading)),
  }),
  write: settingsWriter(TABLE),
};

function read(options: RecordValue, reading: Reading): readonly CorsPolicy[] {
  const origins = property(options, 'allow_origin_string_match')?.value;
  if (origins?.kind !== 'list') return [];
  const items = itemsOf(origins).flatMap((it): readonly Value[] => {
    if (it.kind !== 'record') return [];
    const ignores = property(it, 'ignore_case')?.value;
    const entry = it.entries.find(one => /^(exact|prefix|suffix|contains|safe_regex)$/.test(one.key));
    const regex = entry?.value.kind === 'record' ? property(entry.value, 'regex')?.value : undefined;
    if (!entry) return [];
    const found = regex ? matcher('regex', regex) : matcher(entry.key, entry.value);
    return [found.kind === 'pattern' && ignores ? { ...found, flags: 'i' } : found];
  });
  return readGateway({
    framework: envoy.id,
    title: 'Envoy',
    table: TABLE,
    options,
    origins: { ...origins, items },
    at: options.span,
    echoes: true,
    behaviour: () => ENVOY,
    reading,
  });
}
