import type { Value } from '../../syntax/value.ts';
import type { OptionTable } from '../options/table.ts';
import type { OriginSemantics } from '../origin/option.ts';

/** What API Gateway, Lambda and S3 take for origins, whoever writes them down: a list of texts, in which `*` is everybody. */
export const AWS_ORIGINS: OriginSemantics = {
  unset: 'off',
  yes: 'crashes',
  no: 'crashes',
  nothing: 'off',
  empty: 'off',
  text: 'compared',
  starInList: 'any',
  list: 'texts-and-patterns',
  pattern: 'crashes',
  other: 'crashes',
  functions: { kind: 'none', awaits: false, otherwise: 'off', trueMeansOrigin: false },
};

/** The names of HTTP APIs and function URLs, in Pulumi and SST. */
export const AWS_API: OptionTable = {
  names: {
    origins: 'allowOrigins',
    credentials: 'allowCredentials',
    methods: 'allowMethods',
    allowedHeaders: 'allowHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAge',
  },
  others: [],
  credentials: 'strict',
  credentialsDefault: false,
  methods: 'none',
  allowedHeaders: 'none',
  today: { origins: 'no other website may read the responses', credentials: 'cookies are not allowed' },
};

/** The names of the rules of a bucket. */
export const AWS_BUCKET: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'allowedOrigins',
    methods: 'allowedMethods',
    allowedHeaders: 'allowedHeaders',
    exposedHeaders: 'exposeHeaders',
    maxAge: 'maxAgeSeconds',
  },
  others: ['id'],
};

/** S3 takes `*` within an origin for any characters; what the other services make of it is not known. */
export function globOf(value: Value, isBucket: boolean): Value {
  if (
    value.kind !== 'literal' ||
    typeof value.value !== 'string' ||
    value.value === '*' ||
    !value.value.includes('*')
  ) {
    return value;
  }
  if (!isBucket) return { kind: 'unknown', why: 'a wildcard within an origin', onOrigin: true, span: value.span };
  const source = value.value.replace(/[.+?^${}()|[\]\\/-]/g, '\\$&').replaceAll('*', '.*');
  return { kind: 'pattern', source: `^${source}$`, flags: '', shared: true, span: value.span };
}
