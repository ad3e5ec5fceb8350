import ts from 'typescript';

/** How many links of a chain are gone through before its end is remembered. */
const SHORT = 12;

/** An edit leaves no part of a chain in another one: what is parsed anew is the statement or declaration around it. */
const ends = new WeakMap<ts.Node, ts.Node>();

/**
 * The whole of the chain of calls and properties that something begins or goes on: `a.b().c()` for `a`, `a.b` and `a.b()`. Whoever looks
 * for what is around each link of a long chain goes through none of the others.
 */
export function chainAround(node: ts.Node): ts.Node {
  let at = node;
  for (let links = 0; links < SHORT; links++) {
    if (!continues(at)) return at;
    at = at.parent;
  }
  const passed: ts.Node[] = [];
  let end = ends.get(at);
  while (!end && continues(at)) {
    passed.push(at);
    at = at.parent;
    end = ends.get(at);
  }
  const whole = end ?? at;
  for (const it of passed) ends.set(it, whole);
  return whole;
}

function continues(node: ts.Node): boolean {
  const { parent } = node;
  return (
    parent !== undefined &&
    (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) &&
    parent.expression === node
  );
}

/** The file that a node stands in. */
export function fileOf(node: ts.Node): ts.SourceFile {
  let at = node;
  while (at.parent) at = chainAround(at).parent;
  return at as ts.SourceFile;
}
