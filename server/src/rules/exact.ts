import type { Acceptor, PatternTest, TextTest } from '../model/acceptor.ts';
import type { PolicyEdit } from '../model/edit.ts';
import { type Aim, type Repair, repairs } from '../origins/repair.ts';
import type { Fix } from './rule.ts';

/** Fixes that make a test exact: it still lets in what it names, and fewer others; each is proved. */
export function exactFixes(test: Acceptor, aim: Aim = 'foreign'): readonly Fix[] {
  if (!isAtom(test) || !test.at) return [];
  const found = repairs(test, aim).flatMap(repair => {
    const edit = editOf(test, repair);
    return edit ? [{ title: titleOf(repair), edits: [edit], safety: 'review' } as const] : [];
  });
  return found.slice(0, 2);
}

function isAtom(test: Acceptor): test is TextTest | PatternTest {
  if (test.kind === 'matches') return true;
  const compares = test.kind === 'starts' || test.kind === 'ends' || test.kind === 'contains';
  return compares && typeof test.text === 'string';
}

function editOf(test: TextTest | PatternTest, repair: Repair): PolicyEdit | undefined {
  const { at } = test;
  if (!at) return undefined;
  if (test.kind !== 'matches') return { kind: 'retest', at, test: repair };
  const { kind } = repair;
  return kind === 'pattern'
    ? { kind: 'replace', at, value: { kind, source: repair.source, flags: repair.flags } }
    : undefined;
}

function titleOf(repair: Repair): string {
  switch (repair.kind) {
    case 'pattern':
      return `Match with \`/${repair.source}/${repair.flags}\``;
    case 'equals':
      return `Compare with \`${repair.texts.join('`, `')}\` as a whole`;
    case 'edges':
      return `Ask for ${repair.starts ? `\`${repair.starts}\` and ` : ''}\`${repair.ends}\``;
  }
}
