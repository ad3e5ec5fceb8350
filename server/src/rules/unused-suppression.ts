import type { Rule } from './rule.ts';

export const UNUSED_SUPPRESSION = 'unused-suppression';

/** Found while suppressions are applied, so there is nothing to check on a policy. */
export const unusedSuppression: Rule = {
  id: UNUSED_SUPPRESSION,
  title: 'A suppression comment silences nothing',
  severity: 'info',
  profile: 'recommended',
  why: 'The problem that this comment silenced has gone, or stands on another line. A comment that stays would silence the next one that comes along, with a reason that was given for something else.',
  example: {
    language: 'ts',
    bad: "// corslint-disable-next-line wildcard-with-credentials -- the old client needs it\napp.use(cors({ origin: 'https://app.example.com' }));",
    good: "app.use(cors({ origin: 'https://app.example.com' }));",
  },
  cwe: [],
  spec: 'https://github.com/corslint/corslint#silencing-a-finding',
  kind: 'hygiene',
};
