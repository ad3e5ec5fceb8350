/**
 * What stands for whatever a template fills in: a sign of the private use area, which no configuration has
 * (https://www.unicode.org/faq/private_use.html).
 */
export const FILLED = '\uE000';

// An action ends at the first `}}`: there is one way to match, however many stand in a file.
const ACTION = /\{\{(?:(?!\}\})[\s\S])*\}\}/g;
const ALONE = /^([ \t]*)((?:\{\{(?:(?!\}\})[\s\S])*\}\}[ \t]*)+)$/gm;
/** `key: {{ include "labels" . | nindent 4 }}`, below which more may stand. */
const AFTER_KEY = /^([ \t]*)([^\s#{][^\n{]*:[ \t]+)(\{\{(?:(?!\}\})[^\n])*\}\})[ \t]*$/gm;

/** https://helm.sh/docs/chart_template_guide/control_structures/: what gives no text of its own. */
const SILENT = /^\{\{-?\s*(?:\/\*|\$[\w]+\s*:?=|(?:if|else|end|with|range|define|block|break|continue)\b)/;

/**
 * A YAML template of Helm as YAML of the same length, in which `FILLED` stands where a text is filled in: as a value, as a key where
 * whole lines are, as a tag on what stands below a key that is given more. What is written in it keeps its place.
 * https://helm.sh/docs/chart_template_guide/
 */
export function withoutActions(text: string): string {
  if (!text.includes('{{')) return text;
  const lines = text.replace(ALONE, (line: string, indent: string, actions: string, at: number) => {
    const all = actions.match(ACTION) ?? [];
    return all.every(it => SILENT.test(it)) ? blank(line) : filledLine(line, indent, actions, text.slice(0, at));
  });
  const keys = lines.replace(
    AFTER_KEY,
    (line: string, indent: string, key: string, action: string, at: number, whole: string) => {
      const [, next = ''] = /^\n(?:[ \t]*\n)*([ \t]*)\S/.exec(whole.slice(at + line.length)) ?? [];
      return next.length > indent.length && /indent\s+\d/.test(action)
        ? `${indent}${key}!${FILLED}${' '.repeat(line.length - indent.length - key.length - 2)}`
        : line;
    },
  );
  return keys.replace(ACTION, it => it.replace(/[^\r\n]/g, FILLED));
}

/** Lines of a mapping or a list, where the template says how far in they stand. */
function filledLine(line: string, indent: string, actions: string, before: string): string {
  const [, given] = /\bn?indent\s+(\d+)/.exec(actions) ?? [];
  const column = given === undefined ? indent.length : Number(given);
  const [last = ''] = before.trimEnd().split('\n').slice(-1);
  const inList = last.startsWith(`${' '.repeat(column)}- `);
  const filled = `${' '.repeat(column)}${inList ? `- ${FILLED}` : `${FILLED}:`}`;
  return filled.length > line.length || line.includes('\n') ? blank(line) : filled.padEnd(line.length);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
