import { isAtLeast, libraryOf } from '../frameworks/options/version.ts';
import { choice } from '../syntax/choice.ts';
import { isUndefined, property, type Value } from '../syntax/value.ts';
import type { Handed, RequestClient } from './client.ts';
import { isExport, resultOf } from './made.ts';

/**
 * SWR, which sends nothing itself: it calls the fetcher that it is given with the key, as swr 2.5.1 does with all kinds of keys
 * (dist/index: `fetcher(fnArg)`); swr 1 hands over the items of a list each by itself. A key that is nothing asks for nothing.
 */
export const swr: RequestClient = {
  id: 'swr',
  title: 'SWR',
  docs: 'https://swr.vercel.app/docs/data-fetching',
  mentions: ["'swr", '"swr'],
  names: /^useSWR(Immutable|Infinite|Mutation)?$/,
  module: 'swr',

  read: () => [],

  hands(call, reading): readonly Handed[] {
    if (!isExport(call.callee, /^swr(\/(immutable|infinite|mutation))?$/, /^(default|=|useSWR\w*)$/)) return [];
    const [key, second] = call.args;
    const fetcher = second?.kind === 'record' ? property(second, 'fetcher')?.value : second;
    const asked = key && something(resultOf(key));
    if (!fetcher || !asked) return [];
    const spread =
      asked.kind === 'list' && !isAtLeast(libraryOf(reading.project, reading.path, 'swr', '2.5.1'), '2.0.0');
    return [{ callee: fetcher, args: spread ? asked.items : [asked] }];
  },
};

/** A key where there is one: `id ? url : null`, `id && url`. */
function something(key: Value | undefined): Value | undefined {
  if (key?.kind !== 'choice') return key && isNothing(key) ? undefined : key;
  const branches = key.branches.filter(it => !isNothing(it.value));
  const [only, ...more] = branches;
  return only && more.length === 0 ? only.value : choice(key.span, branches);
}

function isNothing(value: Value): boolean {
  return (
    isUndefined(value) ||
    (value.kind === 'literal' && (value.value === null || value.value === false || value.value === ''))
  );
}
