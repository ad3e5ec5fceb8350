import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parts } from '../../server/src/model/acceptor.ts';
import { ask, type Question } from '../../server/src/origins/ask.ts';
import { isOrigin } from '../../server/src/origins/grammar.ts';
import { hostOf } from '../../server/src/origins/hosts.ts';
import { type Named, namesIn } from '../../server/src/origins/named.ts';
import { isLoopback, isPrivateNetwork, isRegistrable } from '../../server/src/origins/suffixes.ts';
import { corpus, type Sample } from './corpus.ts';
import { butNot, covers, includes, languageOf, meets, webOrigins } from './oracle.ts';
import { really } from './really.ts';

const label = "[a-z0-9_!$&'()+,;=~-]+";
const top = '(?:com|net|org|io|dev|app|uk|fr|company|network|info)';
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const names = `(?:${label}\\.)+${top}`;

const questions = [
  'anything',
  'everything',
  'null',
  'insecure',
  'foreign',
  'tenant',
  'subdomains',
  'loopback',
  'private-network',
] as const satisfies readonly Question[];

type Language = NonNullable<ReturnType<typeof languageOf>>;

const sets = {
  web: webOrigins('https?', `(?:${label}\\.)*[a-z]${label}|${octet}(?:\\.${octet}){3}|\\[::1\\]`),
  everyone: webOrigins('https', '[a-z0-9](?:[a-z0-9-]{1,8}[a-z0-9])\\.[a-z]{2,10}', 'P'),
  strangers: webOrigins('https?', names),
  plain: webOrigins('http', names),
  loopback: webOrigins('https?', `localhost|127\\.${octet}\\.${octet}\\.${octet}|\\[::1\\]`),
  lan: webOrigins('https?', `(?:10\\.${octet}|192\\.168|172\\.(?:1[6-9]|2\\d|3[01])|169\\.254)\\.${octet}\\.${octet}`),
};

function quoted(hosts: readonly string[]): string {
  return hosts.map(it => it.replace(/[.[\]]/g, '\\$&')).join('|');
}

function below(hosts: readonly string[]) {
  return webOrigins('https?', `(?:[^]*\\.|[^.]*--)?(?:${quoted(hosts)})\\.?`);
}

/**
 * What the oracle says: `yes`, `no`, or `not seen`: no witness within its own sets, which are smaller than ours, so that
 * our *no* agrees and our *yes* stands on its witness. Undefined where it has no opinion.
 */
function opinion(question: Question, language: Language, named: Named): 'yes' | 'no' | 'not seen' | undefined {
  const exact = (it: boolean) => (it ? 'yes' : 'no');
  const seen = (it: boolean) => (it ? 'yes' : 'not seen');
  const own = [...named.domains, ...named.suffixes];
  switch (question) {
    case 'anything':
      return seen(meets(language, sets.web));
    case 'everything':
      return exact(covers(language, sets.everyone));
    case 'insecure':
      return seen(meets(language, sets.plain));
    case 'foreign':
      return seen(meets(language, own.length > 0 ? butNot(sets.strangers, below(own)) : sets.strangers));
    case 'tenant': {
      if (named.suffixes.length === 0) return 'no';
      const tenants = webOrigins('https?', `(?:${label}\\.)*${label}\\.(?:${quoted(named.suffixes)})`);
      return exact(meets(language, named.domains.length > 0 ? butNot(tenants, below(named.domains)) : tenants));
    }
    case 'subdomains': {
      const domains = named.domains.filter(isRegistrable);
      const whole = domains.some(it => covers(language, webOrigins('https', `[a-z]{3,12}\\.${quoted([it])}`, 'P')));
      return seen(whole);
    }
    case 'loopback':
      return named.domains.includes('localhost')
        ? seen(meets(language, sets.loopback))
        : exact(meets(language, sets.loopback));
    case 'private-network':
      return named.domains.length > 0 ? seen(meets(language, sets.lan)) : exact(meets(language, sets.lan));
    default:
      return undefined;
  }
}

