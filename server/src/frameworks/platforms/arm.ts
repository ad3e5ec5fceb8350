import type { CorsPolicy } from '../../model/policy.ts';
import { property, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { AWS_API } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { itemsOf } from './gateways.ts';
import { readService, type Service } from './services.ts';
import { settingsWriter } from './write.ts';

/** `siteConfig.cors`: https://learn.microsoft.com/azure/templates/microsoft.web/sites#corssettings */
const SITE: Service = {
  table: { ...AWS_API, names: { origins: 'allowedOrigins', credentials: 'supportCredentials' } },
  filled: true,
  beside: true,
};

/** Templates of Azure's Resource Manager in JSON: apps and functions, and their `web` configuration. */
export const arm: ConfigFramework = {
  kind: 'config',
  id: 'azure-template',
  title: 'Azure Resource Manager',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.web/sites#corssettings',
  mentions: ['microsoft.web/sites'],
  files: path => /\.jsonc?$/i.test(path),
  recognise: ({ documents }, reading) => ({
    policies: documents.flatMap(it =>
      itemsOf(at(it, ['resources'])).flatMap(resource => ofResource(resource, reading, 0)),
    ),
  }),
  write: settingsWriter(SITE.table),
};

/** Expressions of templates, in brackets within a text, are not known. */
function ofResource(resource: Value, reading: Reading, depth: number): readonly CorsPolicy[] {
  if (resource.kind !== 'record' || depth > 5) return [];
  const type = textOf(property(resource, 'type')?.value)?.toLowerCase() ?? '';
  const options = type.startsWith('microsoft.web/sites') || type === 'config' ? corsOf(resource) : undefined;
  const own = options ? readService(arm.id, SITE, known(options), options.span, undefined, reading) : [];
  return [...own, ...itemsOf(at(resource, ['resources'])).flatMap(it => ofResource(it, reading, depth + 1))];
}

function corsOf(resource: Value): Value | undefined {
  const options = at(resource, ['properties', 'siteConfig', 'cors']) ?? at(resource, ['properties', 'cors']);
  return options?.kind === 'record' && property(options, 'allowedOrigins') ? options : undefined;
}

function known(value: Value): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map(known) };
  if (value.kind === 'record')
    return { ...value, entries: value.entries.map(it => ({ ...it, value: known(it.value) })) };
  return /^\[(?!\[)[\s\S]*\]$/.test(textOf(value) ?? '')
    ? { kind: 'unknown', why: 'an expression of the template', onOrigin: true, span: value.span }
    : value;
}
