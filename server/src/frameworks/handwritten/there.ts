import { valuesIn } from '../../syntax/compared.ts';
import type { Test, Value } from '../../syntax/value.ts';
import { ACAO, corsHeaderOf } from '../headers/lines.ts';
import { isRequest } from './handler-places.ts';

/** Whether a condition asks if the response has the header by now: `!res.get('Access-Control-Allow-Origin')`. */
export function asksWhatIsThere(test: Test): boolean {
  if (test.kind === 'and' || test.kind === 'or') return test.of.some(asksWhatIsThere);
  if (test.kind === 'not') return asksWhatIsThere(test.of);
  return valuesIn(test).some(isLookedUp) || (test.kind === 'unknown' && test.of !== undefined && isLookedUp(test.of));
}

function isLookedUp(value: Value): boolean {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return false;
  const { name, object } = value.callee;
  return /^(get|getHeader|hasHeader|has)$/.test(name) && corsHeaderOf(value.args[0]) === ACAO && !isRequest(object);
}
