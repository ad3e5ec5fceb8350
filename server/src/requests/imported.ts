import { argumentsAt } from './arguments.ts';

/** `import … from 'x'` and `… = require('x')`. */
const IMPORT =
  /\bimport\s+([^'"`;]+?)\s+from\s*['"]([^'"\n]+)['"]|\b(?:const|let|var)\s+([^=;]+?)\s*=\s*require\(\s*['"]([^'"\n]+)['"]\s*\)/g;
const HANDED_ON = /\bexport\s*(?:\*[^'"\n]*|\{[^}]*\}\s*)from\s*['"][^'"\n]+['"]/g;

/** A call of what a module gives, by its text. */
export interface CalledModule {
  readonly module: string;
  /** The name that is imported; undefined where it is taken out of what `require` gives. */
  readonly name: string | undefined;
  /** The properties that are read of it before the last of them is called. */
  readonly chain: readonly string[];
  readonly given: readonly Given[];
}

/** An argument by its text: anything that is written in the code, a name of which something may be known, or one of which nothing is. */
export type Given = 'written' | 'named' | 'open';

/**
 * Whether a text hands anything that is written over to what these modules give, or makes something of it: a call with a text, an
 * object or a constant, an instance, another name for it. Judged by the text, so that a file need not be parsed that only hands on
 * what it was given itself; what looks like neither counts. Whether a call counts that hands something over, `counts` says.
 */
export function handsOverTo(
  text: string,
  isSought: (module: string) => boolean,
  counts: (call: CalledModule) => boolean,
): boolean {
  const names: Imported[] = [];
  const rest = text
    .replace(IMPORT, (whole, clause: string | undefined, module, required: string | undefined, required2) => {
      const from = String(module ?? required2);
      if (!isSought(from)) return whole;
      names.push(...(clause === undefined ? taken(required ?? '', from) : importedBy(clause, from)));
      return ' ';
    })
    .replace(HANDED_ON, ' ');
  const others = [...rest.matchAll(/\b(?:from|import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g)];
  return others.some(it => isSought(it[1] ?? '')) || names.some(it => isHandedOver(it, rest, counts));
}

/** A name, and what it stands for. */
interface Imported {
  readonly local: string;
  readonly module: string;
  readonly name: string | undefined;
}

/** `a, { b, c as d }` and `* as e`. */
function importedBy(clause: string, module: string): readonly Imported[] {
  return clause
    .replace(/\btype\s+/g, '')
    .split(/(?<=[{},])/)
    .flatMap((part, index, all) => {
      const [, name, renamed] = /([\w$]+|\*)(?:\s+as\s+([\w$]+))?\s*[{},]?\s*$/.exec(part) ?? [];
      if (name === undefined) return [];
      const braced = all.slice(0, index).some(it => it.includes('{'));
      return [{ local: renamed ?? name, module, name: name === '*' || braced ? name : 'default' }];
    });
}

/** The names of a pattern that `require` fills. */
function taken(pattern: string, module: string): readonly Imported[] {
  return pattern
    .split(/[{},]/)
    .flatMap(it => /([\w$]+)\s*$/.exec(it)?.[1] ?? [])
    .map(local => ({ local, module, name: undefined }));
}

const BEFORE_NAME = /[\w$.'"`/-]/;
/** What may follow a name that stands by itself: the properties that are read of it. */
const AFTER_NAME = /(?![\w$'"`-])(?:\s*[?!]?\.\s*[\w$]+)*/y;

function isHandedOver(imported: Imported, text: string, counts: (call: CalledModule) => boolean): boolean {
  const name = imported.local;
  const known = new Map<string, Given>();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at > 0 && BEFORE_NAME.test(text.charAt(at - 1))) continue;
    AFTER_NAME.lastIndex = at + name.length;
    const chain = AFTER_NAME.exec(text)?.[0];
    if (chain === undefined) continue;
    const end = at + name.length + chain.length;
    const properties = chain.split('.').flatMap(it => /[\w$]+/.exec(it)?.[0] ?? []);
    const called = (given: readonly Given[]) => counts({ ...imported, chain: properties, given });
    if (hands(at, end, text, known, called)) return true;
  }
  return false;
}

/** `)` of a call without nested ones, and a method of what it gives that is handed a text: `client().get('/items')`. */
const ON_RESULT = /[^()]*\)\s*[?!]?\.\s*[\w$]+\s*(?:<[^()]*>)?\(\s*['"`]/y;
const OPENED = /\s*(?:\?\.)?\(/y;
const ARGUMENTS = /\s*(?:\?\.)?\(([^()]*)\)/y;
const NOTHING_MORE = /\s*(?:[),}\]>;:/]|$)|\s*\n/y;

/** Whether a name with its properties, from `start` to `end`, is handed something that is written, or made into something. */
function hands(
  start: number,
  end: number,
  text: string,
  known: Map<string, Given>,
  called: (given: readonly Given[]) => boolean,
): boolean {
  const before = text.slice(Math.max(0, start - 30), start).trimEnd();
  if (/(?:[:<|&]|\b(?:typeof|as|implements))$/.test(before)) return false;
  // Made into something else, or another name for it.
  if (/(?:[^=!<>]=|\b(?:new|extends))$/.test(before)) return true;
  OPENED.lastIndex = end;
  const all = OPENED.test(text) ? argumentsAt(text, OPENED.lastIndex - 1) : undefined;
  if (all) {
    ON_RESULT.lastIndex = OPENED.lastIndex;
    if (ON_RESULT.test(text)) return true;
    const given = all.map(it => givenAs(it, text, known));
    return given.includes('written') && (all.some(it => it.startsWith('...')) || called(given));
  }
  ARGUMENTS.lastIndex = end;
  const args = ARGUMENTS.exec(text)?.[1];
  if (args !== undefined) return args.split(',').some(own => givenAs(own.trim(), text, known) === 'written');
  NOTHING_MORE.lastIndex = end;
  return !NOTHING_MORE.test(text);
}

/** What is no name, and names that the text imports or gives something written; `known` keeps what was found of names. */
function givenAs(argument: string, text: string, known: Map<string, Given>): Given {
  if (argument === '') return 'open';
  const root = /^([A-Za-z_$][\w$]*)(?:\s*[?!]*\.\s*[A-Za-z_$][\w$]*)*!?$/.exec(argument)?.[1];
  if (root === undefined || /^(?:true|false|null|undefined)$/.test(root)) return 'written';
  const before = known.get(root);
  if (before !== undefined) return before;
  const name = root.replaceAll('$', '\\$');
  const found: Given = written(name).test(text) ? 'written' : named(name).test(text) ? 'named' : 'open';
  known.set(root, found);
  return found;
}

function written(name: string): RegExp {
  return new RegExp(
    `\\b(?:const|let|var)\\s+${name}\\b\\s*(?::[^=;\\n]+)?=\\s*(?:['"\`{[(\\d]|(?:new|JSON|true|false)\\b)|\\bimport\\s[^'";]*\\b${name}\\b`,
  );
}

/** Declared, given something where it is missing, or taken out of what is neither handed in nor waited for. `name={` is an attribute. */
function named(name: string): RegExp {
  return new RegExp(
    `\\b(?:const|let|var)\\s+${name}\\b|(?<![\\w$.])${name}\\s*(?::[^=;,()\\n]+)?=(?![=>{])|\\b(?:const|let|var)\\s*\\{[^}]*\\b${name}\\b[^}]*\\}\\s*=\\s*(?!use[A-Z]|await\\b|props\\b|this\\b)`,
  );
}
