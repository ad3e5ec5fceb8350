import { isAtLeast, libraryOf } from '../frameworks/options/version.ts';
import type { PageOrigin } from '../model/site.ts';
import type { Project } from '../syntax/project.ts';

const PACKAGES = ['@tauri-apps/api', '@tauri-apps/cli'];

/**
 * The origins that a page has in an app of Tauri: `tauri://localhost`, and on Windows, where engines know no such scheme,
 * `http://tauri.localhost`, with `https:` before version 2 (@tauri-apps/cli 2.12.5, config.schema.json: `useHttpsScheme`, and 1.6.3,
 * schema.json: `dangerousUseHttpScheme`).
 */
export function tauriOrigins(folder: string, has: (name: string) => boolean, project: Project): readonly PageOrigin[] {
  const path = `${folder}/src-tauri/tauri.conf.json`;
  const named = PACKAGES.find(has);
  if (named === undefined || !project.host.exists(path)) return [];
  const isSecond = isAtLeast(libraryOf(project, `${folder}/package.json`, named, '2.0.0'), '2.0.0');
  const turned = /"(useHttpsScheme|dangerousUseHttpScheme)"\s*:\s*true/.test(project.host.read(path) ?? '');
  const scheme = isSecond === turned ? 'https' : 'http';
  const at = (origin: string, system: string): PageOrigin => ({
    origin,
    stage: 'production',
    why: `Tauri serves it there on ${system}`,
  });
  return [at('tauri://localhost', 'macOS, iOS and Linux'), at(`${scheme}://tauri.localhost`, 'Windows and Android')];
}
