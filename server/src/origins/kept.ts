/** What is found for a text, kept for the last `most` texts that were asked for, and never for more than twice as many. */
export function keptFor<T>(most: number, find: (text: string) => T): (text: string) => T {
  let young = new Map<string, { readonly found: T }>();
  let old = young;
  return text => {
    const known = young.get(text) ?? old.get(text) ?? { found: find(text) };
    if (young.size >= most) [old, young] = [young, new Map()];
    young.set(text, known);
    return known.found;
  };
}
