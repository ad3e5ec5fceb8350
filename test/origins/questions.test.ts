import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Acceptor, both, either, negate, oneOf } from '../../server/src/model/acceptor.ts';
import { accepts, ask, type Question } from '../../server/src/origins/ask.ts';
import { namesIn } from '../../server/src/origins/named.ts';
import { compares, matches } from './corpus.ts';

/** The answer in a few words: `no`, `?`, or the witness with what else is told. */
function told(acceptor: Acceptor, question: Question): string {
  const { standIns, part, ...answer } = { standIns: undefined, part: undefined, ...ask(acceptor, question) };
  if (answer.answer !== 'yes') return answer.answer === 'no' ? 'no' : `? ${answer.why}`;
  const { answer: _, witness, ...rest } = answer;
  const more = Object.entries(rest).flatMap(([key, it]) => (it === true ? key : it === false ? [] : it));
  return [witness, ...more, ...(standIns ? [`(${standIns})`] : [])].join(' ');
}

const foreign: readonly (readonly [Acceptor, string])[] = [
  [matches(/example\.com$/), 'https://attackerexample.com suffix'],
  [matches(/^https:\/\/example\.com/), 'https://example.com.attacker.example prefix'],
  [matches(/^https:\/\/www.example.com$/), 'https://wwwxexample.com unescaped-dot'],
  [matches(/^https:\/\/api.example.com$/), 'https://apixexample.com unescaped-dot'],
  [matches(/^https:\/\/app\.example.com$/), 'no'],
  [matches(/^https:\/\/.*\.example.co.uk$/), 'https://attacker.examplexco.uk unescaped-dot'],
  [matches(/^https:\/\/app\.example\.com|localhost$/), 'https://app.example.com.attacker.example other'],
  [matches(/.+netlify\.com/), 'https://netlify.com.attacker.example substring'],
  [matches(/^https:\/\/(app|admin)\.example\.com$/), 'no'],
  [matches(/^https:\/\/([a-z0-9-]+\.)*example\.com$/), 'no'],
  [matches(/^https?:\/\/([^.]+\.)?example\.com(:\d+)?$/), 'no'],
  [matches(/^https:\/\/example\.com[^.]*$/), 'https://example.company prefix'],
  [matches(/^https?:\/\/localhost(:\d+)?$/), 'no'],
  [matches(/^https?:\/\/\d+\.\d+\.\d+\.\d+$/), 'https://1.0.0.0 other'],
  [matches(/^https:\/\/example\.(com|net)$/), 'no'],
  [matches(/^https:\/\/deploy-preview-\d+--my-site\.netlify\.app$/), 'no'],
  [matches(/example\.com[^a-z.-].*$/), 'https://attackerexample.com:1 suffix'],
  [
    matches(/^https?:\/\/example\.com[^a-z0-9.:-].*$/),
    'https://example.com_.attacker.example other needsOddCharacters',
  ],
  [compares('starts', 'https://example.com'), 'https://example.com.attacker.example prefix'],
  [compares('starts', 'http://localhost'), 'http://localhost.attacker.example prefix needsHttp'],
  [compares('starts', 'http://localhost:'), 'no'],
  [compares('starts', 'http://localhost:3000'), 'no'],
  [compares('ends', 'example.com'), 'https://attackerexample.com suffix'],
  [compares('ends', '.example.com'), 'no'],
  [compares('ends', '.com'), 'https://attacker.com suffix'],
  [compares('contains', 'localhost'), 'https://localhost.attacker.example substring'],
  [compares('contains', 'example.com'), 'https://example.com.attacker.example substring'],
  [compares('ends', 'example.com', 'hostname'), 'https://attackerexample.com suffix'],
  [compares('equals', 'example.com', 'hostname'), 'no'],
  [compares('starts', 'https://'), 'https://attacker.example other'],
  [{ kind: 'within', text: 'https://app.example.com,https://b.example.org' }, 'https://app.example.co substring'],
  [both([compares('starts', 'https://'), compares('ends', 'example.com')]), 'https://attackerexample.com suffix'],
  [oneOf([{ text: 'https://a.com' }, { text: 'https://b.com' }]), 'no'],
  [negate(compares('equals', 'https://evil.com')), 'https://attacker.example other'],
  [compares('starts', { env: 'X' } as never), 'https://app.your-site.example.attacker.example prefix (X)'],
  [compares('equals', { env: 'X', each: true } as never), 'no'],
  [
    compares('starts', { env: 'X', values: ['https://real.example.com'] } as never),
    'https://real.example.com.attacker.example prefix',
  ],
  [either([compares('equals', 'https://a.com'), { kind: 'unknown', why: 'from a database' }]), '? from a database'],
];

test('strangers are let in as they say', () => {
  for (const [acceptor, expected] of foreign)
    assert.equal(told(acceptor, 'foreign'), expected, JSON.stringify(acceptor));
});

