import type { Misplaced } from '../../model/app.ts';
import { branchesOf } from '../../syntax/choice.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { lastName } from '../../syntax/member.ts';
import type { RecordValue } from '../../syntax/value.ts';
import { contains, type Span } from '../../text/span.ts';
import type { CodeFramework } from '../framework.ts';
import { ACAO } from '../headers/lines.ts';
import { isHeaders, takesInit } from './answers.ts';

/**
 * Headers that are handed over as the options of a response, in which only `headers` is looked at:
 * https://fetch.spec.whatwg.org/#responseinit
 */
export const responseOptions: CodeFramework = {
  kind: 'code',
  id: 'header-init',
  title: 'Headers in the place of options',
  docs: 'https://fetch.spec.whatwg.org/#responseinit',
  mentions: ['access-control-'],
  recognise(file) {
    const made = file.calls(it => /Response$/.test(it) || /^(json|data|text|defer)$/.test(it)).filter(takesInit);
    const misplaced = made.flatMap(it => misplacedIn(it, file));
    const [first] = misplaced;
    if (!first) return { policies: [] };
    const app = { framework: 'header-init', name: '', global: false, at: first.at, steps: [], ordered: false };
    return { policies: [], apps: [{ ...app, misplaced }] };
  },
  write: () => undefined,
};

function misplacedIn({ callee, args, argSpans, construct }: CallSite, file: CodeFile): readonly Misplaced[] {
  const [, options] = args;
  const [, given] = argSpans;
  if (!options || !given) return [];
  return branchesOf(options).flatMap(({ value }) => {
    if (value.kind !== 'record' || !isHeaders(value)) return [];
    const header = value.entries.find(entry => entry.key.toLowerCase() === ACAO);
    if (!header) return [];
    const of = `${construct ? 'new ' : ''}${lastName(callee) ?? 'Response'}`;
    // Headers that others share are right where they stand.
    const at = contains(given, header.keySpan) ? header.keySpan : given;
    return [{ name: header.key, of, at, ...(options === value ? wrapped(value, given, file) : {}) }];
  });
}

/** The options with these headers below `headers`, where they hold nothing else. */
function wrapped({ entries, rest }: RecordValue, given: Span, { text }: CodeFile): Pick<Misplaced, 'rewrite'> {
  if (rest || entries.some(it => !it.key.includes('-'))) return {};
  return { rewrite: { at: given, source: `{ headers: ${text.slice(given.start, given.end)} }` } };
}
