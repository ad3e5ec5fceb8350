import type { PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import { literal, property, type RecordValue, type Value } from '../../syntax/value.ts';
import { type Element, readXml } from '../../syntax/xml.ts';
import { XmlPlaces } from '../../syntax/xml-places.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import type { Read } from '../options/edits.ts';
import { at } from './aws-templates.ts';
import { GCS_API, readService, S3_API, type Service } from './services.ts';
import { settingsWriter } from './write.ts';

/** What `aws s3api put-bucket-cors` and the console take: a list of rules, alone or under `CORSRules`. */
export const s3Json: ConfigFramework = {
  kind: 'config',
  id: 's3-cors',
  title: 'CORS of S3 buckets in JSON and XML',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html',
  mentions: ['allowedmethod'],
  files: path => /\.(json|xml)$/i.test(path),
  recognise({ path, text, documents }, reading) {
    const rules = path.endsWith('.json') ? documents.flatMap(rulesIn) : readXml(path, text).flatMap(rulesOf);
    return { policies: rules.filter(isRule).flatMap(it => read(s3Json.id, S3_API, it, reading)) };
  },
  write: (policy, edit, read) => writeText(edit, read) ?? writeRule(policy, edit, read),
};

const writeRule = settingsWriter(S3_API.table);

/** Another origin between the tags of XML. */
function writeText(edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  if (edit.kind !== 'replace' || edit.value.kind !== 'text' || !edit.at.path.endsWith('.xml')) return undefined;
  const file = read(edit.at.path);
  return file && new XmlPlaces(file).replace(edit.at, edit.value.text);
}

/** What `gcloud storage buckets update --cors-file` takes: a list of rules. */
export const gcsJson: ConfigFramework = {
  kind: 'config',
  id: 'gcs-cors',
  title: 'CORS of Google Cloud Storage buckets',
  docs: 'https://cloud.google.com/storage/docs/cors-configurations',
  mentions: ['"origin"'],
  files: path => /[^/]*cors[^/]*\.json$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents
      .flatMap(it => items(it.kind === 'record' ? at(it, ['cors']) : it))
      .filter(it => has(it, 'origin') && has(it, 'method'))
      .flatMap(it => read(gcsJson.id, GCS_API, it, reading)),
  }),
  write: settingsWriter(GCS_API.table),
};

function read(framework: string, service: Service, rule: Value, reading: Reading): readonly CorsPolicy[] {
  return readService(framework, service, rule, rule.span, undefined, reading);
}

function items(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

function rulesIn(root: Value): readonly Value[] {
  const nested = ['CORSRules', 'CORSConfiguration'].flatMap(key => at(root, [key]) ?? []);
  return [root, ...nested, ...nested.flatMap(it => at(it, ['CORSRules']) ?? [])].flatMap(items);
}

/** Lists of origins stand in many files; beside methods they are CORS. */
function isRule(value: Value): boolean {
  return has(value, 'AllowedOrigins') && has(value, 'AllowedMethods');
}

function has(value: Value, key: string): boolean {
  return value.kind === 'record' && property(value, key)?.value.kind === 'list';
}

/** `<CORSRule>` with an element for each origin, as the rule of the same name in JSON. */
function rulesOf(root: Element): readonly Value[] {
  return root.name === 'CORSConfiguration' ? root.children.filter(it => it.name === 'CORSRule').map(recordOf) : [];
}

const PLURALS: Readonly<Record<string, string>> = {
  AllowedOrigin: 'AllowedOrigins',
  AllowedMethod: 'AllowedMethods',
  AllowedHeader: 'AllowedHeaders',
  ExposeHeader: 'ExposeHeaders',
};

function recordOf({ children, span }: Element): RecordValue {
  const lists = Object.entries(PLURALS).flatMap(([name, key]) => {
    const own = children.filter(it => it.name === name);
    const [first] = own;
    if (!first) return [];
    const values = own.map(it => literal(it.textSpan, it.text));
    const list: Value = { kind: 'list', container: 'array', items: values, span: first.span };
    return [{ key, keySpan: first.span, value: list, span: first.span }];
  });
  const age = children.find(it => it.name === 'MaxAgeSeconds');
  const seconds = age && /^\d+$/.test(age.text) ? Number(age.text) : age?.text;
  const more = age
    ? [{ key: 'MaxAgeSeconds', keySpan: age.span, value: literal(age.textSpan, seconds), span: age.span }]
    : [];
  return { kind: 'record', container: 'object', entries: [...lists, ...more], span };
}
