import type { Misplaced } from '../../model/app.ts';
import { branchesOf } from '../../syntax/choice.ts';
import type { CallSite, CodeFile } from '../../syntax/code.ts';
import { lastName } from '../../syntax/member.ts';
import type { RecordValue } from '../../syntax/value.ts';
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

function misplacedIn({ callee, args, construct }: CallSite, file: CodeFile): readonly Misplaced[] {
  const options = args[1] && branchesOf(args[1]).map(it => it.value);
  return (options ?? []).flatMap(it => {
    if (it.kind !== 'record' || !isHeaders(it)) return [];
    const header = it.entries.find(entry => entry.key.toLowerCase() === ACAO);
    if (!header) return [];
    const of = `${construct ? 'new ' : ''}${lastName(callee) ?? 'Response'}`;
    return [{ name: header.key, of, at: header.keySpan, ...wrapped(it, file) }];
  });
}

/** The same object below `headers`, where it holds nothing but headers. */
function wrapped({ entries, rest, span }: RecordValue, { path, text }: CodeFile): Pick<Misplaced, 'rewrite'> {
  const source = text.slice(span.start, span.end);
  if (span.path !== path || rest || !source.startsWith('{') || entries.some(it => !it.key.includes('-'))) return {};
  return { rewrite: { at: span, source: `{ headers: ${source} }` } };
}
