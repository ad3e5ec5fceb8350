import type { Acceptor } from '../model/acceptor.ts';
import { comparePlaces, type Span } from '../text/span.ts';
import type { Rule } from './rule.ts';
import { breakage } from './severity.ts';
import { somebody } from './weakness.ts';

export const originPatternNeverMatches: Rule = {
  id: 'origin-pattern-never-matches',
  title: 'This test matches no origin',
  severity: 'warning',
  profile: 'recommended',
  why: 'What is tested here can never be true of what a browser sends as an origin: there is no path in it and no slash at its end, the letters are lower case, and the usual port is left out. Nor does a page of another site ever come with the address of the server that it asks. Whoever is meant by this test is therefore blocked.',
  example: {
    language: 'ts',
    bad: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com\\/$/ }));',
    good: 'app.use(cors({ origin: /^https:\\/\\/app\\.example\\.com$/ }));',
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#origin-header',
  kind: 'breakage',

  *check(policy) {
    for (const it of policy.oddities) {
      if (it.kind !== 'own-address') continue;
      yield {
        at: it.at,
        message:
          'Browsers block the pages of every other site: the allowed origin is the address of the server itself.',
        severity: breakage(policy, 'warning'),
      };
    }
    const all = [...tests(policy.origins.acceptor)];
    // Of one place there may be several tests: where something begins, and whether it is there at all.
    const matches = (at: Span) =>
      all.some(it => it.at && comparePlaces(it.at, at) === 0 && somebody(it).answer !== 'no');
    for (const it of all) {
      if (!it.at || matches(it.at)) continue;
      yield {
        at: it.at,
        message: 'Browsers send no origin that this test matches.',
        severity: breakage(policy, 'warning'),
      };
    }
  },
};

/** The tests that let somebody in; equality with a written origin is judged by its grammar. */
function* tests(acceptor: Acceptor): Iterable<Acceptor> {
  switch (acceptor.kind) {
    case 'and':
    case 'or':
      for (const it of acceptor.of) yield* tests(it);
      return;
    case 'matches':
      yield acceptor;
      return;
    case 'starts':
    case 'ends':
    case 'contains':
    case 'equals':
      if (typeof acceptor.text !== 'string' || acceptor.text === '') return;
      if (acceptor.kind !== 'equals' || acceptor.subject !== 'origin') yield acceptor;
  }
}
