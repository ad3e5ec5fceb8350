import { type CorsPolicy, known } from '../model/policy.ts';
import type { TextEdit } from '../text/edit.ts';
import { contains, type Span } from '../text/span.ts';
import { outermostIf } from './header-blocks.ts';
import { addAfter } from './header-insert.ts';
import { entryKind, linkOf, removeStatement } from './header-source.ts';
import { indentAt, lineBreakOf } from './header-text.ts';
import type { Read } from './options-edits.ts';

/** Sends `Vary: Origin` whatever the origin: before the check that decides on the header, or beside the header. */
export function writeVary(policy: CorsPolicy, read: Read): readonly TextEdit[] | undefined {
  const entry = policy.origins.entry;
  const source = entry && read(entry.path);
  if (!entry || source === undefined) return undefined;
  if (policy.vary.kind === 'written' && known(policy.vary) === 'never') return extend(policy.vary.at, read);
  switch (entryKind(source, linkOf(source, entry))) {
    case 'statement':
    case 'other':
      return before(policy, entry, source);
    case 'chained':
    case 'row':
      return addAfter(entry, 'Vary', 'Origin', read);
    case 'property': {
      const [here, others] = [addAfter(entry, 'Vary', 'Origin', read), refusals(policy, source)];
      return chosen(policy, source) || !here || !others ? undefined : [...here, ...others];
    }
  }
}

/** Another name in a `Vary` that is there. */
function extend(at: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(at.path);
  const [, open, inner, close] = /^(['"])([^'"]+)(['"])$/.exec(source?.slice(at.start, at.end) ?? '') ?? [];
  return inner === undefined ? undefined : [{ at, text: `${open}${inner}, Origin${close}` }];
}

/**
 * `Vary` for the responses of refused origins that are written out beside the others; undefined where one is written in a way
 * that takes no header.
 */
function refusals({ origins }: CorsPolicy, source: string): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { outcome, at } of origins.branches ?? []) {
    if (outcome !== 'deny') continue;
    if (at.path !== origins.at.path) return undefined;
    const text = source.slice(at.start, at.end);
    if (/\bvary\b/i.test(text)) continue;
    const own = /\bheaders\s*:\s*$/.test(source.slice(0, at.start)) ? /^\{/.exec(text) : null;
    const headers = own ?? /\bheaders\s*:\s*\{/.exec(text);
    const braces = headers ?? /^\s*(return\s*)?\{(?=[\s\S]*\bstatusCode\b)|,\s*\{(?=\s*status\b)/.exec(text);
    if (!braces) return undefined;
    const start = at.start + braces.index + braces[0].length;
    const added = headers ? " Vary: 'Origin'," : " headers: { Vary: 'Origin' },";
    edits.push({ at: { path: at.path, start, end: start }, text: added });
  }
  return edits;
}

/** Whether the object that holds the header is one of several that a condition chooses from. */
function chosen({ container }: CorsPolicy, source: string): boolean {
  return (
    container !== undefined &&
    /(\?|&&|\|\||:)\s*\(?\s*$/.test(source.slice(0, container.start)) &&
    !/['"\w]\s*:\s*$/.test(source.slice(0, container.start))
  );
}

function before(policy: CorsPolicy, entry: Span, source: string): readonly TextEdit[] | undefined {
  const text = source.slice(entry.start, entry.end);
  const call = /^([\w$.]+)\.(setHeader|header|set|append)\(/.exec(text);
  const index = /^([\w$.]+)\[\s*['"]/.exec(text);
  const target = outermostIf(source, entry.start);
  const receiver = call?.[1] ?? index?.[1];
  if (receiver === undefined || target === undefined) return undefined;
  if (target === entry.start && entryKind(source, entry) !== 'statement') return undefined;
  const root = receiver.split('.')[0] ?? receiver;
  if (new RegExp(`\\b(const|let|var)\\s+${root.replaceAll('$', '\\$')}\\b`).test(source.slice(target, entry.start)))
    return undefined;
  const quote = /['"]/.exec(text)?.[0] ?? "'";
  const says = (code: string) => code.replaceAll("'", quote);
  const spelled = /access-control-allow-origin/.test(text) ? 'vary' : 'Vary';
  const line = index
    ? says(`${receiver}['${spelled}'] = 'Origin'`)
    : says(idiom(receiver, call?.[2] ?? '', spelled, source));
  const end = text.trimEnd().endsWith(';') ? ';' : '';
  const at: Span = { path: entry.path, start: target, end: target };
  const added: TextEdit = { at, text: `${line}${end}${lineBreakOf(source)}${indentAt(source, target)}` };
  return [added, ...conditional(policy, source, target)];
}

/** How this kind of response adds to `Vary`. */
function idiom(receiver: string, method: string, name: string, source: string): string {
  if (/(^|\.)headers$/i.test(receiver) || (method === 'append' && !/^res/i.test(receiver)))
    return `${receiver}.append('${name}', 'Origin')`;
  const express = /\bexpress\b/.test(source) && /^res(ponse)?$/.test(receiver);
  if (express || (/^(res|response|ctx)$/.test(receiver) && method !== 'setHeader')) return `${receiver}.vary('Origin')`;
  if (receiver === 'c') return `${receiver}.header('${name}', 'Origin', { append: true })`;
  return `${receiver}.${method}('${name}', 'Origin')`;
}

/** A `Vary` that only accepted origins get is not needed any more. */
function conditional({ vary }: CorsPolicy, source: string, target: number): readonly TextEdit[] {
  if (
    vary.kind !== 'written' ||
    !vary.entry ||
    vary.entry.start < target ||
    contains(vary.entry, { ...vary.entry, start: target, end: target })
  )
    return [];
  return entryKind(source, vary.entry) === 'statement' &&
    /vary['"]?\s*[,(]\s*['"]\s*origin\s*['"]/i.test(source.slice(vary.entry.start, vary.entry.end))
    ? removeStatement(source, vary.entry)
    : [];
}
