import type { Test, Value } from './value.ts';

/** What a single condition compares. */
export function valuesIn(test: Test): readonly Value[] {
  switch (test.kind) {
    case 'equals':
      return [test.left, test.right];
    case 'starts':
    case 'ends':
    case 'contains':
      return [test.of, test.text];
    case 'member':
      return [test.item, test.list];
    case 'matches':
    case 'truthy':
    case 'parses':
    case 'type':
      return [test.of];
    default:
      return [];
  }
}
