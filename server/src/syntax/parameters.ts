import ts from 'typescript';
import type { FunctionNode } from './function.ts';
import { bare, outermost, walk } from './parse.ts';
import type { Scopes } from './scope.ts';

/** Whether a function looks at a parameter, or does no more than to hand it on where `isLetThrough` says so. */
export type ParameterUse = 'none' | 'let through' | 'any';

/**
 * What a function does with each of its parameters, judged by the nodes. Undefined where more depends on what it is called with:
 * values by default, a rest, `arguments`.
 */
export function parameterUses(
  node: FunctionNode,
  scopes: Scopes,
  isLetThrough: (call: ts.CallExpression, index: number) => boolean,
): readonly ParameterUse[] | undefined {
  if (!node.body || node.parameters.some(it => it.initializer || it.dotDotDotToken)) return undefined;
  const uses = new Map<ts.Node, ParameterUse>();
  let open = false;
  walk(node.body, at => {
    if (!ts.isIdentifier(at)) return undefined;
    if (at.text === 'arguments') open = true;
    const own = node.parameters.find(it => isNamed(it.name, at.text));
    if (!own || uses.get(own) === 'any') return undefined;
    const found = ts.isShorthandPropertyAssignment(at.parent) ? scopes.lookup(at.text, at.parent) : scopes.resolve(at);
    if (found && !(found.name.pos >= own.pos && found.name.end <= own.end)) return undefined;
    const call = outermost(at).parent;
    const index = ts.isCallExpression(call) ? call.arguments.findIndex(it => bare(it) === at) : -1;
    uses.set(own, index >= 0 && isLetThrough(call as ts.CallExpression, index) ? 'let through' : 'any');
    return undefined;
  });
  return open ? undefined : node.parameters.map(it => uses.get(it) ?? 'none');
}

function isNamed(name: ts.BindingName, text: string): boolean {
  return ts.isIdentifier(name)
    ? name.text === text
    : name.elements.some(it => ts.isBindingElement(it) && isNamed(it.name, text));
}
