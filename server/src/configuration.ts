import {
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { PROFILES, type Profile } from './rules/rule.ts';
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

/** What a setting may look like, for those whose default says nothing. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  rules: ['// "wildcard-origin": "info",', '// "missing-vary-origin": "off"'],
  exclude: ['// "fixtures/"'],
  sites: ['// { "folder": "web", "origins": ["https://app.example.com"], "role": "page" }'],
};

/** A commented configuration that changes nothing but the profile, with what may stand in it. */
export function newConfiguration(profile: Profile = DEFAULTS.profile, schema?: string): string {
  const head = schema === undefined ? [] : [`  "$schema": ${JSON.stringify(schema)},\n`];
  const settings = ROWS.filter(it => it.inConfigFile).map(({ key, description, default: standard }) => {
    const value = key === 'profile' ? profile : standard;
    return `${comment(key, description)}  "${key}": ${written(key, value)}`;
  });
  return `{\n${[...head, settings.join(',\n\n')].join('\n')}\n}\n`;
}

function comment(key: string, description: string): string {
  const more =
    key === 'profile' ? ` One of ${PROFILES.join(', ')}.` : key === 'rules' ? ' `corslint rules` lists them.' : '';
  return `  // ${description}${more}\n`;
}

function written(key: string, value: unknown): string {
  const example = EXAMPLES[key];
  const text = JSON.stringify(value);
  return example ? `${text[0]}\n${example.map(it => `    ${it}\n`).join('')}  ${text.at(-1)}` : text;
}

/** A piece of a text to be replaced; offsets in UTF-16 code units. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What switches a rule off in the text of a configuration file, comments kept; undefined where that is broken. */
export function switchingOff(rule: string, text: string, name: string): readonly Replacement[] | undefined {
  const errors: ParseError[] = [];
  parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return undefined;
  const path = [...(name === MANIFEST ? [SECTION] : []), 'rules', rule];
  const [, indent = '  '] = /^([\t ]+)\S/m.exec(text) ?? [];
  const formattingOptions = {
    ...{ insertSpaces: !indent.startsWith('\t'), tabSize: indent.length },
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const edits = modify(text, path, 'off', { formattingOptions });
  return edits.map(({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }));
}
