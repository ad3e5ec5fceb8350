import type ts from 'typescript';
import type { Reads } from './reads.ts';

interface Known<T> {
  readonly value: T;
  readonly reads: Reads;
}

/** What was found in a file of where things go on under other names and are changed, and what was looked at for it. */
export class KnownFlows {
  /** By variable, the places at which what it holds, or a part of it, is handed on and changed. */
  readonly handedOn = new Map<ts.Identifier, Known<readonly ts.Expression[]>>();
  /** Of a place, whether what is handed over there is changed where it goes on. */
  readonly elsewhere = new Map<ts.Expression, Known<boolean>>();
  /** By name, how deep it is that nothing is changed under it. */
  readonly unchanged = new Map<ts.Identifier, Known<number>>();
  /** By name, how deep it is that something is changed under it. */
  readonly changed = new Map<ts.Identifier, Map<number, Reads>>();

  clear(): void {
    this.handedOn.clear();
    this.elsewhere.clear();
    this.unchanged.clear();
    this.changed.clear();
  }
}
