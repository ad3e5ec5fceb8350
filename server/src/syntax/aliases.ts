import ts from 'typescript';
import { bindings, type Change } from './contents.ts';
import { chainFrom } from './flow-places.ts';
import { Flow } from './flows.ts';
import type { Frame } from './frame.ts';
import { rootOf } from './parse.ts';
import { referencesTo } from './references.ts';

/** Whether what is handed over at a place is changed where it goes on. */
export function isChangedElsewhere({ at }: Pick<Change, 'at'>, frame: Frame): boolean {
  const asked = elsewhere.get(frame.source) ?? new Map<ts.Expression, boolean>();
  elsewhere.set(frame.source, asked);
  const before = asked.get(at);
  if (before !== undefined) return before;
  const flow = new Flow(frame);
  flow.expression(at, 0);
  const changed = flow.isChanged();
  asked.set(at, changed);
  return changed;
}

/** Of each place, for as long as the file stays as it is: a function that is followed often hands on the same. */
const elsewhere = new WeakMap<Frame['source'], Map<ts.Expression, boolean>>();

/** The places at which what a variable holds, or a part of it, is changed under another name; kept as long as the file is. */
const known = new WeakMap<Frame['source'], Map<ts.Identifier, readonly ts.Expression[]>>();

/** Where a variable's value, or a part of it, goes on to be changed under another name: the chains that hand it on. */
export function handedOn(name: ts.Identifier, frame: Frame): readonly ts.Expression[] {
  const { source } = frame;
  const all = known.get(source) ?? new Map<ts.Identifier, readonly ts.Expression[]>();
  known.set(source, all);
  const before = all.get(name);
  if (before) return before;
  const found = referencesTo(name, source.tree, source.scopes).flatMap(it => {
    const at = chainFrom(it);
    const flow = new Flow(frame);
    flow.own(it, at);
    return flow.isChanged() ? [at] : [];
  });
  all.set(name, found);
  return found;
}

/** The other names that variables have for what a variable holds, or for a part of it. */
export function otherNames(name: ts.Identifier, frame: Frame): ReadonlySet<ts.Identifier> {
  const found = new Set([name]);
  for (const it of found) {
    const { initializer } = declarationOf(it) ?? {};
    const root = initializer && rootOf(initializer);
    const source = root && ts.isIdentifier(root) ? frame.source.scopes.resolve(root)?.name : undefined;
    if (source) found.add(source);
    for (const { kind, node } of frame.source.scopes.changes(it))
      if (kind === 'alias' && ts.isVariableDeclaration(node)) for (const other of namesIn(node.name)) found.add(other);
  }
  found.delete(name);
  return found;
}

function declarationOf(name: ts.Identifier): ts.VariableDeclaration | undefined {
  let at: ts.Node = name.parent;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at)) at = at.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}

function namesIn(pattern: ts.BindingName): readonly ts.Identifier[] {
  const names: ts.Identifier[] = [];
  bindings(pattern, it => names.push(it));
  return names;
}
