import { type Hole, parts } from '../model/acceptor.ts';
import type { CorsPolicy } from '../model/policy.ts';
import type { Span } from '../text/span.ts';

/** A value that an `.env*` file gives a variable with which the request's origin is compared. */
export interface Variable {
  readonly name: string;
  /** The text that is compared: the value, and what the code puts around it. */
  readonly text: string;
  /** What is to be mended: the value in the `.env*` file, or the text in the code that is put around it. */
  readonly at: Span;
  /** The value in the `.env*` file. */
  readonly value: Span;
  /** The other one of value and code. */
  readonly other?: Span;
  /** The texts of the JSON list that the value is, which as a text equals no origin. */
  readonly json?: readonly string[];
}

/** Values with `$` or `<` are filled in when the program is deployed. */
const FILLED_IN = /[$<]|\{\{/;

export function configured({ origins }: CorsPolicy): readonly Variable[] {
  return [...parts(origins.acceptor)].flatMap(it =>
    it.kind === 'equals' && it.subject === 'origin' && typeof it.text !== 'string' ? valuesOf(it.text, it.at) : [],
  );
}

function valuesOf({ env, written = [], prefix = '', suffix = '' }: Hole, use: Span | undefined): readonly Variable[] {
  const made = prefix !== '' || suffix !== '';
  return written.flatMap(({ text, at: value }) => {
    if (text === '' || FILLED_IN.test(text)) return [];
    const json = made ? undefined : jsonList(text);
    const [at, other] = made && use ? [use, value] : [value, use];
    return [
      {
        name: env,
        text: `${prefix}${text}${suffix}`,
        at,
        value,
        ...(other ? { other } : {}),
        ...(json ? { json } : {}),
      },
    ];
  });
}

function jsonList(text: string): readonly string[] | undefined {
  if (!/^\[.*\]$/.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.length > 0 && list.every(it => typeof it === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
