import type { Sieve } from '../text/search.ts';
import type { Span } from '../text/span.ts';
import { CodeFile } from './code.ts';
import { type ConfigFile, readConfig } from './config.ts';
import { Document } from './document.ts';
import { exported } from './exports.ts';
import type { Host } from './host.ts';
import { JsonFile } from './json.ts';
import { INSTALLED, isLockfile, isManifest, MANIFESTS, Packages } from './packages.ts';
import { isCode } from './parse.ts';
import { Questions } from './questions.ts';
import { note } from './reads.ts';
import { Resolver } from './resolve.ts';
import { isMarkup, scriptsIn } from './scripts.ts';
import type { Source } from './source.ts';
import { unknown, type Value } from './value.ts';

/** The largest file that is parsed, in UTF-16 code units. */
const MOST_TEXT = 4_000_000;

/**
 * The files of a workspace as far as they have been looked at. Parsed files are kept until they are `changed`; what is
 * looked at is noted (`reads.ts`), so that a change can tell what has gone stale.
 */
export class Project {
  readonly host: Host;
  readonly packages: Packages;
  readonly #resolver: Resolver;
  readonly #code = new Map<string, CodeFile | undefined>();
  /** The files as they were before they were forgotten: their trees serve the next parse. */
  readonly #former = new Map<string, CodeFile>();
  readonly #json = new Map<string, JsonFile | undefined>();
  readonly #config = new Map<string, ConfigFile | undefined>();
  #written: Document | undefined;
  readonly #questions = new Questions();
  /** What a file's text must contain to be worth following into, where only names of packages are looked for. */
  readonly words: Sieve;
  /** The expressions that `leads` is asked with, numbered by their place. */
  readonly #words: Sieve[] = [];

  constructor(host: Host, words: Sieve = /(?:)/) {
    this.words = words;
    const noting: Host = {
      read: path => {
        note(path);
        return host.read(path);
      },
      exists: path => {
        note(path);
        return host.exists(path);
      },
      list: path => host.list?.(path) ?? [],
      relative: path => host.relative?.(path) ?? path,
    };
    this.host = noting;
    this.#resolver = new Resolver(this);
    this.packages = new Packages(this);
  }

  /**
   * Keeps the answer to a question about the workspace. Whoever asks depends on the answer alone: on the question's `key`, not on the
   * files that `find` looks at.
   */
  ask<T>(key: string, find: () => T): T;
  /** `meanwhile` is what a question answers that leads back to itself. */
  ask<T>(key: string, find: () => T, meanwhile: T): T;
  ask<T>(key: string, find: () => T, meanwhile?: T): T {
    return this.#questions.ask(key, find, meanwhile as T);
  }

  code(path: string): CodeFile | undefined {
    note(path);
    if (!this.#code.has(path)) {
      const whole = isCode(path) || isMarkup(path) ? this.host.read(path) : undefined;
      const text = whole !== undefined && isMarkup(path) ? scriptsIn(whole) : whole;
      this.#code.set(
        path,
        text === undefined || text.length > MOST_TEXT
          ? undefined
          : new CodeFile(path, text, this, this.#former.get(path)),
      );
      this.#former.delete(path);
    }
    return this.#code.get(path);
  }

  json(path: string): JsonFile | undefined {
    note(path);
    if (!this.#json.has(path)) {
      const text = this.host.read(path);
      this.#json.set(path, text === undefined || text.length > MOST_TEXT ? undefined : new JsonFile(path, text));
    }
    return this.#json.get(path);
  }

  /** A configuration file, in whichever notation its name tells. */
  config(path: string): ConfigFile | undefined {
    if (path.endsWith('.json')) return this.json(path);
    note(path);
    if (!this.#config.has(path)) {
      const text = this.host.read(path);
      this.#config.set(path, text === undefined || text.length > MOST_TEXT ? undefined : readConfig(path, text));
    }
    return this.#config.get(path);
  }

