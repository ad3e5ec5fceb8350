import type { NewValue, PolicyEdit } from '../model/edit.ts';
import type { CorsPolicy, Field, Setting } from '../model/policy.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { OptionTable } from './options.ts';

export type Read = (path: string) => string | undefined;

/** Writes an edit into an options object in code; undefined where that cannot be done without guessing. */
export function writeOptions(
  policy: CorsPolicy,
  edit: PolicyEdit,
  read: Read,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  switch (edit.kind) {
    case 'remove': {
      // Where the library allows them by itself, leaving the option out would change nothing.
      if (edit.field === 'credentials' && table.credentialsDefault)
        return set(policy, 'credentials', { kind: 'boolean', value: false }, read, table);
      const entry = entryFor(policy, edit.field);
      return entry && removeItem(entry, read);
    }
    case 'set':
      return set(policy, edit.field, edit.value, read, table);
    case 'replace': {
      const source = read(edit.at.path);
      return source === undefined
        ? undefined
        : [{ at: edit.at, text: render(edit.value, source.slice(edit.at.start, edit.at.end), quoteOf(source)) }];
    }
    case 'drop':
      return removeItem(edit.at, read);
    case 'rename':
      return rename(edit.at, edit.name, read);
    case 'rewrite':
      return [{ at: edit.at, text: edit.source }];
    case 'deny':
    case 'refuse-branch':
      return deny(edit.at, read);
    default:
      return undefined;
  }
}

/** Options that several edits put into one empty place are one object. */
export function oneObject(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.reduce<readonly TextEdit[]>((all, edit) => {
    const isObject = (it: TextEdit) => /^\{ .* \}$/s.test(it.text);
    const same = all.find(
      it =>
        isObject(it) &&
        isObject(edit) &&
        it.at.path === edit.at.path &&
        it.at.start === edit.at.start &&
        it.at.end === edit.at.end,
    );
    if (!same || same.text === edit.text) return [...all, edit];
    const text = `${same.text.slice(0, -2)}, ${edit.text.slice(2)}`;
    return all.map(it => (it === same ? { ...it, text } : it));
  }, []);
}

function entryFor(policy: CorsPolicy, field: Field): Span | undefined {
  if (field === 'origins') return policy.origins.entry;
  const setting = settingFor(policy, field);
  return setting?.kind === 'written' || setting?.kind === 'dynamic' ? setting.entry : undefined;
}

function settingFor(policy: CorsPolicy, field: Field): Setting<unknown> | undefined {
  return field === 'origins' || field === 'preflight' ? undefined : policy[field];
}

function set(
  policy: CorsPolicy,
  field: Field,
  value: NewValue,
  read: Read,
  table: OptionTable,
): readonly TextEdit[] | undefined {
  const name = table.names[field];
  if (name === undefined) return undefined;
  const entry = entryFor(policy, field);
  const at = field === 'origins' ? policy.origins.at : settingFor(policy, field)?.at;
  if (entry && at) {
    const source = read(at.path);
    return source === undefined
      ? undefined
      : [{ at, text: render(value, source.slice(at.start, at.end), quoteOf(source)) }];
  }
  const container = policy.container;
  if (container) return insertProperty(container, name, value, read);
  const source = read(policy.at.path);
  if (at && source?.slice(at.start, at.end) === 'true')
    return [{ at, text: `{ ${name}: ${render(value, '', quoteOf(source))} }` }];
  const call = source?.slice(policy.at.start, policy.at.end);
  if (source === undefined || !call || !/\(\s*\)$/.test(call)) return undefined;
  const open = policy.at.start + call.lastIndexOf('(') + 1;
  return [
    {
      at: { path: policy.at.path, start: open, end: policy.at.end - 1 },
      text: `{ ${name}: ${render(value, '', quoteOf(source))} }`,
    },
  ];
}

function insertProperty(container: Span, name: string, value: NewValue, read: Read): readonly TextEdit[] | undefined {
  const source = read(container.path);
  if (source === undefined || source[container.start] !== '{' || source[container.end - 1] !== '}') return undefined;
  const inner = source.slice(container.start + 1, container.end - 1);
  const text = `${name}: ${render(value, '', quoteOf(source))}`;
  if (inner.trim() === '') return [{ at: container, text: `{ ${text} }` }];
  const indent = /\n([ \t]*)\S/.exec(inner)?.[1];
  if (indent === undefined) {
    const start = container.start + 1 + (inner.length - inner.trimStart().length);
    return [{ at: { path: container.path, start, end: start }, text: `${text}, ` }];
  }
  const start = container.start + 1;
  return [{ at: { path: container.path, start, end: start }, text: `\n${indent}${text},` }];
}

/** Renders a value in the code's own quotes; `before` is what stands there now. */
export function render(value: NewValue, before: string, quote: string): string {
  const own = /^['"`]/.exec(before)?.[0] ?? quote;
  switch (value.kind) {
    case 'text':
      return quoted(value.text, own === '`' ? quote : own);
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'pattern':
      return `/${value.source}/${value.flags}`;
    case 'texts':
      return `[${value.texts.map(it => quoted(it, own === '`' ? quote : own)).join(', ')}]`;
  }
}

function quoted(text: string, quote: string): string {
  const json = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? `"${json}"` : `'${json.replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** The quotes that a file uses. */
export function quoteOf(source: string): string {
  return (source.match(/"/g)?.length ?? 0) > (source.match(/'/g)?.length ?? 0) ? '"' : "'";
}

/** Takes a property or list element away together with its comma; on a line of its own, with the line. */
export function removeItem(item: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(item.path);
  if (source === undefined) return undefined;
  let { start, end } = item;
  const comma = /^\s*,/.exec(source.slice(end));
  if (comma) {
    end += comma[0].length;
    const lineStart = source.lastIndexOf('\n', start - 1) + 1;
    const ownLine = source.slice(lineStart, start).trim() === '';
    const rest = /^[ \t]*(\r?\n)?/.exec(source.slice(end))?.[0] ?? '';
    if (ownLine && rest.includes('\n')) start = lineStart;
    end +=
      ownLine && !rest.includes('\n')
        ? (/^\s*/.exec(source.slice(end))?.[0].length ?? 0)
        : rest.includes('\n') && !ownLine
          ? 0
          : rest.length;
  } else {
    const before = /,\s*$/.exec(source.slice(0, start));
    if (before) start -= before[0].length;
    else {
      const blank = /^[ \t]*/.exec(source.slice(end))?.[0] ?? '';
      end += blank.length;
    }
  }
  return [{ at: { path: item.path, start, end }, text: '' }];
}

function rename(at: Span, name: string, read: Read): readonly TextEdit[] | undefined {
  const source = read(at.path);
  if (source === undefined) return undefined;
  const before = source.slice(at.start, at.end);
  const after = /^\s*(.)/.exec(source.slice(at.end))?.[1];
  const quote = /^['"]/.exec(before)?.[0] ?? '';
  const text = `${quote}${name}${quote}`;
  return [{ at, text: after === ':' || after === '(' ? text : `${text}: ${before}` }];
}

/** `cb(new Error('…'))` and `cb(null, true)` become `cb(null, false)`. */
function deny(at: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(at.path);
  const call = source?.slice(at.start, at.end);
  const name = call && /^([A-Za-z_$][\w$]*)\s*\(/.exec(call)?.[1];
  return name && call.endsWith(')') ? [{ at, text: `${name}(null, false)` }] : undefined;
}
