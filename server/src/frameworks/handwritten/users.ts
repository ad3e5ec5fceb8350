import type { CodeFile } from '../../syntax/code.ts';
import { references, type TopName, topNames } from '../../syntax/outline.ts';
import type { Value } from '../../syntax/value.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Reading } from '../framework.ts';
import { samePlace } from '../headers/lines.ts';
import { textAt } from '../headers/places.ts';
import { keysIn, type Mention } from './sites.ts';

/** The top-level names by which the headers travel: constants and functions that hold a mention, imports that bring one. */
export function carriersOf(file: CodeFile, mentions: readonly Mention[], reading: Reading): ReadonlySet<string> {
  const names = new Set<string>();
  const put = new Set(mentions.flatMap(it => putInto(it, file)));
  for (const it of topNames(file)) {
    if (put.has(it.name)) names.add(it.name);
    const inside = (offset: number) => contains(it.span, { path: file.path, start: offset, end: offset });
    if (
      it.kind === 'import'
        ? speaksOfHeaders(it) && brings(it.value, reading)
        : mentions.some(mention => inside(mention.offset))
    )
      names.add(it.name);
  }
  return names;
}

/** The name of what a statement at the top puts the header into: `headers.set('…', …)`, `headers['…'] = …`. */
function putInto({ offset }: Mention, file: CodeFile): readonly string[] {
  const line = file.text.slice(file.text.lastIndexOf('\n', offset) + 1, offset);
  const name = /^([A-Za-z_$][\w$]*)(?:\.(?:set|append)\(|\[)\s*['"`]$/.exec(line)?.[1];
  return name !== undefined && file.rootsAround([offset]).length === 0 ? [name] : [];
}

/** Whether an import is worth following, by its name and by where it comes from. */
function speaksOfHeaders({ name, module }: TopName): boolean {
  return /cors|header|respon|repl(y|ies)|json|http|error|success|send|secur|middleware|helper|shared/i.test(
    `${name} ${module}`,
  );
}

/** Whether an imported value has CORS headers in it. */
function brings(value: Value, reading: Reading): boolean {
  if (value.kind === 'record')
    return (
      keysIn(value).length > 0 || value.entries.some(it => it.value.kind === 'function' && brings(it.value, reading))
    );
  return (
    value.kind === 'function' &&
    /access-control-allow-origin|cors_?headers|handle_?cors/i.test(textAt(value.span, reading))
  );
}

/** A function that uses the headers without naming them itself, and its first use of them. */
export interface User {
  readonly span: Span;
  readonly use: Span;
  /** No other function of the file calls it. */
  readonly outermost: boolean;
}

const TEST_FILE = /[._-](test|spec)\.[^/]+$|(^|\/)_*(tests?|mocks?|e2e|fixtures)_*\//i;

const MOST_USERS = 12;

/** The functions that reach one of the names, through other functions of the file too, inner ones first. Tests serve nobody. */
export function usersOf(file: CodeFile, carriers: ReadonlySet<string>): readonly User[] {
  if (carriers.size === 0 || TEST_FILE.test(file.path)) return [];
  const tops = topNames(file);
  const names = new Set(carriers);
  const users = new Map<number, { user: User; name: string | undefined }>();
  for (let round = 0; round < 4; round++) {
    const before = names.size;
    for (const { span } of references(file, names)) {
      const root = file.rootsAround([span.start])[0];
      if (!root) continue;
      const known = users.get(root.span.start);
      if (!known)
        users.set(root.span.start, {
          user: { span: root.span, use: span, outermost: true },
          name: nameOf(root.span, tops),
        });
      else if (span.start < known.user.use.start)
        users.set(root.span.start, { ...known, user: { ...known.user, use: span } });
    }
    for (const { name } of users.values()) if (name !== undefined) names.add(name);
    if (names.size === before) break;
  }
  const called = new Set(references(file, names).map(it => it.name));
  const found = [...users.values()].map(({ user, name }) => ({
    ...user,
    outermost: name === undefined || !called.has(name),
  }));
  const between = found.filter(it => !it.outermost).slice(0, MOST_USERS / 2);
  return [...between, ...found.filter(it => it.outermost).slice(0, MOST_USERS)];
}

function nameOf(span: Span, tops: ReturnType<typeof topNames>): string | undefined {
  return tops.find(
    it =>
      it.kind !== 'import' && contains(it.span, span) && it.value.kind === 'function' && samePlace(it.value.span, span),
  )?.name;
}
