import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { DEFAULTS, ROWS, readSettings, type Settings } from './settings.ts';
import { suggestion } from './text/nearest.ts';

/** The name of the file that holds settings; the section `corslint` of a `package.json` may hold them instead. */
export const CONFIG_FILE = 'corslint.config.json';
export const MANIFEST = 'package.json';
const SECTION = 'corslint';

/** What a configuration file may hold. */
export const KEYS: readonly string[] = ROWS.filter(it => it.inConfigFile).map(it => it.key);

/** Something in a configuration file that makes no sense; offsets are in UTF-16 code units. */
export interface ConfigurationProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface ConfigurationText {
  /** Undefined where the text holds no settings of ours. What makes no sense is left out. */
  readonly settings: Settings | undefined;
  /** In the order in which they are found. */
  readonly problems: readonly ConfigurationProblem[];
}

/** Reads the text of a configuration file, JSON with comments and trailing commas, over `base`. `name` is the file's. */
export function readConfigurationText(
  text: string,
  name: string,
  ruleIds: readonly string[],
  base: Settings = DEFAULTS,
): ConfigurationText {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const inManifest = name === MANIFEST;
  const node = root && inManifest ? findNodeAtLocation(root, [SECTION]) : root;
  if (inManifest && !node) return { settings: undefined, problems: [] };
  const problems: ConfigurationProblem[] = [];
  const [first] = errors;
  if (first) {
    const end = Math.max(first.offset + first.length, first.offset + 1);
    problems.push({ start: first.offset, end, message: `not valid JSON (${printParseErrorCode(first.error)})` });
  }
  if (!node) return { settings: base, problems };
  const complain = (at: Node, message: string) => {
    const named = at.type === 'property' ? (at.children?.[0] ?? at) : at;
    problems.push({ start: named.offset, end: named.offset + named.length, message });
  };
  for (const property of node.type === 'object' ? (node.children ?? []) : []) {
    const word = String(property.children?.[0]?.value);
    if (word !== '$schema' && !KEYS.includes(word))
      complain(property, `there is no setting \`${word}\`.${suggestion(word, KEYS)}`);
  }
  const settings = readSettings(
    getNodeValue(node),
    ruleIds,
    problem => {
      const word = /`([^`]*)`/.exec(problem)?.[1] ?? '';
      const near = problem.startsWith('there is no rule') ? suggestion(word, ruleIds) : '';
      complain(find(node, word) ?? node, near ? `${problem}.${near}` : problem);
    },
    base,
  );
  return { settings, problems };
}

/** The property of this name, or the value that reads like this. */
function find(node: Node, word: string): Node | undefined {
  if (node.type !== 'object' && node.type !== 'array') return String(node.value) === word ? node : undefined;
  for (const child of node.children ?? []) {
    const [name, value] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
    if (name?.value === word) return child;
    const deeper = value && find(value, word);
    if (deeper) return deeper;
  }
  return undefined;
}
