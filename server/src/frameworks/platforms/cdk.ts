import type { CorsPolicy } from '../../model/policy.ts';
import { lastName } from '../../syntax/member.ts';
import type { Entry, RecordValue, Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { writeOptions } from '../options/edits.ts';
import { type LibraryOptions, mapEntry, readLibrary } from '../options/library-options.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_ORIGINS, globOf } from './aws-options.ts';
import { behindRestApi } from './cdk-functions.ts';
import { cdkLogin } from './logins.ts';

/** `Cors` of aws-apigateway (allowOrigins …): 2.276 and before. */
const GATEWAY: OptionTable = {
  names: {
    origins: 'allowOrigins',
    credentials: 'allowCredentials',
    methods: 'allowMethods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: ['disableCache', 'statusCode'],
  credentials: 'strict',
  credentialsDefault: false,
  methods: ['OPTIONS', 'GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'],
  allowedHeaders: [
    'Content-Type',
    'X-Amz-Date',
    'Authorization',
    'X-Api-Key',
    'X-Amz-Security-Token',
    'X-Amz-User-Agent',
  ],
  today: {},
};

/** `corsPreflight` of HttpApi: nothing is allowed unless it is given. */
const HTTP_API: OptionTable = { ...GATEWAY, others: [], methods: 'none', allowedHeaders: 'none' };

/** `cors` of function URLs and buckets (allowedOrigins …). */
const RESOURCE: OptionTable = {
  ...HTTP_API,
  names: {
    origins: 'allowedOrigins',
    credentials: 'allowCredentials',
    methods: 'allowedMethods',
    allowedHeaders: 'allowedHeaders',
    exposedHeaders: 'exposedHeaders',
    maxAge: 'maxAge',
  },
  others: ['id'],
};

const ALL_METHODS = ['OPTIONS', 'GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'];

function resource(id: string, table: OptionTable): LibraryOptions {
  return {
    id,
    package: 'aws-cdk-lib',
    newest: '2.276.0',
    table,
    semantics: AWS_ORIGINS,
    prepare: record => asRead(record, table),
    preflight: () => ({ by: 'platform' }),
    vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
  };
}

const KINDS: Readonly<Record<string, LibraryOptions>> = {
  defaultCorsPreflightOptions: resource('aws-cdk', GATEWAY),
  addCorsPreflight: resource('aws-cdk', GATEWAY),
  corsPreflight: resource('aws-cdk', HTTP_API),
  cors: resource('aws-cdk', RESOURCE),
  bucket: resource('aws-cdk', RESOURCE),
};

/** AWS CDK 2: REST and HTTP APIs, function URLs and buckets. */
export const cdk: CodeFramework = {
  kind: 'code',
  id: 'aws-cdk',
  title: 'AWS CDK',
  docs: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_apigateway.CorsOptions.html',
  mentions: ['aws-cdk', 'awscdk'],

  recognise(file, reading) {
    const made = file.calls(it =>
      /^(RestApi|LambdaRestApi|SpecRestApi|StepFunctionsRestApi|HttpApi|FunctionUrl|Bucket|CorsRule|addFunctionUrl|addResource|addProxy|addCorsPreflight|addCorsRule)$/.test(
        it,
      ),
    );
    return {
      policies: made.flatMap((call): readonly CorsPolicy[] => {
        const { name, args } = call;
        if (name === 'addCorsPreflight' || name === 'addCorsRule') {
          const key = name === 'addCorsPreflight' ? name : 'bucket';
          const found = args.flatMap(it => (it.kind === 'record' ? readOne(it, key, reading) : []));
          const on = call.callee.kind === 'member' ? call.callee.object : undefined;
          return key === name && on?.kind === 'call'
            ? found.map(it => behindRestApi(it, { name, args: [], span: on.span }, file, reading))
            : found;
        }
        const found = args.flatMap(it =>
          it.kind === 'record' ? it.entries.flatMap(entry => readEntry(entry, name, reading)) : [],
        );
        if (found.length === 0 || !/^(RestApi|LambdaRestApi|addResource|addProxy)$/.test(name)) return found;
        const login = /RestApi$/.test(name) ? cdkLogin(call, file) : undefined;
        return found.map(it => ({ ...behindRestApi(it, call, file, reading), ...(login ? { login } : {}) }));
      }),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, tableOf(policy)),
};

function tableOf({ details }: CorsPolicy): OptionTable {
  return KINDS[String(details?.kind)]?.table ?? GATEWAY;
}

function readEntry(entry: Entry, on: string, reading: Reading): readonly CorsPolicy[] {
  const fits = entry.key === 'cors' ? /^(FunctionUrl|Bucket|addFunctionUrl)$/.test(on) : entry.key in KINDS;
  if (!fits) return [];
  const options = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  return options.flatMap(it =>
    it.kind === 'record' ? readOne(it, on === 'Bucket' ? 'bucket' : entry.key, reading) : [],
  );
}

function readOne(options: RecordValue, kind: string, reading: Reading): readonly CorsPolicy[] {
  const of = KINDS[kind];
  if (!of) return [];
  const glob = (it: Value) => globOf(it, kind === 'bucket');
  const read = mapEntry(options, of.table.names.origins ?? '', glob);
  const policies = readLibrary(of, { span: options.span, options: read, used: true }, reading);
  // A REST API answers preflights by it, and nothing else.
  const alone = of.table === GATEWAY ? { preflightsOnly: true as const } : {};
  return policies.map(it => ({ ...it, ...alone, details: { kind } }));
}

/** CDK's own constants and durations, put as the texts and seconds that they stand for. */
function asRead(record: RecordValue, { names }: OptionTable): RecordValue {
  const { origins = '', methods = '', allowedHeaders = '', maxAge = '' } = names;
  return [origins, methods, allowedHeaders].reduce(
    (it, key) => mapEntry(it, key, constant),
    mapEntry(record, maxAge, seconds),
  );
}

function constant(value: Value): Value {
  const name = value.kind === 'external' ? value.name.split('.').at(-1) : lastName(value);
  const text = (it: string): Value => ({ kind: 'literal', value: it, span: value.span });
  if (value.kind === 'literal' || name === undefined) return value;
  if (name === 'ALL_ORIGINS') return { kind: 'list', container: 'array', items: [text('*')], span: value.span };
  if (name === 'ALL_METHODS')
    return { kind: 'list', container: 'array', items: ALL_METHODS.map(text), span: value.span };
  if (name === 'DEFAULT_HEADERS') return { kind: 'list', container: 'array', items: headers(value), span: value.span };
  if (name === 'ANY' || name === 'ALL') return text('*');
  return /^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS)$/.test(name) ? text(name) : value;
}

function headers({ span }: Value): readonly Value[] {
  const names = GATEWAY.allowedHeaders;
  return typeof names === 'string' ? [] : names.map(value => ({ kind: 'literal', value, span }));
}

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86400 };

/** `Duration.days(1)`. */
function seconds(value: Value): Value {
  if (value.kind !== 'call') return value;
  const unit = SECONDS[lastName(value.callee)?.split('.').at(-1) ?? ''];
  const [count] = value.args;
  if (unit === undefined || count?.kind !== 'literal' || typeof count.value !== 'number') return value;
  return { kind: 'literal', value: count.value * unit, span: value.span };
}
