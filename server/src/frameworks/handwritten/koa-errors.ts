import type { Oddity } from '../../model/oddity.ts';
import type { CodeFile, Root } from '../../syntax/code.ts';
import { type CallValue, type Path, textOf, type Value } from '../../syntax/value.ts';
import { contains } from '../../text/span.ts';

type TakenOff = Extract<Oddity, { kind: 'taken-off-by-errors' }>;

/**
 * Koa takes every header off again where something throws behind the middleware that set it, and sends those of the error alone
 * (`ctx.onerror` in lib/context.js of 2.0.0 to 3.3.0). A middleware that catches errors ends that; where the file has one, nothing
 * is said.
 */
export function takenOffByErrors(root: Root, file: CodeFile): TakenOff | undefined {
  const { parameters, run } = root.value;
  if (parameters.length !== 2 || /\bcatch\b/.test(file.text)) return undefined;
  const { packages } = file.project;
  if (!packages.dependency(file.path, 'koa') || HANDLERS.some(it => packages.dependency(file.path, it)))
    return undefined;
  const set = run([]).paths.flatMap(it => writtenBefore(it))[0];
  if (!set) return undefined;
  const thrown = file.calls(it => it === 'throw').find(it => !contains(root.span, it.span));
  return { kind: 'taken-off-by-errors', server: 'Koa', at: set, ...(thrown ? { thrown: thrown.span } : {}) };
}

/** Packages whose middlewares answer errors themselves. */
const HANDLERS = ['koa-error', 'koa-json-error', 'koa-onerror', 'koa-better-error-handler', 'koa-errorhandler'];

/** The places at which a way sets the header before it hands the request on. */
function writtenBefore({ effects }: Path): readonly Path['effects'][number]['statement'][] {
  const handsOn = effects.findLastIndex(it => isParameter(it.call.callee, 1));
  return effects.slice(0, Math.max(0, handsOn)).flatMap(it => (sets(it.call) ? [it.statement] : []));
}

function sets({ callee, args }: CallValue): boolean {
  if (callee.kind !== 'member' || callee.name !== 'set') return false;
  const { object } = callee;
  const context = object.kind === 'member' && object.name === 'response' ? object.object : object;
  return isParameter(context, 0) && textOf(args[0])?.toLowerCase() === 'access-control-allow-origin';
}

function isParameter(value: Value, index: number): boolean {
  return value.kind === 'parameter' && value.index === index;
}
