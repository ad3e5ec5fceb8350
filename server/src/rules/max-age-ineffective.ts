import { LONGEST_KEPT } from '../fetch/preflight-cache.ts';
import { set } from '../model/edit.ts';
import { known } from '../model/policy.ts';
import type { Fix, Rule } from './rule.ts';
import { breakage } from './severity.ts';

/** The longest that any browser keeps a preflight, and what most people's browser does. */
const LONGEST = LONGEST_KEPT.firefox;
const USUAL = LONGEST_KEPT.chromium;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

export const maxAgeIneffective: Rule = {
  id: 'max-age-ineffective',
  title: 'Browsers do not keep the preflight for this long',
  severity: 'warning',
  severityNote:
    'info for -1; hint where the time is only longer than any browser keeps it, which the recommended profile leaves out',
  profile: 'recommended',
  why: 'Access-Control-Max-Age is a whole number of seconds. What is no such number, `10m` or `-1` say, is passed over: Chromium and Safari ask again after five seconds, Firefox before every single request. And no browser keeps an answer longer than it likes: Chromium two hours, Firefox a day, Safari ten minutes.',
  example: {
    language: 'ts',
    bad: "app.use(cors({ origin: 'https://app.example.com', maxAge: '10m' }));",
    good: "app.use(cors({ origin: 'https://app.example.com', maxAge: 600 }));",
  },
  cwe: [],
  spec: 'https://fetch.spec.whatwg.org/#http-access-control-max-age',
  kind: 'hygiene',

  *check(policy, { profile }) {
    const { maxAge, origins, behaviour } = policy;
    if (maxAge.kind !== 'written' || origins.mode === 'none') return;
    // The library sends none at all.
    if (behaviour && Object.keys(behaviour.maxAge).length === 0) return;
    const given = known(maxAge);
    if (given === undefined || given === '') return;
    const text = String(given).trim();
    if (!/^\d+$/.test(text)) {
      const never = /^-\d+$/.test(text);
      yield {
        at: maxAge.at,
        message: never
          ? `Browsers read the cache time \`${text}\` differently: it is no number of seconds.`
          : `Browsers pass over the cache time \`${text}\`: it is no whole number of seconds.`,
        severity: breakage(policy, never ? 'info' : 'warning'),
        fixes: fixes(never ? 0 : secondsIn(text)),
      };
    } else if (Number(text) > LONGEST && profile !== 'recommended') {
      yield {
        at: maxAge.at,
        message: `No browser keeps a preflight for \`${text}\` seconds; Firefox stops at ${LONGEST}.`,
        severity: 'hint',
        fixes: fixes(USUAL),
      };
    }
  },
};

function fixes(seconds: number | undefined): readonly Fix[] {
  if (seconds === undefined) return [];
  const value = { kind: 'number', value: seconds } as const;
  return [{ title: `Write ${seconds} seconds`, edits: [set('maxAge', value)], safety: 'safe' }];
}

/** The seconds that somebody means who writes `10m`, `600s`, `1.5h` or `600.5`. */
function secondsIn(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*(s|m|h|d|w)?(?:ec(?:ond)?s?|in(?:ute)?s?|ours?|ays?|eeks?)?$/i.exec(text);
  return found ? Math.round(Number(found[1]) * (UNITS[(found[2] ?? 's').toLowerCase()] ?? 1)) : undefined;
}
