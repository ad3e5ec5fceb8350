import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readYaml } from '../../server/src/syntax/yaml.ts';
import { sample } from '../harness/workspace.ts';
import { after, CASES, CHANGES, mutate, read, same } from './formats.ts';

describe('laws over every format of configuration', () => {
  it('there are cases of each', t => {
    const formats = new Set(CASES.flatMap(it => read(it, it.text).map(policy => policy.framework)));
    t.diagnostic(`${CASES.length} files, ${formats.size} formats`);
    assert.ok(CASES.length > 50 && formats.size >= 15, `${CASES.length} files, ${[...formats].join(' ')}`);
  });

  it('to write what is read changes nothing', t => {
    let written = 0;
    for (const it of CASES)
      for (const policy of read(it, it.text))
        for (const edit of same(policy)) {
          const text = after(it, it.text, policy, edit);
          if (text === undefined) continue;
          written++;
          assert.equal(text, it.text, `${it.name}: ${JSON.stringify(edit)}`);
        }
    t.diagnostic(`${written} values written`);
    assert.ok(written > 40, `${written}`);
  });

  it('to change twice is to change once, and the rest of the file stays', t => {
    let written = 0;
    for (const it of CASES)
      for (const [index, policy] of read(it, it.text).entries())
        for (const edit of CHANGES) {
          const once = after(it, it.text, policy, edit);
          if (once === undefined || once === it.text) continue;
          written++;
          const comments = (text: string) => text.match(/(^|\s)(#|<!--).*/g) ?? [];
          assert.deepEqual(comments(once), comments(it.text), `${it.name}: ${JSON.stringify(edit)}\n${once}`);
          const again = read(it, once)[index];
          assert.ok(again, `${it.name}: ${JSON.stringify(edit)}\n${once}`);
          const twice = after(it, once, again, edit);
          assert.ok(twice === undefined || twice === once, `${it.name}: ${JSON.stringify(edit)}\n${once}\n${twice}`);
        }
    t.diagnostic(`${written} changes written`);
    assert.ok(written > 40, `${written}`);
  });

  it('no prefix makes anything fail', () => {
    for (const it of CASES) for (let end = 0; end < it.text.length; end += 7) read(it, it.text.slice(0, end));
  });

  it('no change of a text makes anything fail; `npm run mutations` tries ten thousand', () => {
    assert.deepEqual(mutate(20261130, 300).failures, []);
  });
});

describe('large and hostile files', () => {
  const cost = (files: Readonly<Record<string, string>>) => {
    const before = process.cpuUsage().user;
    const { length } = sample(files).findings();
    return { length, time: process.cpuUsage().user - before };
  };

  it('two megabytes of a thousand documents cost what their number does, and within the budget of code of that size', t => {
    const filler = Array.from({ length: 60 }, (_, i) => `    label-${i}: some text of a value ${i}`).join('\n');
    const document = (i: number) =>
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web-${i}\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: "true"\n    nginx.ingress.kubernetes.io/cors-allow-origin: "https://a${i}.example.com/"\n  labels:\n${filler}\n`;
    const documents = (count: number) => Array.from({ length: count }, (_, i) => document(i)).join('---\n');
    const whole = documents(1000);
    assert.ok(whole.length > 2_000_000, `${whole.length}`);
    const plain = (i: number) =>
      `export function total${i}(list) {\n  const prices = list.map(it => it.price + ${i});\n  return { prices, name: 'some text of a value ${i}' };\n}\n`;
    let code =
      "import express from 'express';\nimport cors from 'cors';\nconst app = express();\napp.use(cors({ origin: 'https://a.example.com/' }));\n";
    for (let i = 0; code.length < whole.length; i++) code += plain(i);
    cost({ 'ingress.yaml': documents(20) });
    const part = cost({ 'ingress.yaml': documents(200) });
    const all = cost({ 'ingress.yaml': whole });
    const honest = cost({ 'server.js': code });
    const said = [part, all, honest].map(it => `${Math.round(it.time / 1000)} ms`);
    t.diagnostic(`200 documents ${said[0]}, 1000 ${said[1]}, code of the same size ${said[2]}`);
    assert.deepEqual([part.length, all.length, honest.length], [200, 1000, 1]);
    assert.ok(all.time < 10 * part.time, `${said}`);
    assert.ok(all.time < 12 * honest.time, `${said}`);
  });

  it('an alias bomb is refused with a word', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 30; i++)
      bomb.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    const [value] = readYaml('f.yaml', `${bomb.join('\n')}\n`);
    assert.match(JSON.stringify(value), /more aliases or levels than are followed/);
  });
});
