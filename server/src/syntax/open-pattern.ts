import type { Span } from '../text/span.ts';
import { type Environment, type OpenPattern, textOf, type Value } from './value.ts';

/** `new RegExp(text)` where the text is put together of known pieces and one environment variable; otherwise undefined. */
export function openPattern(text: Value, flags: string, shared: boolean, span: Span): OpenPattern | undefined {
  const parts = text.kind === 'template' ? text.parts : [text];
  const at = parts.findIndex(it => it.kind !== 'literal');
  const found = variableOf(parts[at]);
  if (!found || found.variable.altered || parts.some((it, i) => i !== at && it.kind !== 'literal')) return undefined;
  const joined = (some: readonly Value[]) => some.map(it => (it.kind === 'literal' ? String(it.value) : '')).join('');
  return {
    kind: 'open-pattern',
    before: joined(parts.slice(0, at)),
    ...found,
    after: joined(parts.slice(at + 1)),
    flags,
    shared,
    span,
  };
}

/** `process.env.X`, `process.env.X || 'text'`. */
function variableOf(
  value: Value | undefined,
): { readonly variable: Environment; readonly fallback?: string } | undefined {
  if (value?.kind === 'environment') return { variable: value };
  if (value?.kind !== 'choice' || value.branches.length !== 2) return undefined;
  const [variable, other] = value.branches.map(it => it.value);
  const fallback = textOf(other);
  const guard = value.branches[0]?.when;
  const isDefault = guard?.kind === 'truthy' && guard.of === variable;
  return variable?.kind === 'environment' && isDefault && fallback !== undefined ? { variable, fallback } : undefined;
}
