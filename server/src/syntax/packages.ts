import { type Asked, LOCKFILES, type Lockfile } from './lockfiles.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { folderOf, foldersUp, join } from './paths.ts';
import type { Project } from './project.ts';
import { note } from './reads.ts';
import { property, textOf } from './value.ts';

/** A dependency as the workspace declares it. */
export interface Dependency {
  /** The exact version, where a lockfile or an installed package tells. */
  readonly version: string | undefined;
  /** The range in `package.json`. */
  readonly range: string | undefined;
  /** The lockfile, or the manifest of the installed package, that tells the version. */
  readonly lockedBy?: string;
}

interface Exact {
  readonly version: string;
  readonly lockedBy: string;
}

/** The package that a file belongs to. */
export interface Owner {
  readonly folder: string;
  /** The names of all that it depends on. */
  readonly dependencies: ReadonlySet<string>;
}

/** Noted by whoever looks at what packages there are: changes where one comes or goes. */
export const MANIFESTS = 'every package.json';
/** Noted by whoever looks at what is installed, which no editor watches: changes with a lockfile. */
export const INSTALLED = 'what is installed';

export function isManifest(path: string): boolean {
  return path.endsWith('/package.json');
}

export function isLockfile(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1) in LOCKFILES;
}

/** What the manifests and lockfiles above a file say about packages. */
export class Packages {
  readonly #project: Project;
  readonly #lockfiles = new Map<string, { readonly text: string; readonly lockfile: Lockfile }>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** The nearest declaration of a package above a file. */
  dependency(from: string, name: string): Dependency | undefined {
    return this.#project.ask(`dependency ${folderOf(from)} ${name}`, () => this.#find(from, name));
  }

  /** The folder of the nearest manifest above a file. */
  home(from: string): string | undefined {
    const { host } = this.#project;
    return this.#project.ask(`home ${folderOf(from)}`, () =>
      foldersUp(from).find(it => host.exists(`${it}/package.json`)),
    );
  }

  /** The nearest manifest above a file that can be read. */
  nearest(from: string): Owner | undefined {
    const found = this.#project.ask(`nearest ${folderOf(from)}`, () => {
      for (const folder of foldersUp(from)) {
        const manifest = this.#manifest(folder);
        if (manifest) return { folder, dependencies: manifest.dependencies };
      }
      return undefined;
    });
    return found && { ...found, dependencies: new Set(found.dependencies) };
  }

  /** The aliases that the manifest in a folder defines; undefined where there is no manifest. */
  imports(folder: string): Manifest['imports'] | undefined {
    return this.#project.ask(`aliases ${folder}`, () => this.#manifest(folder)?.imports);
  }

  /** The commands of `scripts` in the nearest manifest above a file. */
  scripts(from: string): readonly string[] {
    return this.#project.ask(`scripts ${folderOf(from)}`, () => {
      const folder = foldersUp(from).find(it => this.#manifest(it));
      return (folder === undefined ? undefined : this.#manifest(folder))?.scripts ?? [];
    });
  }

  /** What an import of the package in a folder may lead to, the likeliest first. */
  entries(folder: string): readonly string[] {
    return this.#project.ask(`entries ${folder}`, () => this.#manifest(folder)?.entries ?? []);
  }

  #find(from: string, name: string): Dependency | undefined {
    let owner: { readonly folder: string; readonly name: string | undefined; readonly range?: string } | undefined;
    for (const folder of foldersUp(from)) {
      const manifest = this.#manifest(folder);
      const range = manifest && Object.hasOwn(manifest.ranges, name) ? manifest.ranges[name] : undefined;
      if (manifest && owner?.range === undefined && (!owner || range !== undefined))
        owner = { folder, name: manifest.name, ...(range === undefined ? {} : { range }) };
      const exact =
        this.#installed(folder, name) ??
        this.#locked(folder, {
          name,
          member: owner?.folder.slice(folder.length).replace(/^\//, '') ?? '',
          memberName: owner?.name,
          range: owner?.range,
        });
      if (exact) return { ...exact, range: owner?.range };
    }
    return owner?.range === undefined ? undefined : { version: undefined, range: owner.range };
  }

  #manifest(folder: string): Manifest | undefined {
    const path = `${folder}/package.json`;
    const { host } = this.#project;
    return this.#project.ask(`manifest ${folder}`, () =>
      host.exists(path) ? manifestOf(this.#project.json(path)) : undefined,
    );
  }

  #installed(folder: string, name: string): Exact | undefined {
    const path = `${folder}/node_modules/${name}/package.json`;
    return this.#project.ask(`installed ${folder} ${name}`, () => {
      note(INSTALLED);
      if (!this.#project.host.exists(path)) return undefined;
      const value = this.#project.json(path)?.value;
      const version = value?.kind === 'record' ? textOf(property(value, 'version')?.value) : undefined;
      return version === undefined ? undefined : { version, lockedBy: path };
    });
  }

  #locked(folder: string, asked: Asked): Exact | undefined {
    return this.#project.ask(`locked ${folder} ${JSON.stringify(asked)}`, () => {
      for (const [name, parse] of Object.entries(LOCKFILES)) {
        const path = `${folder}/${name}`;
        if (!this.#project.host.exists(path)) continue;
        const version = this.#lockfile(path, parse)(asked);
        if (version !== undefined) return { version, lockedBy: path };
      }
      return undefined;
    });
  }

  #lockfile(path: string, parse: (text: string) => Lockfile): Lockfile {
    const text = this.#project.host.read(path) ?? '';
    const known = this.#lockfiles.get(path);
    if (known?.text === text) return known.lockfile;
    const lockfile = parse(text);
    this.#lockfiles.set(path, { text, lockfile });
    return lockfile;
  }

  /** The folder of a package of the same monorepo. */
  workspaceFolder(from: string, name: string): string | undefined {
    for (const folder of foldersUp(from)) {
      const found = this.#members(folder).find(it => it.name === name);
      if (found) return found.folder;
    }
    return undefined;
  }

  /** The packages of the monorepo whose root is a folder. */
  #members(folder: string): readonly { readonly name: string; readonly folder: string }[] {
    return this.#project.ask(`members ${folder}`, () =>
      this.#patterns(folder)
        .flatMap(it => this.#expand(folder, it))
        .flatMap(it => {
          const name = this.#manifest(it)?.name;
          return name === undefined ? [] : [{ name, folder: it }];
        }),
    );
  }

  #patterns(folder: string): readonly string[] {
    const { host } = this.#project;
    return this.#project.ask(`workspaces ${folder}`, () => {
      const workspaces = this.#manifest(folder)?.workspaces;
      if (workspaces) return workspaces;
      const pnpm = `${folder}/pnpm-workspace.yaml`;
      if (!host.exists(pnpm)) return [];
      return [...(host.read(pnpm) ?? '').matchAll(/^\s*-\s*['"]?([^'"\s#]+)/gm)].flatMap(it => it[1] ?? []);
    });
  }

  #expand(folder: string, pattern: string): readonly string[] {
    note(MANIFESTS);
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
