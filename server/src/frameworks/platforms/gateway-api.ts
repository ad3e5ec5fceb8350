import type { CorsPolicy } from '../../model/policy.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { AWS_API, globOf } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { itemsOf, readGateway } from './gateways.ts';
import { settingsWriter } from './write.ts';

/** The CORS filter of an `HTTPRoute`, of version 1.5 of Kubernetes' Gateway API: https://gateway-api.sigs.k8s.io/guides/http-cors */
export const gatewayApi: ConfigFramework = {
  kind: 'config',
  id: 'httproute',
  title: 'Gateway API of Kubernetes',
  docs: 'https://gateway-api.sigs.k8s.io/guides/http-cors',
  mentions: ['alloworigins'],
  files: path => /\.ya?ml$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents.flatMap(it =>
      textOf(at(it, ['kind'])) === 'HTTPRoute'
        ? itemsOf(at(it, ['spec', 'rules'])).flatMap(rule => ofRule(rule, reading))
        : [],
    ),
  }),
  write: settingsWriter(AWS_API),
};

/** A `*` in a host stands for any number of its labels; with cookies, `*` alone is answered by the origin itself. */
function ofRule(rule: Value, reading: Reading): readonly CorsPolicy[] {
  const [match] = itemsOf(at(rule, ['matches']));
  const path = match && textOf(at(match, ['path', 'value']));
  return itemsOf(at(rule, ['filters'])).flatMap(filter => {
    const options = at(filter, ['cors']);
    const origins = options?.kind === 'record' ? property(options, 'allowOrigins')?.value : undefined;
    if (options?.kind !== 'record' || origins?.kind !== 'list') return [];
    return readGateway({
      framework: gatewayApi.id,
      title: 'the gateway',
      table: AWS_API,
      options,
      origins: { ...origins, items: origins.items.map(it => globOf(it, true)) },
      at: options.span,
      path,
      reading,
    });
  });
}