test('other questions', () => {
  const cases: readonly (readonly [Question, Acceptor, string])[] = [
    ['everything', matches(/.*/), 'https://attacker.example'],
    ['everything', matches(/^https?:\/\//), 'https://attacker.example'],
    ['everything', matches(/\.com$/), 'no'],
    ['everything', negate(compares('equals', 'https://evil.com')), 'no'],
    ['null', matches(/.*/), 'null'],
    ['null', matches(/^https?:/), 'no'],
    ['null', oneOf([{ text: 'null' }]), 'null'],
    ['null', negate(compares('equals', 'evil.com', 'hostname')), 'no'],
    ['insecure', matches(/^https?:\/\/(www\.)?example\.com$/), 'http://example.com secureToo'],
    ['insecure', compares('ends', '.example.com'), 'http://evil.example.com secureToo'],
    ['insecure', oneOf([{ text: 'http://b.com' }, { text: 'http://localhost:3000' }]), 'http://b.com'],
    ['insecure', oneOf([{ text: 'http://localhost:3000' }, { text: 'http://192.168.1.2' }]), 'no'],
    ['insecure', matches(/^http:\/\/printer\.local$/), 'no'],
    ['tenant', matches(/\.vercel\.app$/), 'https://attacker.vercel.app vercel.app'],
    [
      'tenant',
      matches(/^https:\/\/my-app(-[a-z0-9]+)*\.vercel\.app$/),
      'https://my-app-attacker.vercel.app vercel.app',
    ],
    [
      'tenant',
      matches(/^https:\/\/my-app-[a-z0-9]{9}-team\.vercel\.app$/),
      'https://my-app-attackera-team.vercel.app vercel.app',
    ],
    ['tenant', compares('ends', '-team.vercel.app'), 'https://attacker-team.vercel.app vercel.app'],
    ['tenant', compares('equals', 'https://my-app.vercel.app'), 'no'],
    ['tenant', compares('ends', '.my-app.pages.dev'), 'no'],
    ['tenant', matches(/\.codesandbox\.io$/), 'https://attacker.codesandbox.io codesandbox.io'],
    ['tenant', matches(/^https:\/\/deploy-preview-\d+--my-site\.netlify\.app$/), 'no'],
    ['subdomains', compares('ends', '.example.com'), 'https://evil.example.com example.com'],
    ['subdomains', matches(/^https:\/\/pr-\d+\.example\.com$/), 'no'],
    ['subdomains', matches(/\.vercel\.app$/), 'no'],
    ['loopback', oneOf([{ text: 'http://localhost:5173' }]), 'http://localhost:5173'],
    ['loopback', oneOf([{ text: 'capacitor://localhost' }]), 'no'],
    ['loopback', compares('equals', '127.0.0.1', 'hostname'), 'http://127.0.0.1:3000'],
    ['private-network', matches(/^http:\/\/192\.168\.\d+\.\d+(:\d+)?$/), 'http://192.168.1.10'],
    ['private-network', compares('ends', '.local'), 'http://attacker.local'],
    ['private-network', matches(/\.vercel\.app$/), 'no'],
    ['anything', matches(/^https:\/\/example\.com\/$/), 'no'],
    ['anything', matches(/^HTTPS:/), 'no'],
    ['anything', compares('equals', 'https://*.example.com'), 'no'],
    ['anything', compares('equals', 'http://example.com:80'), 'no'],
    ['anything', compares('starts', 'file://'), 'no'],
    ['anything', oneOf([{ text: 'null' }]), 'null'],
  ];
  for (const [question, acceptor, expected] of cases)
    assert.equal(told(acceptor, question), expected, `${question} of ${JSON.stringify(acceptor)}`);
});

test('an answer tells which member of an or lets the witness in', () => {
  const part = compares('ends', 'b.com');
  const answer = ask(either([compares('equals', 'https://a.com'), part]), 'foreign');
  assert.equal(answer.answer === 'yes' && answer.part, part);
});

test('the same question has the same answer in whatever order it is asked', () => {
  const acceptor = matches(/^https:\/\/(www\.)?example.com/);
  const first = ask(acceptor, 'foreign');
  for (const question of ['anything', 'insecure', 'tenant'] as const) ask(acceptor, question);
  assert.deepEqual(ask(acceptor, 'foreign'), first);
});

test('what is named', () => {
  const { origins, domains, suffixes, schemes } = namesIn(
    either([
      matches(/^https?:\/\/(app|admin)\.example\.com$/),
      compares('ends', '.vercel.app'),
      compares('starts', 'http://localhost'),
      negate(compares('contains', 'evil.org')),
    ]),
  );
  assert.deepEqual(origins, [
    'http://app.example.com',
    'http://admin.example.com',
    'https://app.example.com',
    'https://admin.example.com',
  ]);
  assert.deepEqual(domains, ['example.com', 'localhost']);
  assert.deepEqual(suffixes, ['vercel.app']);
  assert.deepEqual(schemes, ['http', 'https']);
});

test('a test on a part of a URL neither holds nor fails for null', () => {
  const host = compares('equals', 'example.com', 'hostname');
  assert.equal(accepts(host, 'null'), false);
  assert.equal(accepts(negate(host), 'null'), false);
  assert.equal(accepts(negate(compares('equals', 'https://example.com')), 'null'), true);
  assert.equal(accepts(compares('equals', 'null', 'url-origin'), 'capacitor://localhost'), true);
  assert.equal(accepts(compares('equals', '[::1]', 'hostname'), 'http://[::1]:3000'), true);
  assert.equal(accepts(compares('equals', '[::1]:3000', 'host'), 'http://[::1]:3000'), true);
});

test('parts that never match', () => {
  assert.equal(ask(compares('equals', 'https://example.com/'), 'anything').answer, 'no');
  assert.equal(ask(compares('equals', 'https://example.com'), 'anything').answer, 'yes');
  assert.equal(ask({ kind: 'unknown', why: '' }, 'anything').answer, 'cannot-tell');
});
