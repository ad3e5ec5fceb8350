import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { haproxy } from '../../server/src/frameworks/platforms/haproxy/index.ts';
import { remove, set } from '../../server/src/model/edit.ts';
import { readHaproxy } from '../../server/src/syntax/haproxy.ts';
import { sample } from '../harness/workspace.ts';
import { read, say } from './raw-reading.ts';
import { readings } from './reading.ts';

const of = (text: string) => readings(text, {}, 'haproxy.cfg');
const front = (inside: string, behind = '') =>
  `frontend web\n  bind :80\n${inside}  default_backend app\n\nbackend app\n${behind}  server one app:3000\n`;

const ECHO = front(`  # who may read
  http-request set-var(txn.origin) req.hdr(Origin)
  http-response set-header Access-Control-Allow-Origin "%[var(txn.origin)]"
  http-response set-header Access-Control-Allow-Credentials 'true'
`);

const PREFLIGHT = front(`  acl friend req.hdr(Origin) -m reg -i ^https://(x\\.)?a\\.example$
  http-request set-var(txn.o) req.hdr(Origin) if friend
  http-request return status 204 hdr Access-Control-Allow-Origin "%[var(txn.o)]" hdr Access-Control-Allow-Methods "GET, PUT" if METH_OPTIONS friend
  http-response set-header Access-Control-Allow-Origin %[var(txn.o)] if { var(txn.o) -m found }
`);

describe('HAProxy', () => {
  it('a text, the origin repeated, a variable that is set for some', () => {
    assert.deepEqual(of(front('  http-response set-header Access-Control-Allow-Origin *\n')), ['any everyone']);
    assert.deepEqual(of(ECHO), ['echo-any everyone; cookies']);
    assert.deepEqual(of(PREFLIGHT), ['echo-match own sub']);
  });

  it('what is returned to OPTIONS is the preflight', () => {
    const [policy] = sample({ 'haproxy.cfg': PREFLIGHT }).policies();
    assert.equal(policy?.preflight.by, 'manual');
    assert.equal(policy?.preflight.status, 204);
    assert.equal(say(policy, 'methods'), 'GET, PUT');
    assert.deepEqual(policy?.upstream?.ports, [3000]);
  });

  it('conditions by beginning, end and part', () => {
    const when = (test: string) =>
      of(
        front(
          `  capture request header Origin len 99\n  http-response set-header Access-Control-Allow-Origin %[capture.req.hdr(0)] if { capture.req.hdr(0) ${test} }\n`,
        ),
      );
    assert.deepEqual(when('-m beg http://a.'), ['echo-match plain']);
    assert.deepEqual(when('-m end a.example'), ['echo-match own plain sub']);
    assert.deepEqual(when('-m sub evil'), ['echo-match evil']);
    assert.deepEqual(when('-m str https://a.example http://a.example'), ['echo-match own plain']);
    assert.deepEqual(when('-m str -f /etc/origins'), ['echo-match ?']);
  });

  it('one line for each friend', () => {
    const text = front(`  http-request set-var(txn.o) req.hdr(Origin)
  http-response set-header Access-Control-Allow-Origin https://a.example if { var(txn.o) https://a.example }
  http-response set-header Access-Control-Allow-Origin http://a.example if { var(txn.o) http://a.example }
`);
    assert.deepEqual(of(text), ['echo-match own plain']);
  });

  it('a condition on the request that is over never holds', () => {
    const text = front('  http-response set-header Access-Control-Allow-Origin * if { req.hdr(Origin) -m found }\n');
    assert.deepEqual(of(text), []);
  });

  it('a backend writes for the frontend before it, and one alone for itself', () => {
    const text = front(
      '  http-request set-var(txn.o) req.hdr(Origin)\n  http-response set-header Access-Control-Allow-Methods GET\n',
      '  http-response set-header Access-Control-Allow-Origin %[var(txn.o)]\n',
    );
    assert.deepEqual(of(text), ['echo-any everyone']);
    assert.deepEqual(of('backend b\n  http-response set-header Access-Control-Allow-Origin *\n'), ['any everyone']);
  });

  it('other rules are nobody’s policy', () => {
    for (const it of [
      'http-response set-header Content-Security-Policy "connect-src https://a.example"',
      '# http-response set-header Access-Control-Allow-Origin *',
      'http-request set-header Access-Control-Allow-Origin *',
      'http-response del-header Access-Control-Allow-Origin',
      'acl x hdr(Access-Control-Allow-Origin) -m found',
    ])
      assert.deepEqual(of(front(`  ${it}\n`)), [], it);
  });

  it('fixes are lines in the words of the line beside them; comments stay', () => {
    const { after } = read(haproxy, { '/haproxy.cfg': ECHO });
    assert.equal(
      after(remove('credentials')),
      ECHO.replace("  http-response set-header Access-Control-Allow-Credentials 'true'\n", ''),
    );
    assert.equal(
      after({ kind: 'vary' }),
      ECHO.replace('origin)]"\n', 'origin)]"\n  http-response add-header Vary "Origin"\n'),
    );
    assert.equal(
      read(haproxy, { '/haproxy.cfg': PREFLIGHT }).after(set('methods', { kind: 'texts', texts: ['GET'] })),
      PREFLIGHT.replace('"GET, PUT"', '"GET"'),
    );
  });

  it('broken files are read without a crash', () => {
    for (const text of [ECHO, PREFLIGHT])
      for (let end = 0; end < text.length; end++) {
        read(haproxy, { '/haproxy.cfg': text.slice(0, end) });
        read(haproxy, { '/haproxy.cfg': text.slice(0, end) + text.slice(end + 1) });
      }
    const header = '  http-response set-header Access-Control-Allow-Origin "%[var(txn.o)]"\n';
    const sets = Array.from(
      { length: 200 },
      (_, i) => `  http-request set-var(txn.o) req.hdr(Origin) if { hdr(a) ${i} }\n`,
    );
    read(haproxy, { '/haproxy.cfg': `listen a\n${sets.join('')}${header}` });
    const returns = Array.from({ length: 300 }, (_, i) => `  http-request return status 204 if { hdr(a) ${i} }\n`);
    read(haproxy, { '/haproxy.cfg': `listen a\n${returns.join('')}${header}` });
    read(haproxy, {
      '/haproxy.cfg': `listen a\n  http-response set-header Access-Control-Allow-Origin ${'%['.repeat(5000)}\n`,
    });
  });
});

it('the words of HAProxy: quotes within words, backslashes, comments', () => {
  const [section] = readHaproxy('f', 'frontend a\n  acl b"c d" e\\ f \'g\\\' "h\\"i"#j\n  x');
  assert.deepEqual(
    section?.block?.[0]?.args.map(it => it.text),
    ['bc d', 'e f', 'g\\', 'h"i'],
  );
});
