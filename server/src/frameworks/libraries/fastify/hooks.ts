import type { Refusal, Step } from '../../../model/app.ts';
import { EVERYWHERE } from '../../../model/paths.ts';
import type { OriginGuard } from '../../../model/policy.ts';
import type { WrittenResponses } from '../../../model/written.ts';
import type { CallSite, CodeFile } from '../../../syntax/code.ts';
import type { CallValue, Effect, FunctionValue, Value } from '../../../syntax/value.ts';
import { contains } from '../../../text/span.ts';
import type { Reading } from '../../framework.ts';
import { BESIDE, unseenBeside, writtenBeside } from '../../handwritten/beside.ts';
import { textAt } from '../../headers/places.ts';
import { SET_UP_CHECKS, unknownCheck } from '../../middleware/checks.ts';
import { originGuardOf } from '../../middleware/origin-guard.ts';
import { removalOf, TAKES_OFF } from '../../middleware/removals.ts';
import { roleOf } from '../../middleware/roles.ts';
import { type SetUp, setUps } from '../../middleware/set-ups.ts';
import { refusalOf } from '../../middleware/without-login.ts';

/**
 * The hooks of an instance that are registered before a call and end requests without a login: `onRequest` hooks run in the
 * order of registration, whether `register` is awaited or not, and before all other kinds (run with fastify 5.12.8 and
 * @fastify/cors 11.4.3; so were the plugins named here: @fastify/bearer-auth 10.1.3, @fastify/basic-auth 6.3.0,
 * @fastify/jwt 10.2.8).
 */
export function hooksBefore(call: CallSite, root: Value, file: CodeFile, reading: Reading): readonly Step[] {
  const isOn = ({ callee, inside, span }: CallSite) =>
    callee.kind === 'member' &&
    isInstance(callee.object, root) &&
    inside?.start === call.inside?.start &&
    span.start < call.span.start;
  const earlier = hookCalls(file).filter(it => isOn(it) && !it.conditional);
  const handed = setUps(file, NAMES, it => isInstance(it, root), SET_UP_CHECKS).filter(
    it => it.call.inside?.start === call.inside?.start && it.call.span.start < call.span.start,
  );
  const own = earlier.flatMap((it): readonly Step[] => {
    if (it.name === 'addHook')
      return stepOf(it, 1, { refuses: ofHook(it), guard: guardOf(it, file, reading), does: doneBy(it, reading) });
    const [plugin] = it.args;
    return [
      ...stepOf(it, 0, { refuses: ofPlugin(plugin, reading) }),
      ...(plugin ? byPlugin(plugin, root) : []).flatMap(hook => stepOf(it, 0, { guard: guardOf(hook, file, reading) })),
    ];
  });
  const over = file
    .methodCalls(NAMES)
    .filter(it => it.name === 'addHook' && it.callee.kind === 'member' && isInstance(it.callee.object, root))
    .filter(it => it.inside?.start === call.inside?.start && !(isOn(it) && ofRequest(it)))
    .flatMap(it => stepOf(it, 1, { does: writingVary(it, reading) }));
  return [...own, ...over, ...handed.flatMap(it => stepsOf(it, file, reading))];
}

function ofRequest({ args: [when] }: CallSite): boolean {
  return when?.kind === 'literal' && when.value === 'onRequest';
}

/** A hook that runs after those of @fastify/cors and writes `Vary`, or takes it off: over what these have written there. */
function writingVary({ args: [, hook] }: CallSite, reading: Reading): WrittenResponses | undefined {
  if (hook?.kind !== 'function' || !VARY.test(textAt(hook.span, reading))) return undefined;
  return unseenBeside('hooks of fastify', 'another hook writes `Vary`');
}

