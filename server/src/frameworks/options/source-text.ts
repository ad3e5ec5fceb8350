/** A piece of source on one line, short enough for a message. */
export function shortened(source: string, most = 60): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
