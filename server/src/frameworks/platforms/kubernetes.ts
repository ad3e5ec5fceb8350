import type { CorsPolicy, Setting } from '../../model/policy.ts';
import { type Entry, literal, property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { pieces } from '../options/comma-text.ts';
import { policiesOf } from '../options/policy.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API, AWS_ORIGINS } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { recordsWith } from './gateways.ts';
import { labelledHeaders } from './traefik-labels.ts';
import { settingsWriter } from './write.ts';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** ingress-nginx 1.15 (internal/ingress/annotations/cors/main.go): what its annotations mean where they are not given. */
const INGRESS: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'cors-allow-origin',
    credentials: 'cors-allow-credentials',
    methods: 'cors-allow-methods',
    allowedHeaders: 'cors-allow-headers',
    exposedHeaders: 'cors-expose-headers',
    maxAge: 'cors-max-age',
  },
  credentialsDefault: true,
  methods: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'],
};

/** Annotations of ingress-nginx, also where the values of a Helm chart give them. With `enable-cors` alone it sends `*` and allows credentials. */
export const ingressNginx: ConfigFramework = {
  kind: 'config',
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  docs: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors',
  mentions: ['enable-cors'],
  files: path => /\.ya?ml$/i.test(path),
  recognise: ({ text, documents }, reading) => ({
    policies: documents.flatMap(it =>
      recordsWith(it, `${PREFIX}enable-cors`).flatMap(annotations => readAnnotations(annotations, text, reading)),
    ),
  }),
  write: settingsWriter(INGRESS, { prefix: PREFIX, texts: true }),
};

function readAnnotations(annotations: RecordValue, text: string, reading: Reading): readonly CorsPolicy[] {
  const enabled = property(annotations, `${PREFIX}enable-cors`);
  if (!enabled || String(textOf(enabled.value)).toLowerCase() !== 'true') return [];
  const source = (span: Span) => text.slice(span.start, span.end);
  const given = annotations.entries.flatMap((it): readonly Entry[] => {
    const key = it.key.startsWith(PREFIX) ? it.key.slice(PREFIX.length) : '';
    return key.startsWith('cors-') ? [{ ...it, key, value: meant(key, it.value, source) }] : [];
  });
  const open: Entry = { ...enabled, key: 'cors-allow-origin', value: everybody(enabled.value.span) };
  const origins = annotations.rest || given.some(it => it.key === 'cors-allow-origin') ? [] : [open];
  const options: RecordValue = { ...annotations, entries: [...given, ...origins] };
  return policiesOf({
    framework: ingressNginx.id,
    table: INGRESS,
    semantics: AWS_ORIGINS,
    at: enabled.span,
    options,
    preflight: () => ({ by: 'platform', status: 204 }),
    vary: () => 'always',
    reading,
  }).map(it => ({
    ...it,
    oddities: it.oddities.filter(odd => odd.kind !== 'unknown-option'),
    vary: { kind: 'dynamic', why: 'what the controller sends of `Vary` is not told by the file', at: it.at },
    allowedHeaders: untold(it.allowedHeaders, 'the list of ingress-nginx holds'),
  }));
}

function everybody(span: Span): Value {
  return { kind: 'list', container: 'array', items: [literal(span, '*')], span };
}

/** Lists are texts with commas, truth is a text; a `*` stands for one label, and the case does not matter. */
function meant(key: string, value: Value, source: (span: Span) => string): Value {
  if (key === 'cors-allow-credentials') {
    const said = textOf(value)?.toLowerCase();
    return said === 'true' || said === 'false' ? literal(value.span, said === 'true') : value;
  }
  if (key === 'cors-max-age')
    return /^\d+$/.test(textOf(value) ?? '') ? literal(value.span, Number(textOf(value))) : value;
  const list = pieces(value, source, true);
  if (!list || key !== 'cors-allow-origin') return list ?? value;
  return { ...list, items: list.items.map(oneLabel) };
}

function oneLabel(value: Value): Value {
  const text = textOf(value) ?? '*';
  if (text === '*' || !text.includes('*')) return value;
  const pattern = text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replace('*', '[A-Za-z0-9\\-]+');
  return { kind: 'pattern', source: `^${pattern}$`, flags: 'i', shared: true, span: value.span };
}

const TRAEFIK: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'accessControlAllowOriginList',
    credentials: 'accessControlAllowCredentials',
    methods: 'accessControlAllowMethods',
    allowedHeaders: 'accessControlAllowHeaders',
    exposedHeaders: 'accessControlExposeHeaders',
    maxAge: 'accessControlMaxAge',
  },
};

const LABELS = 'labels';

/** The `headers` middleware of Traefik, as a resource, in its own files and in labels of compose files. */
export const traefik: ConfigFramework = {
  kind: 'config',
  id: 'traefik',
  title: 'Traefik',
  docs: 'https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/headers/',
  mentions: ['accesscontrolalloworigin'],
  files: path => /\.(ya?ml|toml)$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents.flatMap(it => {
      const named = at(it, ['http', 'middlewares']);
      const own = named?.kind === 'record' ? named.entries.map(entry => at(entry.value, ['headers'])) : [];
      const labelled = labelledHeaders(it).flatMap(headers => readHeaders(headers, reading));
      return [
        ...[at(it, ['spec', 'headers']), ...own].flatMap(headers =>
          headers?.kind === 'record' ? readHeaders(headers, reading) : [],
        ),
        ...labelled.map(({ container: _, ...policy }) => ({ ...policy, notation: LABELS })),
      ];
    }),
  }),
  // A label is one text, of which only a part is the value.
  write: (policy, edit, read) => (policy.notation === LABELS ? undefined : settingsWriter(TRAEFIK)(policy, edit, read)),
};

/** Texts are compared, patterns are Go's and anchored nowhere; the preflight is answered with 200 (headers/header.go of 3.x). */
function readHeaders(headers: RecordValue, reading: Reading): readonly CorsPolicy[] {
  const origins = property(headers, 'accessControlAllowOriginList');
  const patterns = property(headers, 'accessControlAllowOriginListRegex');
  const first = origins ?? patterns;
  if (!first) return [];
  const items = [...itemsOf(origins?.value), ...itemsOf(patterns?.value).map(patternOf)];
  const list: Value = { kind: 'list', container: 'array', items, span: first.value.span };
  const known = items.length > 0 ? list : first.value;
  const options: RecordValue = {
    ...headers,
    entries: [
      ...headers.entries.filter(it => Object.values(TRAEFIK.names).includes(it.key) && it !== origins),
      { ...first, key: 'accessControlAllowOriginList', value: known },
    ],
  };
  const vary = property(headers, 'addVaryHeader')?.value;
  return policiesOf({
    framework: traefik.id,
    table: TRAEFIK,
    semantics: AWS_ORIGINS,
    at: first.span,
    options,
    preflight: () => ({ by: 'platform', status: 200 }),
    vary: ({ mode }) => (mode === 'any' || (vary?.kind === 'literal' && vary.value === true) ? 'always' : 'never'),
    reading,
  });
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

function patternOf(value: Value): Value {
  const source = textOf(value);
  return source === undefined ? value : { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}

function untold<T>(setting: Setting<T>, why: string): Setting<T> {
  return setting.kind === 'default' ? { kind: 'dynamic', why, at: setting.at } : setting;
}
