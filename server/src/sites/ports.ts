import type { Lookup } from '../frameworks/origin/acceptor.ts';
import { property, type Value } from '../syntax/value.ts';
import type { Span } from '../text/span.ts';

export interface Port {
  readonly port: number;
  readonly at: Span;
}

/**
 * The ports that a value may be: what the files of variables say goes before what stands for a missing one. Undefined where
 * something decides that is not seen, and nothing is given for its absence.
 */
export function portsOf(value: Value | undefined, lookup: Lookup): readonly Port[] {
  switch (value?.kind) {
    case 'literal': {
      const port = Number(value.value);
      return value.value !== '' && Number.isInteger(port) && port > 0 && port < 65536 ? [{ port, at: value.span }] : [];
    }
    case 'environment':
      return (lookup(value.name) ?? []).flatMap(it =>
        /^\d+$/.test(it.text) ? [{ port: Number(it.text), at: it.at }] : [],
      );
    case 'choice': {
      const filed = value.branches.flatMap(it => (isVariable(it.value) ? portsOf(it.value, lookup) : []));
      return filed.length > 0 ? distinct(filed) : distinct(value.branches.flatMap(it => portsOf(it.value, lookup)));
    }
    case 'record':
      return portsOf(property(value, 'port')?.value, lookup);
    case 'call':
      return isConverted(value) ? portsOf(value.args[0], lookup) : [];
    case 'unknown':
      return value.of ? portsOf(value.of, lookup) : [];
    default:
      return [];
  }
}

/** A variable, or the number that is made of one. */
function isVariable(value: Value): boolean {
  return value.kind === 'environment' || (isConverted(value) && value.args[0]?.kind === 'environment');
}

/** `Number(x)` and its like. */
function isConverted(value: Value): value is Extract<Value, { kind: 'call' }> {
  return (
    value.kind === 'call' &&
    value.callee.kind === 'external' &&
    /^(Number|parseInt|Number\.parseInt|parseFloat|String)$/.test(value.callee.name)
  );
}

function distinct(ports: readonly Port[]): readonly Port[] {
  return ports.filter((it, i) => ports.findIndex(other => other.port === it.port) === i);
}
