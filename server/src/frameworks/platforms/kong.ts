import type { CorsPolicy } from '../../model/policy.ts';
import type { Upstream } from '../../model/upstream.ts';
import { literal, property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import { contains } from '../../text/span.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { ACAO } from '../headers/lines.ts';
import type { OptionTable } from '../options/table.ts';
import { AWS_API } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { kongBehaviour } from './gateway-behaviours.ts';
import { itemsOf, readGateway, recordsWith } from './gateways.ts';
import { hostOf, portOf } from './near.ts';
import { settingsWriter } from './write.ts';

/** kong/plugins/cors/schema.lua of Kong 3. */
const TABLE: OptionTable = {
  ...AWS_API,
  names: {
    origins: 'origins',
    credentials: 'credentials',
    methods: 'methods',
    allowedHeaders: 'headers',
    exposedHeaders: 'exposed_headers',
    maxAge: 'max_age',
  },
  others: ['preflight_continue', 'private_network', 'allow_origin_absent'],
  methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'],
  allowedHeaders: 'reflect',
};

/** The plugin `cors` of Kong, in declarative files and as a resource: https://developer.konghq.com/plugins/cors/ */
export const kong: ConfigFramework = {
  kind: 'config',
  id: 'kong',
  title: 'Kong',
  docs: 'https://developer.konghq.com/plugins/cors/',
  mentions: ['_format_version', 'kongplugin', 'kongclusterplugin'],
  files: path => /\.(ya?ml|json)$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents.flatMap(root => pluginsIn(root).flatMap(it => read(it, behindPlugin(root, it), reading))),
  }),
  write: settingsWriter(TABLE),
};

function pluginsIn(root: Value): readonly RecordValue[] {
  if (root.kind !== 'record') return [];
  if (/^Kong(Cluster)?Plugin$/.test(textOf(at(root, ['kind'])) ?? ''))
    return textOf(at(root, ['plugin'])) === 'cors' ? [root] : [];
  if (!property(root, '_format_version')) return [];
  return recordsWith(root, 'name').filter(it => textOf(property(it, 'name')?.value) === 'cors' && !property(it, 'url'));
}

function read(plugin: RecordValue, upstream: Upstream | undefined, reading: Reading): readonly CorsPolicy[] {
  const enabled = property(plugin, 'enabled')?.value;
  if (enabled?.kind === 'literal' && enabled.value === false) return [];
  const config = property(plugin, 'config')?.value;
  if (config !== undefined && config.kind !== 'record') return [];
  const options: RecordValue = config ?? { kind: 'record', container: 'object', entries: [], span: plugin.span };
  const given = property(options, 'origins')?.value;
  if (given !== undefined && given.kind !== 'list') return [];
  const everybody = literal(options.span, '*');
  const items = given ? given.items.map(originOf) : [everybody];
  const continues = property(options, 'preflight_continue')?.value;
  const passesOn = continues !== undefined && !(continues.kind === 'literal' && continues.value === false);
  return readGateway({
    framework: kong.id,
    title: 'Kong',
    table: TABLE,
    options,
    origins: { kind: 'list', container: 'array', items, span: given?.span ?? options.span },
    at: options.span,
    behaviour: it => kongBehaviour(it, passesOn),
    upstream,
    reading,
  });
}

/**
 * A text with other signs than those of an origin is a pattern for all of it, whose dots stand for any sign; one without a colon is
 * asked of the host alone (kong/plugins/cors/handler.lua).
 */
function originOf(value: Value): Value {
  const text = textOf(value);
  if (text === undefined || text === '*' || !/[^A-Za-z0-9.:/-]/.test(text)) return value;
  const source = text.includes(':') ? `^(?:${text})$` : `^https?://(?:${text})(?::[0-9]+)?$`;
  return { kind: 'pattern', source, flags: '', shared: true, span: value.span };
}

/** The servers of the services that a plugin is for: the one that it stands in, or all of them where it is global. */
function behindPlugin(root: Value, plugin: RecordValue): Upstream | undefined {
  const services = itemsOf(at(root, ['services']));
  const named = textOf(property(plugin, 'service')?.value);
  const holding = services.filter(it => contains(it.span, plugin.span) || textOf(at(it, ['name'])) === named);
  const isGlobal = named === undefined && itemsOf(at(root, ['plugins'])).includes(plugin);
  const urls = (isGlobal ? services : holding).flatMap(it => textOf(at(it, ['url'])) ?? []);
  const ports = urls.flatMap(it => portOf(it) ?? []);
  return ports.length === 0
    ? undefined
    : { ports, hosts: urls.flatMap(it => hostOf(it) ?? []), at: plugin.span, hidden: [ACAO], effect: 'instead' };
}
