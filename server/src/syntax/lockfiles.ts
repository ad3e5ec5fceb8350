/** What a lockfile is asked: the version of a package that one folder of the workspace gets. */
export interface Asked {
  readonly name: string;
  /** The folder whose manifest declares it, seen from the lockfile's; empty for the same. */
  readonly member: string;
  /** The name in that folder's manifest. */
  readonly memberName: string | undefined;
  /** The range in that folder's manifest. */
  readonly range: string | undefined;
}

/** Finds an exact version in one lockfile; undefined where it cannot tell which of several it is. */
export type Lockfile = (asked: Asked) => string | undefined;

/** The lockfiles that are text, by their names, in the order in which they are believed. */
export const LOCKFILES: Readonly<Record<string, (text: string) => Lockfile>> = {
  'package-lock.json': npm,
  'npm-shrinkwrap.json': npm,
  'yarn.lock': yarn,
  'pnpm-lock.yaml': pnpm,
  'bun.lock': bun,
};

/** `packages` names the folders (npm 7 and later); before that, `dependencies` nests them under names. */
function npm(text: string): Lockfile {
  return ({ name, member }) => {
    for (const folder of upwards(member)) {
      const key = escaped(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`);
      const found = new RegExp(`"${key}": \\{\\s*(?:"name": "[^"]*",\\s*)?"version": "([^"]+)"`).exec(text)?.[1];
      if (found !== undefined) return found;
    }
    return new RegExp(`^(?: {4}|\\t{2})"${escaped(name)}": \\{\\s*"version": "([^"]+)"`, 'm').exec(text)?.[1];
  };
}

/** One entry for each version, headed by all the ranges that it serves; Berry writes the protocol before them. */
function yarn(text: string): Lockfile {
  return ({ name, range }) => {
    const heads = new RegExp(`^"?${escaped(name)}@.*:\\r?\\n(?:[ \\t].*\\r?\\n)*?[ \\t]+version:? "?([^"\\s]+)`, 'gm');
    const entries = [...text.matchAll(heads)].map(it => ({
      ranges: (it[0].split('\n', 1)[0] ?? '')
        .replace(/["\r]|:\r?$/g, '')
        .split(', ')
        .map(one => one.slice(name.length + 1).replace(/^npm:/, '')),
      version: it[1] ?? '',
    }));
    const serving = entries.find(it => range !== undefined && it.ranges.includes(range.replace(/^npm:/, '')));
    return serving?.version ?? only(entries.map(it => it.version));
  };
}

/** `importers` lists what each folder of the workspace gets; a lone package has that at the top. */
function pnpm(text: string): Lockfile {
  const start = /^importers:\s*$/m.exec(text);
  const end = /^(?:packages|snapshots):\s*$/m.exec(text)?.index ?? text.length;
  const importers = new Map<string, string>();
  if (start) {
    const parts = text.slice(start.index + start[0].length, end).split(/^ {2}(?=\S)/m);
    for (const part of parts) {
      const key = /^(?:'([^']*)'|"([^"]*)"|([^:\n]*)):/.exec(part);
      if (key) importers.set(key[1] ?? key[2] ?? key[3] ?? '', part);
    }
  } else importers.set('.', text.slice(0, end));
  return ({ name, member }) => {
    const key = escaped(name);
    const gets = new RegExp(
      `^\\s+['"]?${key}['"]?:\\s*(?:\\n\\s+specifier: .*\\n\\s+version: )?['"]?(\\d+\\.\\d+\\.\\d+[^\\s('"_/]*)`,
      'm',
    );
    for (const folder of upwards(member)) {
      const found = gets.exec(importers.get(folder === '' ? '.' : folder) ?? '')?.[1];
      if (found !== undefined) return found;
    }
    const listed = new RegExp(`^ {2}['"]?/?${key}[@/](\\d+\\.\\d+\\.\\d+[^\\s('"_/:]*)`, 'gm');
    return only([...text.slice(end).matchAll(listed)].flatMap(it => it[1] ?? []));
  };
}

/** Keys are the package's name, after the name of the workspace's member that gets another one than the rest. */
function bun(text: string): Lockfile {
  const at = (key: string) => new RegExp(`^\\s+"${escaped(key)}": \\["[^"]*@(\\d[^"]*)"`, 'm').exec(text)?.[1];
  return ({ name, memberName }) => (memberName === undefined ? undefined : at(`${memberName}/${name}`)) ?? at(name);
}

/** A folder and those above it, seen from the top: `a/b`, `a` and the empty one. */
function upwards(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join('/')), ''];
}

/** The one version that is there, if there is but one. */
function only(versions: readonly string[]): string | undefined {
  return new Set(versions).size === 1 ? versions[0] : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
