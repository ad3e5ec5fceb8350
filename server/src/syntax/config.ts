import { JsonFile } from './json.ts';
import type { Value } from './value.ts';
import { readYaml } from './yaml.ts';

/** A configuration file put as values, one for each document; what is broken is left out. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly Value[];
}

/** Reads a file in the notation that its name tells: YAML, else JSON. Nothing here throws. */
export function readConfig(path: string, text: string): ConfigFile {
  return /\.ya?ml$/i.test(path) ? { path, text, documents: readYaml(path, text) } : new JsonFile(path, text);
}
