import { HEADERS_FILE, type HeaderBlock, readHeadersFile } from '../../syntax/headers-file.ts';
import { TRUE } from '../../syntax/test.ts';
import { literal, property, type RecordValue, textOf, type Value } from '../../syntax/value.ts';
import type { ConfigFramework } from '../framework.ts';
import { withRuleBehaviour } from '../headers/behaviour.ts';
import { corsHeader, type HeaderLine } from '../headers/lines.ts';
import { type HeaderRule, linesOf } from '../headers/rules.ts';
import { at } from './aws-templates.ts';
import { addressesOf, forFunctions, forPagesFunctions, NETLIFY } from './netlify-functions.ts';
import { hostPolicy } from './static-hosts.ts';
import { writeHeaderEntries } from './write-headers.ts';
import { lineWriter } from './write-lines.ts';

/** `_headers` of Netlify and Cloudflare: headers on the files of a site, by path. */
export const headersFile: ConfigFramework = {
  kind: 'config',
  id: 'headers-file',
  title: '_headers of Netlify and Cloudflare',
  docs: 'https://docs.netlify.com/routing/headers/#syntax-for-the-headers-file',
  mentions: ['access-control-'],
  files: path => /(^|\/)_headers$/.test(path),
  recognise: ({ path, text }, reading) => ({
    policies: readHeadersFile(path, text)
      .flatMap(ruleOf)
      .map(it => withRuleBehaviour(hostPolicy(headersFile.id, it, 'headers-file', reading), it.lines, headersFile.docs))
      .map(it => forPagesFunctions(forFunctions(it, NETLIFY, path, reading), path, reading)),
  }),
  write: lineWriter({ notation: HEADERS_FILE, special: /(?!)/ }),
};

/** `[[headers]]` of `netlify.toml`. */
export const netlifyToml: ConfigFramework = {
  kind: 'config',
  id: 'netlify-toml',
  title: 'netlify.toml',
  docs: 'https://docs.netlify.com/routing/headers/#syntax-for-the-netlify-configuration-file',
  mentions: ['access-control-'],
  files: path => /(^|\/)netlify\.toml$/.test(path),
  recognise: ({ documents, path }, reading) => ({
    policies: documents
      .flatMap(it => items(at(it, ['headers'])))
      .flatMap(tableOf)
      .map(it => withRuleBehaviour(hostPolicy(netlifyToml.id, it, 'toml', reading), it.lines, netlifyToml.docs))
      .map(it => forFunctions(it, addressesOf(documents), path, reading)),
  }),
  write: writeHeaderEntries,
};

function items(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : [];
}

/** The same name twice is one header, with a comma between its values (@netlify/headers-parser 9.0, line_parser.js). */
function ruleOf({ path, rows, span }: HeaderBlock): readonly HeaderRule[] {
  const lines = rows.flatMap((it, index): readonly HeaderLine[] => {
    const name = corsHeader(it.name);
    if (name === undefined) return [];
    const appended = rows.slice(0, index).some(other => corsHeader(other.name) === name);
    const value = literal(it.valueSpan, it.value);
    return [{ name, value, nameSpan: it.nameSpan, entry: it.span, when: TRUE, appended }];
  });
  return concerned({ source: path, lines, container: span, when: TRUE });
}

function tableOf(table: Value): readonly HeaderRule[] {
  const values = at(table, ['values']);
  if (table.kind !== 'record' || values?.kind !== 'record') return [];
  const source = textOf(property(table, 'for')?.value);
  return concerned({ source, lines: linesOf(onOneLine(values)), container: values.span, when: TRUE });
}

/** Values on several lines are joined (normalize.js). */
function onOneLine(values: RecordValue): RecordValue {
  const joined = (value: Value): Value => {
    const text = textOf(value);
    return text?.includes('\n') ? literal(value.span, text.trim().replace(/\s*\n\s*/g, ' ')) : value;
  };
  return { ...values, entries: values.entries.map(it => ({ ...it, value: joined(it.value) })) };
}

function concerned(rule: HeaderRule): readonly HeaderRule[] {
  return rule.lines.some(it => it.name.startsWith('access-control-')) ? [rule] : [];
}
