import { type Acceptor, both, either } from '../../model/acceptor.ts';
import type { CorsPolicy, PolicyWay, Setting } from '../../model/policy.ts';
import { branchesOf } from '../../syntax/choice.ts';
import { and, TRUE, testsOrigin } from '../../syntax/test.ts';
import { type Choice, type FunctionValue, isUndefined, type Path, type Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import { type OptionsInput, policiesOf } from '../options/policy.ts';
import { acceptorOf } from './acceptor.ts';
import { conditionsOf, environments, decide as inEnvironment } from './alternatives.ts';
import { failingWay, waysOf } from './delegate-ways.ts';
import { decide, whereAnybody } from './fixed.ts';
import { unique } from './part.ts';
import { statefulIn } from './stateful.ts';

/**
 * An options delegate, `cors((req, cb) => cb(null, options))`: what it hands over on each of its ways, put together.
 * Otherwise it returns them, `req => options`, perhaps only as a promise.
 */
export function readDelegate(
  fn: FunctionValue,
  input: OptionsInput,
  by: 'callback' | 'promise' | 'value' = 'callback',
): readonly CorsPolicy[] {
  const request: Value = { kind: 'parameter', name: fn.parameters[0] || 'req', index: 0, span: fn.span };
  const callback: Value = { kind: 'parameter', name: fn.parameters[1] ?? 'callback', index: 1, span: fn.span };
  const outcome = fn.run([request, callback]);
  const given = (path: Path): Value | 'nothing' | undefined =>
    by !== 'callback' ? (path.end === 'throw' ? 'nothing' : path.result) : handedOver(path, callback);
  const opaque = () =>
    policiesOf({
      ...input,
      options: UNFOLLOWED(fn.span),
    });
  if (outcome.cut) return opaque();
  const stateful = statefulIn(outcome.paths.map(it => it.when));
  const merged = environments(conditionsOf(outcome.paths.map(it => it.when))).flatMap(({ assumed, guards }) => {
    const exact = outcome.paths.flatMap((path): readonly PolicyWay[] => {
      const when = inEnvironment(path.when, assumed);
      const options = given(path);
      if (options === undefined) return waysOf(when, UNFOLLOWED(path.at), input);
      if (options === 'nothing') return failingWay(when, input, 'the delegate ends in an error');
      if (by === 'promise' && !fn.async) return failingWay(when, input, 'the delegate returns no promise');
      return waysOf(when, options, input);
    });
    const ways = outcome.paths.flatMap(path => {
      const options = given(path);
      if (options === 'nothing') return [];
      return byOrigin(options ?? UNFOLLOWED(path.at)).flatMap(it => {
        const when = inEnvironment(and(path.when, it.when), assumed);
        if (when.kind === 'constant' && !when.value) return [];
        const accepted: Acceptor = acceptorOf(when, input.reading.lookup);
        return policiesOf({ ...input, guards, options: it.value }).map(policy => ({ when: accepted, policy }));
      });
    });
    return merge(whereSome(ways).filter(it => it.when.kind !== 'none')).map(({ behaviour: _, ...it }) => ({
      ...it,
      ways: exact,
      oddities: [...it.oddities, ...stateful],
    }));
  });
  return merged.length > 0 ? merged : opaque();
}

const UNFOLLOWED = (span: Span): Value => ({
  kind: 'unknown',
  why: 'a delegate that is not followed',
  onOrigin: true,
  span,
});

/** Options of which the origin decides, one by one: `list.includes(origin) ? { origin: true } : { origin: false }`. */
function byOrigin(options: Value): Choice['branches'] {
  const branches = branchesOf(options);
  return branches.some(it => testsOrigin(it.when)) ? branches : [{ when: TRUE, value: options }];
}

function handedOver(path: Path, callback: Value): Value | 'nothing' | undefined {
  const call = path.effects.find(it => it.call.callee === callback)?.call;
  if (!call) return path.end === 'throw' ? 'nothing' : undefined;
  const [error, options] = call.args;
  if (error && !isUndefined(error) && !(error.kind === 'literal' && error.value === null)) return 'nothing';
  return options ?? { kind: 'literal', value: undefined, span: call.span };
}

interface Way {
  readonly when: Acceptor;
  readonly policy: CorsPolicy;
}

/** The ways that are taken where what is the same for all requests lets in anybody. */
function whereSome(ways: readonly Way[]): readonly Way[] {
  const decided = whereAnybody(either(ways.map(it => both([it.when, it.policy.origins.acceptor]))));
  return ways.map(it => ({ ...it, when: decide(it.when, decided) }));
}

function merge(ways: readonly Way[]): readonly CorsPolicy[] {
  const open = ways.filter(it => it.policy.origins.mode !== 'none');
  const [first] = open.length > 0 ? open : ways;
  if (!first) return [];
  if (open.length <= 1) {
    const { origins } = first.policy;
    const mode = origins.mode === 'echo-any' && first.when.kind !== 'all' ? 'echo-match' : origins.mode;
    return [{ ...first.policy, origins: { ...origins, mode, acceptor: both([first.when, origins.acceptor]) } }];
  }
  const acceptor = either(open.map(it => both([it.when, it.policy.origins.acceptor])));
  const modes = new Set(open.map(it => it.policy.origins.mode));
  const mode = modes.has('any')
    ? 'any'
    : acceptor.kind === 'all'
      ? 'echo-any'
      : modes.has('dynamic')
        ? 'dynamic'
        : 'echo-match';
  return [
    {
      ...first.policy,
      origins: {
        ...first.policy.origins,
        mode,
        acceptor,
        listed: unique(open.flatMap(it => it.policy.origins.listed)),
      },
      credentials: agree(open.map(it => it.policy.credentials)),
      oddities: open.flatMap(it => it.policy.oddities),
      ...apart(open.map(it => it.policy)),
    },
  ];
}

/** The policies of options that are written in another place than those of the first. */
function apart([first, ...more]: readonly CorsPolicy[]): Pick<CorsPolicy, 'apart'> {
  const place = ({ container, origins }: CorsPolicy) =>
    [container, origins.at].map(it => `${it?.path} ${it?.start}`).join();
  const seen = new Set(first ? [place(first)] : []);
  const others = more.filter(it => !seen.has(place(it)) && seen.add(place(it)));
  return others.length > 0 ? { apart: others } : {};
}

function agree(settings: readonly Setting<boolean>[]): Setting<boolean> {
  const [first] = settings;
  if (!first) return { kind: 'default', value: false, at: { path: '', start: 0, end: 0 } };
  const same = settings.every(
    it =>
      it.kind === first.kind &&
      (it.kind === 'dynamic' || it.kind === 'conflicting' || it.value === ('value' in first ? first.value : undefined)),
  );
  if (same) return first;
  return { kind: 'dynamic', why: 'it differs from request to request', at: first.at };
}
