import { type Behaviour, everywhere, type OriginMatch, onPreflight, TAKEN } from '../../../model/behaviour.ts';
import type { Library } from '../../../model/policy.ts';
import type { RecordValue } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { credentialsText, type OptionTable } from '../../options/table.ts';
import { isAtLeast } from '../../options/version.ts';

const CREDENTIALS = 'access-control-allow-credentials';
const OTHERS = [
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
];
const ALL: readonly OriginMatch[] = [...TAKEN, 'off'];

/**
 * How `preflight` and `corsify` of itty-router turn options into headers (cors.mjs of 6.0.0 and 5.0.24), the latter as the
 * last step of an `AutoRouter`: from 6 on it makes a response of its own, which has status 200.
 */
export function ittyBehaviour(record: RecordValue | undefined, table: OptionTable, library: Library): Behaviour {
  const six = isAtLeast(library, '6.0.0');
  const text = credentialsText(record, table);
  const lists = six ? everywhere(ALL) : onPreflight(ALL);
  return {
    source: `itty-router ${library.version}: cors.mjs`,
    preflight: { when: 'options', status: 204, evenOff: true },
    allowOrigin: { starWithCredentials: 'sent', denied: 'refused', several: 'joined' },
    credentials: everywhere(ALL),
    methods: lists,
    allowedHeaders: lists,
    exposedHeaders: lists,
    maxAge: lists,
    vary: { origin: {}, requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, table, ',') },
    zeroMaxAgeOmitted: true,
    kept: { notFound: true, error: true },
    ...(text === undefined ? {} : { credentialsText: text }),
    ...(six ? { statusOfAll: 200 } : {}),
    again: six ? { headers: [...OTHERS, CREDENTIALS], status: 200 } : { headers: [CREDENTIALS] },
  };
}
