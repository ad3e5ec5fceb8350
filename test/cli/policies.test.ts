import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenWorkspace } from '../../server/src/analysis/workspace.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import type { Span } from '../../server/src/text/span.ts';
import { cli, fakeWorkspace, folder, policy, product } from './fake.ts';

/** The policies listed where a policy is called at `call` and its options stand at `options`. */
async function places(
  files: Readonly<Record<string, string>>,
  t: Parameters<typeof folder>[0],
  change: (policy: CorsPolicy) => CorsPolicy = it => it,
) {
  const cwd = folder(t, files);
  const open: OpenWorkspace = host => {
    const spanOf = (word: string): Span | undefined => {
      for (const name of Object.keys(files)) {
        const path = `${cwd}/${name}`;
        const start = host.read(path)?.indexOf(word) ?? -1;
        if (start >= 0) return { path, start, end: start + word.length };
      }
      return undefined;
    };
    return {
      ...fakeWorkspace(host),
      mentions: () => true,
      facts(path) {
        const at = spanOf('CALL');
        const whole = spanOf('OPTIONS') ?? at;
        if (!at || !whole || at.path !== path)
          return { path, policies: [], apps: [], requests: [], servers: [], reads: [] };
        return { path, policies: [change({ ...policy(at), whole })], apps: [], requests: [], servers: [], reads: [] };
      },
    };
  };
  const at = { cwd, product: product(open) };
  return {
    entries: JSON.parse((await cli(['policies', '-f', 'json'], at)).out) as {
      path: string;
      line: number;
      endLine: number;
      policy: Record<string, unknown>;
    }[],
    text: (await cli(['policies'], at)).out,
  };
}

test('a policy has one entry where its options are near, and two where they are not', async t => {
  const of = async (files: Readonly<Record<string, string>>) =>
    (await places(files, t)).entries.map(it => [it.path, it.line, it.endLine]);
  assert.deepEqual(await of({ 'a.js': '\nCALL\n' }), [['a.js', 2, 2]]);
  assert.deepEqual(await of({ 'a.js': 'OPTIONS\n\n\nCALL\n' }), [['a.js', 1, 4]], 'three lines');
  assert.deepEqual(await of({ 'a.js': 'OPTIONS\n\n\n\nCALL\n' }), [
    ['a.js', 5, 5],
    ['a.js', 1, 1],
  ]);
  assert.deepEqual(await of({ 'a.js': 'CALL\n\n\n\nOPTIONS\n' }), [
    ['a.js', 1, 1],
    ['a.js', 5, 5],
  ]);
  assert.deepEqual(await of({ 'a.js': 'CALL', 'b.js': 'OPTIONS' }), [
    ['a.js', 1, 1],
    ['b.js', 1, 1],
  ]);
});

test('the entry has what the design promises, in the model’s words', async t => {
  const { entries, text } = await places({ 'a.js': 'CALL' }, t);
  assert.deepEqual(entries, [
    {
      path: 'a.js',
      line: 1,
      endLine: 1,
      framework: 'express-cors',
      version: '2.8.5',
      policy: {
        origins: { kind: 'written', listed: ['*'], accepts: { kind: 'all' } },
        acao: 'any',
        credentials: { kind: 'default', value: false },
        methods: { kind: 'written', value: ['GET'] },
        allowedHeaders: { kind: 'default', value: 'reflect' },
        exposedHeaders: { kind: 'dynamic', why: 'it is computed' },
        maxAge: { kind: 'default', value: null },
        vary: { kind: 'default', value: 'never' },
        preflight: { by: 'library', status: 204 },
      },
    },
  ]);
  assert.match(text, /^a\.js:1 {2}express-cors\n {2}Any site may read these responses/);
});

test('an acceptor is given without places, and conflicting values are all given', async t => {
  const { entries } = await places({ 'a.js': 'CALL' }, t, it => ({
    ...it,
    origins: {
      ...it.origins,
      mode: 'echo-match',
      acceptor: {
        kind: 'or',
        at: it.at,
        of: [{ kind: 'ends', subject: 'origin', text: '.a.example', at: it.at }],
      },
    },
    credentials: { kind: 'conflicting', values: [true, false], at: it.at },
    methods: { kind: 'written', value: { kind: 'any', at: it.at, names: [] }, at: it.at },
  }));
  assert.deepEqual(entries[0]?.policy.origins, {
    kind: 'written',
    listed: ['*'],
    accepts: { kind: 'or', of: [{ kind: 'ends', subject: 'origin', text: '.a.example' }] },
  });
  assert.deepEqual(entries[0]?.policy.credentials, { kind: 'conflicting', values: [true, false] });
  assert.deepEqual(entries[0]?.policy.methods, { kind: 'written', value: ['*'] });
});

test('nothing found is an empty array, and said in words', async t => {
  const { entries, text } = await places({ 'a.js': 'x' }, t);
  assert.deepEqual(entries, []);
  assert.equal(text, 'No CORS policies found\n');
});
