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

function isHandedOver(name: string, text: string): boolean {
  const uses = new RegExp(
    `(?<![\\w$.'"\`/-])${name.replaceAll('$', '\\$')}(?![\\w$'"\`-])(?:\\s*[?!]?\\.\\s*[\\w$]+)*`,
    'g',
  );
  return [...text.matchAll(uses)].some(it => {
    const before = text.slice(Math.max(0, it.index - 30), it.index).trimEnd();
    const after = text.slice(it.index + it[0].length);
    if (/(?:[:<|&]|\b(?:typeof|as|implements))$/.test(before)) return false;
    // Made into something else, or another name for it.
    if (/(?:[^=!<>]=|\b(?:new|extends))$/.test(before)) return true;
    const args = /^\s*(?:\?\.)?\(([^()]*)\)/.exec(after)?.[1];
    if (args !== undefined) return args.split(',').some(own => isWritten(own.trim(), text));
    return !/^\s*(?:[),}\]>;:/]|$|\n)/.test(after);
  });
}

/** What is no name, and names that the text imports or gives something written. */
function isWritten(argument: string, text: string): boolean {
  if (argument === '') return false;
  const root = /^([A-Za-z_$][\w$]*)(?:\s*[?!]*\.\s*[A-Za-z_$][\w$]*)*!?$/.exec(argument)?.[1]?.replaceAll('$', '\\$');
  if (root === undefined || /^(?:true|false|null|undefined)$/.test(root)) return true;
  return new RegExp(
    `\\b(?:const|let|var)\\s+${root}\\b\\s*(?::[^=;\\n]+)?=\\s*(?:['"\`{[(\\d]|(?:new|JSON|true|false)\\b)|\\bimport\\s[^'";]*\\b${root}\\b`,
  ).test(text);
}
