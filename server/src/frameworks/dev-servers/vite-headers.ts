import { type Behaviour, everywhere, TAKEN } from '../../model/behaviour.ts';
import type { CorsPolicy, Library } from '../../model/policy.ts';
import { isUndefined, type Value } from '../../syntax/value.ts';
import type { Reading } from '../framework.ts';
import { withRuleBehaviour } from '../headers/behaviour.ts';
import { inEnvironments, testsOf } from '../headers/environments.ts';
import { ACAO, type HeaderLine, VARY } from '../headers/lines.ts';
import { headerPolicy } from '../headers/policy.ts';
import { linesOf } from '../headers/rules.ts';
import type { Default } from './vite-versions.ts';

export { writeHeaders as headerEdits } from '../headers/edits.ts';

/**
 * `server.headers`: written on what Vite serves, after the headers of `server.cors`, and on no preflight, which
 * `server.cors` answers. None where they say nothing of the origin.
 */
export function viteHeaders(
  headers: Value,
  cors: Value | undefined,
  without: Default,
  library: Library,
  reading: Reading,
): readonly CorsPolicy[] {
  const lines = linesOf(headers);
  const first = lines.find(it => it.name === ACAO);
  if (!first) return [];
  const below = beneath(cors, without);
  return inEnvironments(testsOf(lines), ({ assumed, guards }) => {
    const policy = headerPolicy({
      framework: 'vite',
      at: first.entry,
      responses: [{ when: first.when, lines, at: first.entry }],
      preflight: below === 'off' ? { by: 'none' } : { by: 'library', status: 204 },
      scope: {},
      guards,
      assumed,
      unset: 'crashes',
      container: headers.span,
      notation: 'rows',
      reading,
    });
    const plain = withRuleBehaviour({ ...policy, library }, lines, `vite ${library.version}: dist/node`);
    const { behaviour, ...unknown } = plain;
    return behaviour && below !== 'other' ? { ...unknown, behaviour: onTop(behaviour, below, lines) } : unknown;
  });
}

type Below = Default['origins'] | 'other';

/** What `server.cors` has written by then. */
function beneath(cors: Value | undefined, without: Default): Below {
  if (!cors || isUndefined(cors)) return without.origins;
  if (cors.kind !== 'literal') return 'other';
  return cors.value === true ? 'any' : cors.value === false ? 'off' : 'other';
}

function onTop(behaviour: Behaviour, below: Below, lines: readonly HeaderLine[]): Behaviour {
  const kept = { notFound: false, error: false };
  if (below === 'off') return { ...behaviour, kept, preflight: { when: 'never', status: 200 } };
  const vary = below === 'local' && !lines.some(it => it.name === VARY);
  return {
    ...behaviour,
    kept,
    ...(vary ? { vary: { ...behaviour.vary, origin: everywhere([...TAKEN, 'off']) } } : {}),
    untold: {
      on: ['preflight', 'options'],
      reaching: ['nothing', 'error'],
      why: '`server.cors` answers that, without the headers of `server.headers`',
    },
  };
}
