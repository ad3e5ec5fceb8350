import type { CodeFile } from '../../syntax/code.ts';
import { exported } from '../../syntax/exports.ts';
import type { Value } from '../../syntax/value.ts';

/** What a configuration file exports, seen through functions that return it and calls that only pass it on. */
export function defaultExports(file: CodeFile): readonly Value[] {
  const span = { path: file.path, start: 0, end: 0 };
  const named = within(exported(file, 'default', span), 0);
  return named.length > 0 ? named : within(exported(file, '=', span), 0);
}

function within(value: Value, depth: number): readonly Value[] {
  if (depth > 4) return [];
  switch (value.kind) {
    case 'record':
    case 'list':
      return [value];
    case 'function': {
      const given = value.parameters.map(
        (name, index): Value => ({ kind: 'parameter', name, index, span: value.span }),
      );
      return value.run(given).paths.flatMap(it => (it.result ? within(it.result, depth + 1) : []));
    }
    case 'call':
      return value.args.flatMap(it => within(it, depth + 1));
    case 'choice':
      return value.branches.flatMap(it => within(it.value, depth + 1));
    default:
      return [];
  }
}
