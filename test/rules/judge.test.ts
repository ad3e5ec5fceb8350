import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Access, judge } from '../../server/src/analysis/judge.ts';
import type { Scope } from '../../server/src/analysis/scopes.ts';
import type { App } from '../../server/src/model/app.ts';
import type { Link } from '../../server/src/model/link.ts';
import { EVERYWHERE } from '../../server/src/model/paths.ts';
import type { CorsPolicy } from '../../server/src/model/policy.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { DEFAULTS, type Settings } from '../../server/src/settings.ts';
import { ALONE, app, at, listing, policy, written } from '../harness/policy.ts';

const COURT: Access = { write: () => undefined, read: () => '' };

function scope(policies: readonly CorsPolicy[], apps: readonly App[] = []): Scope {
  return {
    facts: [{ path: 'server.ts', policies, apps, requests: [], servers: [], reads: [] }],
    server: ALONE,
    links: [],
  };
}

function rule(id: string, changes: Partial<Rule> = {}): Rule {
  return {
    id,
    title: id,
    severity: 'warning',
    profile: 'recommended',
    why: '',
    cwe: [],
    spec: '',
    kind: 'hygiene',
    *check({ at: place }) {
      yield { at: place, message: id };
    },
    ...changes,
  };
}

function told(policies: readonly CorsPolicy[], rules: readonly Rule[], settings: Partial<Settings> = {}) {
  return judge(scope(policies), { ...DEFAULTS, ...settings }, { ...COURT, rules }).map(
    it => `${it.severity} ${it.rule}`,
  );
}

describe('judge', () => {
  it('runs the rules of the profile and those that are named', () => {
    const rules = [rule('plain'), rule('picky', { profile: 'strict' }), rule('all', { profile: 'audit' })];
    assert.deepEqual(told([policy()], rules), ['warning plain']);
    assert.deepEqual(told([policy()], rules, { profile: 'strict' }), ['warning picky', 'warning plain']);
    assert.deepEqual(told([policy()], rules, { rules: { all: 'hint', plain: 'off' } }), ['hint all']);
  });

  it('goes on where a rule fails, and says so', () => {
    const failed: string[] = [];
    const broken = rule('broken', {
      check() {
        throw new Error('no');
      },
    });
    const access: Access = { ...COURT, rules: [broken, rule('plain')], failed: id => failed.push(id) };
    assert.equal(judge(scope([policy()]), DEFAULTS, access).length, 1);
    assert.deepEqual(failed, ['broken']);
  });

  it('keeps what a rule said before it failed', () => {
    const half = rule('half', {
      *check({ at: place }) {
        yield { at: place, message: 'one' };
        throw new Error('no');
      },
    });
    assert.deepEqual(told([policy()], [half]), ['warning half']);
  });

  it('lets the rule nearest the cause speak alone on a policy, not on others', () => {
    const cause = rule('cause', {
      supersedes: ['effect'],
      *check({ at: place, credentials }) {
        if (credentials.kind === 'written') yield { at: place, message: 'cause' };
      },
    });
    const effect = rule('effect', {
      *check() {
        yield { at: at(70), message: 'effect' };
      },
    });
    assert.deepEqual(told([policy({ credentials: written(true, 30) })], [effect, cause]), ['warning cause']);
    const other = policy({ at: at(200, 300) });
    assert.deepEqual(told([policy({ credentials: written(true, 30) }), other], [effect, cause]), [
      'warning cause',
      'warning effect',
    ]);
  });

  it('keeps apart what holds in different environments', () => {
    const open = policy({ guards: [{ kind: 'mode', mode: 'development' }], credentials: written(true, 30) });
    const cause = rule('cause', {
      supersedes: ['effect'],
      *check({ guards }) {
        if (guards.length > 0) yield { at: at(60), message: 'cause' };
      },
    });
    const effect = rule('effect', {
      *check({ guards }) {
        if (guards.length === 0) yield { at: at(70), message: 'effect' };
      },
    });
    assert.deepEqual(told([policy(), open], [effect, cause]), ['warning cause', 'warning effect']);
  });

  it('tells one place once, at its gravest, and shows where else it holds', () => {
    const here = rule('here', {
      *check({ used }) {
        yield { at: at(50), message: 'here', severity: used ? 'error' : 'info' };
      },
    });
    const policies = [policy({ at: at(100), used: false }), policy({ at: at(200) }), policy({ at: at(300) })];
    const [found, ...more] = judge(scope(policies), DEFAULTS, { ...COURT, rules: [here] });
    assert.equal(more.length, 0);
    assert.equal(found?.severity, 'error');
    assert.deepEqual(
      found?.related.map(it => it.at.start),
      [300, 100],
    );
  });

  it('sorts by place', () => {
    const places = rule('places', {
      *check() {
        yield { at: at(9), message: 'b' };
        yield { at: at(3), message: 'a' };
        yield { at: { path: 'app.ts', start: 50, end: 51 }, message: 'first' };
      },
    });
    const found = judge(scope([policy()]), DEFAULTS, { ...COURT, rules: [places] });
    assert.deepEqual(
      found.map(it => it.message),
      ['first', 'a', 'b'],
    );
  });

  it('asks rules about applications', () => {
    const steps = rule('steps', {
      *check() {},
      *checkApp(it) {
        yield { at: it.at, message: it.name };
      },
    });
    assert.equal(judge(scope([], [app([])]), DEFAULTS, { ...COURT, rules: [steps] })[0]?.message, 'app');
  });
});

