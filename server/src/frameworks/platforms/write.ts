import type { PolicyEdit } from '../../model/edit.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Read } from '../options/edits.ts';

/**
 * Writes another text or number in the place of one in quotes, in its own quotes: an origin that is mended. Whatever changes the layout of
 * the file is declined, and so is what stands in quotes of its own within them.
 */
export function writeValues(_policy: CorsPolicy, edit: PolicyEdit, read: Read): readonly TextEdit[] | undefined {
  if (edit.kind !== 'replace' || edit.value.kind !== 'text') return undefined;
  const before = read(edit.at.path)?.source(edit.at);
  const quote = before && /^(["'])(?!['"])[^"'\\\n]*\1$/.exec(before)?.[1];
  return quote && /^[\w.:/[\]-]+$/.test(edit.value.text)
    ? [{ at: edit.at, text: `${quote}${edit.value.text}${quote}` }]
    : undefined;
}
