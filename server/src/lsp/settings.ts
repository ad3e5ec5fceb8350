import { type ParseError, parse } from 'jsonc-parser';
import { CONFIG_FILE, MANIFEST, readConfigurationText } from '../configuration.ts';
import { RULE_IDS } from '../rules/index.ts';
import { DEFAULTS, inFolder, readSettings, type Settings } from '../settings.ts';
import type { Log } from './guard.ts';
import type { Io } from './io.ts';

/** The settings of one file. The same object for every file with the same ones, so that they can be judged together. */
export interface FileSettings {
  readonly enable: boolean;
  readonly run: 'onType' | 'onSave';
  /** Whether a line above each policy says what it means. */
  readonly codeLens: boolean;
  /** Whether the findings of files that are not open are shown, too. */
  readonly closedFiles: boolean;
  readonly analysis: Settings;
}

export interface SettingsStore {
  of(path: string): FileSettings;
  /** The configuration file that has the last word over a file. */
  sourceOf(path: string): string | undefined;
  /** Takes what the client says of a folder, or of everything outside the folders where `folder` is undefined. */
  take(folder: string | undefined, data: unknown): void;
  /** Whether this file, which was written, sets anything otherwise than it did. */
  changes(path: string): boolean;
  /** Forgets configuration files, which have changed. Files whose settings come out the same keep the same object. */
  forgetFiles(): void;
  /** Whether the client wants the findings of files that are not open, wherever they are. */
  readonly closedFiles: boolean;
  /** The configuration files that were met. */
  readonly sources: ReadonlySet<string>;
}

/**
 * `folderOf` tells the workspace folder of a file. A `corslint.config.json` or the
 * section `corslint` of a `package.json` has the last word over the editor's settings. `warn` hears what makes no sense in one, once.
 */
export function makeSettings(
  io: Pick<Io, 'read'>,
  folderOf: (path: string) => string | undefined,
  log: Log,
  warn: Log = () => {},
): SettingsStore {
  const taken = new Map<string | undefined, FileSettings>();
  const files = new Map<string, FileSettings>();
  /** What was found in each folder, as text, of those that were asked about. */
  const found = new Map<string, string>();
  const made = new Map<string, FileSettings>();
  const sources = new Set<string>();
  const told = new Set<string>();

  const base = (folder: string | undefined) => taken.get(folder) ?? taken.get(undefined) ?? STANDARD;

  /** The settings in force in a directory, looking upwards as far as the workspace folder. */
  function within(directory: string, folder: string | undefined): FileSettings {
    const known = files.get(directory);
    if (known) return known;
    const own = folder === undefined ? undefined : configuration(directory);
    if (own) tellProblems(own.path);
    found.set(directory, JSON.stringify(own) ?? '');
    const result = own
      ? once(inDirectory(overlay(base(folder), own.data), directory))
      : folder !== undefined && directory.length > folder.length
        ? within(parent(directory), folder)
        : base(folder);
    files.set(directory, result);
    return result;
  }

  /** The same object for the same settings. */
  function once(settings: FileSettings): FileSettings {
    const key = JSON.stringify(settings);
    const known = made.get(key) ?? settings;
    made.set(key, known);
    return known;
  }

  function configuration(directory: string): { readonly path: string; readonly data: unknown } | undefined {
    const path = `${directory}/${CONFIG_FILE}`;
    const own = io.read(path);
    if (own !== undefined) return { path, data: readJson(own) };
    const manifest = `${directory}/${MANIFEST}`;
    const text = io.read(manifest);
    if (!text?.includes('"corslint"')) return undefined;
    const data = readJson(text);
    const section = typeof data === 'object' && data !== null && 'corslint' in data ? data.corslint : undefined;
    return typeof section === 'object' ? { path: manifest, data: section } : undefined;
  }

  function tellProblems(path: string): void {
    sources.add(path);
    const text = io.read(path) ?? '';
    // Editors make a file first, and write its text later.
    if (text.trim() === '') return;
    const { problems } = readConfigurationText(text, path.slice(path.lastIndexOf('/') + 1), RULE_IDS);
    for (const { start, message } of problems) {
      const said = `${path}:${text.slice(0, start).split('\n').length}: ${message}`;
      log(said);
      if (!told.has(said)) warn(said);
      told.add(said);
    }
  }

  return {
    of: path => within(parent(path), folderOf(path)),
    sourceOf(path) {
      const folder = folderOf(path);
      if (folder === undefined) return undefined;
      for (let directory = parent(path); directory.length >= folder.length; directory = parent(directory)) {
        const own = configuration(directory);
        if (own) return own.path;
      }
      return undefined;
    },
    take(folder, data) {
      const given = readFileSettings(data, message => log(`Settings: ${message}`));
      taken.set(folder, once(folder === undefined ? given : inDirectory(given, folder)));
      files.clear();
    },
    changes(path) {
      const directory = parent(path);
      const before = found.get(directory);
      return before !== undefined && before !== (JSON.stringify(configuration(directory)) ?? '');
    },
    forgetFiles() {
      files.clear();
      sources.clear();
    },
    sources,
    get closedFiles() {
      return [...taken.values()].some(it => it.closedFiles);
    },
  };
}

/** Folders that are named within are seen from here. */
function inDirectory(settings: FileSettings, directory: string): FileSettings {
  return { ...settings, analysis: inFolder(settings.analysis, directory) };
}

const STANDARD: FileSettings = { enable: true, run: 'onType', codeLens: false, closedFiles: false, analysis: DEFAULTS };

function readFileSettings(data: unknown, complain: (message: string) => void): FileSettings {
  const given = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  return {
    enable: given.enable !== false,
    run: given.run === 'onSave' ? 'onSave' : 'onType',
    codeLens: given.codeLens === true,
    closedFiles: given.closedFiles === true,
    analysis: readSettings(given, RULE_IDS, complain),
  };
}

function overlay(base: FileSettings, data: unknown): FileSettings {
  return { ...base, analysis: readSettings(data, RULE_IDS, () => {}, base.analysis) };
}

/** JSON with comments, as the command line reads it; undefined where it is broken. */
function readJson(text: string): unknown {
  const errors: ParseError[] = [];
  const data: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : data;
}

/**
 * The settings within `data`, whichever way a client hands them over: `{corslint: {…}}`, `{"corslint.profile": …}` or
 * without any prefix.
 */
export function unwrap(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const given = data as Record<string, unknown>;
  if (typeof given.corslint === 'object' && given.corslint !== null) return given.corslint;
  const plain = Object.entries(given).map(([key, value]) => [key.replace(/^corslint\./, ''), value] as const);
  return Object.fromEntries(plain);
}

function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
