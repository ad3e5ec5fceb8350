import type { FunctionValue, Value } from '../syntax/value.ts';

/** Whether a function is handed something of which anything is known, so that it may send something else than for anybody. */
export function isHanded(callee: FunctionValue, args: readonly Value[]): boolean {
  return callee.parameters.length > 0 && args.some(isKnown);
}

function isKnown(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
    case 'parameter':
    case 'part':
    case 'request':
      return false;
    case 'member':
      return isGlobal(value.object);
    case 'call':
      return isGlobal(value.callee);
    case 'choice':
      return value.branches.some(it => isKnown(it.value));
    default:
      return true;
  }
}

/** What JavaScript or the browser gives, such as `FormData` and `location`. */
function isGlobal(value: Value): boolean {
  return value.kind === 'external' && value.module === '';
}
