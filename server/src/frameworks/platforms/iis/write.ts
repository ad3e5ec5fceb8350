import type { PolicyEdit } from '../../../model/edit.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { Documents } from '../../../syntax/document.ts';
import type { TextEdit } from '../../../text/edit.ts';
import { startsLine } from '../../../text/layout.ts';
import type { Span } from '../../../text/span.ts';

/** Writes another value between the quotes of an attribute, takes an element with its line away, or adds one for `Vary`. */
export function writeXml(policy: CorsPolicy, edit: PolicyEdit, read: Documents): readonly TextEdit[] | undefined {
  switch (edit.kind) {
    case 'replace':
      return edit.value.kind === 'text' ? replace(edit.at, edit.value.text, read) : undefined;
    case 'set': {
      const setting =
        edit.field === 'origins' ? policy.origins : edit.field === 'preflight' ? undefined : policy[edit.field];
      const value =
        'value' in edit.value ? String(edit.value.value) : 'text' in edit.value ? edit.value.text : undefined;
      return policy.notation === 'xml' && setting && 'entry' in setting && setting.entry && value !== undefined
        ? replace(setting.at, value, read)
        : undefined;
    }
    case 'remove': {
      const setting = edit.field === 'origins' || edit.field === 'preflight' ? undefined : policy[edit.field];
      const entry = setting && 'entry' in setting ? setting.entry : undefined;
      return policy.notation === 'xml' && entry ? removeElement(entry, read) : undefined;
    }
    case 'delete-statement':
      return policy.notation === 'xml' ? removeElement(edit.statement, read) : undefined;
    case 'vary':
      return policy.notation === 'xml' ? vary(policy, read) : undefined;
    default:
      return undefined;
  }
}

function replace(at: Span, text: string, read: Documents): readonly TextEdit[] | undefined {
  const before = read(at.path)?.source(at);
  return before !== undefined && !/[<>"'&]/.test(before) && /^[\w.:/*, -]+$/.test(text) ? [{ at, text }] : undefined;
}

function removeElement(entry: Span, read: Documents): readonly TextEdit[] | undefined {
  const source = read(entry.path)?.text;
  if (source === undefined) return undefined;
  const rest = /^[ \t]*\r?\n/.exec(source.slice(entry.end, entry.end + 200))?.[0];
  if (rest === undefined || !startsLine(source, entry.start)) return [{ at: entry, text: '' }];
  return [
    { at: { ...entry, start: source.lastIndexOf('\n', entry.start - 1) + 1, end: entry.end + rest.length }, text: '' },
  ];
}

/** The element of the header that names the origin, once more with another name and value. */
function vary({ origins, vary: said }: CorsPolicy, read: Documents): readonly TextEdit[] | undefined {
  const { entry } = origins;
  const file = entry && read(entry.path);
  if (!entry || !file || said.kind !== 'default' || !startsLine(file.text, entry.start)) return undefined;
  const element = file.source(entry);
  const value = file.source(origins.at);
  const added = element
    .replace(/access-control-allow-origin/i, 'Vary')
    .replace(new RegExp(`(value\\s*=\\s*["'])${value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`), '$1Origin');
  return [{ at: { ...entry, start: entry.end }, text: `${file.lineBreak}${file.indent(entry.start)}${added}` }];
}
