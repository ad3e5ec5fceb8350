import { foldersUp, join } from './paths.ts';
import type { Project } from './project.ts';
import { property, type RecordValue, textOf, type Value } from './value.ts';

/** A dependency as the workspace declares it. */
export interface Dependency {
  /** The exact version, where a lockfile or an installed package tells. */
  readonly version: string | undefined;
  /** The range in `package.json`. */
  readonly range: string | undefined;
}

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** What the manifests and lockfiles above a file say about packages. */
export class Packages {
  readonly #project: Project;
  readonly #dependencies = new Map<string, Dependency | undefined>();
  #folders: Map<string, Map<string, string>> = new Map();

  constructor(project: Project) {
    this.#project = project;
  }

  forget(): void {
    this.#dependencies.clear();
    this.#folders = new Map();
  }

  /** The nearest declaration of a package above a file. */
  dependency(from: string, name: string): Dependency | undefined {
    const key = `${foldersUp(from)[0]}\0${name}`;
    if (!this.#dependencies.has(key)) this.#dependencies.set(key, this.#find(from, name));
    return this.#dependencies.get(key);
  }

  #find(from: string, name: string): Dependency | undefined {
    let range: string | undefined;
    for (const folder of foldersUp(from)) {
      const manifest = this.#manifest(folder);
      if (manifest && range === undefined) range = rangeIn(manifest, name);
      const version = this.#installed(folder, name) ?? this.#locked(folder, name);
      if (version !== undefined) return { version, range };
    }
    return range === undefined ? undefined : { version: undefined, range };
  }

  #manifest(folder: string): RecordValue | undefined {
    const path = `${folder}/package.json`;
    const value = this.#project.host.exists(path) ? this.#project.json(path)?.value : undefined;
    return value?.kind === 'record' ? value : undefined;
  }

  #installed(folder: string, name: string): string | undefined {
    const path = `${folder}/node_modules/${name}/package.json`;
    if (!this.#project.host.exists(path)) return undefined;
    const value = this.#project.json(path)?.value;
    return value?.kind === 'record' ? textOf(property(value, 'version')?.value) : undefined;
  }

  #locked(folder: string, name: string): string | undefined {
    const npm = `${folder}/package-lock.json`;
    if (this.#project.host.exists(npm)) {
      const text = this.#project.host.read(npm) ?? '';
      return between(text, `"node_modules/${name}": {`) ?? between(text, `"${name}": {`);
    }
    const yarn = `${folder}/yarn.lock`;
    if (this.#project.host.exists(yarn)) {
      const text = this.#project.host.read(yarn) ?? '';
      const at = text.search(new RegExp(`^"?${escaped(name)}@`, 'm'));
      return at < 0 ? undefined : /version:? "?([\d.]+[^"\s]*)/.exec(text.slice(at, at + 400))?.[1];
    }
    const pnpm = `${folder}/pnpm-lock.yaml`;
    if (this.#project.host.exists(pnpm)) {
      const text = this.#project.host.read(pnpm) ?? '';
      return new RegExp(`^\\s+['"]?/?${escaped(name)}[@/](\\d+\\.\\d+\\.\\d+)`, 'm').exec(text)?.[1];
    }
    return undefined;
  }

  /** The folder of a package of the same monorepo. */
  workspaceFolder(from: string, name: string): string | undefined {
    for (const folder of foldersUp(from)) {
      const manifest = this.#manifest(folder);
      const patterns = this.#patterns(folder, manifest);
      if (patterns.length === 0) continue;
      let folders = this.#folders.get(folder);
      if (!folders) {
        folders = new Map();
        for (const pattern of patterns)
          for (const it of this.#expand(folder, pattern)) {
            const own = this.#manifest(it);
            const ownName = own && textOf(property(own, 'name')?.value);
            if (ownName !== undefined && !folders.has(ownName)) folders.set(ownName, it);
          }
        this.#folders.set(folder, folders);
      }
      const found = folders.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #patterns(folder: string, manifest: RecordValue | undefined): readonly string[] {
    const workspaces = manifest && property(manifest, 'workspaces')?.value;
    const list: Value | undefined =
      workspaces?.kind === 'record' ? property(workspaces, 'packages')?.value : workspaces;
    if (list?.kind === 'list') return list.items.flatMap(it => textOf(it) ?? []);
    const pnpm = `${folder}/pnpm-workspace.yaml`;
    if (!this.#project.host.exists(pnpm)) return [];
    return [...(this.#project.host.read(pnpm) ?? '').matchAll(/^\s*-\s*['"]?([^'"\s#]+)/gm)].flatMap(it => it[1] ?? []);
  }

  #expand(folder: string, pattern: string): readonly string[] {
    let found = [folder];
    for (const part of pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/')) {
      found = part.includes('*')
        ? found.flatMap(it =>
            (this.#project.host.list?.(it) ?? [])
              .filter(name => !name.startsWith('.') && name !== 'node_modules')
              .map(name => `${it}/${name}`),
          )
        : found.map(it => join(it, part));
      if (found.length > 2000) break;
    }
    return found.filter(it => this.#project.host.exists(`${it}/package.json`));
  }
}

function rangeIn(manifest: RecordValue, name: string): string | undefined {
  for (const section of SECTIONS) {
    const record = property(manifest, section)?.value;
    const range = record?.kind === 'record' ? textOf(property(record, name)?.value) : undefined;
    if (range !== undefined) return range;
  }
  return undefined;
}

function between(text: string, head: string): string | undefined {
  const at = text.indexOf(head);
  return at < 0 ? undefined : /"version": "([^"]+)"/.exec(text.slice(at, at + 300))?.[1];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
