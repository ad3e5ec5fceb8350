/** `import … from 'x'` and `… = require('x')`. */
const IMPORT =
  /\bimport\s+([^'"`;]+?)\s+from\s*['"]([^'"\n]+)['"]|\b(?:const|let|var)\s+([^=;]+?)\s*=\s*require\(\s*['"]([^'"\n]+)['"]\s*\)/g;
const HANDED_ON = /\bexport\s*(?:\*[^'"\n]*|\{[^}]*\}\s*)from\s*['"][^'"\n]+['"]/g;

/**
 * Whether a text hands anything that is written over to what these modules give, or makes something of it: a call with a text, an
 * object or a constant, an instance, another name for it. Judged by the text, so that a file need not be parsed that only hands on
 * what it was given itself; what looks like neither counts.
 */
export function handsOverTo(text: string, isSought: (module: string) => boolean): boolean {
  const names: string[] = [];
  const rest = text
    .replace(IMPORT, (whole, clause: string | undefined, module, required: string | undefined, required2) => {
      if (!isSought(String(module ?? required2))) return whole;
      names.push(...namesIn(clause ?? required ?? ''));
      return ' ';
    })
    .replace(HANDED_ON, ' ');
  const others = [...rest.matchAll(/\b(?:from|import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g)];
  return others.some(it => isSought(it[1] ?? '')) || names.some(it => isHandedOver(it, rest));
}

/** The names that an import clause or a pattern introduces. */
function namesIn(clause: string): readonly string[] {
  return clause
    .replace(/\btype\s+/g, '')
    .split(/[{},]/)
    .flatMap(it => /([\w$]+)\s*$/.exec(it)?.[1] ?? []);
}

const BEFORE_NAME = /[\w$.'"`/-]/;
/** What may follow a name that stands by itself: the properties that are read of it. */
const AFTER_NAME = /(?![\w$'"`-])(?:\s*[?!]?\.\s*[\w$]+)*/y;

function isHandedOver(name: string, text: string): boolean {
  const written = new Map<string, boolean>();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at > 0 && BEFORE_NAME.test(text.charAt(at - 1))) continue;
    AFTER_NAME.lastIndex = at + name.length;
    const chain = AFTER_NAME.exec(text)?.[0];
    if (chain !== undefined && hands(at, at + name.length + chain.length, text, written)) return true;
  }
  return false;
}

const ARGUMENTS = /\s*(?:\?\.)?\(([^()]*)\)/y;
const NOTHING_MORE = /\s*(?:[),}\]>;:/]|$)|\s*\n/y;

/** Whether a name with its properties, from `start` to `end`, is handed something that is written, or made into something. */
function hands(start: number, end: number, text: string, written: Map<string, boolean>): boolean {
  const before = text.slice(Math.max(0, start - 30), start).trimEnd();
  if (/(?:[:<|&]|\b(?:typeof|as|implements))$/.test(before)) return false;
  // Made into something else, or another name for it.
  if (/(?:[^=!<>]=|\b(?:new|extends))$/.test(before)) return true;
  ARGUMENTS.lastIndex = end;
  const args = ARGUMENTS.exec(text)?.[1];
  if (args !== undefined) return args.split(',').some(own => isWritten(own.trim(), text, written));
  NOTHING_MORE.lastIndex = end;
  return !NOTHING_MORE.test(text);
}

/** What is no name, and names that the text imports or gives something written; `known` keeps what was found of names. */
function isWritten(argument: string, text: string, known: Map<string, boolean>): boolean {
  if (argument === '') return false;
  const root = /^([A-Za-z_$][\w$]*)(?:\s*[?!]*\.\s*[A-Za-z_$][\w$]*)*!?$/.exec(argument)?.[1];
  if (root === undefined || /^(?:true|false|null|undefined)$/.test(root)) return true;
  const before = known.get(root);
  if (before !== undefined) return before;
  const name = root.replaceAll('$', '\\$');
  const found = new RegExp(
    `\\b(?:const|let|var)\\s+${name}\\b\\s*(?::[^=;\\n]+)?=\\s*(?:['"\`{[(\\d]|(?:new|JSON|true|false)\\b)|\\bimport\\s[^'";]*\\b${name}\\b`,
  ).test(text);
  known.set(root, found);
  return found;
}
