import assert from 'node:assert/strict';
import { describe as group, it } from 'node:test';
import { describe } from '../../server/src/analysis/describe.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import { at, listing, names, policy, written } from '../harness/policy.ts';
import { sample } from '../harness/workspace.ts';

function first(changes: Partial<CorsPolicy>): string | undefined {
  return describe(policy(changes))[0];
}

/** The sentences that tell who may read, for a policy of `cors`. */
function who(options: string): readonly string[] {
  const [found] = sample({ 'server.ts': `import cors from 'cors';\napp.use(cors(${options}));` }).policies();
  assert.ok(found);
  const all = describe(found);
  return all.slice(
    0,
    all.findIndex(it => it.startsWith('They may use')),
  );
}

group('a policy in plain English', () => {
  it('tells who may read', () => {
    assert.deepEqual(who('{}'), ['Any site may read these responses, but not with the user’s cookies.']);
    assert.deepEqual(who('{ credentials: true }'), [
      'Any site may read these responses without cookies; with them, browsers reject `*`.',
    ]);
    assert.deepEqual(who('{ origin: true, credentials: true }'), [
      'Any site may read these responses with the user’s cookies: `https://attacker.example` gets in.',
    ]);
    assert.deepEqual(who("{ origin: ['https://a.example', 'https://b.example', 'https://c.example'] }"), [
      '`https://a.example`, `https://b.example` and `https://c.example` may read these responses, but not with the user’s cookies.',
    ]);
    assert.deepEqual(who("{ origin: 'https://a.example/' }"), [
      'No site may read these responses: browsers send no origin that is named here.',
    ]);
  });

  it('a value of an .env file that no browser sends is nobody’s', () => {
    const told = (value: string) => {
      const code = "import cors from 'cors';\napp.use(cors({ origin: [process.env.ORIGIN] }));";
      const [found] = sample({ 'server.ts': code, '.env': `ORIGIN=${value}\n` }).policies();
      assert.ok(found);
      return describe(found)[0];
    };
    assert.equal(
      told('https://a.example/'),
      'No site may read these responses while `ORIGIN` is `https://a.example/`: browsers send no such origin.',
    );
    assert.equal(
      told('["http://a.example"]'),
      'No site may read these responses while `ORIGIN` is `["http://a.example"]`: browsers send no such origin.',
    );
    assert.equal(
      told('https://a.example'),
      'The origin in `ORIGIN` (`https://a.example` in an .env file) may read these responses, but not with the user’s cookies.',
    );
  });

  it('speaks of no check where there is only a value that nobody knows, or the origin in its place', () => {
    assert.deepEqual(who('{ origin: (origin, cb) => cb(null, lookUp() || origin) }'), [
      'Who may read these responses is not known: what whoever runs the server decides.',
    ]);
    assert.deepEqual(who('{ origin: (origin, cb) => cb(null, isKnown(origin) && origin.startsWith("https:")) }'), [
      'Every origin that passes the check may read these responses, but not with the user’s cookies.',
      'Whether a stranger gets in cannot be told: the answer of a function that is not followed.',
    ]);
  });

  it('tells whole families, and whether strangers are kept out', () => {
    assert.deepEqual(who('{ origin: /^https:\\/\\/([a-z0-9-]+\\.)*example\\.com$/ }'), [
      'Every sub-domain of `example.com` and `https://example.com` may read these responses, but not with the user’s cookies.',
      'No stranger’s site gets in: that is proved.',
    ]);
    assert.deepEqual(who('{ origin: /example\\.com$/ }'), [
      'Everyone who sets up a site such as `https://attackerexample.com` may read these responses, but not with the user’s cookies.',
    ]);
    assert.deepEqual(who("{ origin: [/\\.vercel\\.app$/, 'null'] }"), [
      'Everyone who has a site on `vercel.app` (such as `https://attacker.vercel.app`) and any site in a sandboxed frame (`null`) may read these responses, but not with the user’s cookies.',
    ]);
    assert.deepEqual(who('{ origin: [/^http:\\/\\/localhost(:\\d+)?$/] }'), [
      'Pages of the user’s own machine (such as `http://localhost`) may read these responses, but not with the user’s cookies.',
      'No stranger’s site gets in: that is proved.',
    ]);
  });

  it('tells what is not known', () => {
    assert.deepEqual(who('{ origin: (o, cb) => cb(null, lookUp(o)) }'), [
      'Who may read these responses is not known: a value from elsewhere.',
    ]);
    const dark = { kind: 'dynamic', why: 'a call that is not followed', at: at(3) } as const;
    assert.equal(
      first({ origins: listing('https://a.example'), credentials: dark }),
      '`https://a.example` may read these responses (whether with cookies is decided at run time).',
    );
  });

  it('tells that nobody else may read', () => {
    const origins = { ...listing(), mode: 'none', acceptor: { kind: 'none' } } as const;
    assert.deepEqual(describe(policy({ origins })), [
      'No other site may read these responses.',
      'Read as `cors` 2.8.6 does it.',
    ]);
  });

  it('tells methods, headers and the preflight', () => {
    const all = describe(
      policy({
        origins: listing('https://a.example'),
        credentials: written(true, 30),
        methods: written({ kind: 'names', names: names('GET', 'PUT') }, 40),
        allowedHeaders: written({ kind: 'any', at: at(50), names: [] }, 50),
        exposedHeaders: written({ kind: 'names', names: names('ETag') }, 60),
        maxAge: written(86400, 70),
      }),
    );
    assert.deepEqual(all, [
      '`https://a.example` may read these responses with the user’s cookies.',
      'They may use GET and PUT.',
      'They may set any request header (without cookies; with them browsers take `*` for a name).',
      'Scripts can also read the response header `ETag`.',
      'The library answers the preflight with status 204; browsers remember it for 1 day, Chromium for 2 hours and Safari for 10 minutes at most.',
      'Read as `cors` 2.8.6 does it.',
    ]);
  });

  it('tells of answers to preflights alone that nobody reads by them', () => {
    const origins = listing('https://a.example');
    for (const alone of [{ preflightsOnly: true }, { scope: { methods: ['OPTIONS'] } }]) {
      const all = describe(policy({ origins, credentials: written(true, 30), ...alone }));
      assert.deepEqual(all.slice(0, 2), [
        '`https://a.example` may send requests that need a preflight with the user’s cookies.',
        'By the answers to preflights alone nobody reads a response.',
      ]);
      assert.ok(!all.some(it => it.includes('response header')));
    }
    const open = { ...origins, mode: 'any', acceptor: { kind: 'all' } } as const;
    assert.equal(
      first({ origins: open, preflightsOnly: true }),
      'Any site may send requests that need a preflight, but not with the user’s cookies.',
    );
  });

  it('tells how long a preflight is remembered', () => {
    const told = (value: number | string | undefined) =>
      describe(policy({ maxAge: written(value, 70) }))
        .find(it => it.includes('preflight'))
        ?.replace(/^.*; /, '');
    assert.equal(told(undefined), 'browsers remember it for 5 seconds.');
    assert.equal(told(0), 'browsers do not remember it.');
    assert.equal(told(600), 'browsers remember it for 10 minutes.');
    assert.equal(told('3600'), 'browsers remember it for 1 hour, Safari for 10 minutes at most.');
    assert.equal(told('10m'), 'browsers cannot use `10m` as a number of seconds.');
    assert.equal(told(-1), 'browsers cannot use `-1` as a number of seconds.');
  });

  it('tells of a library at other methods that preflights do not reach it', () => {
    const told = (methods: readonly string[] | undefined) =>
      describe(policy(methods ? { scope: { methods } } : {})).filter(it => /preflight/i.test(it));
    const never = 'Preflights do not reach it: it stands at other methods than `OPTIONS`.';
    const always = 'The library answers the preflight with status 204; browsers remember it for 5 seconds.';
    assert.deepEqual([told(['PUT']), told(['PUT', 'OPTIONS']), told(undefined)], [[never], [always], [always]]);
  });

  it('tells where it holds', () => {
    const all = describe(
      policy({
        scope: { path: '/api', methods: ['GET', 'PUT'] },
        guards: [
          { kind: 'mode', mode: 'not-production' },
          { kind: 'variable', name: 'OPEN', state: 'unset' },
        ],
        used: false,
        preflight: { by: 'none' },
      }),
    );
    assert.deepEqual(all.slice(4), [
      'Nothing answers the preflight, so only simple requests get through.',
      'It holds for GET and PUT requests to the path `/api`.',
      'It holds only where the mode is not production and `OPEN` is not set.',
      'Nothing is seen to use it.',
      'Read as `cors` 2.8.6 does it.',
    ]);
  });
});
