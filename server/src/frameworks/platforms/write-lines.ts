import type { NewValue, PolicyEdit } from '../../model/edit.ts';
import { type CorsPolicy, type Field, known, type Setting } from '../../model/policy.ts';
import type { TextEdit } from '../../text/edit.ts';
import { startsLine } from '../../text/layout.ts';
import type { Span } from '../../text/span.ts';
import { samePlace } from '../headers/lines.ts';
import type { Read } from '../options/edits.ts';

const HEADERS: Readonly<Partial<Record<Field, string>>> = {
  origins: 'Access-Control-Allow-Origin',
  credentials: 'Access-Control-Allow-Credentials',
  methods: 'Access-Control-Allow-Methods',
  allowedHeaders: 'Access-Control-Allow-Headers',
  exposedHeaders: 'Access-Control-Expose-Headers',
  maxAge: 'Access-Control-Max-Age',
  vary: 'Vary',
};

/** A header on its line: `add_header 'Name' "value" always;`, `Header set Name value`, `Name: value`. */
interface Line {
  readonly head: string;
  /** With quotes and colon. */
  readonly name: string;
  readonly gap: string;
  /** With quotes. */
  readonly value: string;
  readonly tail: string;
}

/** How a notation writes a header on its line. */
interface Style {
  /** The value with its quotes, as a pattern, and what stands between name and value. */
  readonly value: string;
  readonly gap: string;
  readonly quotes: 'none' | 'where-needed' | 'always';
  /** Whether lines may stand beside each other. */
  readonly beside: boolean;
}

const VALUE = `"(?:[^"\\\\]|\\\\[\\s\\S])*"|'(?:[^'\\\\]|\\\\[\\s\\S])*'|[^\\s;]+`;

/** nginx, Apache, Caddy, HAProxy: words, with or without quotes. */
const WORDS: Style = { value: VALUE, gap: '\\s+', quotes: 'where-needed', beside: true };
/** `Name: value` up to the end of the line. */
const PLAIN: Style = { value: '[^\\r\\n]+', gap: '\\s*', quotes: 'none', beside: false };
/** `name = "value"` of TOML and HCL. */
const ASSIGNED: Style = { value: VALUE, gap: '\\s*[=:]\\s*', quotes: 'always', beside: false };

function lineOf(source: string, header: string, style: Style): Line | undefined {
  const { gap: between, value: written } = style;
  const line = `^([\\s\\S]*?)((["']?)${header}\\3:?)(${between})(${written})([\\s\\S]*)$`;
  const found = new RegExp(line, 'i').exec(source);
  if (!found) return undefined;
  const [, head = '', name = '', , gap = '', value = '', tail = ''] = found;
  return { head, name, gap, value, tail };
}

type Write = (policy: CorsPolicy, edit: PolicyEdit, read: Read) => readonly TextEdit[] | undefined;

/** Writes a change to headers that stand on a line each, in the words of the line that names the origin. */
export const writeLines: Write = writing(WORDS);
export const writePlainLines: Write = writing(PLAIN);
export const writeAssignedLines: Write = writing(ASSIGNED);

function writing(style: Style): Write {
  return (policy, edit, read) => {
    switch (edit.kind) {
      case 'remove':
        return join(entriesOf(policy, edit.field).map(it => removeLine(it, read, style)));
      case 'set':
        return set(policy, edit.field, edit.value, read, style);
      case 'replace':
        return replace(edit.at, edit.value, read, style);
      case 'drop':
        return dropPiece(edit.at, read);
      case 'delete-statement':
        return removeLine(edit.statement, read, style);
      case 'rewrite':
        return [{ at: edit.at, text: edit.source }];
      case 'vary':
        return vary(policy, read, style);
      default:
        return undefined;
    }
  };
}

function join(edits: readonly (readonly TextEdit[] | undefined)[]): readonly TextEdit[] | undefined {
  return edits.length > 0 && edits.every(it => it !== undefined) ? edits.flatMap(it => it ?? []) : undefined;
}

function settingOf(policy: CorsPolicy, field: Field): Setting<unknown> | undefined {
  return field === 'origins' || field === 'preflight' ? undefined : policy[field];
}

/** Every line that writes the field. */
function entriesOf(policy: CorsPolicy, field: Field): readonly Span[] {
  const setting = settingOf(policy, field);
  const own = setting?.kind === 'written' || setting?.kind === 'dynamic' ? setting.entry : undefined;
  const entry = field === 'origins' ? policy.origins.entry : own;
  if (!entry) return [];
  const more = String(policy.details?.[`places.${field}`] ?? '')
    .split(' ')
    .filter(Boolean)
    .map((it): Span => {
      const [start = 0, end = 0] = it.split('-').map(Number);
      return { path: entry.path, start, end };
    });
  return [entry, ...more.filter(it => !samePlace(it, entry))];
}

