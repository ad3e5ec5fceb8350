import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, FALSE, not, or, TRUE, unknownTest } from '../../../syntax/test.ts';
import { literal, type Test } from '../../../syntax/value.ts';
import type { Span } from '../../../text/span.ts';
import { foundIn, headerAt, methodIs } from '../conditions.ts';

/** The paths of a matcher, as they stand in the file, with blanks between: what a policy is told by. */
export type Place = string | undefined;

/** The named matchers of a site: `@name { … }` or `@name matcher …`. https://caddyserver.com/docs/caddyfile/matchers */
export class Matchers {
  readonly #named: ReadonlyMap<string, readonly Directive[]>;

  constructor(directives: readonly Directive[]) {
    const found: [string, readonly Directive[]][] = [];
    const look = (all: readonly Directive[]) => {
      for (const it of all)
        if (it.name.startsWith('@')) found.push([it.name, it.block ?? inline(it)]);
        else if (it.block) look(it.block);
    };
    look(directives);
    this.#named = new Map(found);
  }

  /** What is asked of requests of a place; a directive without a matcher takes all. */
  test(word: Word | undefined, place: Place): Test {
    if (!word) return TRUE;
    if (word.text.startsWith('@')) return this.#all(this.#named.get(word.text), word.span, place, 0);
    return atPath([word.text], place);
  }

  /** Every path that decides on it, whoever asks. */
  places(word: Word | undefined): readonly string[] {
    if (!word) return [];
    if (!word.text.startsWith('@')) return isEverything(word.text) ? [] : [word.text];
    return pathsIn(this.#named.get(word.text) ?? []);
  }

  #all(lines: readonly Directive[] | undefined, span: Span, place: Place, depth: number): Test {
    if (!lines || depth > 5) return unknownTest(span, 'a matcher that is not known', true);
    const names = [...new Set(lines.map(it => (it.name === 'header' ? `header ${it.args[0]?.text}` : it.name)))];
    // What stands there twice asks for one of both: matchers of a kind are merged.
    return and(
      ...names.map(name => {
        const same = lines.filter(it => (it.name === 'header' ? `header ${it.args[0]?.text}` : it.name) === name);
        const tests = same.map(it => this.#one(it, place, depth));
        return /^(path|method|header )/.test(name) ? or(...tests) : and(...tests);
      }),
    );
  }

  #one(it: Directive, place: Place, depth: number): Test {
    const [first, second, third] = it.args;
    switch (it.name) {
      case 'method':
        return or(...it.args.map(word => methodIs(word.text.toUpperCase(), word.span)));
      case 'path':
        return atPath(
          it.args.map(word => word.text),
          place,
        );
      case 'header':
        return ofHeader(it);
      case 'header_regexp': {
        const [field, pattern] = third ? [second, third] : [first, second];
        return field && pattern ? foundIn(headerAt(field.text, field.span), pattern) : TRUE;
      }
      case 'not':
        return not(this.#all(it.block ?? inline(it), it.head, place, depth + 1));
      case 'expression':
        return inExpression(it);
      default:
        return unknownTest(it.head, 'a matcher that is not followed', false);
    }
  }
}

/** `@name method OPTIONS` and `not method OPTIONS`: the matcher stands behind the name. */
function inline({ args, span, block }: Directive): readonly Directive[] {
  const [name, ...rest] = args;
  if (!name) return block ?? [];
  // A text in quotes alone is an expression: https://caddyserver.com/docs/caddyfile/matchers#expression
  if (name.quote && rest.length === 0)
    return [{ name: 'expression', nameSpan: name.span, args: [name], head: name.span, span: name.span }];
  const head = { ...name.span, end: args.at(-1)?.span.end ?? name.span.end };
  return [{ name: name.text, nameSpan: name.span, args: rest, head, span, ...(block ? { block } : {}) }];
}

function pathsIn(lines: readonly Directive[]): readonly string[] {
  const paths = lines.filter(it => it.name === 'path').flatMap(it => it.args.map(word => word.text));
  return paths.length > 0 && !paths.some(isEverything) ? [paths.join(' ')] : [];
}

function isEverything(path: string): boolean {
  return path === '*' || path === '/*';
}

/** Whether every request of a place has one of these paths; those of no place have none that is named. */
function atPath(paths: readonly string[], place: Place): Test {
  if (paths.some(isEverything)) return TRUE;
  if (place === undefined) return FALSE;
  const covers = (path: string, of: string) =>
    path.toLowerCase() === of.toLowerCase() ||
    (path.endsWith('*') && of.toLowerCase().startsWith(path.slice(0, -1).toLowerCase()));
  return place.split(' ').every(of => paths.some(path => covers(path, of))) ? TRUE : FALSE;
}

/** `header Origin text`: `*` at its ends stands for anything; `!Origin` asks that there is none. */
function ofHeader({ args, head }: Directive): Test {
  const [field, ...texts] = args;
  if (!field) return TRUE;
  const of = headerAt(field.text.replace(/^!/, ''), field.span);
  if (field.text.startsWith('!')) return not({ kind: 'truthy', of });
  if (texts.length === 0) return { kind: 'truthy', of };
  // One text may hold several, and then it is taken as it stands.
  return or(
    ...texts.map(({ text, span }): Test => {
      if (/[{}]/.test(text)) return unknownTest(span, 'a text that is filled in', true);
      const [before, after] = [text.startsWith('*'), text.endsWith('*')];
      const inner = literal(span, text.slice(before ? 1 : 0, after ? -1 : undefined));
      if (text === '*' || text === '') return { kind: 'truthy', of };
      const kind = before && after ? 'contains' : before ? 'ends' : after ? 'starts' : undefined;
      if (kind) return and({ kind: 'truthy', of }, { kind, of, text: inner, span });
      return { kind: 'equals', left: of, right: inner, span: head };
    }),
  );
}

/** `{method} == 'OPTIONS'`; other expressions are not followed. */
function inExpression({ args, head }: Directive): Test {
  const text = args.map(it => it.text).join(' ');
  const [, operator, method = ''] = /^\s*\{(?:http\.request\.)?method\}\s*([!=]=)\s*['"](\w+)['"]\s*$/.exec(text) ?? [];
  if (operator) return operator === '==' ? methodIs(method, head) : not(methodIs(method, head));
  return unknownTest(head, 'an expression that is not followed', /origin/i.test(text));
}
