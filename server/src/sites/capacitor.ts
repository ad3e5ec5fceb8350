import { defaultExports } from '../frameworks/options/default-export.ts';
import { isAtLeast, libraryOf } from '../frameworks/options/version.ts';
import type { PageOrigin } from '../model/site.ts';
import { isOrigin } from '../origins/grammar.ts';
import type { Project } from '../syntax/project.ts';
import { property, type RecordValue, textOf } from '../syntax/value.ts';

/**
 * The origins that a page has in an app of Capacitor: `capacitor://localhost` on iOS, and `https://localhost` on Android, `http:`
 * before version 6 (@capacitor/cli 6.1.0 and 5.0.0, dist/declarations.d.ts: `iosScheme`, `androidScheme`, `hostname`). Where
 * requests are sent by the app in place of the browser, and where the page comes from a server, it is none of them.
 */
export function capacitorOrigins(
  folder: string,
  has: (name: string) => boolean,
  project: Project,
): readonly PageOrigin[] {
  const path = ['ts', 'js', 'json'].map(it => `${folder}/capacitor.config.${it}`).find(it => project.host.exists(it));
  if (path === undefined || !(has('@capacitor/core') || has('@capacitor/cli'))) return [];
  const text = project.host.read(path) ?? '';
  const configs = path.endsWith('.json') ? [project.json(path)?.value] : codeIn(path, project);
  const [config] = configs;
  if (configs.length !== 1 || config?.kind !== 'record' || config.rest || /CapacitorHttp/.test(text)) return [];
  const server = property(config, 'server')?.value;
  if (server && (server.kind !== 'record' || server.rest || property(server, 'url'))) return [];
  const given = (name: string, usual: string) => {
    const value = server?.kind === 'record' ? property(server, name)?.value : undefined;
    return value ? textOf(value) : usual;
  };
  const host = given('hostname', 'localhost');
  const usual = isAtLeast(libraryOf(project, path, '@capacitor/core', '7.0.0'), '6.0.0') ? 'https' : 'http';
  const known = has('@capacitor/ios') || has('@capacitor/android');
  const systems = [
    { name: 'iOS', runs: !known || has('@capacitor/ios'), scheme: given('iosScheme', 'capacitor') },
    { name: 'Android', runs: !known || has('@capacitor/android'), scheme: given('androidScheme', usual) },
  ];
  return systems.flatMap(({ name, runs, scheme }): readonly PageOrigin[] => {
    const origin = `${scheme}://${host}`;
    if (!runs || scheme === undefined || host === undefined || !isOrigin(origin)) return [];
    return [{ origin, stage: 'production', why: `Capacitor serves it there on ${name}` }];
  });
}

function codeIn(path: string, project: Project): readonly RecordValue[] {
  const file = project.code(path);
  return file ? defaultExports(file).flatMap(it => (it.kind === 'record' ? [it] : [])) : [];
}
