import type { Directive, Word } from '../../../syntax/directives.ts';
import { and, not, TRUE } from '../../../syntax/test.ts';
import { literal, type Test, unknown, type Value } from '../../../syntax/value.ts';
import { corsHeader, type HeaderLine } from '../../headers/lines.ts';
import { expressionTest, originAt, type Variables } from './conditions.ts';

/** A `Header` directive as mod_headers takes it: https://httpd.apache.org/docs/2.4/mod/mod_headers.html#header */
export interface Written {
  readonly line: HeaderLine;
  /** The table that stands on errors of Apache's own as well. */
  readonly always: boolean;
  readonly action: string;
}

const ACTIONS = new Set(['set', 'append', 'merge', 'add', 'setifempty', 'unset']);

/** The header of CORS that a directive writes, with the conditions it stands under. */
export function writtenBy(directive: Directive, within: Test, variables: Variables): Written | undefined {
  if (!/^header$/i.test(directive.name)) return undefined;
  const words = [...directive.args];
  const condition = /^(always|onsuccess)$/i.test(words[0]?.text ?? '') ? words.shift()?.text.toLowerCase() : undefined;
  const action = words.shift()?.text.toLowerCase() ?? '';
  const [name, value, ...more] = words;
  const header = corsHeader(name?.text.replace(/:$/, ''));
  if (!ACTIONS.has(action) || !name || header === undefined || (!value && action !== 'unset')) return undefined;
  const when = and(within, ...more.map(it => guard(it, directive.span, variables)));
  return {
    always: condition === 'always',
    action,
    line: {
      name: header,
      value: value ? valueIn(value, variables, more) : literal(directive.span, ''),
      nameSpan: name.span,
      entry: directive.span,
      when,
      appended: action === 'add' || action === 'append' || action === 'merge',
    },
  };
}

function guard(word: Word, whole: Directive['span'], variables: Variables): Test {
  const { text, span } = word;
  const [, negative, name] = /^env=(!?)(\w+)$/i.exec(text) ?? [];
  if (name !== undefined) return negative ? not(variables.isSet(name, span)) : variables.isSet(name, span);
  const expression = /^expr=([\s\S]*)$/i.exec(text)?.[1];
  return expression === undefined ? TRUE : expressionTest(expression, whole, word);
}

function valueIn({ text, span }: Word, variables: Variables, guards: readonly Word[]): Value {
  if (/\{\{|\{%|<%|\$\{/.test(text)) return unknown(span, 'a text that is filled in elsewhere');
  if (/^expr=\s*(%\{(req|HTTP):Origin\}|%\{HTTP_ORIGIN\})\s*$/i.test(text)) return originAt(span);
  const variable = /^%\{(\w+)\}e$/.exec(text)?.[1];
  if (variable !== undefined) {
    const guarded = guards.some(it => it.text.toLowerCase() === `env=${variable.toLowerCase()}`);
    return variables.holds(variable, span, guarded);
  }
  return /%\{|^expr=/.test(text)
    ? unknown(span, 'a value that is not followed', /origin/i.test(text))
    : literal(span, text);
}
