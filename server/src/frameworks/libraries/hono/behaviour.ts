import { type Behaviour, everywhere, onPreflight, TAKEN } from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { isWithin } from '../../../model/versions.ts';
import { type RecordValue, textOf } from '../../../syntax/value.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';

/** How hono/cors turns options into headers (middleware/cors of 4.13.19 and 4.12.20). */
export function honoBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
): Behaviour {
  const origin = entryOf(record, table, 'origins')?.value;
  const star = origin === undefined || textOf(origin) === '*';
  const reflected = star && reflects(library);
  const given = entryOf(record, table, 'credentials')?.value;
  const credentials = given?.kind === 'literal' && Boolean(given.value);
  return {
    source: `hono/cors ${library.version}: middleware/cors/index.js`,
    preflight: { when: 'options', status: 204, unanswered: 404 },
    allowOrigin: {
      starWithCredentials: reflected ? 'reflected' : 'sent',
      denied: 'refused',
    },
    credentials: everywhere(),
    methods: textOf(entryOf(record, table, 'methods')?.value) === undefined ? onPreflight() : {},
    allowedHeaders: onPreflight(),
    exposedHeaders: everywhere(),
    maxAge: onPreflight(),
    vary: { origin: star && !(reflected && credentials) ? {} : everywhere(TAKEN), requestHeaders: 'sent' },
    lists: { joiner: ',', empty: 'omitted', reflected: 'rejoined' },
    kept: { notFound: true, error: true },
    ...(origins.mode === 'none'
      ? { fails: { on: ['preflight', 'options', 'actual'], status: 500, why: 'the origin option has no `includes`' } }
      : {}),
  };
}

/** 4.12.9 to 4.12.24 answered `*` and credentials with the request's origin (CVE-2026-54290). */
export function reflects(library: Library): boolean {
  return isWithin(library, '>=4.12.9 <4.12.25') === true;
}
