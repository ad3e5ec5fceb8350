import type { Oddity } from '../../../model/oddity.ts';
import { indentAt, lineBreakOf } from '../../../text/layout.ts';
import { methodIn } from '../../handwritten/method.ts';
import { type Added, addedIn, concerns, ownAdded, type Scope } from './scopes.ts';
import type { Way } from './ways.ts';

type Reader = (path: string) => string | undefined;

/** The first line of these that names who may read. */
function allowing(added: readonly Added[]): Added | undefined {
  return added.find(({ directive }) => /^access-control-allow-origin$/i.test(directive.args[0]?.text ?? ''));
}

/**
 * Blocks within this one that add a header of their own and none that names who may read: nginx gives up all those of the outer block.
 * https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header
 */
export function givenUp(scope: Scope, ways: readonly Way[], inner: readonly Scope[], read: Reader): readonly Oddity[] {
  const outer = allowing(ownAdded(scope));
  if (!outer) return [];
  const blocks = [
    ...ways.flatMap(it =>
      it.scope.kind === 'if' ? [{ block: it.scope, preflight: methodIn(it.when) === 'options' }] : [],
    ),
    ...inner.filter(it => it.parent === scope && !answersElsewhere(it)).map(block => ({ block, preflight: false })),
  ];
  const seen = new Set<number>();
  return blocks.flatMap(({ block, preflight }): readonly Oddity[] => {
    const own = ownAdded(block);
    const [first] = own;
    if (!first || allowing(own) || seen.has(first.directive.span.start)) return [];
    seen.add(first.directive.span.start);
    const rewrite = again(scope, first, read);
    return [
      {
        kind: 'headers-given-up',
        server: 'nginx',
        at: first.directive.span,
        first: outer.directive.span,
        preflight,
        ...(rewrite ? { rewrite } : {}),
      },
    ];
  });
}

/** Whether a block is for nginx alone, or names who may read in another way. */
function answersElsewhere({ directives }: Scope): boolean {
  return directives.some(
    it =>
      it.name === 'internal' ||
      (it.name.startsWith('more_set_headers') &&
        /access-control-allow-origin/i.test(it.args.map(word => word.text).join())) ||
      (it.name === 'if' && allowing(ownAdded({ kind: 'if', directives: it.block ?? [], head: it.head })) !== undefined),
  );
}

/** The outer block's headers of CORS, written before the first one of the inner block. */
function again(scope: Scope, { directive }: Added, read: Reader) {
  const outer = ownAdded(scope).filter(it => concerns([it]));
  const source = read(directive.span.path);
  if (source === undefined || outer.some(it => it.directive.span.path !== directive.span.path)) return undefined;
  const gap = `${lineBreakOf(source)}${indentAt(source, directive.span.start)}`;
  const lines = outer.map(it => source.slice(it.directive.span.start, it.directive.span.end));
  const at = { ...directive.span, end: directive.span.start };
  return { at, source: lines.map(it => `${it}${gap}`).join('') };
}

/** `add_header` without `always`, on responses whose status is not the block's own. */
export function successOnly(ways: readonly Way[]): readonly Oddity[] {
  const open = ways.filter(it => !it.returned);
  const added = open.flatMap(it => addedIn(it.scope));
  const first = allowing(added);
  if (!first || first.always) return [];
  const rewrites = [...new Set(added.filter(it => concerns([it]) && !it.always))].map(({ directive }) => {
    const end = directive.args.at(-1)?.span.end ?? directive.span.end;
    return { at: { ...directive.span, start: end, end }, source: ' always' };
  });
  return [{ kind: 'success-only', at: first.directive.span, server: 'nginx', rewrites }];
}
