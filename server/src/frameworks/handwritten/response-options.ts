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
 * Headers that are handed over as the options of a response, or stand in an answer, in which only `headers` is looked at:
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
    const misplaced = [...made.flatMap(it => misplacedIn(it, file)), ...besideHeaders(file)];
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
    const of = `\`${construct ? 'new ' : ''}${lastName(callee) ?? 'Response'}\``;
    // Headers that others share are right where they stand.
    const at = contains(given, header.keySpan) ? header.keySpan : given;
    return [{ name: header.key, of, at, ...(options === value ? wrapped(value, given, file) : {}) }];
  });
}

/**
 * Headers that stand beside `statusCode` in what a Lambda function answers, where API Gateway and function URLs look for `headers`:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
function besideHeaders(file: CodeFile): readonly Misplaced[] {
  if (!/\bstatusCode\b/.test(file.text)) return [];
  const named = file.texts(it => it.toLowerCase() === ACAO);
  const ways = file.rootsAround(named.map(it => it.span.start)).flatMap(({ value }) => value.run([]).paths);
  // `return …`, and `callback(null, …)`.
  const answers = ways.flatMap(it => [
    it.result,
    ...it.effects.filter(({ call }) => call.callee.kind === 'parameter').map(({ call }) => call.args[1]),
  ]);
  const found = new Map<number, Misplaced>();
  for (const result of answers) {
    const answer = result?.kind === 'promise' ? result.of : result;
    if (answer?.kind !== 'record' || !answer.entries.some(it => it.key === 'statusCode')) continue;
    const header = answer.entries.find(it => it.key.toLowerCase() === ACAO);
    if (header && named.some(it => contains(header.keySpan, it.span)))
      found.set(header.keySpan.start, { name: header.key, of: 'the gateway', at: header.keySpan });
  }
  return [...found.values()];
}

/** The options with these headers below `headers`, where they hold nothing else. */
function wrapped({ entries, rest }: RecordValue, given: Span, { text }: CodeFile): Pick<Misplaced, 'rewrite'> {
  if (rest || entries.some(it => !it.key.includes('-'))) return {};
  return { rewrite: { at: given, source: `{ headers: ${text.slice(given.start, given.end)} }` } };
}
