import { NONE } from '../../model/acceptor.ts';
import type { Oddity } from '../../model/oddity.ts';
import type { CorsPolicy } from '../../model/policy.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import type { External, Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { samePlace } from '../headers/lines.ts';
import { type AppKind, registrations } from '../libraries/express/registrations.ts';

export type NotCalled = Extract<Oddity, { kind: 'not-called' }>;

const EVERY = ['preflight', 'options', 'actual'] as const;

/** What every request gets where the library's function is mounted itself, as the server library was seen to do. */
const ANSWERED = { hangs: undefined, 'not-found': 404, 'error-500': 500 } as const;

/** Where the function that makes the middleware is mounted in its place: `app.use(cors)`. */
export function mountedUncalled(
  file: CodeFile,
  kind: AppKind,
  isCors: (callee: Value) => callee is External,
): readonly { readonly cors: External; readonly oddity: NotCalled }[] {
  return registrations(file, kind).flatMap(({ handlers }) =>
    handlers.flatMap(({ value, at }) =>
      isCors(value)
        ? [
            {
              cors: value,
              oddity: { kind: 'not-called', how: 'mounted', effect: kind.uncalled, name: nameOf(value), at },
            },
          ]
        : [],
    ),
  );
}

/** Whether a call hands the request to the function that makes the middleware: `cors(req, res, next)`, `cors(c, next)`. */
export function isHandedRequest({ args: [first, second] }: CallSite): boolean {
  return second?.kind === 'parameter' && first?.kind === 'parameter' && !/opt|conf|setting/i.test(first.name);
}

export function handedRequest(cors: External, at: Span, kind: AppKind): NotCalled {
  return { kind: 'not-called', how: 'handed-request', effect: kind.uncalled, name: nameOf(cors), at };
}

/** A call whose middleware goes nowhere: the statement is nothing but the call, or the variable that holds it is never read. */
export function droppedCall(how: 'dropped' | 'unused', cors: External, at: Span, kind: AppKind): NotCalled {
  return { kind: 'not-called', how, effect: kind.uncalled, name: nameOf(cors), at };
}

/** Whether a call stands in a middleware of its own that hands the library's back in place of running it: `(c, next) => cors(options)`. */
export function isHandedBack({ span }: CallSite, file: CodeFile, kind: AppKind): boolean {
  const before = file.text.slice(0, span.start);
  if (!/(?:\breturn|=>)\s+$/.test(before) || /^\s*[(.]/.test(file.text.slice(span.end))) return false;
  const [root] = file.rootsAround([span.start]);
  if (!root || root.value.parameters.length < 2) return false;
  return registrations(file, kind).some(({ method, handlers }) =>
    handlers.some(({ value }) => method === 'use' && value.kind === 'function' && samePlace(value.span, root.span)),
  );
}

export function leftUnused(policy: CorsPolicy, oddity: NotCalled): CorsPolicy {
  return { ...policy, oddities: [...policy.oddities, oddity] };
}

/** A module's only export is called like the module. */
function nameOf({ module, name }: External): string {
  return ['default', '*', '='].includes(name) ? module : name;
}

const WHY: Readonly<Record<NotCalled['how'], string>> = {
  mounted: 'the library itself is mounted: the request waits for ever',
  'handed-request':
    'the library is handed the request in place of options: the request waits for ever unless something else answers it',
  dropped: 'nobody runs the middleware',
  unused: 'nobody runs the middleware',
};

/** The policy of a middleware that nobody runs. */
export function neverRun(policy: CorsPolicy, oddity: NotCalled): CorsPolicy {
  const { behaviour, ways: _, ...others } = policy;
  const status = oddity.how === 'mounted' ? ANSWERED[oddity.effect] : undefined;
  const why = WHY[oddity.how];
  return {
    ...others,
    used: true,
    oddities: [oddity],
    origins: { ...policy.origins, mode: 'none', acceptor: NONE },
    preflight: { by: 'none' },
    ...(behaviour
      ? {
          behaviour: {
            ...behaviour,
            ...(status === undefined ? { hangs: { on: EVERY, why } } : { fails: { on: EVERY, status, why } }),
          },
        }
      : {}),
  };
}
