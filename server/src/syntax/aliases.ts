import ts from 'typescript';
import { bindings, type Change } from './contents.ts';
import { chainFrom } from './flow-places.ts';
import { Flow } from './flows.ts';
import type { Frame } from './frame.ts';
import { rootOf } from './parse.ts';
import { note, type Reads, watching } from './reads.ts';
import { referencesTo } from './references.ts';

/** Whether what is handed over at a place is changed where it goes on. */
export function isChangedElsewhere({ at }: Pick<Change, 'at'>, frame: Frame): boolean {
  // A function that is followed often hands on the same.
  return remembered(frame.source.flows.elsewhere, at, () => {
    const flow = new Flow(frame);
    flow.expression(at, 0);
    return flow.isChanged();
  });
}

/** Where a variable's value, or a part of it, goes on to be changed under another name: the chains that hand it on. */
export function handedOn(name: ts.Identifier, frame: Frame): readonly ts.Expression[] {
  const { source } = frame;
  return remembered(source.flows.handedOn, name, () =>
    referencesTo(name, source.tree, source.scopes).flatMap(it => {
      const at = chainFrom(it);
      const flow = new Flow(frame);
      flow.own(it, at);
      return flow.isChanged() ? [at] : [];
    }),
  );
}

function remembered<K, T>(all: Map<K, { readonly value: T; readonly reads: Reads }>, key: K, find: () => T): T {
  const known = all.get(key);
  if (known) {
    note(known.reads);
    return known.value;
  }
  const found = watching(find);
  all.set(key, found);
  return found.value;
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