/** Where no part is a test on `new URL`, which throws. */
function ofNull({ acceptor }: Sample): 'yes' | 'no' | undefined {
  if ([...parts(acceptor)].some(it => 'subject' in it && it.subject !== 'origin')) return undefined;
  return really(acceptor, 'null') ? 'yes' : 'no';
}

function probes({ fragments }: Named): readonly string[] {
  const hosts = fragments.map(it => it.host.replace(/^[._-]+/, '')).filter(it => it !== '');
  const near = hosts.flatMap(it => [
    it,
    `www.${it}`,
    `x${it}`,
    `x-${it}`,
    `${it}.attacker.example`,
    `${it}x`,
    `a.b.${it}`,
  ]);
  const bent = hosts.flatMap(it => [it.replace('.', 'x'), it.replace(/\.([^.]*)$/, 'x$1')]);
  const all = [
    ...near,
    ...bent,
    'attacker.example',
    'localhost',
    '127.0.0.1',
    '192.168.1.10',
    'a.com',
    'evil.example.com',
  ];
  return all
    .flatMap(it => [`https://${it}`, `http://${it}`, `https://${it}:8443`, `http://${it}:3000`])
    .filter(isOrigin);
}

function checkWitness({ name, acceptor }: Sample, question: Question, witness: string, named: Named): void {
  const about = `${question} of ${name}: ${witness}`;
  assert.ok(isOrigin(witness), about);
  assert.ok(really(acceptor, witness), about);
  const host = hostOf(witness);
  const within = (hosts: readonly string[]) => hosts.some(it => host === it || host.endsWith(`.${it}`));
  if (question === 'null') assert.equal(witness, 'null', about);
  else if (/^https?:/.test(witness)) assert.equal(new URL(witness).origin, witness, about);
  if (question === 'insecure') assert.match(witness, /^http:/, about);
  if (question === 'foreign') {
    assert.ok(!within([...named.domains, ...named.suffixes]), about);
    assert.ok(isRegistrable(host) || /^[\d.]+$/.test(host), about);
  }
  if (question === 'tenant') assert.ok(within(named.suffixes) && !within(named.domains), about);
  if (question === 'loopback') assert.ok(isLoopback(host), about);
  if (question === 'private-network') assert.ok(isPrivateNetwork(host), about);
}

test('every answer agrees with the automata of refa, and every witness with RegExp', context => {
  const samples = corpus();
  const counts = { compared: 0, yes: 0, no: 0, unsure: 0, inexpressible: 0, refuted: 0 };
  const wrong: string[] = [];
  for (const sample of samples) {
    const named = namesIn(sample.acceptor);
    const claimed = languageOf(sample.acceptor);
    if (!claimed) counts.inexpressible++;
    // refa resolves some assertions wrongly; an oracle that RegExp refutes has no say.
    const refuted = claimed && probes(named).find(it => includes(claimed, it) !== really(sample.acceptor, it));
    if (refuted) counts.refuted++;
    const language = refuted ? undefined : claimed;
    for (const question of questions) {
      const answer = ask(sample.acceptor, question);
      if (answer.answer === 'yes') checkWitness(sample, question, answer.witness, named);
      if (answer.answer === 'cannot-tell') {
        counts.unsure++;
        context.diagnostic(`cannot tell ${question}: ${sample.name}: ${answer.why}`);
        continue;
      }
      counts[answer.answer]++;
      const said = question === 'null' ? ofNull(sample) : language && opinion(question, language, named);
      if (said === undefined) continue;
      if (said === 'yes' || answer.answer === 'no') counts.compared++;
      if (said !== 'not seen' && said !== answer.answer)
        wrong.push(`${question}: ${sample.name}: we say ${answer.answer}`);
    }
  }
  const share = (100 * counts.unsure) / (samples.length * questions.length);
  context.diagnostic(
    `${samples.length} acceptors, ${samples.length * questions.length} answers: ${JSON.stringify(counts)}; cannot tell ${share.toFixed(2)} %`,
  );
  assert.deepEqual(wrong, []);
  assert.ok(samples.length >= 400);
  assert.ok(share < 5);
});
