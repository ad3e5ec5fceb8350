import type { ConfigFile } from '../../syntax/config.ts';
import type { Directive } from '../../syntax/directives.ts';
import { readHeadersFile } from '../../syntax/headers-file.ts';
import type { Value } from '../../syntax/value.ts';
import type { Span } from '../../text/span.ts';
import type { ConfigFramework } from '../framework.ts';
import { appOf, isSuspect, isWrong, slip } from './names.ts';

/** How deep values are looked through. */
const DEPTH = 50;

/** A name or value of a configuration file, and where it stands, with quotes or without. */
interface Token {
  readonly text: string;
  readonly span: Span;
}

/** The tokens of a file in which names of headers may stand. */
export type Tokens = (file: ConfigFile) => readonly Token[];

/** The same format, in which names of headers that are misspelt are told as well. */
export function spelled(framework: ConfigFramework, tokens: Tokens = inDocuments): ConfigFramework {
  return {
    ...framework,
    recognise(file, reading) {
      const found = framework.recognise(file, reading);
      if (!isSuspect(file.text)) return found;
      const misspelt = tokens(file).flatMap(it => slipsIn(it, file.text));
      return misspelt.length > 0 ? { ...found, apps: [...(found.apps ?? []), appOf(misspelt)] } : found;
    },
  };
}

/** The names in a token: alone, before a colon, or at the end of a path such as `method.response.header.…`. */
function slipsIn({ text, span }: Token, source: string) {
  const [, name = ''] = /(?:^|\.)(access-control-[\w-]+)(?:$|\s*:)/i.exec(text) ?? [];
  if (!isWrong(name)) return [];
  const start = source.indexOf(name, span.start);
  return start < 0 || start + name.length > span.end ? [] : slip(name, { ...span, start, end: start + name.length });
}

/** The keys and texts of JSON, YAML and TOML. */
const inDocuments: Tokens = ({ documents }) => documents.flatMap(it => tokensOf(it, 0));

function tokensOf(value: Value, depth: number): readonly Token[] {
  if (depth > DEPTH) return [];
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? [{ text: value.value, span: value.span }] : [];
    case 'list':
      return value.items.flatMap(it => tokensOf(it, depth + 1));
    case 'record':
      return value.entries.flatMap(it => [{ text: it.key, span: it.keySpan }, ...tokensOf(it.value, depth + 1)]);
    default:
      return [];
  }
}

/** The arguments of a language of directives. */
export function inDirectives(read: (path: string, text: string) => readonly Directive[]): Tokens {
  const words = (all: readonly Directive[]): readonly Token[] =>
    all.flatMap(it => [...it.args, ...words(it.block ?? [])]);
  return ({ path, text }) => words(read(path, text));
}

/** The names of `_headers`. */
export const inRows: Tokens = ({ path, text }) =>
  readHeadersFile(path, text).flatMap(it => it.rows.map(({ name, nameSpan }) => ({ text: name, span: nameSpan })));