describe('fixes', () => {
  const text = 'cors({ origin: true, credentials: true })';
  const edits = (list: readonly { start: number; end: number; text: string }[] | undefined) => {
    const fixing = rule('fixing', {
      *check() {
        const fix = { title: 'Fix it', safety: 'safe', edits: [{ kind: 'remove', field: 'credentials' }] } as const;
        yield { at: at(3), message: 'x', fixes: [fix] };
      },
    });
    const access: Access = {
      read: () => text,
      rules: [fixing],
      write: () => list?.map(it => ({ at: at(it.start, it.end), text: it.text })),
    };
    return judge(scope([policy()]), DEFAULTS, access)[0]?.fixes.map(it => it.edits.length);
  };

  it('are offered where the framework can write them', () => {
    assert.deepEqual(edits([{ start: 19, end: 38, text: '' }]), [1]);
  });

  it('are not offered where it declines, where they change nothing, or where edits overlap', () => {
    assert.deepEqual(edits(undefined), []);
    assert.deepEqual(edits([]), []);
    assert.deepEqual(edits([{ start: 0, end: 4, text: 'cors' }]), []);
    assert.deepEqual(
      edits([
        { start: 0, end: 4, text: 'a' },
        { start: 3, end: 6, text: 'b' },
      ]),
      [],
    );
  });

  it('are written once where two edits say the same', () => {
    assert.deepEqual(
      edits([
        { start: 0, end: 4, text: 'a' },
        { start: 0, end: 4, text: 'a' },
      ]),
      [1],
    );
  });
});

describe('rules on policies that no suite can write', () => {
  /** `cookies` tells whether a page of the workspace asks these servers with credentials; undefined where no page is seen. */
  const found = (one: Scope, cookies?: boolean, settings: Partial<Settings> = {}) => {
    const [policy] = one.facts[0]?.policies ?? [];
    const request = { credentials: written(cookies ? 'include' : 'omit', 95) };
    const link = { request, answer: { kind: 'policy', policy } } as unknown as Link;
    const links = cookies === undefined ? [] : [link];
    return judge({ ...one, links }, { ...DEFAULTS, ...settings }, COURT).map(it => `${it.severity} ${it.rule}`);
  };
  const credentials = written(true, 30);

  it('a server on the machine’s own address is private', () => {
    const local = { host: '127.0.0.1', at: at(90) };
    const step = { kind: 'cors', policy: policy(), at: at(0), entry: at(0), matches: EVERYWHERE } as const;
    assert.deepEqual(found(scope([policy()], [app([step], { listensOn: local })])), [
      'info wildcard-on-private-surface',
    ]);
    assert.deepEqual(found(scope([policy()], [app([step])])), []);
  });

  it('credentials are needless where nothing uses cookies', () => {
    const one = policy({ origins: listing('https://app.example.com'), credentials });
    assert.deepEqual(found(scope([one]), false, { profile: 'strict' }), ['hint needless-credentials']);
    assert.deepEqual(found(scope([one]), undefined, { profile: 'strict' }), []);
    assert.deepEqual(found(scope([one]), false), []);
  });

  it('the star with credentials is milder where nothing uses cookies', () => {
    assert.deepEqual(found(scope([policy({ credentials })]), false), ['warning wildcard-with-credentials']);
    assert.deepEqual(found(scope([policy({ credentials })]), true), ['error wildcard-with-credentials']);
  });

  it('what is not known is not told of', () => {
    const dark = { kind: 'unknown', why: 'a call that is not followed' } as const;
    const origins = { mode: 'dynamic', acceptor: dark, listed: [], at: at(10), from: 'written' } as const;
    assert.deepEqual(found(scope([policy({ origins, credentials })]), undefined, { profile: 'audit' }), []);
  });

  it('an unset variable is grave where it opens the server', () => {
    const oddities = [{ kind: 'unset-variable', variable: 'ORIGIN', effect: 'reflects-everyone', at: at(12) }] as const;
    const origins = { ...listing(), acceptor: { kind: 'equals', subject: 'origin', text: { env: 'ORIGIN' } } } as const;
    assert.deepEqual(found(scope([policy({ origins, oddities, credentials })])), ['error origin-env-unset']);
    assert.deepEqual(found(scope([policy({ origins, oddities })])), ['warning origin-env-unset']);
  });
});
