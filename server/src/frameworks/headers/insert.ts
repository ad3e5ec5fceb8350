import type { Document } from '../../syntax/document.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import type { Read } from '../options/edits.ts';

/** Adds a header behind the one that names the origin, written the same way. */
export function addAfter(model: Span, name: string, text: string, read: Read): readonly TextEdit[] | undefined {
  const file = read(model.path);
  const line = file && likeEntry(file, model, name, text);
  return line === undefined ? undefined : file?.insertAfter(file.link(model), line);
}

/** The entry of `Access-Control-Allow-Origin` as a pattern for another header: the same code with another name and value. */
function likeEntry(file: Document, model: Span, name: string, text: string): string | undefined {
  const pair = file.pair(model, /^access-control-allow-origin$/i);
  if (!pair) return undefined;
  const entry = file.link(model);
  const nameQuote = file.text[pair.name.start] ?? '';
  const own = file.text[pair.value.start] ?? '';
  const quote = [own, nameQuote].find(it => it === '"' || it === "'") ?? file.quote;
  const spelled = pair.key === pair.key.toLowerCase() ? name.toLowerCase() : name;
  const between = file.text.slice(pair.name.end, pair.value.start);
  const end = file.text.slice(pair.value.end, entry.end);
  const start = file.text.slice(entry.start, pair.name.start).trimStart();
  return `${start}${nameQuote}${spelled}${nameQuote}${between}${quote}${text}${quote}${end}`;
}
