import { readCaddyfile } from '../../../syntax/caddyfile.ts';
import type { Directive, Word } from '../../../syntax/directives.ts';
import { folderOf, join } from '../../../syntax/paths.ts';
import type { Reading } from '../../framework.ts';

/** A site of a Caddyfile: its addresses, and its directives with those of imported snippets and files in their places. */
export interface Site {
  readonly addresses: readonly string[];
  readonly directives: readonly Directive[];
}

type Snippets = ReadonlyMap<string, readonly Directive[]>;

/** How often imports may bring imports, and how many directives they may bring to one file. */
const DEPTH = 5;
const MOST = 5000;

/** The sites of a file; a snippet that no import of the file brings in is one of its own, with arguments that are not known. */
export function sitesIn(root: readonly Directive[], path: string, reading: Reading): readonly Site[] {
  const snippets = new Map(
    root.flatMap(it => (isSnippet(it) ? [[it.name.slice(1, -1), it.block ?? []] as const] : [])),
  );
  const expansion = new Expansion(snippets, path, reading);
  const sites = addressed(root.filter(it => it.name !== '{' && !isSnippet(it) && !it.name.startsWith('&('))).map(
    it => ({
      ...it,
      directives: expansion.expand(it.directives, [], 0),
    }),
  );
  const alone = [...snippets].filter(([name]) => !expansion.imported.has(name));
  return [
    ...sites,
    ...alone.map(([, directives]) => ({ addresses: [], directives: expansion.expand(directives, [], 0) })),
  ];
}

function isSnippet({ name, block }: Directive): boolean {
  return block !== undefined && /^\([^()]+\)$/.test(name);
}

/** How a file begins that is no more than a piece of a site, for others to import. */
const PIECE = /^(@|header$|handle|route$|respond$|reverse_proxy$|import$|encode$|root$|file_server$)/;

/** A first line without a block makes the rest of the file one site. https://caddyserver.com/docs/caddyfile/concepts#structure */
function addressed(all: readonly Directive[]): readonly Site[] {
  const [first] = all;
  if (!first) return [];
  const texts = (it: Directive) => [it.name, ...it.args.map(word => word.text)];
  if (PIECE.test(first.name) && !all.some(isSite)) return [{ addresses: [], directives: all }];
  if (!first.block && !texts(first).at(-1)?.endsWith(',') && first.name !== 'import')
    return [{ addresses: texts(first), directives: all.slice(1) }];
  return all.filter(it => it.block).map(it => ({ addresses: texts(it), directives: it.block ?? [] }));
}

function isSite({ name, block }: Directive): boolean {
  return block !== undefined && !PIECE.test(name);
}

class Expansion {
  readonly imported = new Set<string>();
  #left = MOST;
  readonly #snippets: Snippets;
  readonly #path: string;
  readonly #reading: Reading;

  constructor(snippets: Snippets, path: string, reading: Reading) {
    this.#snippets = snippets;
    this.#path = path;
    this.#reading = reading;
  }

  expand(directives: readonly Directive[], args: readonly Word[], depth: number): readonly Directive[] {
    return directives.flatMap((it): readonly Directive[] => {
      if (this.#left-- < 0) return [];
      const filled = args.length > 0 ? fill(it, args) : it;
      const [name, ...given] = filled.args;
      if (filled.name === 'import' && name) {
        const brought = depth < DEPTH ? this.#brought(name.text) : undefined;
        return brought ? this.expand(brought, given, depth + 1) : [];
      }
      return [filled.block ? { ...filled, block: this.expand(filled.block, args, depth) } : filled];
    });
  }

  /** A snippet of the file, or a file by its relative path; patterns of names are left to their own. */
  #brought(name: string): readonly Directive[] | undefined {
    this.imported.add(name);
    const snippet = this.#snippets.get(name);
    if (snippet || /[*?[{]/.test(name) || name.startsWith('/')) return snippet;
    const path = join(folderOf(this.#path), name);
    const text = path === this.#path ? undefined : this.#reading.project.host.read(path);
    return text === undefined ? undefined : readCaddyfile(path, text);
  }
}

/** `{args[0]}`, before 2.7 `{args.0}`: https://caddyserver.com/docs/caddyfile/directives/import */
const ARGUMENT = /\{args(?:\.(\d+)|\[(\d+)\])\}/g;

function fill(directive: Directive, args: readonly Word[]): Directive {
  const put = (word: Word): Word => {
    const whole = /^\{args(?:\.(\d+)|\[(\d+)\])\}$/.exec(word.text);
    const given = whole && args[Number(whole[1] ?? whole[2])];
    if (given) return given;
    const text = word.text.replace(ARGUMENT, (all, dot, bracket) => args[Number(dot ?? bracket)]?.text ?? all);
    return { ...word, text };
  };
  return {
    ...directive,
    name: put({ text: directive.name, span: directive.nameSpan }).text,
    args: directive.args.flatMap(it => (it.text === '{args[:]}' ? args : [put(it)])),
  };
}
