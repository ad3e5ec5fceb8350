import { readFileSync, statSync } from 'node:fs';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { DEFAULTS, inFolder, ROWS, readSettings, type Settings } from '../settings.ts';
import { Lines } from '../text/lines.ts';
import { UsageError } from './io.ts';
import { suggestion } from './nearest.ts';
import { absolute, folderOf, inside, shown, upward } from './paths.ts';

/** The settings, and the folder that their `exclude` patterns are relative to. */
export interface Configuration {
  readonly settings: Settings;
  readonly base: string;
  /** The file that they were read from, if any. */
  readonly file: string | undefined;
}

const NAME = 'corslint.config.json';
const KEYS: readonly string[] = ROWS.filter(it => it.inConfigFile).map(it => it.key);

/**
 * The settings of the nearest `corslint.config.json` or `package.json#corslint`, from the working directory up to the
 * top of the repository, or of `file`. Throws `UsageError` with file and place where they do not make sense.
 */
export function readConfiguration(cwd: string, file: string | undefined, ruleIds: readonly string[]): Configuration {
  const read = (path: string, key: string | undefined) => {
    const text = contentOf(path, cwd);
    const settings = text === undefined ? undefined : parseSettings(text, shown(cwd, path), key, ruleIds);
    return settings && { settings: inFolder(settings, folderOf(path)), base: folderOf(path), file: path };
  };
  if (file !== undefined) {
    const path = absolute(cwd, file);
    const found = read(path, path.endsWith('/package.json') ? 'corslint' : undefined);
    if (!found) throw new UsageError(`there is no configuration in \`${file}\``);
    return found;
  }
  for (const folder of upward(absolute(cwd, '.'))) {
    const found = read(inside(folder, NAME), undefined) ?? read(inside(folder, 'package.json'), 'corslint');
    if (found) return found;
    if (statSync(inside(folder, '.git'), { throwIfNoEntry: false })) break;
  }
  return { settings: DEFAULTS, base: absolute(cwd, '.'), file: undefined };
}

function contentOf(path: string, cwd: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${shown(cwd, path)}: cannot be read`);
  }
}

/** Reads settings from JSON with comments: the whole text, or what stands under `key`, if anything does. */
function parseSettings(
  text: string,
  name: string,
  key: string | undefined,
  ruleIds: readonly string[],
): Settings | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lines = new Lines(text);
  const fail = (offset: number, problem: string): never => {
    const { line, character } = lines.position(offset);
    throw new UsageError(`${name}:${line + 1}:${character + 1}: ${problem}`);
  };
  const node = root && key !== undefined ? findNodeAtLocation(root, [key]) : root;
  if (key !== undefined && !node) return undefined;
  const first = errors[0];
  if (first) fail(first.offset, `not valid JSON (${printParseErrorCode(first.error)})`);
  if (!node) return DEFAULTS;
  for (const property of node.type === 'object' ? (node.children ?? []) : []) {
    const word = String(property.children?.[0]?.value);
    if (word !== '$schema' && !KEYS.includes(word))
      fail(property.offset, `there is no setting \`${word}\`.${suggestion(word, KEYS)}`);
  }
  return readSettings(getNodeValue(node), ruleIds, problem => {
    const word = /`([^`]*)`/.exec(problem)?.[1] ?? '';
    const near = problem.startsWith('there is no rule') ? `.${suggestion(word, ruleIds)}` : '';
    fail((find(node, word) ?? node).offset, problem + (near === '.' ? '' : near));
  });
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