  /** A file as fixes are written into it. */
  document(path: string): Document | undefined {
    const file = this.code(path);
    if (file) return new Document(path, file.text, () => file.tree);
    const text = this.host.read(path);
    if (text === undefined || text.length > MOST_TEXT) return undefined;
    // The fixes of one file are written one after the other.
    if (this.#written?.path !== path || this.#written.text !== text) this.#written = new Document(path, text);
    return this.#written;
  }

  /**
   * Takes in that a file is another one now, or that there is none: drops what was parsed of it, and whatever rests on it. Tells
   * the paths and questions that have changed, of those that `reads` speaks of.
   */
  changed(path: string): ReadonlySet<string> {
    const former = this.#code.get(path);
    if (former) this.#former.set(path, former);
    this.#code.delete(path);
    this.#json.delete(path);
    this.#config.delete(path);
    for (const it of this.#code.values()) it?.forgetValues();
    for (const [of, it] of this.#former) if (of !== path) it.forgetValues();
    const places = [path, ...(isManifest(path) ? [MANIFESTS] : []), ...(isLockfile(path) ? [INSTALLED] : [])];
    const changed = new Set([...places, ...places.flatMap(it => [...this.#questions.changed(it)])]);
    this.#former.get(path)?.forgetKept(changed);
    return changed;
  }

  /** Drops the trees of all files, keeping nothing but what callers hold. */
  forgetTrees(): void {
    this.#written = undefined;
    this.#code.clear();
    this.#former.clear();
    this.#json.clear();
    this.#config.clear();
  }

  resolve(from: string, specifier: string): string | undefined {
    return this.#resolver.resolve(from, specifier);
  }

  /**
   * Whether what a file exports may have to do with a package of which `words` speaks: whether its text contains one of them, or
   * that of a file it imports, or of one whose exports it hands on. Nothing is parsed to know it.
   */
  leads(path: string, words: Sieve): boolean {
    if (!this.#words.includes(words)) this.#words.push(words);
    return this.ask(`leads ${this.#words.indexOf(words)} ${path}`, () => this.#leads(path, words), false);
  }

  #leads(path: string, words: Sieve): boolean {
    const text = this.host.read(path);
    if (text === undefined) return false;
    const targets = (modules: readonly string[]) => modules.flatMap(it => this.resolve(path, it) ?? []);
    return (
      words.test(text) ||
      targets(matched(text, HANDED_ON)).some(it => this.leads(it, words)) ||
      targets(matched(text, IMPORTED)).some(it => words.test(this.host.read(it) ?? ''))
    );
  }

  /** What an import brings: a value of the workspace's own files, or the name of a package's export. */
  imported(from: Source, specifier: string, name: string, span: Span): Value {
    const path = this.resolve(from.path, specifier);
    if (path === undefined) {
      const relative = specifier.startsWith('.') || specifier.startsWith('/');
      return relative
        ? unknown(span, `the module \`${specifier}\` is not in the workspace`, true)
        : { kind: 'external', module: specifier.replace(/^npm:((?:@[^/]+\/)?[^@/]+)(?:@[^/]*)?/, '$1'), name, span };
    }
    if (path.endsWith('.json')) return this.json(path)?.value ?? unknown(span, `\`${specifier}\` cannot be read`);
    const file = this.code(path);
    return file ? exported(file, name, span) : unknown(span, `\`${specifier}\` cannot be read`, true);
  }
}

function matched(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(it => it[1] ?? it[2] ?? []);
}

/** The modules whose exports a module exports again, by its text. */
const HANDED_ON =
  /\bexport\s*(?:\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*['"]([^'"\n]+)['"]|\bexports\b[^\n]*\brequire\(\s*['"]([^'"\n]+)['"]/g;
/** The modules beside it that a module imports, by its text. */
const IMPORTED = /\bfrom\s*['"](\.[^'"\n]+)['"]|\brequire\(\s*['"](\.[^'"\n]+)['"]/g;
