import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, TRUE, unknownTest } from '../../../syntax/test.ts';
import { literal, type Test } from '../../../syntax/value.ts';
import { ACAC, ACAH, ACAM, ACAO, ACEH, ACMA, corsHeader, VARY } from '../../headers/lines.ts';
import type { Operation } from '../operations.ts';
import { type Known, valueIn } from './values.ts';

const ALL = [ACAO, ACAC, ACAM, ACAH, ACEH, ACMA, VARY];
const ORDER = ['add', 'set', 'default', 'delete', 'change'];

export interface Operations {
  /** Done when the directive is reached. */
  readonly now: readonly Operation[];
  /** Done when the response is sent, those of the first directive last. */
  readonly deferred: readonly Operation[];
}

/**
 * What a `header` directive does: on its line or in a block; whatever is taken away, and all with `defer` or `>`, waits until the response is
 * sent. Within one directive texts are added first, then set, then taken away.
 * https://caddyserver.com/docs/caddyfile/directives/header, modules/caddyhttp/headers of 2.6 to 2.10.
 */
export function operationsOf(directive: Directive, args: readonly Word[], when: Test, known: Known): Operations {
  const { block = [] } = directive;
  const rows = args.length > 0 ? [args] : block.map(it => [{ text: it.name, span: it.nameSpan }, ...it.args]);
  const entries = args.length > 0 ? [directive.span] : block.map(it => it.span);
  const matched = block.find(it => it.name === 'match');
  const asked = matched ? and(when, unknownTest(matched.head, 'what the response is', false)) : when;
  const all = rows.flatMap((row, index) => {
    const entry = entries[index] ?? directive.span;
    return operationsIn(row, args.length > 0 ? { ...entry, end: directive.head.end } : entry, asked, known);
  });
  const own = all.filter(it => it.action !== 'default');
  const waits =
    matched !== undefined ||
    block.some(it => it.name === 'defer') ||
    rows.some(([field]) => /^[->]/.test(field?.text ?? '')) ||
    own.some(it => it.action === 'delete');
  const sorted = own.toSorted((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
  const defaults = all.filter(it => it.action === 'default');
  return { now: waits ? [] : sorted, deferred: [...defaults, ...(waits ? sorted : [])] };
}

/** `header_down` of `reverse_proxy`, which is done to what the server behind answers. */
export function operationsIn(
  [field, value, replacement]: readonly Word[],
  entry: Directive['span'],
  when: Test,
  known: Known,
): readonly Operation[] {
  if (!field) return [];
  const [, sign = '', written = ''] = /^([+?>-]?)(.*?):?$/.exec(field.text) ?? [];
  const text = written.toLowerCase();
  const base = { when, nameSpan: field.span, entry, value: literal(entry, '') };
  if (sign === '-') {
    const pattern = text.replace(/^\*|\*$/g, '');
    const [before, after] = [text.startsWith('*'), text.endsWith('*')];
    return ALL.filter(it =>
      before && after
        ? it.includes(pattern)
        : before
          ? it.endsWith(pattern)
          : after
            ? it.startsWith(pattern)
            : it === text,
    ).map(name => ({ ...base, name, action: 'delete' }));
  }
  const name = corsHeader(text);
  if (name === undefined) return [];
  if (replacement) return [{ ...base, name, action: 'change', when: TRUE }];
  const action = sign === '+' ? 'add' : sign === '?' ? 'default' : 'set';
  return [{ ...base, name, action, value: value ? valueIn(value, known) : literal(entry, '') }];
}
