import type { Upstream } from '../../model/upstream.ts';
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

/** A middleware that labels describe, as Traefik's own files write it, and the containers that it stands before. */
interface Labelled {
  readonly headers: RecordValue;
  readonly upstream?: Upstream;
}

interface Line {
  readonly text: string;
  readonly span: Span;
  readonly whole: Span;
}

/** The `headers` middlewares that the labels of a compose file's services describe. */
export function labelledHeaders(document: Value): readonly Labelled[] {
  const services = at(document, ['services']);
  if (services?.kind !== 'record') return [];
  const all = services.entries.map(({ key, value, keySpan }) => {
    const labels = [at(value, ['labels']), at(value, ['deploy', 'labels'])].flatMap(it => it ?? []);
    return { name: key, at: keySpan, labels, lines: labels.flatMap(linesOf) };
  });
  return all.flatMap(({ labels }) =>
    labels.flatMap(it =>
      [...middlewaresIn(it)].map(([name, headers]): Labelled => {
        const behind = all.filter(one => one.lines.some(line => isUsing(line, name)));
        const ports = behind.flatMap(one => one.lines.flatMap(portIn));
        const [first] = behind;
        if (!first || ports.length === 0) return { headers };
        const hosts = behind.map(one => one.name);
        return { headers, upstream: { ports, hosts, at: first.at, hidden: [], effect: 'instead' } };
      }),
    ),
  );
}

/** A router that a middleware stands in: `traefik.http.routers.api.middlewares=cors@docker,limit`. */
function isUsing({ text }: Line, name: string): boolean {
  const [, list = ''] = /^traefik\.http\.routers\.[^.=]+\.middlewares=(.*)$/i.exec(text) ?? [];
  return list.split(',').some(it => it.trim().replace(/@docker$/, '') === name);
}

function portIn({ text }: Line): readonly number[] {
  const [, port] = /^traefik\.http\.services\.[^.=]+\.loadbalancer\.server\.port=(\d+)$/i.exec(text) ?? [];
  return port === undefined ? [] : [Number(port)];
}

function linesOf(labels: Value): readonly Line[] {
  return labels.kind === 'record'
    ? labels.entries.map(it => ({ text: `${it.key}=${plain(it.value) ?? ''}`, span: it.value.span, whole: it.span }))
    : itemsOf(labels).map(it => ({ text: textOf(it) ?? '', span: it.span, whole: it.span }));
}

function middlewaresIn(labels: Value): ReadonlyMap<string, RecordValue> {
  const found = new Map<string, Entry[]>();
  for (const { text, span, whole } of linesOf(labels)) {
    const [, name = '', option = '', value = ''] = LABEL.exec(text) ?? [];
    const key = NAMES.find(it => it.toLowerCase() === option.toLowerCase());
    if (key === undefined) continue;
    const entry: Entry = { key, keySpan: span, span: whole, value: meant(key, value, span) };
    found.set(name, [...(found.get(name) ?? []), entry]);
  }
  return new Map(
    [...found].map(([name, entries]) => [name, { kind: 'record', container: 'object', entries, span: labels.span }]),
  );
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
