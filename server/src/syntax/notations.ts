import type { Document } from './document.ts';
import { HCL } from './hcl.ts';
import { JSON_TREE } from './json.ts';
import { TOML } from './toml.ts';
import { TreePlaces } from './tree-places.ts';
import { YAML } from './yaml-tree.ts';

const NOTATIONS = [
  [/\.ya?ml$/i, YAML],
  [/\.toml$/i, TOML],
  [/\.json[c5]?$/i, JSON_TREE],
  [/\.(tf|tofu|tfvars|hcl)$/i, HCL],
] as const;

/** The places of a file of keys and values, in the notation that its name tells. */
export function treePlaces(file: Document | undefined): TreePlaces | undefined {
  const notation = file && NOTATIONS.find(([name]) => name.test(file.path))?.[1];
  return notation && new TreePlaces(file, notation);
}
