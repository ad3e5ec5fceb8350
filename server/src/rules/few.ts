/** Names of headers for a message: two of them, or the first and how many more. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, names.length > 2 ? 1 : 2).map(it => `\`${it}\``);
  return names.length > 2 ? `${shown[0]} and ${names.length - 1} more headers` : shown.join(' and ');
}