const VARY = /(?:header|setHeader|removeHeader)\(\s*['"`]vary['"`]/i;

/** What a hook does to requests that come before CORS, at one of the arguments of the call that brings it along. */
function stepOf(
  { args, argSpans, span, statement }: CallSite,
  place: number,
  {
    refuses,
    guard,
    does,
  }: {
    readonly refuses?: Refusal | undefined;
    readonly guard?: OriginGuard | undefined;
    readonly does?: WrittenResponses | undefined;
  },
): readonly Step[] {
  if (!refuses && !guard && !does) return [];
  const given = args[place];
  return [
    {
      kind: 'middleware',
      role: refuses || guard ? 'auth' : 'other',
      name: given ? roleOf(given).name : '',
      matches: EVERYWHERE,
      ...(refuses ? { refuses } : {}),
      ...(guard ? { guard } : {}),
      ...(does ? { does } : {}),
      at: argSpans[place] ?? span,
      entry: statement,
    },
  ];
}

/** The hooks that a function adds which is handed the instance. */
function stepsOf({ call, effects }: SetUp, file: CodeFile, reading: Reading): readonly Step[] {
  const unknown = unknownCheck('what a function does with the instance that it is handed', call.span);
  const guards = effects ? effects.filter(isHook).map(it => guardOf(it.call, file, reading)) : [unknown];
  const sure = call.conditional ? { conditional: true } : {};
  return guards.flatMap(guard => stepOf(call, 0, { guard })).map(it => ({ ...it, ...sure }));
}

/**
 * The hooks of an instance that take the header off: those of `onSend` run whoever answers, the others where @fastify/cors has
 * answered nothing (run with fastify 5.12.8 and @fastify/cors 11.4.3).
 */
export function hooksTakingOff(call: CallSite, root: Value, file: CodeFile, { lookup }: Reading): readonly Step[] {
  return hookCalls(file).flatMap((it): readonly Step[] => {
    const { callee, args, span, statement } = it;
    const [when, hook] = args;
    if (it.name !== 'addHook' || callee.kind !== 'member' || !isInstance(callee.object, root)) return [];
    if (hook?.kind !== 'function' || when?.kind !== 'literal' || it.inside?.start !== call.inside?.start) return [];
    const text = file.path === hook.span.path ? file.text.slice(hook.span.start, hook.span.end) : '';
    if (!TAKES_OFF.test(text) || (when.value === 'onRequest' && span.start < call.span.start)) return [];
    const removes = removalOf(hook, lookup);
    if (!removes) return [];
    return [
      {
        kind: 'middleware',
        role: 'other',
        name: roleOf(hook).name,
        matches: EVERYWHERE,
        ...(it.conditional ? { conditional: true } : {}),
        removes: { ...removes, afterwards: when.value === 'onSend' },
        at: it.argSpans[1] ?? span,
        entry: statement,
      },
    ];
  });
}

/** The instance that is made, or the one that the plugin around the calls is given. */
function isInstance(value: Value, root: Value): boolean {
  if (root.kind === 'parameter') return value.kind === 'parameter' && value.name === root.name;
  return value.kind === 'call' && value.span.path === root.span.path && value.span.start === root.span.start;
}

const NAMES = new Set(['addHook', 'register']);

function hookCalls(file: CodeFile): readonly CallSite[] {
  return file.remembered(NAMES, () => file.methodCalls(NAMES));
}

function ofHook({ args: [when, hook] }: CallSite): Refusal | undefined {
  if (when?.kind !== 'literal' || when.value !== 'onRequest' || !hook) return undefined;
  if (hook.kind === 'member') return hook.name === 'basicAuth' ? { preflights: 401 } : undefined;
  if (hook.kind !== 'function') return undefined;
  return verifies(hook) ? { preflights: 401 } : refusalOf(hook);
}

/** What a hook that runs before those of @fastify/cors does to responses. */
function doneBy({ args: [when, hook] }: CallSite, reading: Reading): WrittenResponses | undefined {
  if (when?.kind !== 'literal' || when.value !== 'onRequest' || hook?.kind !== 'function') return undefined;
  return BESIDE.test(textAt(hook.span, reading)) ? writtenBeside(hook, 'hooks of fastify', reading) : undefined;
}

/** A hook that runs before those of @fastify/cors and turns requests away for their origin. */
function guardOf(
  { args: [when, hook] }: Pick<CallSite, 'args'>,
  { text }: CodeFile,
  { lookup }: Reading,
): OriginGuard | undefined {
  if (when?.kind !== 'literal' || when.value !== 'onRequest' || hook?.kind !== 'function') return undefined;
  return originGuardOf(hook, lookup, {
    handsOn: hook.parameters.length > 2 ? 'calls next' : 'answers nothing',
    plainErrors: !/setErrorHandler|'onError'/.test(text),
  });
}

/** Whether every way through a hook asks @fastify/jwt for a token first, which throws or is answered with 401 where there is none. */
function verifies(hook: FunctionValue): boolean {
  const { paths, cut } = hook.run([]);
  return (
    !cut &&
    paths.length > 0 &&
    paths.every(
      ({ when, effects }) =>
        when.kind === 'constant' &&
        effects.some(
          it => it.when.kind === 'constant' && it.call.callee.kind === 'member' && it.call.callee.name === 'jwtVerify',
        ),
    )
  );
}

/** The hooks that a plugin of the workspace adds to the instance around it: `fp(async app => app.addHook(…))`. */
function byPlugin(given: Value, root: Value): readonly Pick<CallSite, 'args'>[] {
  const plugin = isShared(given) ? given.args[0] : undefined;
  if (plugin?.kind !== 'function') return [];
  const { paths, cut } = plugin.run([root]);
  if (cut) return [];
  return paths
    .flatMap(it => it.effects)
    .filter(it => isHook(it) && it.call.callee.kind === 'member' && isInstance(it.call.callee.object, root))
    .map(it => it.call);
}

function isHook({ call: { callee } }: Effect): boolean {
  return callee.kind === 'member' && callee.name === 'addHook';
}

/** What fastify-plugin makes of a plugin, so that its hooks are for the instance around it. */
function isShared(given: Value | undefined): given is CallValue {
  return given?.kind === 'call' && given.callee.kind === 'external' && given.callee.module === 'fastify-plugin';
}

/** A plugin of a package, or one of the workspace that adds its hook to the instance around it: `fp(async app => …)`. */
function ofPlugin(given: Value | undefined, { project }: Reading): Refusal | undefined {
  if (given?.kind === 'external' && given.module === '@fastify/bearer-auth') return { preflights: 401 };
  if (!isShared(given)) return undefined;
  const [plugin] = given.args;
  const source = plugin?.kind === 'function' ? project.code(plugin.span.path) : undefined;
  if (plugin?.kind !== 'function' || !source) return undefined;
  const own = source
    .calls(it => it === 'addHook')
    .filter(
      it =>
        !it.conditional &&
        contains(plugin.span, it.span) &&
        it.callee.kind === 'member' &&
        it.callee.object.kind === 'parameter' &&
        it.callee.object.name === plugin.parameters[0],
    );
  return own.map(ofHook).find(it => it !== undefined);
}
