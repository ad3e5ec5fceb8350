import { type Entry, literal, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { at } from './aws-templates.ts';
import { itemsOf } from './gateways.ts';

const LABEL = /^traefik\.http\.middlewares\.([^.=]+)\.headers\.([a-z]+)(?:=(.*))?$/is;

/** Names of options in labels are read without regard to case. https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/docker/ */
const NAMES = [
  'accessControlAllowOriginList',
  'accessControlAllowOriginListRegex',
  'accessControlAllowCredentials',
  'accessControlAllowMethods',
  'accessControlAllowHeaders',
  'accessControlExposeHeaders',
  'accessControlMaxAge',
  'addVaryHeader',
];

/** The `headers` middlewares that the labels of a compose file's services describe, as Traefik's own files write them. */
export function labelledHeaders(document: Value): readonly RecordValue[] {
  const services = at(document, ['services']);
  if (services?.kind !== 'record') return [];
  return services.entries.flatMap(({ value }) =>
    [at(value, ['labels']), at(value, ['deploy', 'labels'])].flatMap(it => (it ? middlewaresIn(it) : [])),
  );
}

function middlewaresIn(labels: Value): readonly RecordValue[] {
  const found = new Map<string, Entry[]>();
  const lines =
    labels.kind === 'record'
      ? labels.entries.map(it => ({ text: `${it.key}=${plain(it.value) ?? ''}`, span: it.value.span, whole: it.span }))
      : itemsOf(labels).map(it => ({ text: textOf(it) ?? '', span: it.span, whole: it.span }));
  for (const { text, span, whole } of lines) {
    const [, name = '', option = '', value = ''] = LABEL.exec(text) ?? [];
    const key = NAMES.find(it => it.toLowerCase() === option.toLowerCase());
    if (key === undefined) continue;
    const entry: Entry = { key, keySpan: span, span: whole, value: meant(key, value, span) };
    found.set(name, [...(found.get(name) ?? []), entry]);
  }
  return [...found.values()].map(entries => ({ kind: 'record', container: 'object', entries, span: labels.span }));
}

function plain(value: Value): string | undefined {
  return value.kind === 'literal' && value.value !== undefined ? String(value.value) : undefined;
}

/** Lists are texts with commas, truth and numbers are texts. */
function meant(key: string, text: string, span: Span): Value {
  if (/Credentials$|^add/.test(key)) return literal(span, text.toLowerCase() === 'true');
  if (key === 'accessControlMaxAge') return literal(span, Number(text));
  const items = text.split(',').map(it => literal(span, it.trim()));
  return { kind: 'list', container: 'array', items, span };
}
