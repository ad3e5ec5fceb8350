import type { Step } from '../../../model/app.ts';
import { EVERYWHERE } from '../../../model/paths.ts';
import type { CorsPolicy } from '../../../model/policy.ts';
import type { CallSite, CodeFile, Searched } from '../../../syntax/code.ts';
import { TRUE } from '../../../syntax/test.ts';
import type { Effect, Value } from '../../../syntax/value.ts';
import { CHECKS, type Checks, SET_UP_CHECKS, unknownCheck } from '../../middleware/checks.ts';
import { roleOf } from '../../middleware/roles.ts';
import { type SetUp, setUps } from '../../middleware/set-ups.ts';
import { type AppKind, REGISTERING, usedFor } from './registrations.ts';

/** A step, and the call that registers it elsewhere. */
export interface Other {
  readonly call: CallSite;
  readonly step: Step;
}

/**
 * What functions of the workspace register on an application that they are handed (`protect(app)`): checks of the origin, what takes the
 * header off, and policies behind such checks. Each stands where the function is called.
 */
export function stepsByOthers(
  file: CodeFile,
  isApplication: (value: Value) => boolean,
  kind: AppKind,
  checksIn: (value: Value) => Checks,
  policiesAt: (value: Value) => readonly CorsPolicy[],
): readonly Other[] {
  const checked = setUps(file, REGISTERING, isApplication, SET_UP_CHECKS).flatMap(it => stepsOf(it, kind, checksIn));
  if (checked.length === 0) return [];
  return setUps(file, REGISTERING, isApplication, CHECKS_AND_CORS).flatMap(it =>
    stepsOf(it, kind, checksIn, policiesAt),
  );
}

const CHECKS_AND_CORS: Searched = {
  name: 'checks and CORS',
  words: { test: text => CHECKS.test(text) || /\bcors\b/i.test(text) },
};

function stepsOf(
  { call, effects }: SetUp,
  kind: AppKind,
  checksIn: (value: Value) => Checks,
  policiesAt: (value: Value) => readonly CorsPolicy[] = () => [],
): readonly Other[] {
  const where = { kind: 'middleware', role: 'other', at: call.span, entry: call.statement } as const;
  const perhaps = call.conditional ? { conditional: true } : {};
  if (!effects) {
    const guard = unknownCheck('what a function does with the application that it is handed', call.span);
    return [{ call, step: { ...where, ...perhaps, name: call.name, matches: EVERYWHERE, guard } }];
  }
  return effects.filter(isUse).flatMap(effect => {
    const { matches, handlers } = usedFor(effect.call.args, call.span, kind);
    const unsure = isSure(effect) ? perhaps : { conditional: true };
    return handlers.flatMap(({ value }): readonly Other[] => {
      const checks = checksIn(value);
      const mounted = policiesAt(value).map(policy => ({ policy, matches }));
      if (!checks.guard && !checks.removes && mounted.length === 0) return [];
      const brought = mounted.length > 0 ? { mounted } : {};
      return [{ call, step: { ...where, ...unsure, ...roleOf(value), matches, ...checks, ...brought } }];
    });
  });
}

function isUse({ call: { callee } }: Effect): boolean {
  return callee.kind === 'member' && (callee.name === 'use' || callee.name === 'all');
}

function isSure({ when }: Effect): boolean {
  return when === TRUE || (when.kind === 'constant' && when.value);
}
