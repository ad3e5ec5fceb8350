import type { Value } from '../../syntax/value.ts';
import { type Alternative, alternatives } from '../origin/alternatives.ts';

/** What stands there in each environment and under each condition, for options that need not be an object. */
export function eachCondition(value: Value): readonly Alternative[] {
  return alternatives(value).flatMap(({ value: it, guards }): readonly Alternative[] => {
    if (it.kind !== 'choice') return [{ value: it, guards }];
    const under = [...guards, { kind: 'condition', text: 'under a condition' } as const];
    return it.branches
      .flatMap(branch => eachCondition(branch.value))
      .map(way => ({ ...way, guards: [...under, ...way.guards] }));
  });
}
