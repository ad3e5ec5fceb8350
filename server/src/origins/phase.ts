/** The part of an origin that a test reads. */
export type Part = 'protocol' | 'hostname' | 'host' | 'port';

/** Where in `scheme://host:port` a text is: scheme, after its `:`, after the first `/`, host, `[…]`, port. */
export function nextPhase(phase: number, code: number): number {
  switch (phase) {
    case 0:
      return code === 0x3a ? 1 : 0;
    case 1:
    case 2:
      return phase + 1;
    case 3:
      return code === 0x5b ? 4 : code === 0x3a ? 5 : 3;
    case 4:
      return code === 0x5d ? 3 : 4;
    default:
      return 5;
  }
}

/** Whether the part holds the character that leads from one phase to the next. */
export function reads(part: Part, from: number, to: number): boolean {
  if (part === 'protocol') return from === 0;
  if (part === 'port') return from === 5;
  return from >= 3 && (part === 'host' || to !== 5);
}

/** Whether the part ends with the step from one phase to the next. */
export function ends(part: Part, from: number, to: number): boolean {
  return (part === 'protocol' && from === 1) || (part === 'hostname' && from === 3 && to === 5);
}
