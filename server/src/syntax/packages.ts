import { type Asked, LOCKFILES, type Lockfile } from './lockfiles.ts';
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
  readonly #dependencies = new Map<
    string,
    { readonly found: Dependency | undefined; readonly reads: readonly string[] }
  >();
  readonly #lockfiles = new Map<string, Lockfile>();
  #folders: Map<string, Map<string, string>> = new Map();

  constructor(project: Project) {
    this.#project = project;
  }

  forget(): void {
    this.#dependencies.clear();
    this.#lockfiles.clear();
    this.#folders = new Map();
  }

  /** The nearest declaration of a package above a file. */
  dependency(from: string, name: string): Dependency | undefined {
    const key = `${foldersUp(from)[0]}\0${name}`;
    let known = this.#dependencies.get(key);
    if (!known) {
      const { value, reads } = this.#project.watching(() => this.#find(from, name));
      known = { found: value, reads };
      this.#dependencies.set(key, known);
    }
    for (const it of known.reads) this.#project.note(it);
    return known.found;
  }

  /** The folder of the nearest manifest above a file, and the names of all that it depends on. */
  nearest(from: string): { readonly folder: string; readonly dependencies: ReadonlySet<string> } | undefined {
    for (const folder of foldersUp(from)) {
      const manifest = this.#manifest(folder);
      if (!manifest) continue;
      const records = SECTIONS.map(it => property(manifest, it)?.value);
      const names = records.flatMap(it => (it?.kind === 'record' ? it.entries.map(entry => entry.key) : []));
      return { folder, dependencies: new Set(names) };
    }
    return undefined;
  }

  #find(from: string, name: string): Dependency | undefined {
    let owner: { readonly folder: string; readonly manifest: RecordValue; readonly range?: string } | undefined;
    for (const folder of foldersUp(from)) {
      const manifest = this.#manifest(folder);
      const range = manifest && rangeIn(manifest, name);
      if (manifest && owner?.range === undefined && (!owner || range !== undefined))
        owner = { folder, manifest, ...(range === undefined ? {} : { range }) };
      const version =
        this.#installed(folder, name) ??
        this.#locked(folder, {
          name,
          member: owner?.folder.slice(folder.length).replace(/^\//, '') ?? '',
          memberName: owner && textOf(property(owner.manifest, 'name')?.value),
          range: owner?.range,
        });
      if (version !== undefined) return { version, range: owner?.range };
    }
    return owner?.range === undefined ? undefined : { version: undefined, range: owner.range };
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

  #locked(folder: string, asked: Asked): string | undefined {
    for (const [name, parse] of Object.entries(LOCKFILES)) {
      const path = `${folder}/${name}`;
      if (!this.#project.host.exists(path)) continue;
      const lockfile = this.#lockfiles.get(path) ?? parse(this.#project.host.read(path) ?? '');
      this.#lockfiles.set(path, lockfile);
      const version = lockfile(asked);
      if (version !== undefined) return version;
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
