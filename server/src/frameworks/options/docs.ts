import type { OriginEffect } from '../../model/oddity.ts';
import type { Field } from '../../model/policy.ts';
import type { OriginSemantics } from '../origin/option.ts';
import type { OptionTable } from './table.ts';

/** One way to write an option's value, and what the library does with it. */
export interface ValueForm {
  readonly text: string;
  readonly effect: string;
}

/** An option as a person chooses it. */
export interface OptionDoc {
  readonly name: string;
  readonly field: Field | undefined;
  readonly says: string;
  readonly forms: readonly ValueForm[];
}

const SAYS: Readonly<Partial<Record<Field, string>>> = {
  origins: 'Which websites may read the responses (`Access-Control-Allow-Origin`).',
  credentials: 'Whether they may be read with the user’s cookies (`Access-Control-Allow-Credentials`).',
  methods: 'Which methods a preflight allows (`Access-Control-Allow-Methods`).',
  allowedHeaders: 'Which request headers a preflight allows (`Access-Control-Allow-Headers`).',
  exposedHeaders: 'Which response headers scripts can read (`Access-Control-Expose-Headers`).',
  maxAge: 'For how many seconds browsers remember a preflight (`Access-Control-Max-Age`).',
};

const EFFECTS: Readonly<Record<OriginEffect, string>> = {
  'reflects-everyone': 'lets every website in, by repeating its origin',
  any: 'lets every website in (`*`)',
  nobody: 'lets nobody in',
  off: 'sends no CORS headers',
  crashes: 'ends the program at the start',
  hangs: 'leaves every request without an answer',
  'literal-header': 'is sent as it stands, which no browser accepts',
  'error-500': 'answers every request with status 500',
};

/** The options that a library really has, with the forms of their values. */
export function optionDocs(table: OptionTable, semantics: OriginSemantics): readonly OptionDoc[] {
  const named = (Object.entries(table.names) as [Field, string][]).map(
    ([field, name]): OptionDoc => ({
      name,
      field,
      says: says(field, table),
      forms: formsOf(field, semantics).map(it => asText(it, field, table)),
    }),
  );
  return [
    ...named,
    ...table.others.map(
      (name): OptionDoc => ({
        name,
        field: undefined,
        says: table.says?.[name] ?? 'An option of the library.',
        forms: [],
      }),
    ),
  ];
}

/** `['GET', 'POST']` where the library wants `'GET, POST'`. */
function asText(form: ValueForm, field: Field, table: OptionTable): ValueForm {
  if (!table.listsAsText || !/^(methods|allowedHeaders|exposedHeaders)$/.test(field)) return form;
  return { ...form, text: `'${form.text.replace(/[[\]']/g, '')}'` };
}

function says(field: Field, table: OptionTable): string {
  const today = table.today[field];
  return `${SAYS[field] ?? ''}${today === undefined ? '' : ` Without it, ${today}.`}`;
}

function formsOf(field: Field, semantics: OriginSemantics): readonly ValueForm[] {
  switch (field) {
    case 'origins':
      return originForms(semantics);
    case 'credentials':
      return [
        { text: 'true', effect: 'cookies are allowed' },
        { text: 'false', effect: 'cookies are not allowed' },
      ];
    case 'methods':
      return [{ text: "['GET', 'POST']", effect: 'these methods, besides those that need no preflight' }];
    case 'allowedHeaders':
      return [{ text: "['Content-Type', 'Authorization']", effect: 'these request headers' }];
    case 'exposedHeaders':
      return [{ text: "['ETag']", effect: 'scripts can read these response headers' }];
    case 'maxAge':
      return [{ text: '7200', effect: 'two hours, the longest that Chromium remembers' }];
    default:
      return [];
  }
}

function originForms(semantics: OriginSemantics): readonly ValueForm[] {
  const forms: ValueForm[] = [
    {
      text: "'https://app.example.com'",
      effect: semantics.text === 'fixed' ? 'is sent to everybody; only this website can read' : 'lets this website in',
    },
  ];
  if (semantics.list !== 'sent')
    forms.push({ text: "['https://app.example.com', 'https://admin.example.com']", effect: 'lets these websites in' });
  if (semantics.pattern === 'tested' || semantics.pattern === 'tested-reset') {
    forms.push({ text: '/^https:\\/\\/[a-z0-9-]+\\.example\\.com$/', effect: 'lets in whatever matches' });
  }
  forms.push(
    { text: "'*'", effect: EFFECTS.any },
    { text: 'true', effect: EFFECTS[semantics.yes] },
    { text: 'false', effect: EFFECTS[semantics.no] },
  );
  return forms;
}
