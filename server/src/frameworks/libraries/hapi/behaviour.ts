import { type Behaviour, everywhere, type OriginMatch, onActual, onPreflight } from '../../../model/behaviour.ts';
import type { Library, Origins } from '../../../model/policy.ts';
import { property, type RecordValue, textOf } from '../../../syntax/value.ts';

/** How hapi answers (lib/cors.js of 21.4); `whole` where the options are those of the server, not of one route. */
export function hapiBehaviour(
  record: RecordValue | undefined,
  origins: Origins,
  library: Library,
  whole: boolean,
): Behaviour {
  const origin = record && property(record, 'origin')?.value;
  const ignored = origin !== undefined && textOf(origin) === '*';
  const everyone = origins.mode === 'any' && !ignored;
  const letIn: readonly OriginMatch[] = everyone ? ['any', 'matched', 'absent'] : ['any', 'matched'];
  return {
    source: `@hapi/hapi ${library.version}: lib/cors.js`,
    preflight: {
      when: ignored ? 'request-method' : 'origin-and-request-method',
      status: 200,
      routesOnly: true,
      otherStatus: 404,
      unanswered: 404,
      refuses: { when: ['origin', 'headers'], status: 200 },
    },
    allowOrigin: { on: ['preflight', 'actual'], starWithCredentials: 'sent', denied: 'refused' },
    credentials: { ...everywhere(letIn), options: [] },
    methods: onPreflight(),
    allowedHeaders: onPreflight(),
    exposedHeaders: { ...everywhere(letIn), options: [] },
    maxAge: onPreflight(),
    vary: { origin: ignored ? {} : { ...onActual(), options: [] }, requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted' },
    kept: { notFound: whole, error: true },
  };
}
