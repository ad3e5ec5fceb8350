import type { CorsPolicy } from '../../model/policy.ts';
import { property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { withOwnHeaders } from './gateway-handlers.ts';
import { samLogin } from './logins.ts';
import { behindApi, samFunctions } from './sam-functions.ts';
import { BUCKET, FUNCTION_URL, HTTP_API, readService, SAM_HTTP, SAM_REST, type Service, tableOf } from './services.ts';
import { writeSettings } from './write.ts';

/** Where a type of resource keeps its CORS settings, below `Properties`. */
const PLACES: Readonly<Record<string, readonly (readonly [readonly string[], Service])[]>> = {
  'AWS::S3::Bucket': [[['CorsConfiguration', 'CorsRules'], BUCKET]],
  'AWS::ApiGatewayV2::Api': [[['CorsConfiguration'], HTTP_API]],
  'AWS::Lambda::Url': [[['Cors'], FUNCTION_URL]],
  'AWS::Serverless::Function': [[['FunctionUrlConfig', 'Cors'], FUNCTION_URL]],
  'AWS::Serverless::HttpApi': [[['CorsConfiguration'], SAM_HTTP]],
  'AWS::Serverless::Api': [[['Cors'], SAM_REST]],
};

/** What `Globals` of a SAM template says for every resource of a type. */
const GLOBALS: Readonly<Record<string, string>> = {
  Function: 'AWS::Serverless::Function',
  HttpApi: 'AWS::Serverless::HttpApi',
  Api: 'AWS::Serverless::Api',
};

/** Templates of CloudFormation and SAM, in YAML and JSON. */
export const awsTemplates: ConfigFramework = {
  kind: 'config',
  id: 'aws-template',
  platform: true,
  title: 'CloudFormation and SAM',
  docs: 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapicorsconfiguration.html',
  mentions: ['aws::'],
  files: path =>
    /\.ya?ml$|(^|\/)[^/]*(template|stack|cloudformation|sam)[^/]*\.json$/i.test(path) && !isServerless(path),
  recognise: (file, reading) => ({ policies: file.documents.flatMap(it => readTemplate('aws-template', it, reading)) }),
  write: (policy, edit, read) => writeSettings(policy, edit, read, tableOf(policy)),
};

/** Whether a file is one of the Serverless Framework, which holds a template of its own. */
export function isServerless(path: string): boolean {
  return /(^|\/)serverless[^/]*\.(ya?ml|json)$/i.test(path);
}

/** The policies of a template: a record with `Resources`, and `Globals` where it is one of SAM. */
export function readTemplate(framework: string, root: Value, reading: Reading): readonly CorsPolicy[] {
  const resources = at(root, ['Resources']);
  const globals = at(root, ['Globals']);
  const own = resources?.kind === 'record' ? resources.entries : [];
  const functions = samFunctions(own, globals);
  return [
    ...own.flatMap(({ key, value }) => {
      const type = textOf(at(value, ['Type']));
      const found = readResource(framework, type, at(value, ['Properties']), reading);
      if (type === 'AWS::Serverless::Api') return found.map(it => behindApi(it, key, functions, reading));
      const fn = functions.find(it => it.name === key);
      return fn ? found.map(it => withOwnHeaders(it, fn, reading)) : found;
    }),
    ...(globals?.kind === 'record' ? globals.entries : []).flatMap(it => {
      const found = readResource(framework, GLOBALS[it.key], it.value, reading);
      return it.key === 'Api' ? found.map(policy => behindApi(policy, undefined, functions, reading)) : found;
    }),
  ];
}

function readResource(
  framework: string,
  type: string | undefined,
  properties: Value | undefined,
  reading: Reading,
): readonly CorsPolicy[] {
  const places = type !== undefined && Object.hasOwn(PLACES, type) ? (PLACES[type] ?? []) : [];
  const login = properties && type === 'AWS::Serverless::Api' ? samLogin(properties) : undefined;
  return places.flatMap(([path, service]) => {
    const options = properties && at(properties, path);
    if (!options) return [];
    const rules = options.kind === 'list' ? (service.bucket ? options.items : []) : [options];
    const found = rules.flatMap(it => readService(framework, service, it, it.span, undefined, reading));
    return login ? found.map(it => ({ ...it, login })) : found;
  });
}

/** What stands at a path of keys. */
export function at(value: Value, keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (it, key) => (it?.kind === 'record' ? property(it as RecordValue, key)?.value : undefined),
    value,
  );
}
