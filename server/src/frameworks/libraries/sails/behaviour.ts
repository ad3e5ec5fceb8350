import { type Behaviour, everywhere, onPreflight } from '../../../model/behaviour.ts';
import type { Library } from '../../../model/policy.ts';
import type { RecordValue } from '../../../syntax/value.ts';
import { listTexts } from '../../options/list-texts.ts';
import type { OptionTable } from '../../options/table.ts';

/**
 * What the security hook of Sails 1.5.18 sends (lib/hooks/security/cors/set-headers.js), a changed copy of expressjs/cors:
 * every `OPTIONS` request is a preflight, and whoever is not let in gets no header at all. With `reflects`, everybody is let
 * in, requests without `Origin` too.
 */
export function sailsBehaviour(
  record: RecordValue | undefined,
  table: OptionTable,
  library: Library,
  reflects: boolean,
): Behaviour {
  const echoed = reflects ? (['matched', 'absent'] as const) : (['matched'] as const);
  const letIn = ['any', ...echoed] as const;
  return {
    source: `sails ${library.version}: lib/hooks/security/cors/set-headers.js`,
    preflight: { when: 'options', status: 200 },
    allowOrigin: { starWithCredentials: 'sent', denied: 'refused', withoutOrigin: reflects ? 'absent' : 'refused' },
    credentials: everywhere(letIn),
    methods: onPreflight(letIn),
    allowedHeaders: onPreflight(letIn),
    exposedHeaders: everywhere(letIn),
    maxAge: {},
    vary: { origin: everywhere(echoed), requestHeaders: 'never' },
    lists: { joiner: ',', empty: 'omitted', texts: listTexts(record, table, ',') },
    kept: { notFound: true, error: true },
  };
}
