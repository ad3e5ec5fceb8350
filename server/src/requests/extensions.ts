import { foldersUp } from '../syntax/paths.ts';
import type { Project } from '../syntax/project.ts';
import { property, textOf, type Value } from '../syntax/value.ts';

/**
 * The part that a file has in an extension of browsers. Scripts of its own pages and of its worker ask by the extension's permissions; content
 * scripts ask on behalf of the page that they stand in, as that page may.
 * https://developer.chrome.com/docs/extensions/develop/concepts/network-requests
 */
export type ExtensionPart = 'content' | 'own';

/** Undefined where no manifest of an extension stands in a folder above. */
export function partInExtension(file: string, project: Project): ExtensionPart | undefined {
  const folders = foldersUp(file).slice(0, 4);
  const found = project.ask(`extension around ${folders[0]}`, () => extensionAt(folders, project));
  if (!found) return undefined;
  const own = bare(file.slice(found.folder.length + 1));
  return found.scripts.some(it => bare(it) === own) ? 'content' : 'own';
}

interface Extension {
  readonly folder: string;
  /** Its content scripts, as the manifest names them. */
  readonly scripts: readonly string[];
}

/** https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json/manifest_version */
function extensionAt(folders: readonly string[], project: Project): Extension | undefined {
  for (const folder of folders)
    for (const path of [`${folder}/manifest.json`, `${folder}/public/manifest.json`]) {
      const isOne = project.host.exists(path) && (project.host.read(path) ?? '').includes('"manifest_version"');
      if (isOne) return { folder, scripts: contentScripts(project.json(path)?.value) };
    }
  return undefined;
}

/** https://developer.chrome.com/docs/extensions/reference/manifest/content-scripts */
function contentScripts(manifest: Value | undefined): readonly string[] {
  const given = manifest?.kind === 'record' ? property(manifest, 'content_scripts')?.value : undefined;
  if (given?.kind !== 'list') return [];
  return given.items.flatMap(it => {
    const files = it.kind === 'record' ? property(it, 'js')?.value : undefined;
    return files?.kind === 'list' ? files.items.flatMap(own => textOf(own) ?? []) : [];
  });
}

/** A path without its ending: builders read `content.ts` where the manifest says `content.js`. */
function bare(path: string): string {
  return path.replace(/^\.?\//, '').replace(/\.[cm]?[jt]sx?$/, '');
}
