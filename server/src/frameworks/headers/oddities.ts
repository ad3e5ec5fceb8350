import type { Oddity } from '../../model/oddity.ts';
import { statefulIn } from '../origin/stateful.ts';
import { ACAC, ACAO, type HeaderLine, type HeaderResponse, samePlace } from './lines.ts';

/** A header that is appended to what is set already, or that an object holds in two spellings. */
export function duplicates(responses: readonly HeaderResponse[]): readonly Oddity[] {
  for (const { lines } of responses) {
    for (const name of [ACAO, ACAC]) {
      const own = lines.filter(it => it.name === name);
      const second = own.findIndex((it, i) => i > 0 && (it.appended || inOneObject(it, own[i - 1])));
      const [line, first] = [own[second], own[second - 1]];
      if (!line || !first) continue;
      // Of `*` and an origin, the origin stays when one of them goes.
      const [at, other] = isStar(first) && !isStar(line) ? [first, line] : [line, first];
      return [{ kind: 'duplicate-header', header: name, at: at.entry, first: other.entry }];
    }
  }
  return [];
}

function isStar({ value }: HeaderLine): boolean {
  return value.kind === 'literal' && value.value === '*';
}

/** Two properties of one literal: neither replaces the other, since their names differ in case. */
function inOneObject(line: HeaderLine, before: HeaderLine | undefined): boolean {
  return (
    before !== undefined &&
    line.inRecord !== undefined &&
    before.inRecord !== undefined &&
    !samePlace(line.nameSpan, before.nameSpan) &&
    samePlace(line.inRecord, before.inRecord)
  );
}

/** Patterns with the `g` or `y` flag that remember where they were from one request to the next. */
export function stateful(responses: readonly HeaderResponse[]): readonly Oddity[] {
  return statefulIn(responses.map(it => it.when));
}
