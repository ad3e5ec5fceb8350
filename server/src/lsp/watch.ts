import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver';
import { CONFIG_FILE } from '../configuration.ts';
import type { Client } from './client.ts';
import type { Session } from './session.ts';

/** Files whose content may decide what a policy is. What the workspace does not care for is sieved out when it is told. */
const PATTERNS = [
  '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte,astro,json,jsonc,yml,yaml,toml,conf,html,py,go,rb,java,kt,cs,php,rs}',
  '**/{_headers,.htaccess,Caddyfile,.env,.env.*,.gitignore}',
];

/** Files that may hold settings. */
const SETTLING: ReadonlySet<string> = new Set(['package.json', CONFIG_FILE]);

/** More events than this at once (a checkout, say) are dealt with by reading the workspace anew. */
const MANY = 200;

export function registerWatching(connection: Connection, client: Client): void {
  const fail = (error: unknown) => connection.console.warn(`The editor cannot watch for changes: ${String(error)}`);
  if (client.watches)
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: PATTERNS.map(globPattern => ({ globPattern })) })
      .catch(fail);
  if (client.configurationNews)
    connection.client.register(DidChangeConfigurationNotification.type, { section: 'corslint' }).catch(fail);
}

/** Takes news from the disk; answers whether the workspace has to be read anew. */
export function takeEvents(events: readonly FileEvent[], session: Session): boolean {
  const paths = events.map(it => session.pathOf(it.uri));
  const rules = paths.some(it => it.endsWith('/.gitignore'));
  const settings = paths.some(it => SETTLING.has(it.slice(it.lastIndexOf('/') + 1)) && session.settings.changes(it));
  if (rules || settings) session.settingsChanged();
  for (const [i, path] of paths.entries()) {
    if (path.includes('/node_modules/')) continue;
    if (events[i]?.type === FileChangeType.Deleted) session.drop(path);
    else session.changedOnDisk(path);
  }
  return rules || events.length > MANY;
}
