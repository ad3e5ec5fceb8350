import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { property, type Value } from '../../syntax/value.ts';
import type { CodeFramework, Reading } from '../framework.ts';
import { eachCondition } from '../options/each-condition.ts';
import { writeOptions } from '../options/edits.ts';
import { type LibraryOptions, mapEntry, readLibrary } from '../options/library-options.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API, AWS_BUCKET, AWS_ORIGINS, globOf } from './aws-options.ts';

/** The resources of @pulumi/aws 7.48.0 that say something of CORS (types/input.d.ts), and the property that does. */
const RESOURCES: Readonly<Record<string, string>> = {
  'apigatewayv2.Api': 'corsConfiguration',
  'lambda.FunctionUrl': 'cors',
  's3.Bucket': 'corsRules',
  's3.BucketV2': 'corsRules',
  's3.BucketCorsConfiguration': 'corsRules',
  's3.BucketCorsConfigurationV2': 'corsRules',
};

/** Pulumi for AWS, in files of its own and within sst.config.ts. */
export const pulumi: CodeFramework = {
  kind: 'code',
  id: 'pulumi-aws',
  title: 'Pulumi for AWS',
  docs: 'https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/api/',
  mentions: ['@pulumi/aws', '$config('],
  dialect: ({ details }) => ({ table: tableOf(details?.kind), semantics: AWS_ORIGINS }),

  recognise(file, reading) {
    if (!file.text.includes('@pulumi/aws') && !file.text.includes('$config(')) return { policies: [] };
    const made = file.calls(it => /^(Api|FunctionUrl|Bucket(CorsConfiguration)?(V2)?)$/.test(it));
    return { policies: made.flatMap(it => readResource(it, file, reading)) };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, tableOf(policy.details?.kind)),
};

function tableOf(kind: unknown): OptionTable {
  return kind === 'corsRules' ? AWS_BUCKET : AWS_API;
}

function readResource(call: CallSite, file: CodeFile, reading: Reading): readonly CorsPolicy[] {
  const [, resource = ''] = /([\w$]+\.[\w$]+)$/.exec(file.text.slice(call.span.start, call.nameSpan.end)) ?? [];
  const kind = RESOURCES[resource];
  const args = call.args[1];
  const given =
    kind !== undefined && call.construct && args?.kind === 'record' ? property(args, kind)?.value : undefined;
  if (kind === undefined || !given) return [];
  return eachCondition(given).flatMap(({ value, guards }) => {
    const rules = value.kind === 'list' ? value.items : [value];
    return rules.flatMap(it => readRule(it, kind, reading)).map(it => ({ ...it, guards: [...guards, ...it.guards] }));
  });
}

function readRule(options: Value, kind: string, reading: Reading): readonly CorsPolicy[] {
  if (options.kind !== 'record') return [];
  const table = tableOf(kind);
  const of: LibraryOptions = {
    id: 'pulumi-aws',
    package: '@pulumi/aws',
    newest: '7.48.0',
    table,
    semantics: AWS_ORIGINS,
    prepare: record => mapEntry(record, table.names.origins ?? '', it => globOf(it, kind === 'corsRules')),
    preflight: () => ({ by: 'platform' }),
    vary: ({ mode }) => (mode === 'any' || mode === 'none' ? 'never' : 'always'),
  };
  const policies = readLibrary(of, { span: options.span, options, used: true }, reading);
  return policies.map(it => ({ ...it, details: { kind } }));
}
