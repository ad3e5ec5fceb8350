import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import type { Value } from '../../../syntax/value.ts';
import type { Sieve } from '../../../text/search.ts';

/**
 * The calls of methods that register something, in order of place. A function of the file that registers what it is handed
 * (`function mount(path, router) { app.use(path, router); }`) does so where it is called, with what it is called with.
 */
export function registeringCalls(file: CodeFile, names: ReadonlySet<string>, words: Sieve): readonly CallSite[] {
  const found = file.methodCalls(names, words).flatMap(it => {
    const handed = it.inside && file.handsOn(it) ? atCallers(it, file) : [];
    return handed.length > 0 ? handed : [it];
  });
  // The calls of a chain begin at one place, and the inner ones are made first.
  return found.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function atCallers(call: CallSite, file: CodeFile): readonly CallSite[] {
  const [root] = file.rootsAround([call.span.start]);
  const { inside } = call;
  if (!root || root.name === undefined || root.span.start !== inside?.start || root.exported) return [];
  return file.callsOf(root.name).flatMap((site): readonly CallSite[] => {
    if (site.callee.kind !== 'function' || site.callee.span.start !== root.value.span.start) return [];
    const handed = (it: Value) => (it.kind === 'parameter' ? site.args[it.index] : it);
    const args = call.args.map(handed);
    if (args.some(it => it === undefined)) return [];
    const callee = call.callee.kind === 'member' ? { ...call.callee, object: handed(call.callee.object) } : call.callee;
    const spanOf = (it: Value | undefined, at: number) =>
      (it?.kind === 'parameter' ? site.argSpans[it.index] : call.argSpans[at]) ?? site.span;
    return [
      {
        name: call.name,
        callee: callee as Value,
        args: args as readonly Value[],
        argSpans: call.args.map(spanOf),
        construct: false,
        span: site.span,
        nameSpan: site.nameSpan,
        statement: site.statement,
        alone: site.alone,
        conditional: call.conditional || site.conditional,
        inside: site.inside,
        get used() {
          return site.used;
        },
        get when() {
          return site.when;
        },
        get uses() {
          return site.uses;
        },
      },
    ];
  });
}
