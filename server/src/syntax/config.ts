import { JsonFile } from './json.ts';
import { readToml } from './toml.ts';
import type { Value } from './value.ts';
import { readYaml } from './yaml.ts';

/** A configuration file put as values, one for each document; what is broken is left out. A notation of lines has none. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly Value[];
}

/** Reads a file in the notation that its name tells: YAML, TOML or JSON. Nothing here throws. */
export function readConfig(path: string, text: string): ConfigFile {
  if (/\.ya?ml$/i.test(path)) return { path, text, documents: readYaml(path, text) };
  if (/\.toml$/i.test(path)) return { path, text, documents: [readToml(path, text)] };
  return /\.json[c5]?$/i.test(path) ? new JsonFile(path, text) : { path, text, documents: [] };
}
