import type { CorsPolicy } from '../../../model/policy.ts';
import { property, type RecordValue, textOf, type Value } from '../../../syntax/value.ts';
import type { ConfigFramework, Dialect, Reading } from '../../framework.ts';
import { AWS_ORIGINS } from '../aws-options.ts';
import { readService, type Service } from '../services.ts';
import { writeSettings } from '../write.ts';
import { isSource, type Module, moduleOf, type Resource, recordsOf, resourcesIn, type Scenario } from './module.ts';
import {
  AZURE_APP,
  AZURE_CONTAINER,
  AZURE_STORE,
  BUCKET,
  CLOUDFRONT,
  FUNCTION_URL,
  GATEWAY,
  GOOGLE_BUCKET,
  HTTP_API,
} from './services.ts';
import { blocksIn, Values } from './values.ts';

const SERVICES = {
  API: HTTP_API,
  FUNCTION_URL,
  BUCKET,
  AZURE_STORE,
  GOOGLE_BUCKET,
  AZURE_APP,
  AZURE_CONTAINER,
  CLOUDFRONT,
  GATEWAY,
};
type Name = keyof typeof SERVICES;

/** The blocks of a type of resource that speak of CORS, outermost first, as its provider documents them. */
const PLACES: readonly (readonly [RegExp, readonly string[], Name])[] = [
  [/^aws_apigatewayv2_api$/, ['cors_configuration'], 'API'],
  [/^aws_lambda_function_url$/, ['cors'], 'FUNCTION_URL'],
  [/^google_storage_bucket$/, ['cors'], 'GOOGLE_BUCKET'],
  [/^azurerm_(linux_|windows_)?(web_app|function_app|app_service)(_slot)?$/, ['site_config', 'cors'], 'AZURE_APP'],
  [/^azurerm_storage_account$/, ['blob_properties', 'cors_rule'], 'AZURE_STORE'],
  [/^azurerm_storage_account$/, ['queue_properties', 'cors_rule'], 'AZURE_STORE'],
  [/^azurerm_storage_account$/, ['share_properties', 'cors_rule'], 'AZURE_STORE'],
  [/^azurerm_cosmosdb_account$/, ['cors_rule'], 'AZURE_STORE'],
  [/^azurerm_container_app$/, ['ingress', 'cors'], 'AZURE_CONTAINER'],
  [/^aws_cloudfront_response_headers_policy$/, ['cors_config'], 'CLOUDFRONT'],
  [/^aws_api_gateway_(integration|gateway)_response$/, ['response_parameters'], 'GATEWAY'],
  [/^(?!azurerm_)\w+$/, ['cors_rule'], 'BUCKET'],
  [/^module$/, ['cors_rules'], 'BUCKET'],
  [/^module$/, ['cors_configuration'], 'API'],
];

/** Resources of Terraform and OpenTofu. */
export const terraform: ConfigFramework = {
  kind: 'config',
  id: 'terraform',
  title: 'Terraform and OpenTofu',
  docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_cors_configuration',
  mentions: ['cors', 'access-control-'],
  files: isSource,
  dialect: ({ details }): Dialect => ({ table: serviceOf(details?.service).table, semantics: AWS_ORIGINS }),
  recognise({ path, text }, reading) {
    const resources = resourcesIn(path, text, reading.project.json(path)?.value);
    if (!resources.some(it => placesOf(it).length > 0)) return { policies: [] };
    const module = moduleOf(path, reading);
    return { policies: resources.flatMap(it => ofResource(it, module, reading)) };
  },
  write: (policy, edit, read) => writeSettings(policy, edit, read, serviceOf(policy.details?.service).table),
};

function serviceOf(name: unknown): Service {
  return SERVICES[name as Name] ?? BUCKET;
}

function placesOf({ type, body }: Resource): readonly (typeof PLACES)[number][] {
  return PLACES.filter(
    ([pattern, [first = '']]) =>
      pattern.test(type) && body.entries.some(it => it.key === first || it.key === `dynamic ${first}`),
  );
}

/** What a resource says without a named file of variables, and with each that changes something of it. */
function ofResource(resource: Resource, { locals, scenarios }: Module, reading: Reading): readonly CorsPolicy[] {
  return placesOf(resource).flatMap(([, path, name]) => {
    const [first] = scenarios;
    const asked = new Set<string>();
    return scenarios.flatMap((scenario, index) => {
      const differs = index === 0 || (first && [...asked].some(it => differ(it, first, scenario)));
      if (!differs) return [];
      const values = new Values(locals, scenario.variables, new Map(), asked);
      const records = path.reduce<readonly RecordValue[]>(
        (all, kind) => all.flatMap(it => blocksIn(it, kind, values)),
        [resource.body],
      );
      return records.filter(it => concerns(it, name)).flatMap(it => read(it, name, scenario, reading));
    });
  });
}

function differ(name: string, one: Scenario, other: Scenario): boolean {
  return one.variables.get(name) !== other.variables.get(name);
}

/** Lists of origins stand in many places: a rule of a bucket has methods beside them. */
function concerns(record: RecordValue, name: Name): boolean {
  const { names } = SERVICES[name].table;
  const has = (key: string | undefined) => key !== undefined && property(record, key) !== undefined;
  if (name === 'GATEWAY') return record.entries.some(it => headerOf(it.key) === names.origins);
  return has(names.origins) && (name !== 'BUCKET' || has(names.methods));
}

function read(record: RecordValue, name: Name, { file }: Scenario, reading: Reading): readonly CorsPolicy[] {
  const service = SERVICES[name];
  const options = name === 'GATEWAY' ? byHeader(record) : name === 'CLOUDFRONT' ? withItems(record, service) : record;
  return readService(terraform.id, service, options, record.span, undefined, reading).map(it => ({
    ...it,
    details: { ...it.details, service: name },
    guards: file === undefined ? it.guards : [...it.guards, { kind: 'condition', text: `with \`${file}\`` }],
  }));
}

/** `method.response.header.Access-Control-Allow-Origin`, `gatewayresponse.header.…`. */
function headerOf(key: string): string {
  return key.toLowerCase().replace(/^(method\.response|gatewayresponse)\.header\./, '');
}

function byHeader(record: RecordValue): RecordValue {
  return {
    ...record,
    entries: record.entries.map(it => {
      const key = headerOf(it.key);
      const inner = /^'(true|false|\d+)'$/.exec(textOf(it.value) ?? '')?.[1];
      const plain = /(credentials|max-age)$/.test(key) && inner !== undefined;
      const value: Value = plain && it.value.kind === 'literal' ? { ...it.value, value: inner } : it.value;
      return { ...it, key, value };
    }),
  };
}

/** `access_control_allow_origins { items = […] }`. */
function withItems(record: RecordValue, { table }: Service): RecordValue {
  return {
    ...record,
    entries: record.entries.map(it => {
      const [block] = recordsOf(it.value);
      const items = Object.values(table.names).includes(it.key) && block && property(block, 'items');
      return items ? { ...it, value: items.value } : it;
    }),
  };
}
