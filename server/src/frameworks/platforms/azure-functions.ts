import type { CorsPolicy } from '../../model/policy.ts';
import { type Entry, property, type RecordValue } from '../../syntax/value.ts';
import type { ConfigFramework, Reading } from '../framework.ts';
import { pieces, replacePiece } from '../options/comma-text.ts';
import { AWS_API } from './aws-options.ts';
import { at } from './aws-templates.ts';
import { readService, type Service } from './services.ts';
import { settingsWriter } from './write.ts';

/** `WithOrigins(…).AllowAnyHeader().AllowAnyMethod()` of ASP.NET Core, which compares the texts as they stand. */
const HOST: Service = {
  table: { ...AWS_API, names: { origins: 'CORS', credentials: 'CORSCredentials' } },
  filled: true,
  beside: true,
};

/**
 * `Host` of `local.settings.json`, by which Azure Functions run on the developer's machine. The list is split at its commas, and what
 * stands between them is not trimmed (github.com/Azure/azure-functions-core-tools, Actions/HostActions/Startup.cs).
 */
export const azureFunctions: ConfigFramework = {
  kind: 'config',
  id: 'azure-functions',
  platform: true,
  title: 'local.settings.json of Azure Functions',
  docs: 'https://learn.microsoft.com/azure/azure-functions/functions-develop-local#local-settings-file',
  mentions: ['"cors"'],
  files: path => /(^|\/)(local|example|sample|template)\.settings(\.[\w-]+)?\.json$/.test(path),
  recognise: ({ documents, text }, reading) => ({
    policies: documents.flatMap(it => ofHost(at(it, ['Host']), text, reading)),
  }),
  write: (policy, edit, read) => {
    const piece = edit.kind === 'replace' ? replacePiece(edit.at, edit.value, read) : undefined;
    return piece ?? writeHost(policy, edit, read);
  },
};

const writeHost = settingsWriter(HOST.table);

function ofHost(host: ReturnType<typeof at>, text: string, reading: Reading): readonly CorsPolicy[] {
  if (host?.kind !== 'record') return [];
  const given = property(host, 'CORS');
  const list = given && pieces(given.value, ({ start, end }) => text.slice(start, end), false);
  if (!given || !list) return [];
  const named = list.items.filter(it => it.kind !== 'literal' || it.value !== '');
  const entries = host.entries.map((it): Entry => (it === given ? { ...it, value: { ...list, items: named } } : it));
  const options: RecordValue = { ...host, entries: entries.filter(it => /^CORS/.test(it.key)) };
  return readService(azureFunctions.id, HOST, options, given.span, undefined, reading).map(it => ({
    ...it,
    guards: [{ kind: 'mode', mode: 'development' }],
  }));
}
