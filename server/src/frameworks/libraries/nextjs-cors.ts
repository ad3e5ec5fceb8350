import type { CorsPolicy } from '../../model/policy.ts';
import type { CodeFramework } from '../framework.ts';
import { writeOptions } from '../options/edits.ts';
import { exportedBy } from '../options/library-options.ts';
import { libraryOf } from '../options/version.ts';
import { EXPRESS_OPTIONS, EXPRESS_ORIGINS, readExpress } from './express/cors.ts';

const isNextCors = exportedBy('nextjs-cors', 'default');

/** nextjs-cors 2: `await NextCors(req, res, options)` runs expressjs/cors in an API route. */
export const nextjsCors: CodeFramework = {
  kind: 'code',
  id: 'nextjs-cors',
  title: 'nextjs-cors',
  docs: 'https://github.com/yonycalsin/nextjs-cors',
  mentions: ['nextjs-cors'],
  dialect: { table: EXPRESS_OPTIONS, semantics: EXPRESS_ORIGINS },

  recognise(file, reading) {
    const library = libraryOf(reading.project, file.path, 'cors', '2.8.6');
    const calls = file.plainCalls(/nextjs-cors/).filter(it => !it.construct && isNextCors(it.callee));
    return {
      policies: calls.flatMap(({ span, args }) =>
        readExpress({ span, options: args[2], used: true }, reading, library, 'nextjs-cors').map(inRoute),
      ),
    };
  },

  write: (policy, edit, read) => writeOptions(policy, edit, read, EXPRESS_OPTIONS),
};

/** It runs within an API route: where there is none, nothing of it stands on the answer. */
function inRoute(policy: CorsPolicy): CorsPolicy {
  const { behaviour } = policy;
  if (!behaviour) return policy;
  return {
    ...policy,
    behaviour: {
      ...behaviour,
      preflight: { ...behaviour.preflight, routesOnly: true },
      kept: { ...behaviour.kept, notFound: false },
    },
  };
}
