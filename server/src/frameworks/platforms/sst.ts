import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { eachCondition } from '../options/each-condition.ts';
import { writeOptions } from '../options/edits.ts';
import { type LibraryOptions, mapEntry, readLibrary, withDefault } from '../options/library-options.ts';
import { asNames, type OptionTable } from '../options/table.ts';
import type { OriginSemantics } from '../origin/option.ts';
import { AWS_API, AWS_BUCKET, AWS_ORIGINS, globOf } from './aws-options.ts';

const TODAY: OptionTable['today'] = {
  origins: 'every website may read the responses (`*`)',
  credentials: 'cookies are not allowed',
  methods: 'every method is allowed',
  allowedHeaders: 'every request header is allowed',
  exposedHeaders: 'no further response header can be read',
};

/** `cors` of HTTP APIs and function URLs, in SST 2 and 3: everything is open unless it is given. */
const SST_API: OptionTable = { ...AWS_API, today: TODAY };

const { credentials: _, ...BUCKET_NAMES } = SST_API.names;

/** `cors` of a bucket in SST 3 (platform/src/components/aws/bucket.ts of 3.2.9). */
const SST_BUCKET: OptionTable = {
  ...SST_API,
  names: BUCKET_NAMES,
  methods: ['DELETE', 'GET', 'HEAD', 'POST', 'PUT'],
};

/** `cors` of a bucket in SST 2 (constructs/Bucket.js of 2.49.8): a list of rules, with the names of CDK. */
const SST2_BUCKET: OptionTable = {
  ...SST_BUCKET,
  names: { ...AWS_BUCKET.names, exposedHeaders: 'exposedHeaders', maxAge: 'maxAge' },
  others: ['id'],
};

/** Without origins, everybody gets in. */
const SST_ORIGINS: OriginSemantics = { ...AWS_ORIGINS, unset: 'any', nothing: 'any' };

const TABLES: Readonly<Record<string, OptionTable>> = {
  ApiGatewayV2: SST_API,
  Api: SST_API,
  Function: SST_API,
  Bucket: SST_BUCKET,
  rules: SST2_BUCKET,
  transform: AWS_API,
};

/** SST 2 (`sst/constructs`) and SST 3 (`sst.aws`): APIs, function URLs and buckets. */
export const sst: CodeFramework = {
  kind: 'code',
  id: 'sst',
  title: 'SST',
  docs: 'https://sst.dev/docs/component/aws/apigatewayv2#cors',
  mentions: ['sst.aws.', 'sst/constructs'],
  dialect: ({ details }) => ({ table: TABLES[String(details?.kind)] ?? SST_API, semantics: SST_ORIGINS }),

  recognise(file, reading) {
    const made = file.calls(it => /^(ApiGatewayV2|Api|Function|Bucket)$/.test(it)).filter(it => isComponent(it, file));
    return { policies: made.flatMap(it => readComponent(it, reading)) };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, TABLES[String(policy.details?.kind)] ?? SST_API),
};

function isComponent({ construct, name, callee, span, nameSpan }: CallSite, file: CodeFile): boolean {
  if (!construct) return false;
  if (name !== 'Api' && /^new\s+sst\.aws\.\w+$/.test(file.text.slice(span.start, nameSpan.end))) return true;
  return name !== 'ApiGatewayV2' && callee.kind === 'external' && callee.module === 'sst/constructs';
}

function readComponent(call: CallSite, reading: Reading): readonly CorsPolicy[] {
  const args = call.args[call.callee.kind === 'external' && call.callee.module === 'sst/constructs' ? 2 : 1];
  const all = args === undefined || args.kind === 'record' ? (args ?? { entries: [] }) : undefined;
  if (!all) return [];
  const transform = call.name === 'ApiGatewayV2' ? transformed(all) : undefined;
  if (transform) return transform.flatMap(it => read(it, it.span, 'transform', reading));
  const owner = call.name === 'Function' ? all.entries.findLast(it => it.key === 'url')?.value : all;
  // A function has no URL unless it asks for one.
  if (!owner || (isLiteral(owner) && !owner.value)) return [];
  const cors = 'entries' in owner ? owner.entries.findLast(it => it.key === 'cors')?.value : undefined;
  if (!cors) return read(undefined, call.span, call.name, reading);
  return eachCondition(cors).flatMap(({ value, guards }) =>
    readCors(value, call, reading).map(it => ({ ...it, guards: [...guards, ...it.guards] })),
  );
}

/** `transform.api`, which writes the resource of Pulumi over what SST made of `cors`; a function may write anything. */
function transformed({ entries }: Pick<RecordValue, 'entries'>): readonly Value[] | undefined {
  const transform = entries.find(it => it.key === 'transform')?.value;
  const api = transform?.kind === 'record' ? property(transform, 'api')?.value : undefined;
  const cors = api?.kind === 'record' ? property(api, 'corsConfiguration')?.value : undefined;
  if (api && api.kind !== 'record') return [];
  return cors && [cors];
}

function isLiteral(value: Value | Pick<RecordValue, 'entries'>): value is Extract<Value, { kind: 'literal' }> {
  return 'kind' in value && value.kind === 'literal';
}

function readCors(value: Value, call: CallSite, reading: Reading): readonly CorsPolicy[] {
  if (value.kind === 'list') return value.items.flatMap(it => read(it, it.span, 'rules', reading));
  if (value.kind !== 'literal') return read(value, value.span, call.name, reading);
  return value.value === false ? [] : read(undefined, value.span, call.name, reading);
}

function read(options: Value | undefined, span: Span, kind: string, reading: Reading): readonly CorsPolicy[] {
  const table = TABLES[kind] ?? SST_API;
  const isPlain = kind === 'rules' || kind === 'transform';
  const isBucket = kind === 'Bucket' || kind === 'rules';
  const { origins = '', methods = '', maxAge = '' } = table.names;
  const of: LibraryOptions = {
    id: 'sst',
    package: 'sst',
    newest: '3.2.9',
    table,
    semantics: isPlain ? AWS_ORIGINS : SST_ORIGINS,
    prepare: record =>
      [
        [origins, (it: Value) => globOf(it, isBucket)] as const,
        [methods, anyMethod] as const,
        [maxAge, seconds] as const,
      ].reduce((it, [key, map]) => mapEntry(it, key, map), record),
    finish: policy => (isPlain ? policy : open(policy, isBucket)),
    preflight: () => ({ by: 'platform' }),
    vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
  };
  const policies = readLibrary(of, { span, options, used: true }, reading);
  return policies.map(it => ({ ...it, details: { kind } }));
}

/** Every method and every header, unless some are named. */
function open(policy: CorsPolicy, isBucket: boolean): CorsPolicy {
  const star = asNames([{ text: '*', at: policy.at }]);
  const headers = withDefault(policy, 'allowedHeaders', star);
  return isBucket ? headers : withDefault(headers, 'methods', star);
}

/** SST 2 writes `ANY` for every method. */
function anyMethod(value: Value): Value {
  return textOf(value) === 'ANY' ? { kind: 'literal', value: '*', span: value.span } : value;
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86400 };

/** `'1 day'`. */
function seconds(value: Value): Value {
  const [, count, unit] = /^(\d+) (second|minute|hour|day)s?$/.exec(textOf(value) ?? '') ?? [];
  const one = SECONDS[unit ?? ''];
  return one === undefined ? value : { kind: 'literal', value: Number(count) * one, span: value.span };
}
