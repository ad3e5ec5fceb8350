import {
  type Behaviour,
  everywhere,
  type OriginMatch,
  onActual,
  onPreflight,
  TAKEN,
} from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import type { RecordValue } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import { entryOf, type OptionTable } from '../../options/table.ts';

const EVERY = ['preflight', 'options', 'actual'] as const;

/**
 * How `strapi::cors` turns options into headers (@strapi/core 5.54.0, middlewares/cors.js and errors.js; @koa/cors 5.0.0;
 * @koa/router 12). What fails keeps its headers where `strapi::errors` stands in front, as it does by default.
 */
export function strapiBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  table: OptionTable,
  library: Library,
  behindErrors: boolean,
): Behaviour {
  const credentials = entryOf(record, table, 'credentials')?.value;
  const off = credentials?.kind === 'literal' && !credentials.value;
  const varies: readonly OriginMatch[] = [...TAKEN, 'off', ...(behindErrors ? (['failed'] as const) : [])];
  return {
    source: `@strapi/core ${library.version}: dist/middlewares/cors.js`,
    preflight: { when: 'request-method', status: 204, unanswered: 200 },
    allowOrigin: {
      on: ['preflight', 'actual'],
      starWithCredentials: 'sent',
      starReflected: true,
      denied: 'off',
      deniedByAnswer: 'off',
      absent: off ? '*' : '',
      absentAlways: true,
    },
    credentials: { ...everywhere(), options: [] },
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: { ...onActual(), options: [] },
    maxAge: onPreflight(),
    vary: { origin: everywhere(varies), requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, table, ',') },
    zeroMaxAgeOmitted: true,
    kept: { notFound: true, error: behindErrors },
    ...(origins.mode === 'none'
      ? {
          fails: {
            on: EVERY,
            status: 500,
            why: 'the origin option has no `split`',
            vary: behindErrors,
            withOrigin: true,
          },
        }
      : {}),
  };
}