/** Takes a name between commas away, with one comma. */
function dropPiece(at: Span, read: Read): readonly TextEdit[] | undefined {
  const source = read(at.path)?.text;
  if (source === undefined) return undefined;
  const after = /^[ \t]*,[ \t]*/.exec(source.slice(at.end))?.[0];
  if (after !== undefined) return [{ at: { ...at, end: at.end + after.length }, text: '' }];
  const before = /,[ \t]*$/.exec(source.slice(0, at.start))?.[0] ?? '';
  return [{ at: { ...at, start: at.start - before.length }, text: '' }];
}

/** Takes a line away, with its break where nothing else stands on it. */
function removeLine(entry: Span, read: Read, style: Style): readonly TextEdit[] | undefined {
  const source = read(entry.path)?.text;
  if (source === undefined) return undefined;
  const lineStart = source.lastIndexOf('\n', entry.start - 1) + 1;
  const rest = /^[ \t]*(\r?\n)?/.exec(source.slice(entry.end))?.[0] ?? '';
  const alone =
    source.slice(lineStart, entry.start).trim() === '' &&
    (rest.includes('\n') || entry.end + rest.length === source.length);
  if (!alone && !style.beside) return undefined;
  return [{ at: { ...entry, start: alone ? lineStart : entry.start, end: entry.end + rest.length }, text: '' }];
}

function textOf(value: NewValue, field: Field | undefined): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'texts':
      return field === 'origins' && value.texts.length !== 1 ? undefined : value.texts.join(', ');
    case 'pattern':
      return undefined;
  }
}

function set(
  policy: CorsPolicy,
  field: Field,
  value: NewValue,
  read: Read,
  style: Style,
): readonly TextEdit[] | undefined {
  const text = textOf(value, field);
  if (text === undefined) return undefined;
  const name = HEADERS[field];
  if (name === undefined) return undefined;
  const entries = entriesOf(policy, field);
  return entries.length > 0
    ? join(entries.map(it => valueIn(it, name, text, read, style)))
    : addBeside(policy, name, text, read, style);
}

/** Another value on a line that is there. */
function valueIn(entry: Span, name: string, text: string, read: Read, style: Style): readonly TextEdit[] | undefined {
  const line = lineOf(read(entry.path)?.source(entry) ?? '', name, style);
  if (!line) return undefined;
  const start = entry.start + line.head.length + line.name.length + line.gap.length;
  return [{ at: { ...entry, start, end: start + line.value.length }, text: quotedLike(line.value, text, style) }];
}

function quotedLike(before: string, text: string, { quotes }: Style): string {
  if (quotes === 'none') return text;
  const plain = quotes === 'where-needed' && /^[^\s;,"'{}]+$/.test(text);
  const quote = /^["']/.exec(before)?.[0] ?? (plain ? '' : '"');
  return `${quote}${text}${quote}`;
}

function replace(at: Span, value: NewValue, read: Read, style: Style): readonly TextEdit[] | undefined {
  const before = read(at.path)?.source(at);
  const text = value.kind === 'pattern' ? value.source : textOf(value, undefined);
  if (before === undefined || text === undefined || /["'\n;{}]/.test(text)) return undefined;
  return [{ at, text: quotedLike(before, text, style) }];
}

/** The same line for another header, behind each line that names the origin. */
function addBeside(
  policy: CorsPolicy,
  name: string,
  text: string,
  read: Read,
  style: Style,
): readonly TextEdit[] | undefined {
  return join(
    entriesOf(policy, 'origins').map(entry => {
      const file = read(entry.path);
      const line = file && lineOf(file.source(entry), 'access-control-allow-origin', style);
      const own = file && startsLine(file.text, entry.start);
      if (!line || (!own && !style.beside)) return undefined;
      const spelled = /access-control/.test(line.name) ? name.toLowerCase() : name;
      const named = line.name.replace(/access-control-allow-origin/i, spelled);
      const added = `${line.head}${named}${line.gap}${quotedLike(line.value, text, style)}${line.tail}`;
      const lead = own ? `${file.lineBreak}${file.indent(entry.start)}` : ' ';
      return [{ at: { ...entry, start: entry.end }, text: `${lead}${added}` }];
    }),
  );
}

/** `Vary: Origin` beside every line that names the origin, or in the one that is there. */
function vary(policy: CorsPolicy, read: Read, style: Style): readonly TextEdit[] | undefined {
  if (policy.vary.kind === 'default') return addBeside(policy, 'Vary', 'Origin', read, style);
  if (known(policy.vary) !== 'never') return undefined;
  const { at } = policy.vary;
  const before = read(at.path)?.source(at) ?? '';
  const [, quote = '', inner] = /^(["']?)([^'"]+)\1$/.exec(before) ?? [];
  return inner === undefined ? undefined : [{ at, text: quotedLike(quote, `${inner}, Origin`, style) }];
}
