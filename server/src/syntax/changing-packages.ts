import ts from 'typescript';
import { isRequire } from './module-names.ts';
import { bare } from './parse.ts';
import type { Scopes } from './scope.ts';
import type { Source } from './source.ts';

/**
 * Functions of packages that change what they are handed first: those of lodash of which its pages say that they mutate
 * (https://lodash.com/docs/4.17.15), and packages that are one such function.
 */
const LODASH =
  /^(?:assign|assignIn|assignInWith|assignWith|extend|extendWith|defaults|defaultsDeep|merge|mergeWith|set|setWith|unset|update|updateWith|pull|pullAll|pullAllBy|pullAllWith|pullAt|remove|fill|reverse)$/i;
const ALONE = /^(?:object-assign|extend|deep-extend|just-extend)$/;

/** Whether a call changes its first argument, as its package is known to. */
export function changesFirst(callee: ts.Expression, scopes: Scopes): boolean {
  if (ts.isIdentifier(callee)) {
    const { module, name } = importOf(callee, scopes) ?? { module: '', name: '' };
    const part = /^lodash(?:-es)?[./](\w+)$/.exec(module)?.[1];
    return ALONE.test(module) || LODASH.test(part ?? (isLodash(module) ? name : ''));
  }
  if (!ts.isPropertyAccessExpression(callee) || !LODASH.test(callee.name.text)) return false;
  const on = bare(callee.expression);
  return ts.isIdentifier(on) && isLodash(importOf(on, scopes)?.module ?? '');
}

/**
 * Whether a function of a package may change what it is handed first, where it is called for nothing but what it does: of those that
 * are known, Node's own and the ones that only look, it does not.
 */
export function mayChange(callee: ts.Expression, { scopes, project, path }: Source): boolean {
  const { module } = (ts.isIdentifier(callee) ? importOf(callee, scopes) : undefined) ?? { module: '' };
  return /^[@a-z]/.test(module) && !LOOKING.test(module) && project.resolve(path, module) === undefined;
}

/**
 * Node's own modules, of which those that are handed a list or an object only read it, and packages that print, check or freeze what
 * they are handed.
 */
const LOOKING =
  /^(?:node:.*|assert|buffer|child_process|cluster|crypto|dns|events|fs|fs\/promises|http|http2|https|net|os|path|process|querystring|stream|tls|url|util|worker_threads|zlib|debug|invariant|tiny-invariant|deep-freeze|deep-freeze-strict|deepfreeze)$/;

function isLodash(module: string): boolean {
  return module === 'lodash' || module === 'lodash-es';
}

/** The module that a name is imported or required from, and what it is called there. */
function importOf(name: ts.Identifier, scopes: Scopes): { readonly module: string; readonly name: string } | undefined {
  const found = scopes.resolve(name);
  if (found?.kind === 'import') return { module: found.module, name: found.imported };
  const from = found?.kind === 'variable' && found.node.initializer ? bare(found.node.initializer) : undefined;
  const [module] = from && ts.isCallExpression(from) && isRequire(from) ? from.arguments : [];
  if (!found || !module || !ts.isStringLiteralLike(module)) return undefined;
  const { parent } = found.name;
  const taken = ts.isBindingElement(parent) ? (parent.propertyName ?? parent.name) : found.name;
  return { module: module.text, name: ts.isIdentifier(taken) ? taken.text : '' };
}
