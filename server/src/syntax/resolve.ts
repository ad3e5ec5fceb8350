import type { JsonFile } from './json.ts';
import { folderOf, foldersUp, join } from './paths.ts';
import type { Project } from './project.ts';
import { property, type RecordValue, textOf } from './value.ts';

const ENDINGS = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.json'];

/** Finds the workspace's own file for an import: relative paths, tsconfig `paths`, package `imports`, workspace packages. */
export class Resolver {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  resolve(from: string, specifier: string): string | undefined {
    return this.#project.ask(`import ${folderOf(from)} ${specifier}`, () => this.#find(from, specifier));
  }

  #find(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('node:') || specifier.startsWith('http') || specifier === '') return undefined;
    if (specifier.startsWith('.') || specifier.startsWith('/')) return this.#file(join(folderOf(from), specifier));
    if (specifier.startsWith('#')) {
      const inside = this.#packageImport(from, specifier);
      if (inside !== undefined) return inside;
    }
    return this.#aliased(from, specifier) ?? this.#workspacePackage(from, specifier);
  }

  /** A path with or without its ending, or a folder's index. */
  #file(base: string): string | undefined {
    const { host } = this.#project;
    if (/\.[cm]?[jt]sx?$|\.json$/.test(base) && host.exists(base)) return base;
    const swapped = /^(.*)\.([cm]?)js(x?)$/.exec(base);
    if (swapped) {
      for (const ending of [`.${swapped[2]}ts${swapped[3]}`, '.tsx'])
        if (host.exists(swapped[1] + ending)) return swapped[1] + ending;
    }
    for (const ending of ENDINGS) if (host.exists(base + ending)) return base + ending;
    for (const ending of ENDINGS) if (host.exists(`${base}/index${ending}`)) return `${base}/index${ending}`;
    return undefined;
  }

  #aliased(from: string, specifier: string): string | undefined {
    for (const folder of foldersUp(from)) {
      for (const name of ['tsconfig.json', 'jsconfig.json']) {
        if (!this.#project.host.exists(`${folder}/${name}`)) continue;
        const found = this.#throughConfig(`${folder}/${name}`, specifier, 0);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #throughConfig(path: string, specifier: string, depth: number): string | undefined {
    const config = this.#project.json(path);
    const options = recordAt(config, 'compilerOptions');
    const baseUrl = options && textOf(property(options, 'baseUrl')?.value);
    const base = join(folderOf(path), baseUrl ?? '.');
    const paths = options && property(options, 'paths')?.value;
    if (paths?.kind === 'record') {
      for (const { key, value } of paths.entries) {
        const rest = matchPattern(key, specifier);
        if (rest === undefined || value.kind !== 'list') continue;
        for (const target of value.items) {
          const text = textOf(target);
          const found =
            text === undefined
              ? undefined
              : this.#file(
                  join(
                    base,
                    text.replace('*', () => rest),
                  ),
                );
          if (found !== undefined) return found;
        }
      }
    }
    const direct = baseUrl === undefined ? undefined : this.#file(join(base, specifier));
    if (direct !== undefined) return direct;
    const parents = config?.value.kind === 'record' ? property(config.value, 'extends')?.value : undefined;
    for (const parent of parents?.kind === 'list' ? parents.items : parents ? [parents] : []) {
      const text = textOf(parent);
      if (text === undefined || !text.startsWith('.') || depth > 5) continue;
      const target = join(folderOf(path), text.endsWith('.json') ? text : `${text}.json`);
      const found = this.#project.host.exists(target) ? this.#throughConfig(target, specifier, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    const references = config?.value.kind === 'record' ? property(config.value, 'references')?.value : undefined;
    for (const reference of references?.kind === 'list' && depth === 0 ? references.items : []) {
      const text = reference.kind === 'record' ? textOf(property(reference, 'path')?.value) : undefined;
      if (text === undefined) continue;
      const target = join(folderOf(path), text.endsWith('.json') ? text : `${text}/tsconfig.json`);
      const found = this.#project.host.exists(target) ? this.#throughConfig(target, specifier, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #packageImport(from: string, specifier: string): string | undefined {
    for (const folder of foldersUp(from)) {
      const imports = this.#project.packages.imports(folder);
      if (!imports) continue;
      for (const { key, target } of imports) {
        const rest = matchPattern(key, specifier);
        if (rest !== undefined)
          return this.#file(
            join(
              folder,
              target.replace('*', () => rest),
            ),
          );
      }
      return undefined;
    }
    return undefined;
  }

  #workspacePackage(from: string, specifier: string): string | undefined {
    const name = /^(@[^/]+\/[^/]+|[^/@][^/]*)(?:\/(.+))?$/.exec(specifier);
    if (!name?.[1]) return undefined;
    const folder = this.#project.packages.workspaceFolder(from, name[1]);
    if (folder === undefined) return undefined;
    if (name[2] !== undefined) return this.#file(`${folder}/${name[2]}`) ?? this.#file(`${folder}/src/${name[2]}`);
    for (const target of [...this.#project.packages.entries(folder), 'src/index', 'index']) {
      for (const path of sourceOf(target)) {
        const found = this.#file(join(folder, path));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

/** `dist/index.js` is built from `src/index.ts`, which is what the workspace holds. */
function sourceOf(target: string): readonly string[] {
  const bare = target.replace(/\.d\.[cm]?ts$|\.[cm]?[jt]sx?$/, '');
  return [target, bare, bare.replace(/^(\.\/)?(dist|build|lib|out)\//, 'src/')];
}

function matchPattern(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail);
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : undefined;
}

function recordAt(file: JsonFile | undefined, key: string): RecordValue | undefined {
  const value = file?.value.kind === 'record' ? property(file.value, key)?.value : undefined;
  return value?.kind === 'record' ? value : undefined;
}
