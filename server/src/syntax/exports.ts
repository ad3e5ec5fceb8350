import ts from 'typescript';
import type { Span } from '../text/span.ts';
import { classValue } from './class.ts';
import type { CodeFile } from './code.ts';
import { evaluate } from './evaluate.ts';
import { type ExportPlace, exportPlaces } from './export-places.ts';
import { after, changedExports, loosened } from './fields.ts';
import { topFrame } from './frame.ts';
import { functionValue } from './function.ts';
import { nameValue } from './name.ts';
import { lazily, put } from './object.ts';
import { spanOf } from './parse.ts';
import { type RecordValue, unknown, type Value } from './value.ts';

const looking = new Set<string>();

/** What a file exports under a name: `default`, `*` for the namespace, `=` for what `require` gives. Cycles end as unknown. */
export function exported(file: CodeFile, name: string, span: Span): Value {
  const key = `${file.path}\0${name}`;
  if (looking.has(key)) return unknown(span, 'files that import each other');
  looking.add(key);
  try {
    return find(file, name, span) ?? unknown(span, `\`${name}\` is not exported there`);
  } finally {
    looking.delete(key);
  }
}

function find(file: CodeFile, name: string, span: Span): Value | undefined {
  const exports = exportsOf(file);
  if (name === '=' || name === '*') return whole(file, name) ?? undefined;
  const direct = exports.names.get(name);
  if (direct) return direct();
  if (exports.assigned) {
    const value = exports.assigned();
    if (name === 'default') return value;
    if (value.kind === 'record')
      return (
        value.entries.findLast(it => it.key === name)?.value ?? (value.rest ? unknown(span, value.rest.why) : undefined)
      );
  }
  for (const specifier of exports.stars) {
    const path = file.project.resolve(file.path, specifier);
    const target = path === undefined || !names(path, name, file) ? undefined : file.project.code(path);
    const found = target && !looking.has(`${target.path}\0${name}`) ? find(target, name, span) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Whether a file can export a name: it stands in its text, or the file hands on what others export. */
function names(path: string, name: string, { project }: CodeFile): boolean {
  const text = project.host.read(path);
  return text !== undefined && (text.includes(name) || /\bexport\s*\*/.test(text) || /__exportStar/.test(text));
}

function whole(file: CodeFile, name: string): Value | undefined {
  const exports = exportsOf(file);
  if (exports.assigned) return exports.assigned();
  const start: RecordValue = {
    kind: 'record',
    container: 'object',
    entries: [],
    span: { path: file.path, start: 0, end: 0 },
  };
  // Something may be exported in a way that is not followed.
  const hidden = exports.names.size === 0 && /\bexports?\b/.test(file.text.replace(OVERWRITTEN, ''));
  let record = hidden ? { ...start, rest: unknown(start.span, 'what another file exports') } : start;
  for (const [key, value] of exports.names)
    record = put(record, lazily({ key, keySpan: start.span, span: start.span }, value));
  for (const specifier of exports.stars) {
    const path = file.project.resolve(file.path, specifier);
    const target = path === undefined ? undefined : file.project.code(path);
    const inner = target && exported(target, '*', start.span);
    if (inner?.kind === 'record')
      record = {
        ...inner,
        entries: [...inner.entries.filter(it => !exports.names.has(it.key)), ...record.entries],
        span: start.span,
      };
    else record = { ...record, rest: unknown(start.span, 'what another file exports') };
  }
  return exports.names.size > 0 || exports.stars.length > 0 ? record : name === '=' ? record : undefined;
}

/** The variable `exports` gets another value. */
const OVERWRITTEN = /(?<![.\w$])exports\s*=(?!=)/g;

interface Exports {
  readonly names: Map<string, () => Value>;
  readonly stars: readonly string[];
  assigned?: () => Value;
}

const cache = new WeakMap<CodeFile, Exports>();

function exportsOf(file: CodeFile): Exports {
  let exports = cache.get(file);
  if (!exports) {
    exports = collect(file);
    cache.set(file, exports);
  }
  return exports;
}

function collect(file: CodeFile): Exports {
  const { names, stars, assigned } = exportPlaces(file);
  const exports: Exports = {
    names: new Map([...names].map(([key, it]) => [key, () => placeValue(it, file)])),
    stars,
    ...(assigned ? { assigned: () => evaluate(assigned, topFrame(file)) } : {}),
  };
  if (exports.assigned || exports.names.size > 0) afterChanges(file, exports);
  return exports;
}

function placeValue(place: ExportPlace, file: CodeFile): Value {
  switch (place.kind) {
    case 'expression':
      return evaluate(place.node, topFrame(file));
    case 'declaration':
      return ts.isFunctionDeclaration(place.node)
        ? functionValue(place.node, topFrame(file))
        : classValue(place.node, topFrame(file));
    case 'name':
      return place.declares ? nameValue(place.name, topFrame(file)) : nameValueOf(file, place.name);
    case 'import':
      return file.project.imported(file, place.module, place.imported, spanOf(place.at));
    case 'text':
      return unknown(spanOf(place.at), 'an export of a text name');
  }
}

/** What is changed of the exports where they are: `exports.origins.push(…)`. */
function afterChanges(file: CodeFile, exports: Exports): void {
  const fates = changedExports(file.statements);
  const { assigned } = exports;
  if (assigned) {
    const written = [...exports.names];
    exports.assigned = () => {
      const value = assigned();
      if (value.kind !== 'record') return value;
      const { span } = value;
      return loosened(
        written.reduce((all, [key, it]) => put(all, lazily({ key, keySpan: span, span }, it)), value),
        fates,
      );
    };
  }
  for (const [key, fate] of fates) {
    const before = exports.names.get(key);
    const span = { path: file.path, start: 0, end: 0 };
    if (before) exports.names.set(key, () => after(fate === 'assigned' ? undefined : before(), fate, span));
  }
}

function nameValueOf(file: CodeFile, name: ts.Identifier): Value {
  const declaration = file.scopes.lookup(name.text, file.tree);
  return declaration
    ? nameValue(declaration.name, topFrame(file))
    : unknown(spanOf(name), `\`${name.text}\` is not declared`);
}
