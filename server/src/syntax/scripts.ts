/** Files of markup that hold scripts: components of Vue, Svelte and Astro, and pages. */
export function isMarkup(path: string): boolean {
  return /\.(vue|svelte|astro|html?)$/i.test(path);
}

const SCRIPT = /(<script\b((?:"[^"]*"|'[^']*'|[^>"'])*)>)([\s\S]*?)<\/script\s*>/gi;
/** What stands in scripts of other types is data. https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type */
const OTHER_TYPE =
  /\btype\s*=\s*["']?(?!module\b|text\/(javascript|babel|jsx|typescript|ecmascript)|application\/(x-)?(java|ecma)script|ts\b)[\w]/i;

/**
 * The scripts of a file of markup, each where it stands: everything else is blank, so that a place in the scripts is the same
 * place in the file.
 */
export function scriptsIn(text: string): string {
  let result = '';
  let from = 0;
  for (const { 1: opening = '', 2: attributes = '', 3: script = '', index } of text.matchAll(SCRIPT)) {
    if (OTHER_TYPE.test(attributes)) continue;
    const start = index + opening.length;
    result += blank(text.slice(from, start)) + script;
    from = start + script.length;
  }
  return result + blank(text.slice(from));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
