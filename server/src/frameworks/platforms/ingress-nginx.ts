import type { Oddity } from '../../model/oddity.ts';
import type { Upstream } from '../../model/upstream.ts';
import { type Entry, literal, property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { pieces } from '../options/comma-text.ts';
import { policiesOf } from '../options/policy.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API, AWS_ORIGINS } from './aws-options.ts';
import { ingressBehaviour } from './gateway-behaviours.ts';
import { recordsWith } from './gateways.ts';
import { behindIngress, manifestsOf } from './services-behind.ts';
import { settingsWriter } from './write.ts';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** What ingress-nginx 1.15 (internal/ingress/annotations/cors/main.go) takes where annotations are not given. */
const DEFAULT_HEADERS =
  'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization';
const DEFAULT_MAX_AGE = 1_728_000;

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
  allowedHeaders: DEFAULT_HEADERS.split(','),
};

/** Annotations of ingress-nginx, also where the values of a Helm chart give them. With `enable-cors` alone it sends `*` and allows credentials. */
export const ingressNginx: ConfigFramework = {
  kind: 'config',
  id: 'ingress-nginx',
  title: 'ingress-nginx',
  docs: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors',
  mentions: ['enable-cors'],
  files: path => /\.ya?ml$/i.test(path),
  recognise(file, reading) {
    const manifests = manifestsOf(file, reading);
    return {
      policies: file.documents.flatMap(document =>
        recordsWith(document, `${PREFIX}enable-cors`).flatMap(it =>
          readAnnotations(it, file.text, behindIngress(document, manifests), reading),
        ),
      ),
    };
  },
  write: settingsWriter(INGRESS, { prefix: PREFIX, texts: true }),
};

function readAnnotations(annotations: RecordValue, text: string, upstream: Upstream | undefined, reading: Reading) {
  const enabled = property(annotations, `${PREFIX}enable-cors`);
  if (!enabled || String(textOf(enabled.value)).toLowerCase() !== 'true') return [];
  const source = (span: Span) => text.slice(span.start, span.end);
  const given = annotations.entries.flatMap((it): readonly Entry[] => {
    const key = it.key.startsWith(PREFIX) ? it.key.slice(PREFIX.length) : '';
    return key.startsWith('cors-') ? [{ ...it, key, value: meant(key, it.value, source) }] : [];
  });
  const misread = annotations.entries.flatMap(it =>
    it.key === `${PREFIX}cors-allow-origin` ? misreadAs(it.value, source) : [],
  );
  const open: Entry = { ...enabled, key: 'cors-allow-origin', value: everybody(enabled.value.span) };
  const origins = annotations.rest || given.some(it => it.key === 'cors-allow-origin') ? [] : [open];
  return policiesOf({
    framework: ingressNginx.id,
    table: INGRESS,
    semantics: AWS_ORIGINS,
    at: enabled.span,
    options: { ...annotations, entries: [...given, ...origins] },
    preflight: () => ({ by: 'platform', status: 204 }),
    vary: () => 'always',
    behaviour: (_, origins) => ingressBehaviour(annotations, PREFIX, DEFAULT_HEADERS, origins),
    reading,
  }).map(it => ({
    ...it,
    // The `*` is written nowhere.
    origins: misread.length > 0 ? { ...it.origins, listed: [] } : it.origins,
    oddities: [...it.oddities.filter(odd => odd.kind !== 'unknown-option'), ...misread],
    vary: { kind: 'dynamic' as const, why: 'what the controller sends of `Vary` is not told by the file', at: it.at },
    maxAge: it.maxAge.kind === 'default' ? { ...it.maxAge, value: DEFAULT_MAX_AGE } : it.maxAge,
    ...(upstream ? { upstream } : {}),
  }));
}

function everybody(span: Span): Value {
  return { kind: 'list', container: 'array', items: [literal(span, '*')], span };
}

/** Whether a value has nothing that corsOriginRegexValidator refuses: where it does, `*` takes the place of the whole annotation. */
function isValid(value: Value): boolean {
  const text = textOf(value);
  return text === undefined || isPlain(text);
}

function isPlain(text: string): boolean {
  return /^[A-Za-z0-9\-.:*, ]*$/.test(text.replace(/[a-z]+:\/\//g, ''));
}

/** One origin that is none opens the door to everybody. */
function misreadAs(value: Value, source: (span: Span) => string): readonly Oddity[] {
  if (isValid(value)) return [];
  const items = (textOf(value) ?? '').split(',').map(it => it.trim());
  const mended = items.map(it => it.replace(/^([a-z]+:\/\/[^/]+)\/.*$/, '$1'));
  const [first] = source(value.span);
  const quote = first === '"' || first === "'" ? first : '';
  const text = mended.join(', ');
  return [
    {
      kind: 'origin-misread',
      given: items.find(it => !isPlain(it)) ?? items.join(', '),
      effect: 'any',
      at: value.span,
      ...(isPlain(text) ? { rewrite: `${quote}${text}${quote}` } : {}),
    },
  ];
}

/** Lists are texts with commas, truth is a text; a `*` stands for one label, and the case does not matter. */
function meant(key: string, value: Value, source: (span: Span) => string): Value {
  if (key === 'cors-allow-credentials') {
    const said = textOf(value)?.toLowerCase();
    return said === 'true' || said === 'false' ? literal(value.span, said === 'true') : value;
  }
  if (key === 'cors-max-age')
    return /^\d+$/.test(textOf(value) ?? '') ? literal(value.span, Number(textOf(value))) : value;
  if (key === 'cors-allow-origin' && !isValid(value)) return everybody(value.span);
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
