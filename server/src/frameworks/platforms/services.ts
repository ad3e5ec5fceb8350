import type { CorsPolicy, Setting } from '../../model/policy.ts';
import type { RecordValue, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { mapEntry } from '../options/library-options.ts';
import { policiesOf } from '../options/policy.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API, AWS_ORIGINS, globOf } from './aws-options.ts';

/** An AWS service that answers preflights itself, and the keys by which a file says how. */
export interface Service {
  readonly table: OptionTable;
  /** `true` in the place of the options lets everybody in; without it, `true` is nothing. */
  readonly open?: boolean;
  /** A bucket: `*` may stand within an origin, and S3 decides about cookies. */
  readonly bucket?: boolean;
  /** A store of files, which decides about cookies itself. */
  readonly stored?: boolean;
  /** Texts are put in quotes of their own: `"'*'"`. */
  readonly quoted?: boolean;
  /** Lists that are not given come from elsewhere in the file, or from the tool. */
  readonly filled?: boolean;
  /** The function's own headers stand on the response: it may expose more than the file says. */
  readonly beside?: boolean;
  /** Only the preflight is answered by it. */
  readonly preflights?: boolean;
  /** A key that it does not know is passed over with a warning (serverless 3.40.0: `configValidationMode` is `warn` by itself). */
  readonly ignores?: boolean;
}

/** The policies that one value gives to a service; none where it switches CORS off or says something that is not known. */
export function readService(
  framework: string,
  service: Service,
  options: Value,
  at: Span,
  path: string | undefined,
  reading: Reading,
): readonly CorsPolicy[] {
  const value = recordFor(service, options, at);
  if (!value) return [];
  return policiesOf({
    framework,
    table: service.table,
    semantics: AWS_ORIGINS,
    at,
    options: value,
    scope: path === undefined ? {} : { path },
    preflight: () => ({ by: 'platform' }),
    vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
    reading,
  }).map(it => finished(it, service));
}

/** The options as a record: `true` and a text alone stand for one with origins. */
function recordFor(service: Service, options: Value, at: Span): RecordValue | undefined {
  const { origins = '', methods, allowedHeaders } = service.table.names;
  if (options.kind === 'record') {
    const plain = service.quoted
      ? [origins, methods ?? '', allowedHeaders ?? ''].reduce((it, key) => mapEntry(it, key, unquoted), options)
      : options;
    return mapEntry(plain, origins, it => globOf(it, service.bucket === true));
  }
  const everybody = options.kind === 'literal' && options.value === true && service.open;
  const text = service.quoted && options.kind === 'literal' && typeof options.value === 'string';
  if (!everybody && !text) return undefined;
  const value: Value = everybody ? { kind: 'literal', value: '*', span: options.span } : unquoted(options);
  return {
    kind: 'record',
    container: 'object',
    entries: [{ key: origins, value, keySpan: at, span: at }],
    span: options.span,
  };
}

/** API Gateway's mapping expressions: a text stands in single quotes within the file's own. */
function unquoted(value: Value): Value {
  if (value.kind !== 'literal' || typeof value.value !== 'string') return value;
  const inner = /^'(.*)'$/.exec(value.value)?.[1];
  return inner === undefined
    ? { kind: 'unknown', why: 'an expression of API Gateway', onOrigin: true, span: value.span }
    : { ...value, value: inner };
}

function finished(policy: CorsPolicy, service: Service): CorsPolicy {
  const { bucket, stored, filled, beside, preflights, ignores } = service;
  const unless = <T>(setting: Setting<T>, is: boolean | undefined, why: string): Setting<T> =>
    is && setting.kind === 'default' ? { kind: 'dynamic', why, at: setting.at } : setting;
  return {
    ...policy,
    // Elsewhere a key that a service does not know ends the deployment.
    oddities: ignores ? policy.oddities : policy.oddities.filter(it => it.kind !== 'unknown-option'),
    credentials: unless(policy.credentials, bucket || stored, 'the store decides about cookies itself'),
    methods: unless(policy.methods, filled, 'the list is filled in by the tool'),
    exposedHeaders: unless(policy.exposedHeaders, beside, 'the function writes headers of its own'),
    allowedHeaders: unless(policy.allowedHeaders, filled || stored, 'the list is filled in by the tool'),
    ...(preflights ? { preflightsOnly: true } : {}),
    details: { ...policy.details, ...(bucket || stored ? { surface: 'bucket' } : {}), ...nameOf(service) },
  };
}

/** The names of CloudFormation, which begin with capitals. */
const CAPITALS: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'AllowOrigins',
    credentials: 'AllowCredentials',
    methods: 'AllowMethods',
    allowedHeaders: 'AllowHeaders',
    exposedHeaders: 'ExposeHeaders',
    maxAge: 'MaxAge',
  },
};

/** `AWS::ApiGatewayV2::Api`: nothing is allowed unless it is given, and what the integration says of CORS is not sent. */
export const HTTP_API: Service = { table: CAPITALS };

/** `AWS::Lambda::Url`, whose headers are sent together with those of the function. */
export const FUNCTION_URL: Service = { table: CAPITALS, beside: true };

/** `AWS::Serverless::HttpApi`, where `true` is everybody. */
export const SAM_HTTP: Service = { table: CAPITALS, open: true, filled: true };

/** `AWS::Serverless::Api`: one origin, in quotes of its own; methods come from the paths. */
export const SAM_REST: Service = {
  preflights: true,
  table: {
    ...CAPITALS,
    names: {
      origins: 'AllowOrigin',
      credentials: 'AllowCredentials',
      methods: 'AllowMethods',
      allowedHeaders: 'AllowHeaders',
      maxAge: 'MaxAge',
    },
    listsAsText: true,
  },
  quoted: true,
  filled: true,
  beside: true,
};

/** `AWS::S3::Bucket`. */
export const BUCKET: Service = {
  table: {
    ...AWS_API,
    names: {
      origins: 'AllowedOrigins',
      methods: 'AllowedMethods',
      allowedHeaders: 'AllowedHeaders',
      exposedHeaders: 'ExposedHeaders',
      maxAge: 'MaxAge',
    },
    others: ['Id'],
  },
  bucket: true,
};

/** The rules that the API of S3 takes. */
export const S3_API: Service = {
  ...BUCKET,
  table: {
    ...BUCKET.table,
    names: { ...BUCKET.table.names, exposedHeaders: 'ExposeHeaders', maxAge: 'MaxAgeSeconds' },
    others: ['ID'],
  },
};

/** The rules of a bucket of Google Cloud Storage, where `*` stands for every origin or for none. */
export const GCS_API: Service = {
  table: {
    ...AWS_API,
    names: { origins: 'origin', methods: 'method', exposedHeaders: 'responseHeader', maxAge: 'maxAgeSeconds' },
  },
  stored: true,
};

/** `httpApi.cors` of the Serverless Framework. */
export const SERVERLESS_HTTP: Service = {
  table: {
    ...AWS_API,
    names: {
      origins: 'allowedOrigins',
      credentials: 'allowCredentials',
      methods: 'allowedMethods',
      allowedHeaders: 'allowedHeaders',
      exposedHeaders: 'exposedResponseHeaders',
      maxAge: 'maxAge',
    },
  },
  open: true,
  filled: true,
  ignores: true,
};

/** `url.cors` of a function. */
export const SERVERLESS_URL: Service = { ...SERVERLESS_HTTP, beside: true };

/** `cors` of an `http` event, for a REST API: only the preflight is answered by it. */
export const SERVERLESS_REST: Service = {
  preflights: true,
  table: {
    ...AWS_API,
    names: {
      origins: 'origins',
      credentials: 'allowCredentials',
      methods: 'methods',
      allowedHeaders: 'headers',
      maxAge: 'maxAge',
    },
    aliases: { origin: 'origins' },
    others: ['cacheControl'],
  },
  open: true,
  filled: true,
  beside: true,
  ignores: true,
};

const SERVICES = {
  HTTP_API,
  FUNCTION_URL,
  SAM_HTTP,
  SAM_REST,
  BUCKET,
  SERVERLESS_HTTP,
  SERVERLESS_URL,
  SERVERLESS_REST,
};

function nameOf(service: Service): { readonly service?: string } {
  const name = Object.entries(SERVICES).find(it => it[1] === service)?.[0];
  return name === undefined ? {} : { service: name };
}

/** The keys of the service that a policy is of, for fixes. */
export function tableOf({ details }: CorsPolicy): OptionTable {
  return SERVICES[details?.service as keyof typeof SERVICES]?.table ?? AWS_API;
}
